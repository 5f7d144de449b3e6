"""The calendar of a base: dates of cycles that can't be, times of actions, dates typed into texts."""

import pytest
from small_base import told

NO_SOURCE = "missing-source"  # of the phase, which is not what this is about

TEXT = """
cycle: year
milestones:
  - {id: opening, label: the opening, opens: true}
  - {id: fair, label: the fair, weekday: monday}
  - {id: market, label: the market, timed: true}
questions:
  - {id: year, ask: x, label: x, type: choice, choices_from: cycles, source: us}
cycles:
  - id: "2027"
    label: x
    source: us
    dates:
      - {milestone: opening, at: 2027-03-01, source: us}
      - {milestone: fair, at: 2027-03-15, source: us}
      - {milestone: market, at: 2027-03-16 11:00, source: us}
  - {id: "2028", label: x, unpublished: true, source: us}
nodes:
  - {id: start, title: x, end: good, source: us}
actions:
  - {id: sell, at: start, do: Sell, how: x, because: x, strength: must, from: fair, by: market, when: {year: "2027"}, source: us}
sources:
  - {id: us, title: x, publisher: x, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


def faults(text, tmp_path):
    return [line for line in told(text, tmp_path) if NO_SOURCE not in line]


def test_a_calendar_whose_dates_fit_has_no_problem(tmp_path):
    assert faults(TEXT, tmp_path) == []


def test_two_milestones_may_fall_on_the_same_minute(tmp_path):
    same = TEXT.replace("2027-03-16 11:00", "2027-03-15 00:00")
    assert faults(same, tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (
            "2027-03-15,",
            "2027-03-16,",
            'wrong-date: "fair" is on a Monday; 2027-03-16 is a Tuesday. Look the date up again.',
        ),
        (
            "2027-03-16 11:00",
            "2027-03-16",
            'wrong-date: "market" has no hour. Add it: 2027-03-03 21:00, Eastern.',
        ),
        (
            "2027-03-16 11:00",
            "2027-03-14 11:00",
            'wrong-order: in cycle "2027" "market" comes before "fair", which base.yaml lists before '
            "it. Look both dates up again.",
        ),
        (
            "milestone: market",
            "milestone: markt",
            'unknown-milestone: cycle "2027" dates "markt", which is no milestone. '
            'Did you mean "market"?',
        ),
        (
            "milestone: opening",
            "milestone: fair",
            'duplicate-id: cycle "2027" dates "fair" twice. Keep one of the two.',
        ),
        (
            ", unpublished: true",
            ", dates: [{milestone: fair, at: 2028-03-13, source: us}, "
            "{milestone: opening, at: 2028-03-01, source: us}]",
            'missing-date: cycle "2028" has no date for "market". Add it, or say unpublished: true '
            "while its dates are not out.",
        ),
        (
            "from: fair, by: market",
            "from: market, by: fair",
            'wrong-order: action "sell" is due by "fair", before it begins. '
            'Name a milestone after "market".',
        ),
        (
            "from: fair",
            "from: fare",
            'unknown-milestone: action "sell" begins from "fare", which is no milestone. '
            'Did you mean "fair"?',
        ),
        (
            "do: Sell",
            'do: "Sell on {date:fare}"',
            'unknown-milestone: "do" shows "{date:fare}", and there is no such date. '
            'Did you mean "fair"?',
        ),
        (
            "do: Sell",
            'do: "Sell by March 3"',
            'typed-date: "do" has a date typed into it: "March 3". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            'do: "Sell before 9 a.m."',
            'typed-date: "do" has a date typed into it: "9 a.m.". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            'do: "Sell by the 3rd of March, or 2/3 of it"',
            'typed-date: "do" has a date typed into it: "3rd of March". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            'do: "Sell by 3/15, or 2/3 of it"',
            'typed-date: "do" has a date typed into it: "3/15". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            'do: "Sell by 03/15/26, or 2/3 of it"',
            'typed-date: "do" has a date typed into it: "03/15/26". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            'do: "Sell by Sept 23"',
            'typed-date: "do" has a date typed into it: "Sept 23". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            'do: "Sell by Jan. 5"',
            'typed-date: "do" has a date typed into it: "Jan. 5". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            'do: "Sell by 2026-09-23"',
            'typed-date: "do" has a date typed into it: "2026-09-23". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            'do: "Sell by 9 pm"',
            'typed-date: "do" has a date typed into it: "9 pm". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            "do: Sell",
            "do: Sell in 2028",
            'typed-date: "do" has a date typed into it: "2028". '
            "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}.",
        ),
        (
            ", unpublished: true",
            ", dates: [{milestone: opening, at: 2028-02-01, source: us}, "
            "{milestone: fair, at: 2028-03-13, source: us}, "
            "{milestone: market, at: 2028-03-14 11:00, source: us}]",
            'far-date: "opening" of cycle "2028" is 28 days earlier in its year than in cycle '
            '"2027". '
            "Look the date up again.",
        ),
        (
            "cycle: year",
            "",
            "missing-key: base.yaml names no question that asks for the cycle, and there are "
            "several. Add cycle: …, the id of a question.",
        ),
        (
            "choices_from: cycles",
            'choices: {"2027": x}',
            'unknown-choice: cycle "2028" is no choice of question "year". '
            "Give it choices_from: cycles.",
        ),
    ],
)
def test_a_calendar_that_does_not_fit_is_told_where_and_why(right, wrong, says, tmp_path):
    assert right in TEXT
    (line,) = faults(TEXT.replace(right, wrong, 1), tmp_path)
    assert line.partition(" ")[2] == says
