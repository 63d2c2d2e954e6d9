# Every target runs from a fresh clone: `setup` makes .venv from requirements/ and takes nothing else.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The first interpreter that runs and has a lock; a name on PATH may be a shim that only fails.
VERSION_CHECK := import sys, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))
PYTHON ?= $(shell for p in python3.11 python3.12 python3.10 python3; do \
  $$p -c '$(VERSION_CHECK)' >/dev/null 2>&1 && { $$p -c 'import sys; print(sys.executable)'; break; }; done)
PYTHONS ?= python3.10 python3.11 python3.12
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-$(shell cat pyproject.toml requirements/*.txt 2>/dev/null | cksum | cut -d' ' -f1)
INPUT ?= examples
OUT ?= out
SITE ?= site
WORKERS ?= 1
DATA ?= ../shared/data
PART ?= 1
GOLD ?= annotations/gold/dev annotations/gold/test
ANNOTATIONS ?=

export OMP_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup setup-spark setup-train extract verify review review-server bench train evaluate model test lint golden lock \
  test-all-pythons clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: $(STAMP) ## .venv with the locked packages and eligex itself

$(STAMP):
	@[ -n "$(PYTHON)" ] || { echo "make: no Python 3.10, 3.11 or 3.12 found; name one: make setup PYTHON=/path/to/python3.11" >&2; exit 2; }
	@"$(PYTHON)" -c '$(VERSION_CHECK)' || { echo "make: $(PYTHON) is not Python 3.10 to 3.12 with venv" >&2; exit 2; }
	[ -x $(BIN)/python ] || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install -q -r requirements/py$$($(BIN)/python -c 'import sys; print("%d%d" % sys.version_info[:2])').txt
	$(BIN)/python -m pip install -q --no-deps -e .
	@rm -f $(VENV)/.setup-*
	@touch $@

extract: setup ## read INPUT (a folder, file or glob) and write the results to OUT
	$(BIN)/eligex extract "$(INPUT)" --out "$(OUT)" --workers $(WORKERS)

verify: setup ## re-check the results in OUT
	$(BIN)/eligex verify "$(OUT)"

review: setup ## static pages of the results in OUT, written to SITE, for reading without a server
	$(BIN)/eligex review "$(OUT)" --out "$(SITE)"

review-server: setup ## the same pages on this machine, where reviewers decide; see docs/review.md
	$(BIN)/eligex review "$(OUT)" --serve

bench: setup ## speed as ratios, on ../shared/data/trials or the examples (ARGS="--quick" for a minute)
	$(BIN)/python tools/bench $(ARGS)

setup-spark: setup ## also Spark and a Java for it, which its engine and the tests need
	$(BIN)/python -m pip install -q -r requirements/spark.txt

setup-train: setup ## also the packages that training needs (PyTorch among them)
	$(BIN)/python -m pip install -q -r requirements/train.txt

train: setup-train ## the recogniser's weights anew from the corpora in DATA, and from ANNOTATIONS where given (an hour)
	$(BIN)/python -m eligex.training train --data "$(DATA)" $(if $(ANNOTATIONS),--annotations $(ANNOTATIONS))

evaluate: setup ## scores on part PART of the corpora in DATA, on GOLD and on reviewed trials of OUT
	$(BIN)/python -m eligex.training evaluate --data "$(DATA)" --part $(PART) \
	  --annotations $(GOLD) --review annotations/review --results "$(OUT)"

model: setup ## dist/: the wheels of eligex and of the spaCy package en_eligex
	$(BIN)/python -m build -q --wheel --outdir dist .
	$(BIN)/python -m eligex.training package --out build/package
	cp build/package/*/dist/*.whl dist/

test: setup-spark ## all tests
	$(BIN)/python -m pytest $(ARGS)

lint: setup ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

golden: setup ## write tests/golden anew from examples/; read the difference before committing it
	$(BIN)/python tests/golden/regenerate.py

lock: setup ## resolve pyproject.toml anew into requirements/
	$(BIN)/python -m pip install -q uv
	for v in 10 11 12; do $(BIN)/uv pip compile -q --upgrade --no-annotate --no-header \
	  --python-version 3.$$v --extra dev --extra review pyproject.toml -o requirements/py3$$v.txt; done

test-all-pythons: ## the tests under each of PYTHONS, each in an environment of its own
	for p in $(PYTHONS); do \
	  tag=$$("$$p" -c 'import sys; print("%d%d" % sys.version_info[:2])'); \
	  $(MAKE) test PYTHON="$$p" VENV=.venv-py$$tag; done

clean: ## remove environments, caches and results
	rm -rf .venv .venv-py* out site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
