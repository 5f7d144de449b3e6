"""Seven plans, whole: a person reads the difference when one changes."""

import pytest
from conftest import ROOT

from engine import case, plan, trial

NAMES = (
    "a-anesthesiology-234",
    "b-general-surgery-222",
    "c-dermatology-228",
    "failed-once-210",
    "in-range-family-medicine-240",
    "week-waiting",
    "week-soap-nothing",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_reads_as_before(kb, name, request):
    text = plan.to_text(trial.run(case.load(ROOT / "knowledge" / "cases" / f"{name}.yaml", kb), kb))
    expected = ROOT / "tests" / "golden" / f"{name}.txt"
    if request.config.getoption("--golden"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text)
    assert text == expected.read_text()
