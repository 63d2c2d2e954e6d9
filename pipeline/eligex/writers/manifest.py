"""`manifest.json`: what made the results, and their hashes. No clock time, no machine path."""

import hashlib
import json
import platform
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import metadata, util
from pathlib import Path
from typing import Any, Optional

import eligex
from eligex import configs
from eligex.schema.trial import SCHEMA_VERSION
from eligex.vocab import tables

PACKAGES = (
    "spacy", "thinc", "scispacy", "medspacy", "pyrush", "negspacy", "numpy", "pandas", "pyarrow", "defusedxml",
)  # fmt: skip
SEAL = "sha256"
PACKAGE = Path(eligex.__file__).parent


def provenance(config: Optional[str]) -> dict[str, Any]:
    """Versions and hashes of everything that decides the output."""
    text = configs.config_text(config)
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
        "weights": {**_weights(), **_foreign(text)},
    }


def sealed(body: dict[str, Any]) -> bytes:
    """The manifest's bytes, its own hash (over all the rest) among its entries."""
    rest = {key: value for key, value in body.items() if key != SEAL}
    return render({**rest, SEAL: hashlib.sha256(render(rest)).hexdigest()})


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
    return _hashes(configs.models_folder(), skip=(".cfg", ".md"))


def _foreign(config: str) -> dict[str, str]:
    """SHA-256 of the files of models outside `models/` that a config names: a package or a path."""
    found: dict[str, str] = {}
    for name in re.findall(r'^model\s*=\s*"([^"]+)"', config, re.MULTILINE):
        folder = _folder(name)
        if folder is not None and not (configs.models_folder() / name).is_dir():
            found |= {f"{folder.name}/{path}": sha256 for path, sha256 in _hashes(folder).items()}
    return found


def _folder(name: str) -> Optional[Path]:
    if Path(name).is_dir():
        return Path(name)
    spec = util.find_spec(name) if name.isidentifier() else None
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def _hashes(folder: Path, skip: tuple[str, ...] = (".pyc",)) -> dict[str, str]:
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix not in skip]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
