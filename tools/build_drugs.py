"""Builds `vocab/data/drugs.csv` from the PyPI package drug-named-entity-recognition (MIT).

Run once, at build time, with the package installed:

    python tools/build_drugs.py

The package's pickle holds only dicts, lists, strings and numbers; it is opened by an unpickler that
refuses anything else, and no code of the package runs.
"""

import bz2
import csv
import importlib.util
import io
import pickle
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from eligex.vocab.drugs import key, plural
from mesh import descriptor

DATA = Path(__file__).resolve().parents[1] / "pipeline/eligex/vocab/data"
PICKLE = "drug_ner_dictionary.pkl.bz2"

_SHAPE = re.compile(r"[a-z][a-z0-9' -]*[a-z0-9]|[256]-[a-z]{5,}|\d-[a-z]+-[a-z]{6,}")
_CHEMICAL = re.compile(
    r"\d+-\w+-\d|-\d+-[a-z]|^[nops]-[a-z]+-|\d.*\d.*-.*\d|(?:alpha|beta|gamma|delta)-?\d|\b(?:cis|trans"
    r"|tert|iso)-"
    r"|(?:yl|oxy|amido|amino|chloro|fluoro|hydroxy|phenyl|methyl|ethyl)[- ](?!ester)\w*(?:ane|ene|ol"
    r"|one|ate|oate|amide)$"
)
_NOT_A_DRUG = re.compile(
    r"^anti[- ]|\b(?:monoclonal|receptors?|proteins?|antigens?|genes?|enzymes?|kinases?|synthases?"
    r"|reductases?|transferases?"
    r"|dehydrogenases?|oxidases?|polymerases?|antibod(?:y|ies)|subunit|chain|precursor|peptidases?|proteases?"
    r"|hydrolases?|phosphatases?|transporters?|channels?|ligands?|isoforms?|peptides?|rna|dna|mrna"
    r"|whole|pollen"
    r"|bark|leaf|leaves|seed|seeds|flower|flowers|root|stem|fruit|dander|hair|venom|bodies|cells?"
    r"|tissue|isomer"
    r"|brand|preparation|compounds?|derivatives?|agents?|drugs?|inhibitors?|antagonists?|agonists?|blockers?"
    r"|blockaders?|modulators?|inducers?|effects?|activators?|analogs?|mutant|domain|family|type"
    r"|species|spores?"
    r"|feathers?|meat|egg|milk|juice|powder|body fluid|unspecified|nos|anhydrous|trihydrate|dihydrate"
    r"|monohydrate|hydrate|hemihydrate|sesquihydrate|pentahydrate|heptahydrate|tetrahydrate)\b"
)
_SALT = re.compile(
    r".+ (?:sodium|disodium|potassium|calcium|magnesium|hydrochloride|dihydrochloride|monohydrochloride|hcl"
    r"|hydrobromide|sulfate|sulphate|bisulfate|acetate|phosphate|citrate|mesylate|mesilate|besylate|tosylate"
    r"|tartrate|bitartrate|maleate|fumarate|succinate|lactate|nitrate|bromide|chloride|iodide|esylate"
    r"|edisylate"
    r"|stearate|gluconate|malate|ditosylate|camsylate|oxalate|pamoate|hemisulfate|monosodium|dipotassium"
    r"|methanesulfonate|salt|free base|base|cation|anion|ion)"
)
_LEGIBLE = re.compile(r"[a-z]{5}|\b[a-z]{2,4}-?\d{3,6}[a-z]?$|^vitamin ")
_MARKETS = re.compile(
    r"^(?:apo|gen|novo|pms|ratio|mylan|sandoz|teva|act|dom|nu|co|ran|riva|phl|pro|auro|jamp|mint|med"
    r"|bci|cpl|nra"
    r"|alti|bio|tbs|accel|ava|ipg|mar|nat|priva|septa|van|zym|pmsc)[- ]"
    r"|\b(?:hexal|ratiopharm|stada|azupharma|heumann|ct arzneimittel|atid|aliud|merck|pfizer|bayer"
    r"|sandoz|lederle"
    r"|abz|ct|von ct|puren|al|basf|medopharm|galen|roche|merz|betapharm|winthrop|isis|teva|zentiva|kwizda)$"
)
_PROTEIN_TREES = ("D08.811", "D12.776", "D13.444")


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"refused: {module}.{name}")


