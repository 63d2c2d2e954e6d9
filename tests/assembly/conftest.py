"""The default pipeline, loaded once."""

import pytest

import eligex


@pytest.fixture(scope="session")
def nlp():
    return eligex.load()
