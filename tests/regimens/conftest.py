"""One pipeline for all tests of regimens."""

import pytest
from regimen_checks import nlp_of_parts


@pytest.fixture(scope="session")
def nlp():
    """Abbreviations, drugs and doses over the trial tokenizer."""
    return nlp_of_parts()
