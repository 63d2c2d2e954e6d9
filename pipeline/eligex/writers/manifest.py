"""`manifest.json`: what made the results, and their hashes. No clock time, no machine path."""

import hashlib
import json
import platform
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any, Optional

import eligex
from eligex import pipeline
from eligex.schema.trial import SCHEMA_VERSION
from eligex.vocab import tables

PACKAGES = ("spacy", "scispacy", "medspacy", "negspacy", "numpy", "pandas", "pyarrow")
PACKAGE = Path(eligex.__file__).parent


def provenance(config: Optional[str]) -> dict[str, Any]:
    """Versions and hashes of everything that decides the output."""
    text = pipeline.config_text(config)
    return {
        "schema_version": SCHEMA_VERSION,
        "versions": {
            "eligex": eligex.__version__,
            "python": ".".join(map(str, sys.version_info[:2])),
            "implementation": platform.python_implementation(),
            **versions(PACKAGES),
        },
        "code": _code_hash(),
        "configuration": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "vocabulary": tables.hashes(),
        "weights": _weights(),
    }


def render(body: dict[str, Any]) -> bytes:
    return (json.dumps(body, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode("utf-8")


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Those of the packages that are installed, by name, in the order given."""
    found = {}
    for name in packages:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def _code_hash() -> str:
    """One hash of the package's Python files, so that a part made by other code is not reused."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\1")
    return digest.hexdigest()


def _weights() -> dict[str, str]:
    """SHA-256 of every file of `models/` but the configs, by its path there."""
    folder = pipeline.models_folder()
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix not in (".cfg", ".md")]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
