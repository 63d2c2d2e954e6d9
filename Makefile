# Everything runs in .venv, which `setup` makes from the locked versions.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.10 python3,$(shell command -v $(p))))
PYTHONS ?= 3.10 3.11 3.12
INPUT ?= examples
OUT ?= out
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-done
MINOR = $(shell $(PYTHON) -c 'import sys; print("py%d%d" % sys.version_info[:2])')
export OMP_NUM_THREADS ?= 1

.PHONY: help setup extract test lint format lock test-all-pythons wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with the locked versions (PYTHON=... names the interpreter, 3.10 to 3.12)

$(STAMP): pyproject.toml $(wildcard requirements/*.lock)
	@test -n "$(PYTHON)" || { echo "no Python found: give PYTHON=/path/to/python3.11"; exit 1; }
	@test -f requirements/$(MINOR).lock || \
	  { echo "$(PYTHON) is $(MINOR), which has no lock: give PYTHON=/path/to/python3.11 (3.10 to 3.12)"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --requirement requirements/$$($(BIN)/python -c 'import sys; print("py%d%d" % sys.version_info[:2])').lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

extract: $(STAMP) ## run the main job: INPUT=file, folder or glob (default: examples), OUT=folder (default: out)
	@rc=0; $(BIN)/eligex extract "$$INPUT" --out "$$OUT" $(ARGS) || rc=$$?; \
	if [ $$rc -eq 3 ]; then echo "some records were rejected (exit status 3)"; fi; exit $$rc
extract: export INPUT := $(INPUT)
extract: export OUT := $(OUT)

test: $(STAMP) ## run the tests
	$(BIN)/python -m pytest $(ARGS)

lint: $(STAMP) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP) ## ruff's formatter and safe fixes
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMP) ## resolve the versions anew, one lock for each Python
	for v in $(PYTHONS); do \
	  $(BIN)/uv pip compile --quiet --upgrade --no-header --no-annotate --extra dev \
	    --python-version $$v --output-file requirements/py$${v/./}.lock pyproject.toml; done

test-all-pythons: ## run the tests on 3.10, 3.11 and 3.12, each in a venv of its own
	for v in $(PYTHONS); do echo "== Python $$v"; \
	  $(MAKE) --no-print-directory test VENV=.venv-$$v PYTHON="$$(command -v python$$v)" ; done

wheel: $(STAMP) ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## remove everything that was made, .venv included
	rm -rf .venv .venv-* out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
