"""Plans and explanations, whole: a person reads the difference when one changes."""

import shutil

import pytest
from worlds import TESTS, WITH_FIGURES, outcome_of_case, shipped_case

from engine.output import plan_text

pytestmark = WITH_FIGURES

GOLDEN = TESTS / "golden"
PLANS = (
    "a-anesthesiology-234",
    "b-general-surgery-222",
    "c-dermatology-228",
    "failed-once-210",
    "in-range-family-medicine-240",
    "week-waiting",
    "week-soap-nothing",
)
EXPLANATIONS = {
    "explain-overview": ["explain", "c-dermatology-228"],
    "explain-failed": ["explain", "failed-once-210"],
    "explain-category": ["explain", "b-general-surgery-222", "category"],
    "explain-action": ["explain", "a-anesthesiology-234", "list-a"],
    "explain-week": ["explain", "week-soap-nothing", "mw-7"],
    "why-not-away": ["explain", "c-dermatology-228", "--why-not", "go-away"],
    "why-not-node": ["explain", "c-dermatology-228", "--why-not", "attempts"],
    "compare-letters": ["compare", "c-dermatology-228", "--set", "letters=strong"],
    "compare-specialties": ["compare", "c-dermatology-228", "--each", "specialty"],
    "levers": ["levers", "c-dermatology-228"],
}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_reads_as_before(name, as_expected):
    text = plan_text.to_text(outcome_of_case(shipped_case(name)))
    as_expected(text, GOLDEN / f"{name}.txt")


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_an_explanation_reads_as_before(run, tmp_path, name, as_expected):
    command, case, *words = EXPLANATIONS[name]
    shutil.copy(shipped_case(case), tmp_path / "me.yaml")  # the name of the file is in what is said
    done = run(command, "me.yaml", *words, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    as_expected(done.stdout, GOLDEN / f"{name}.txt")


def test_every_text_kept_is_held_against_something():
    assert {path.stem for path in GOLDEN.iterdir()} == {*PLANS, *EXPLANATIONS}
