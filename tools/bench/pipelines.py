"""The pipelines that are compared: each a function that reads one text."""

import json
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import spacy
from eligex import configs, pipeline

Reader = Callable[[str], Any]
TERMS = ["hepatitis", "stroke", "pregnancy", "diabetes", "seizures", "cancer", "heart failure", "infection"]


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
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(term, "CONDITION") for term in TERMS])
    return nlp


def edsnlp(python: str, texts: list[str], repeats: int) -> Optional[float]:
    """Best processor seconds of EDS-NLP, run by an interpreter that has it; None where that fails."""
    given = json.dumps({"texts": texts, "terms": TERMS, "repeats": repeats})
    script = Path(__file__).with_name("edsnlp_speed.py")
    done = subprocess.run([python, str(script)], input=given, capture_output=True, text=True)
    if done.returncode:
        print(f"bench: no EDS-NLP at {python}: {done.stderr.strip()[-200:]}", file=sys.stderr)
        return None
    return float(json.loads(done.stdout.splitlines()[-1]))
