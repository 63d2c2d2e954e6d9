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
from eligex.schema.record import Record
from eligex.schema.trial import Source, Trial

DEFAULT = "eligex_default"


def models_folder() -> Path:
    """`models/` of the installed package, else of the checkout. Raises FileNotFoundError."""
    here = Path(__file__).resolve().parent
    for folder in (here / "models", here.parents[1] / "models"):
        if (folder / DEFAULT / "config.cfg").is_file():
            return folder
    raise FileNotFoundError(f"no models/{DEFAULT}/config.cfg beside the package; reinstall eligex")


def config_path(config: Optional[Union[str, Path]] = None) -> Path:
    """The config file meant by a path, by the name of a folder under `models/`, or by None (the default)."""
    if config is None:
        return models_folder() / DEFAULT / "config.cfg"
    given = Path(config)
    for path in (given, given / "config.cfg", models_folder() / given / "config.cfg"):
        if path.is_file():
            return path
    raise FileNotFoundError(f"no pipeline config at {config}; give a .cfg file or a folder under models/")


def config_text(config: Optional[Union[str, Path]] = None) -> str:
    """The config as written, for the run's manifest."""
    return config_path(config).read_text(encoding="utf-8")


def load(config: Optional[Union[str, Path]] = None) -> Language:
    """The pipeline of a config (default: `models/eligex_default`). `nlp(text)._.trial` is the result.

    Raises FileNotFoundError for an unknown config and spaCy's own errors for a broken one.
    """
    parsed = Config().from_disk(config_path(config))
    return load_model_from_config(parsed, auto_fill=True)


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
