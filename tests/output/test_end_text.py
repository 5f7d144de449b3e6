"""The end of a consultation counts what there is to do, and names the next date."""

import datetime
import time

import pytest
from small_base import base, folder
from worlds import SAMPLE, outcome_of_case

from engine.consultation.consult import consult
from engine.output.end_text import counts_text, end_text
from engine.output.opening import opening

TODAY = datetime.date(2026, 11, 22)

TREE = """
milestones:
  - {id: week, label: this week, days: 7}
  - {id: near, label: the door opens}
  - {id: far, label: the door closes}
cycles:
  - {id: "2027", label: x, dates: [{milestone: near, at: 2026-12-01}, {milestone: far, at: 2027-01-05}]}
questions:
  - {id: year, ask: x, label: Year, type: choice, choices_from: cycles}
  - {id: much, ask: x, label: Much, type: yes-no}
nodes:
  - {id: start, title: Start, branches: [{when: {year: "2027"}, label: x, go: over}]}
  - {id: over, title: Over, end: good}
actions:
  - {id: rest, at: start, do: Rest, how: x, because: x, strength: must, by: week}
  - {id: go, at: start, do: Go, how: x, because: x, strength: should, by: far, when: {much: yes}}
  - {id: ask, at: start, do: Ask, how: x, because: x, strength: must, by: near, when: {much: yes}}
  - {id: run, at: start, do: Run, how: x, because: x, strength: avoid}
"""


@pytest.mark.parametrize(
    ("much", "done", "said"),
    [
        ("no", (), "1 thing to do, one of them a must."),
        ("no", ("rest",), "Nothing is to be done now."),
        ("yes", (), "3 things to do, 2 of them musts. The next date: before the door opens (Tuesday, December 1, 2026)."),
        ("yes", ("ask",), "2 things to do, one of them a must. The next date: before the door closes (Tuesday, January 5, 2027)."),
    ],
)  # fmt: skip
def test_the_end_counts_and_names_the_next_date(tmp_path, much, done, said):
    kb = base(TREE, tmp_path)
    answers = {"year": "2027", "much": much}
    outcome = consult(kb, answers, TODAY, done)
    assert counts_text(outcome) == said


DISTRESS = TREE.replace(
    "nodes:",
    """  - {id: mood, ask: x, label: Mood, type: yes-no, support_after: [no], acknowledge: Thank you.}
nodes:""",
).replace(
    '{year: "2027"}, label: x, go: over}', '{year: "2027", mood: [yes, no]}, label: x, go: over}'
)


@pytest.mark.parametrize(
    ("mood", "said"),
    [("yes", "1 thing to do, one of them a must."), ("no", "The rest is in your plan.")],
)
def test_nothing_is_counted_out_to_a_person_in_distress(tmp_path, mood, said):
    kb = base(DISTRESS, tmp_path)
    assert counts_text(consult(kb, {"year": "2027", "much": "no", "mood": mood}, TODAY)) == said


@pytest.fixture
def clock_of(monkeypatch):
    """Give what sets the reader's clock to that of a zone."""

    def set_clock(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield set_clock
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "theirs"), [("America/Chicago", "8 p.m."), ("Asia/Karachi", "Wednesday, 7 a.m.")]
)
def test_a_time_has_the_readers_clock_beside_it_in_its_only_brackets(
    tmp_path, clock_of, zone, theirs
):
    clock_of(zone)
    kb = base(TREE.replace("2027-01-05}", "2027-01-05T21:00}"), tmp_path)
    said = end_text(consult(kb, {"year": "2027", "much": "yes"}, TODAY))
    assert f"\n- Go By Tue, Jan 5, 2027, 9 p.m. Eastern ({theirs} yours).\n" in said


def test_a_case_is_held_alike_wherever_it_is_run(tmp_path, clock_of, run):
    clock_of("Asia/Karachi")
    where = folder(TREE.replace("2027-01-05}", "2027-01-05T21:00}"), tmp_path)
    (where / "cases").mkdir()
    (where / "cases" / "late.yaml").write_text(
        "today: 2026-11-22\nanswers: {year: '2027', much: yes}\nexpect: {text: 9 p.m. Eastern)}\n"
    )
    assert run("kb", "test", where).stdout == "1 of 1 cases came out as expected.\n"
    said = run("--knowledge", where, "plan", where / "cases" / "late.yaml").stdout
    assert "9 p.m. Eastern; Wednesday, 7 a.m. yours)" in " ".join(said.split())


def test_the_end_says_what_comes_first_and_how_much_there_is_to_do(tmp_path):
    outcome = consult(base(TREE, tmp_path), {"year": "2027", "much": "yes"}, TODAY)
    assert end_text(outcome) == (
        "- Rest (this week)\n"
        "- Ask (by Tue, Dec 1, 2026)\n"
        "- Go (by Tue, Jan 5, 2027)\n"
        "\n"
        "3 things to do, 2 of them musts. The next date: before the door opens\n"
        "(Tuesday, December 1, 2026).\n"
    )


def test_the_end_is_short_enough_for_a_screen_of_twenty_four_lines():
    """Four lines are left for what was written, and what to type next."""
    for outcome in map(outcome_of_case, SAMPLE):
        if not opening(outcome).alone:
            assert end_text(outcome).count("\n") <= 20
