"""ClinicalTrials.gov API v2: one study, a list of them, or a page with `studies`.

The data dictionary is https://clinicaltrials.gov/data-api/about-api/study-data-structure. Fields are
kept as written, markdown escapes (`\\>`) included. A key given twice counts as its last value, as in
every JSON reader. `Record.sha256` is that of the whole file.
"""

from collections.abc import Iterator
from typing import Any, Union

from eligex.readers import flat
from eligex.readers.compose import (
    Field,
    Study,
    arm_entry,
    as_list,
    finish,
    intervention_entry,
    listed,
    outcome_entry,
    pick,
    short,
    text_of,
)  # fmt: skip
from eligex.readers.json_stream import Broken, documents
from eligex.readers.source import Source, decode
from eligex.schema.record import Record, Reject

# (module, key, kind, heading), in the order of the text
_PLAIN = (
    ("identificationModule", "briefTitle", "title", "Brief Title"),
    ("identificationModule", "officialTitle", "title", "Official Title"),
    ("descriptionModule", "briefSummary", "summary", "Brief Summary"),
    ("descriptionModule", "detailedDescription", "description", "Detailed Description"),
    ("conditionsModule", "conditions", "conditions", "Conditions"),
    ("conditionsModule", "keywords", "other", "Keywords"),
)
_LISTED = (
    ("armsInterventionsModule", "armGroups", "arms", "Arms", arm_entry),
    ("armsInterventionsModule", "interventions", "interventions", "Interventions", intervention_entry),
    ("outcomesModule", "primaryOutcomes", "outcomes", "Primary Outcome Measures", outcome_entry),
    ("outcomesModule", "secondaryOutcomes", "outcomes", "Secondary Outcome Measures", outcome_entry),
    ("outcomesModule", "otherOutcomes", "outcomes", "Other Outcome Measures", outcome_entry),
)
_ELIGIBILITY = (
    ("eligibilityCriteria", "eligibility", "Eligibility Criteria"),
    ("sex", "other", "Sex"),
    ("genderDescription", "other", "Gender Description"),
    ("minimumAge", "other", "Minimum Age"),
    ("maximumAge", "other", "Maximum Age"),
    ("healthyVolunteers", "other", "Healthy Volunteers"),
    ("studyPopulation", "other", "Study Population"),
)


def read(source: Source) -> Iterator[Union[Record, Reject]]:
    sha256 = source.digest()
    for index, (place, value) in enumerate(documents(decode(source.data()))):
        if isinstance(value, Broken):
            yield source.reject(f"{place}: {value.message}", place)
            continue
        yield finish(source, study_of(value), index=index, format="ctgov-json", sha256=sha256, place=place)


def study_of(value: Any) -> Study:
    """A study of the API, or of any flat object; an empty `Study` for anything else."""
    protocol = pick(value, "protocolSection")
    if not isinstance(protocol, dict):
        return flat.study_of(value)
    named = pick(protocol, "identificationModule")
    eligible = pick(protocol, "eligibilityModule")
    fields = [Field(kind, head, text_of(pick(pick(protocol, mod), key))) for mod, key, kind, head in _PLAIN]
    for module, key, kind, heading, entry in _LISTED:
        fields.append(listed(kind, heading, map(entry, as_list(pick(pick(protocol, module), key)))))
    fields += [Field(kind, heading, text_of(pick(eligible, key))) for key, kind, heading in _ELIGIBILITY]
    title = short(pick(named, "briefTitle")) or short(pick(named, "officialTitle"))
    return Study(short(pick(named, "nctId")), title, fields)
