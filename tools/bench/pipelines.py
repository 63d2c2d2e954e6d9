"""The pipelines that are compared: each a function that reads one text."""

import re
import warnings
from collections.abc import Callable
from typing import Any, Optional

import spacy
from eligex import configs, pipeline

Reader = Callable[[str], Any]
_TERMS = ["hepatitis", "stroke", "pregnancy", "diabetes", "seizures", "cancer", "heart failure", "infection"]


def rules_alone() -> str:
    """The default config without the recogniser."""
    return re.sub(r'"eligex_recogniser",?', "", configs.config_text(), count=1)


def readers() -> dict[str, Optional[Reader]]:
    """By name, the tokenizer alone first; None where the package is not installed."""
    warnings.filterwarnings("ignore")
    return {
        "blank": spacy.blank("en").make_doc,
        "rules": pipeline.build(rules_alone()),
        "default": pipeline.load(),
        "medspacy": _medspacy(),
        "edsnlp": _edsnlp(),
    }


def _medspacy() -> Optional[Reader]:
    """Its default pipeline, with a few targets so that ConText has something to do."""
    try:
        import medspacy
        from loguru import logger
        from medspacy.ner import TargetRule
    except ImportError:
        return None
    logger.remove()
    nlp = medspacy.load()
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(term, "CONDITION") for term in _TERMS])
    return nlp


def _edsnlp() -> Optional[Reader]:
    """Sentences, terms, the four qualifiers, dates: what it has of the same kind."""
    try:
        import edsnlp
    except ImportError:
        return None
    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.normalizer")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.matcher", config={"terms": {"condition": _TERMS}})
    for name in ("negation", "hypothesis", "family", "history", "dates"):
        nlp.add_pipe(f"eds.{name}")
    return nlp
