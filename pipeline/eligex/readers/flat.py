"""A flat object or table row whose keys name a trial's fields in one of many spellings."""

import re
from typing import Any, Optional

from eligex.readers.compose import (
    Field,
    Study,
    arm_entry,
    as_list,
    intervention_entry,
    listed,
    outcome_entry,
    pick,
    short,
    text_of,
)  # fmt: skip

# In the order of the text: kind, heading, the spellings (lower case, letters and digits alone).
_FIELDS = (
    ("title", "Brief Title", "title brieftitle studytitle publictitle"),
    ("title", "Official Title", "officialtitle scientifictitle"),
    ("summary", "Brief Summary", "summary briefsummary"),
    ("description", "Detailed Description", "detail details description detaileddescription"),
    ("conditions", "Conditions", "condition conditions"),
    ("other", "Keywords", "keyword keywords"),
    ("arms", "Arms", "arm arms armgroup armgroups"),
    ("interventions", "Interventions", "intervention interventions"),
    ("outcomes", "Primary Outcome Measures", "primaryoutcome primaryoutcomes primaryoutcomemeasures"),
    ("outcomes", "Secondary Outcome Measures", "secondaryoutcome secondaryoutcomes secondaryoutcomemeasures"),
    ("outcomes", "Other Outcome Measures", "otheroutcome otheroutcomes otheroutcomemeasures"),
    ("outcomes", "Outcome Measures", "outcomes outcomemeasures"),
    ("eligibility", "Eligibility Criteria", "eligibility criteria eligibilitycriteria"),
    ("inclusion", "Inclusion Criteria", "inclusion inclusioncriteria"),
    ("exclusion", "Exclusion Criteria", "exclusion exclusioncriteria"),
    ("other", "Sex", "sex gender"),
    ("other", "Minimum Age", "minage minimumage"),
    ("other", "Maximum Age", "maxage maximumage"),
    ("other", "Age", "age ages agegroup"),
    ("other", "Healthy Volunteers", "healthyvolunteers"),
    ("other", "Study Population", "studypop studypopulation"),
)
_KNOWN = {name: (kind, head) for kind, head, names in _FIELDS for name in names.split()}
_ORDER = [head for _, head, _ in _FIELDS]
_ENTRIES = {"arms": arm_entry, "interventions": intervention_entry, "outcomes": outcome_entry}
_ID = ("nctid", "nctnumber", "id", "trialid", "registrationnumber")
_TEXT = ("text", "content", "body")
_NOT_ELIGIBILITY = re.compile(r"^(?:access|ipd)")


def study_of(value: Any) -> Study:
    """A study from `{"id", "title", "eligibility", …}`; an object with a text alone gives `plain`."""
    if not isinstance(value, dict):
        return Study()
    named = {normal(key): item for key, item in value.items() if item not in (None, "", [], {})}
    fields = _ordered(_fields(value, 4))
    text = text_of(pick(named, *_TEXT))
    study = Study(short(pick(named, *_ID)), _title(fields), fields)
    if not text.strip():
        return study
    if all(item.kind == "title" for item in fields):
        study.plain = text
    else:
        study.fields.append(Field("other", "Text", text))
    return study


def normal(key: object) -> str:
    """A key or column name in lower case, letters and digits alone (`min_age` and `minAge` agree)."""
    return "".join(ch for ch in str(key).lower() if ch.isalnum())


def known(key: object) -> Optional[tuple[str, str]]:
    """(kind, heading) of a key; a key that only speaks of criteria is eligibility under its own name."""
    name = normal(key)
    if name in _KNOWN:
        return _KNOWN[name]
    if ("criteria" in name or "eligib" in name) and not _NOT_ELIGIBILITY.match(name):
        sides = [side for side in ("inclusion", "exclusion") if side in name]
        return sides[0] if len(sides) == 1 else "eligibility", str(key).strip()
    return None


def _fields(value: dict[Any, Any], depth: int) -> list[Field]:
    """The known fields; an object under a known key opens further ones (`eligibility: {inclusion, …}`)."""
    found: list[Field] = []
    for key, item in value.items():
        role = known(key)
        if role is None or item is None:
            continue
        inner = _fields(item, depth - 1) if isinstance(item, dict) and depth else []
        if inner:
            rest = {k: v for k, v in item.items() if known(k) is None}
            found += [*inner, Field("other", role[1], text_of(rest))]
        else:
            found.append(_field(*role, item))
    return [field for field in found if field.body.strip()]


def _field(kind: str, heading: str, value: Any) -> Field:
    if kind in _ENTRIES and not isinstance(value, str):
        return listed(kind, heading, map(_ENTRIES[kind], as_list(value)))
    return Field(kind, heading, text_of(value))


def _ordered(fields: list[Field]) -> list[Field]:
    return sorted(fields, key=lambda f: _ORDER.index(f.title) if f.title in _ORDER else len(_ORDER))


def _title(fields: list[Field]) -> Optional[str]:
    return next((short(item.body) for item in fields if item.kind == "title"), None)
