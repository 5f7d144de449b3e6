"""The advisors' own tests: what each case expects comes out."""

import pytest
from conftest import CASES

from engine import case, trial


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_comes_out_as_expected(kb, path):
    one = case.load(path, kb)
    assert trial.unmet(one, trial.run(one, kb)) == ()
