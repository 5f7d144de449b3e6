"""Seven plans, whole: a person reads the difference when one changes."""

import pytest
from conftest import ROOT

from engine.authoring import cases
from engine.consultation import casefile
from engine.output import plan_text

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
    text = plan_text.to_text(
        cases.run(casefile.load(ROOT / "knowledge" / "cases" / f"{name}.yaml", kb), kb)
    )
    expected = ROOT / "tests" / "golden" / f"{name}.txt"
    if request.config.getoption("--golden"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text)
    assert text == expected.read_text()
