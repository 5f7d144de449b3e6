"""What a consultation says of how much is still to come, held against what did come."""

from statistics import mean

from worlds import CASES, outcome_of_case

from engine.consultation.consult import settle
from engine.dialogue import progress
from engine.output.layout import counted


def said_and_true(outcome):
    """Answer as a case does; give at each prompt how many more were said to come, and how many did."""
    answers, said = {}, []
    while (now := settle(outcome.kb, answers, outcome.today)).pending:
        if now.pending.id not in outcome.answers:
            break  # an answer of the case that settles this one comes later
        said.append(progress.more(now))
        answers[now.pending.id] = outcome.answers[now.pending.id]
    return [(number, len(said) - 1 - place) for place, number in enumerate(said)]


def test_the_number_said_is_about_the_number_that_comes():
    errors = []
    for path in CASES[::8]:
        pairs = said_and_true(outcome_of_case(path))
        errors += [abs(said - true) for said, true in pairs]
    assert mean(errors) < 3, (
        f"off by {mean(errors):.1f} on the mean of {counted(len(errors), 'prompt')}"
    )
