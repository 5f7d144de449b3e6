"""What a review says of dates that are others: one table, and what goes by them once."""

import datetime

import pytest
import small_base

from engine.authoring import review
from engine.authoring.date_changes import CycleChange, DateChange, date_changes
from engine.authoring.naming import Naming
from engine.authoring.next_cycle import to_renew
from engine.consultation.casefile import Case

BASE = """\
cycle: season
milestones:
  - {id: opens, label: the season opens}
  - {id: closes, label: the list closes, timed: true}
  - {id: over, label: the season is over}
questions:
  - {id: season, ask: Which season?, label: Season, type: choice, choices_from: cycles}
cycles:
  - id: "2027"
    label: Season 2027
    dates:
      - {milestone: opens, at: 2026-09-02}
      - {milestone: closes, at: 2027-03-03 21:00}
      - {milestone: over, at: 2027-05-01}
  - id: "2028"
    label: Season 2028
    unpublished: true
    dates: []
nodes:
  - id: start
    title: Which season?
    branches:
      - {when: {season: ["2027", "2028"]}, label: one, go: there}
  - {id: there, title: There, end: good}
actions:
  - {id: send, at: there, do: Send it., how: By post., because: It counts., strength: must, by: closes}
"""  # fmt: skip
NO_DATES = "    unpublished: true\n    dates: []\n"
DATES = """\
    dates:
      - {milestone: opens, at: 2027-09-01}
      - {milestone: closes, at: 2028-03-01 21:00}
      - {milestone: over, at: 2028-05-01}
"""
HEADS = ("Eastern time", "Season 2027", "Season 2028")


@pytest.fixture
def bases(tmp_path):
    """Read the base as it is, and with some words changed."""

    def read(*changes):
        text = BASE
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return small_base.base(BASE, tmp_path / "old"), small_base.base(text, tmp_path / "new")

    return read


def reviewed(bases, *cases):
    given = {str(number): Case(*one) for number, one in enumerate(cases)}
    return review.review(("old", "new"), bases, given, labels=True)


def test_the_dates_of_a_new_cycle_stand_beside_those_of_the_last(bases):
    (found,) = date_changes(Naming(*bases((NO_DATES, DATES)), labels=True))
    assert found.table == [
        HEADS,
        ("the season opens", "Wed, Sep 2, 2026", "Wed, Sep 1, 2027"),
        ("the list closes", "Wed, Mar 3, 2027, 9 p.m.", "Wed, Mar 1, 2028, 9 p.m."),
        ("the season is over", "Sat, May 1, 2027", "Mon, May 1, 2028"),
    ]


@pytest.mark.parametrize(
    ("date", "unusual"),
    [
        ("2028-03-01 21:00", ""),
        ("2028-03-08 21:00", ""),
        ("2028-03-15 21:00", "12 days later in its year"),
        ("2028-02-16 21:00", "16 days earlier in its year"),
        ("2027-03-03 21:00", "366 days earlier in its year"),
        ("2028-03-02 21:00", "a Thursday, not a Wednesday"),
        ("2028-03-02 12:00", "a Thursday, not a Wednesday; last at 9 p.m."),
    ],
)
def test_another_weekday_another_hour_and_a_date_far_off_are_unusual(bases, date, unusual):
    dates = DATES.replace("2028-03-01 21:00", date)
    (found,) = date_changes(Naming(*bases((NO_DATES, dates))))
    assert [one.unusual for one in found.dates] == ["", unusual, ""]


def test_a_date_that_moved_says_when_it_was(bases):
    found = date_changes(Naming(*bases(("2027-03-03 21:00", "2027-03-10 21:00"))))
    moved = DateChange("closes", "–", "Wed, Mar 10, 2027, 9 p.m.", "was Wed, Mar 3, 2027, 9 p.m.")
    assert found == (CycleChange("Season 2027", "", (moved,)),)


def test_what_goes_by_the_calendar_alone_is_said_once_and_read_nowhere(bases):
    found = reviewed(bases((NO_DATES, DATES)), ({"season": "2028"},), ({"season": "2027"},))
    assert (
        review.to_text(found)
        == """\
Season 2028: its dates
Eastern time        Season 2027               Season 2028
the season opens    Wed, Sep 2, 2026          Wed, Sep 1, 2027
the list closes     Wed, Mar 3, 2027, 9 p.m.  Wed, Mar 1, 2028, 9 p.m.
the season is over  Sat, May 1, 2027          Mon, May 1, 2028

What is due by these dates goes with them, for 1 case.

changed: cycle 2028: 3 dates, as the table shows
changed: cycle 2028: unpublished true taken out

2 changes in words; something else comes out for 1 case."""
    )
    markdown = review.to_markdown(found)
    assert "| Eastern time | Season 2027 | Season 2028 |\n|---|---|---|\n" in markdown
    assert "| the season opens | Wed, Sep 2, 2026 | Wed, Sep 1, 2027 |\n" in markdown
    page = review.to_html(found)
    row = '<th scope="row">the season opens</th><td>Wed, Sep 2, 2026</td><td>Wed, Sep 1, 2027</td>'
    assert row in page


def test_what_a_moved_date_decides_is_told_and_read(bases):
    moved = bases(("2027-03-03 21:00", "2027-03-10 21:00"))
    day = datetime.date(2027, 3, 5)
    found = reviewed(moved, ({"season": "2027"}, "", "", {}, {}, day))
    assert [one.sentences for one in found.effects.effects] == [["is advised “Send it.”"]]
    (one,) = found.readings
    assert any("Send it." in piece.text for paragraph in one.paragraphs for piece in paragraph)


def test_of_a_cycle_with_all_its_dates_it_is_said_what_holds_them_against_the_one_before(bases):
    _, new = bases((NO_DATES, DATES))
    assert to_renew(new, "2028", {}, datetime.date(2027, 8, 1))[:3] == [
        "Dates:",
        "  all are there; let matchpath kb check and kb diff hold them against the cycle before",
        "  then add the cycle after it, with unpublished: true",
    ]


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


def test_a_date_that_moved_by_a_week_where_the_others_did_not_is_unusual(tmp_path):
    milestones = "".join(f"  - {{id: {day}, label: {day}}}\n" for day in WEEK)
    text = BASE.replace("milestones:\n", f"milestones:\n{milestones}")
    was = "".join(
        f"      - {{milestone: {day}, at: 2027-03-{15 + at}}}\n" for at, day in enumerate(WEEK)
    )
    now = "".join(
        f"      - {{milestone: {day}, at: 2028-03-{13 + at + 7 * (day == 'friday')}}}\n"
        for at, day in enumerate(WEEK)
    )
    dated = text.replace("    dates:\n", f"    dates:\n{was}", 1)
    old = small_base.base(dated, tmp_path / "old")
    new = small_base.base(dated.replace(NO_DATES, f"    dates:\n{now}"), tmp_path / "new")
    (found,) = date_changes(Naming(old, new))
    assert [one.unusual for one in found.dates] == [
        "", "", "", "", "5 days later in its year, most dates 2 days earlier",
    ]  # fmt: skip
