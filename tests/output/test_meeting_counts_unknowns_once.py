"""What is not known is worked out by many consultations: a sheet for a meeting does so once."""

import cProfile

from conftest import ROOT

from engine.consultation.consult import consult
from engine.explanation import unknowns
from engine.language.loader import load
from engine.output import page

ANSWERS = {"color": "unknown", "size": 3, "flags": frozenset({"a"}), "came": "yes"}


def times_called(function, profile):
    return sum(row.callcount for row in profile.getstats() if row.code is function.__code__)


def test_the_sheet_for_a_meeting_works_the_unknowns_out_once():
    outcome, profile = consult(load(ROOT / "tests" / "good"), ANSWERS), cProfile.Profile()
    sheet = profile.runcall(page.to_meeting, outcome)
    assert "<li>Color: knowing it could change" in sheet
    assert times_called(unknowns.unknowns, profile) == 1
