from functools import partial

import pytest


@pytest.fixture
def run(run):
    """Run a command in this process, on the shipped base where none is named."""
    return partial(run, MATCHPATH_KNOWLEDGE="")
