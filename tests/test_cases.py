"""The advisors' own tests: what each case expects comes out."""

import pytest
from conftest import CASES

from engine import case, trial
from engine.consultation import consult


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_comes_out_as_expected(kb, path):
    one = case.load(path, kb)
    assert trial.unmet(one, consult(kb, one.answers)) == ()
