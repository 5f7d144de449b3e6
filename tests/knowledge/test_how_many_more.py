"""What a consultation says of how much is still to come, held against what did come."""

import re
from itertools import pairwise
from statistics import mean

import pytest
from worlds import CASES, called, outcome_of_case, shipped_case

from engine.consultation.consult import settle
from engine.dialogue import progress
from engine.output.layout import counted

# In season, after a fail, with little to do: roads on which a question comes beside an earlier step.
TO_AND_FRO = ("applied-november", "failed-once-210", "failed-retake-passed", "build-light")


def prompts(outcome):
    """Answer as a case does; give what the answers come to at each prompt."""
    answers = {}
    while (now := settle(outcome.kb, answers, outcome.today)).pending:
        if now.pending.id not in outcome.answers:
            break  # an answer of the case that settles this one comes later
        yield now
        answers[now.pending.id] = outcome.answers[now.pending.id]


def said_and_true(outcome):
    """Give at each prompt of a case how many more were said to come, and how many did."""
    said = [progress.more(now) for now in prompts(outcome)]
    return [(number, len(said) - 1 - place) for place, number in enumerate(said)]


def test_the_number_said_is_about_the_number_that_comes():
    errors = []
    for path in CASES[::12]:
        pairs = said_and_true(outcome_of_case(path))
        errors += [abs(said - true) for said, true in pairs]
    assert mean(errors) < 3, (
        f"off by {mean(errors):.1f} on the mean of {counted(len(errors), 'prompt')}"
    )


@pytest.mark.parametrize("path", [shipped_case(name) for name in TO_AND_FRO], ids=called)
def test_no_answer_takes_the_step_back(path):
    headings = [progress.heading(now) for now in prompts(outcome_of_case(path))]
    steps = [int(re.search(r"[Ss]tep (\d) of 6", heading)[1]) for heading in headings]
    assert all(one <= after for one, after in pairwise(steps)), headings
    assert any(heading.startswith("Step ") for heading in headings), headings