def load_package() -> dict[str, Any]:
    """The package's dictionary. Raises ModuleNotFoundError where it is not installed."""
    spec = importlib.util.find_spec("drug_named_entity_recognition")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pip install drug-named-entity-recognition==2.0.9")
    packed = (Path(spec.origin).parent / PICKLE).read_bytes()
    return _PlainUnpickler(io.BytesIO(bz2.decompress(packed))).load()


def is_medicine(name: str, about: dict[str, Any]) -> bool:
    """A substance with a DrugBank id, or a leaflet for patients; no gene product, no class."""
    trees = about.get("mesh_tree", [])
    if trees and all(t.startswith(_PROTEIN_TREES) for t in trees) and "drugbank_id" not in about:
        return False
    known = about.keys() & {"drugbank_id", "medline_plus_id", "nhs_url"}
    return bool(known) and "," not in name and not _NOT_A_DRUG.search(name)


def is_name(form: str) -> bool:
    """A name that stands in running text: short, no chemist's notation, no catalogue inversion."""
    if not 5 <= len(form) <= 40 or form.count(" ") > 3 or not _SHAPE.fullmatch(form):
        return False
    if not _LEGIBLE.search(form):
        return False
    return not (_CHEMICAL.search(form) or _NOT_A_DRUG.search(form) or _MARKETS.search(form))


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def other_forms() -> set[str]:
    """Every form that the hand-written tables own, plurals of classes included."""
    forms = {row["phrase"] for row in rows_of("drug_stop") if row["scope"] in ("never", "phrase")}
    for row in rows_of("drugs_extra"):
        forms |= {row["name"], *row["synonyms"].split("|")}
    for row in rows_of("drug_classes"):
        own = {row["name"], *row["synonyms"].split("|")} - {""}
        forms |= own | {plural(form) for form in own}
    return {key(form) for form in forms}


def build(package: dict[str, Any], stops: set[str]) -> list[list[str]]:
    """Rows of name, system, code, synonyms; every surface form once in the whole table."""
    data = package["drug_canonical_to_data"]
    forms: dict[str, list[str]] = defaultdict(list)
    for variant, canonicals in package["drug_variant_to_canonical"].items():
        for canonical in canonicals:
            forms[canonical].append(variant)
    rows = []
    names: dict[str, str] = {}
    for n in sorted(n for n, about in data.items() if is_medicine(n, about)):
        names.setdefault(key(n), n)
    taken = {k for k, n in names.items() if is_name(n)} | stops
    for name in sorted(names.values()):
        about = data[name]
        if any("allergenic" in form for form in forms[name]):
            continue
        own = [name] if is_name(name) and key(name) not in stops else []
        synonyms = []
        for form in sorted(set(forms[name])):
            k = key(form)
            if k not in taken and is_name(form) and not _SALT.fullmatch(form):
                taken.add(k)
                synonyms.append(form)
        if not own and not synonyms:
            continue
        system, code = coding(about)
        rows.append([name if own else synonyms.pop(0), system, code, "|".join(synonyms)])
    return rows


def coding(about: dict[str, Any]) -> tuple[str, str]:
    for system, field in (
        ("DrugBank", "drugbank_id"),
        ("MeSH", "name"),
        ("MedlinePlus", "medline_plus_id"),
    ):
        code = about.get(field, "")
        code = descriptor(code) if system == "MeSH" else code
        if code:
            return system, code
    return "", ""


def main() -> None:
    rows = build(load_package(), other_forms())
    with (DATA / "drugs.csv").open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["name", "system", "code", "synonyms"])
        out.writerows(rows)
    print(f"{len(rows)} drugs, {sum(1 + len([s for s in r[3].split('|') if s]) for r in rows)} names")


if __name__ == "__main__":
    main()
