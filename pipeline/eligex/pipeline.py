"""Builds the spaCy pipeline from a config and runs it over records."""

from pathlib import Path
from typing import Optional, Union

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_model_from_config
from thinc.api import Config

from eligex.assembly import Assembly, trial_of
from eligex.assembly.trial import assemble_trial
from eligex.components.findings import FIELDS, Finding, write
from eligex.configs import config_text
from eligex.schema.record import Record
from eligex.schema.trial import Source, Trial
from eligex.text.collector import paused


def load(config: Optional[Union[str, Path]] = None) -> Language:
    """The pipeline of a config (default: `models/eligex_default`). `nlp(text)._.trial` is the result.

    Raises FileNotFoundError for an unknown config and spaCy's own errors for a broken one.
    """
    return build(config_text(config))


def build(config: str) -> Language:
    """The pipeline of a config's text. Raises spaCy's own errors for a broken one."""
    with paused():
        return load_model_from_config(Config().from_str(config), auto_fill=True)


def make_doc(nlp: Language, record: Record) -> Doc:
    """A Doc over the record's text, its registry fields in `doc.spans["eligex_fields"]`."""
    doc = nlp.make_doc(record.text)
    fields = [
        Finding(s.start, s.end, s.kind, f"reader:{record.format}", value={"title": s.title})
        for s in record.sections
        if s.start < s.end
    ]
    if fields:
        write(doc, FIELDS, fields)
    return doc


def extract(nlp: Language, record: Record) -> Trial:
    """One record to its trial: the structure of one line of `trials.jsonl`."""
    if len(record.text) > nlp.max_length:
        raise ValueError(f"text of {len(record.text)} characters exceeds nlp.max_length {nlp.max_length}")
    last = [name for name, pipe in nlp.pipeline if isinstance(pipe, Assembly)]
    doc = nlp(make_doc(nlp, record), disable=last)
    trial = assemble_trial(doc) if last else trial_of(doc)  # not by way of the Doc's own JSON
    trial.trial_id = record.trial_id
    trial.title = record.title
    trial.source = Source(path=record.path, format=record.format, sha256=record.sha256)
    return trial
