"""The two bases that the tests run on, their cases and outcomes, each read once a process.

`small` is made up: the tests of the rooms run on it, so that no change in words breaks them.
`shipped` is for what must hold whatever the words are, and for `tests/knowledge`.
"""

import os
from functools import cache
from pathlib import Path

import pytest

from engine.authoring import cases
from engine.consultation import casefile
from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.language.loader import BUILT_IN, load

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
SMALL = TESTS / "small"
CASES = tuple(sorted((BUILT_IN / "cases").glob("*.yaml")))
SMALL_CASES = tuple(sorted((SMALL / "cases").glob("*.yaml")))
EVERY_CASE = (*SMALL_CASES, *CASES)
TWO = ("failed-once-210", "undecided-230")
FOUR = (*TWO, "c-narrow-pass-219", "week-waiting")  # what takes seconds a case runs on these

# `make test-long` sets it: more examples, more kills, every Python there is.
LONG = os.environ.get("MATCHPATH_TESTS") == "long"
# What holds of every case, and takes long: on each small case and every ninth of the shipped ones,
# which lie in the order of their roads; `make test-long` tries all.
SAMPLE = CASES if LONG else CASES[::9]
SOME_CASES = (*SMALL_CASES, *SAMPLE)
EXAMPLES = 200 if LONG else 15  # what Hypothesis tries for each property
# What reads whole outputs of the shipped base: a copy without the figures that may not be
# republished says less.
WITH_FIGURES = pytest.mark.skipif(
    not (BUILT_IN / "figures.yaml").exists(), reason="this copy of the base has no figures"
)
# For properties of the shipped base: half a minute here, more on a machine that others use too.
PATIENT = pytest.mark.timeout(36_000 if LONG else 600)


@cache
def base(folder: Path) -> KnowledgeBase:
    """Read the base of a folder, once."""
    return load(folder)


def shipped() -> KnowledgeBase:
    return base(BUILT_IN)


def small() -> KnowledgeBase:
    return base(SMALL)


def base_of(path: Path) -> KnowledgeBase:
    """Give the base that a case belongs to."""
    return base(path.parents[1])


@cache
def outcome_of_case(path: Path) -> Outcome:
    """Consult with a case of one of the two bases, on its day, once."""
    kb = base_of(path)
    return cases.run(casefile.load(path, kb), kb)


def called(path: Path) -> str:
    """Name a case of either base in the list of tests."""
    return f"{path.parents[1].name}-{path.stem}"


def small_case(name: str) -> Path:
    return SMALL / "cases" / f"{name}.yaml"


def shipped_case(name: str) -> Path:
    return BUILT_IN / "cases" / f"{name}.yaml"


def every_third(values: list) -> list:
    """Give every third of what takes a process each; `make test-long` tries all."""
    return values if LONG else values[::3]
