"""The default pipeline, loaded once."""

import eligex
import pytest


@pytest.fixture(scope="session")
def nlp():
    return eligex.load()
