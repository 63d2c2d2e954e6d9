"""Who may import whom, as docs/architecture.md says, read from the source itself."""

import ast
from pathlib import Path

import eligex
import pytest

PACKAGE = Path(eligex.__file__).parent
# Lowest first: a module imports from its own layer and from those before it.
LAYERS = (
    "schema",
    "render",
    "corpora",
    "text",
    "vocab",
    "quantities",
    "configs",
    "components",
    "assembly",
    "pipeline",
    "readers",
    "writers",
    "annotations",
    "review",
    "verify",
    "batch",
    "training",
    "commands",
    "cli",
    "__main__",
)
# Lowest first again, the rooms of the assembly; what has no room puts them together.
ROOMS = (
    "forms",
    "items",
    "grammar",
    "bounds",
    "examples",
    "polarity",
    "heads",
    "people",
    "qualifying",
    "beside",
    "times",
    "exceptions",
    "logic",
    "remains",
)
RANK = {name: rank for rank, name in enumerate(LAYERS)}
MODULES = sorted(PACKAGE.rglob("*.py"))


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(path) for path in MODULES}


def imports(path: Path) -> set[str]:
    """The project's modules that a file imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in NAMES else str(node.module))
    return {name for name in found if name.split(".")[0] == "eligex"}


def layer(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def component(module: str) -> str:
    """The folder of a component, empty for the helpers that all share."""
    parts = module.split(".")
    known = len(parts) > 2 and parts[1] == "components" and (PACKAGE / "components" / parts[2]).is_dir()
    return parts[2] if known else ""


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_point_downward(path):
    own = layer(dotted(path))
    if own == "":
        return
    assert own in RANK, f"{own} has no place among the layers"
    above = {m for m in imports(path) if layer(m) and RANK.get(layer(m), len(LAYERS)) > RANK[own]}
    assert above == set()


def room(module: str) -> str:
    """The room of the assembly that a module stands in, empty outside of them."""
    parts = module.split(".")
    return parts[2] if parts[1:2] == ["assembly"] and len(parts) > 3 else ""


@pytest.mark.parametrize("path", [p for p in MODULES if room(dotted(p)) in ROOMS], ids=dotted)
def test_rooms_of_the_assembly_import_downward(path):
    own = ROOMS.index(room(dotted(path)))
    within = {m for m in imports(path) if layer(m) == "assembly"}
    assert {m for m in within if room(m) not in ROOMS[: own + 1]} == set()


def test_every_room_of_the_assembly_has_its_place():
    folders = {p.parent.name for p in (PACKAGE / "assembly").rglob("*/__init__.py")}
    assert folders == {*ROOMS, "regimens"}


@pytest.mark.parametrize("path", [p for p in MODULES if component(dotted(p))], ids=dotted)
def test_components_do_not_import_each_other(path):
    own = component(dotted(path))
    others = {m for m in imports(path) if component(m) not in ("", own)}
    assert others == set()


def test_the_lowest_layer_stands_alone():
    for path in (PACKAGE / "schema").rglob("*.py"):
        assert {layer(m) for m in imports(path)} <= {"schema"}, path


@pytest.mark.parametrize("path", [p for p in MODULES if "components" in p.parts], ids=dotted)
def test_factories_keep_their_annotations(path):
    """spaCy reads a factory's signature; postponed annotations would hide it."""
    text = path.read_text(encoding="utf-8")
    assert "@Language.factory" not in text or "from __future__ import annotations" not in text


def test_the_parser_sees_what_it_should():
    assert len(MODULES) > 50
    assert "eligex.readers" in imports(PACKAGE / "batch" / "chunks.py")
    assert component("eligex.components.drugs.grammar") == "drugs"
    assert component("eligex.components.base") == ""
