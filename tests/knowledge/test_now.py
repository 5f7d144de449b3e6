"""Today, for any applicant at any moment: what is over, late, first or private."""

import datetime

import draws
from hypothesis import given
from hypothesis import strategies as st
from worlds import outcome_of_case, shipped_case

from engine.consultation.consult import consult
from engine.consultation.deidentified import without_private
from engine.language.cycles import Moment
from engine.language.words import PAST
from engine.output import calendar, page, plan_text, wording
from engine.output.opening import opening
from engine.output.path_text import path_text

START = datetime.datetime(2026, 6, 1)
MINUTES = 60 * 24 * 365

moments = st.one_of(
    st.integers(0, MINUTES).map(lambda minutes: START + datetime.timedelta(minutes=minutes)),
    # The hours of Match Week, where most of the year's milestones are.
    st.integers(0, 24 * 6).map(
        lambda hours: datetime.datetime(2027, 3, 14) + datetime.timedelta(hours=hours)
    ),
)


def is_past(outcome, milestone):
    dates = outcome.kb.dates[milestone]
    holds = outcome.holds(outcome.kb.milestones[milestone].when)
    return holds and dates.state(Moment(outcome.today, outcome.cycle)) == PAST


def drawn(kb, data, **known):
    now = data.draw(moments, label="now")
    answers = draws.complete(kb, data, known, now)
    return consult(kb, answers, now)


@given(data=st.data())
def test_nothing_is_to_be_done_now_whose_time_is_over_or_has_not_come(kb, data):
    outcome = drawn(kb, data)
    for one in outcome.actions:
        if one.state == "now":
            assert not one.by or not is_past(outcome, one.by), one.action.id
            assert not one.action.starts or is_past(outcome, one.action.starts), one.action.id


@given(data=st.data())
def test_what_is_late_says_in_words_of_its_own_what_is_left(kb, data):
    outcome = drawn(kb, data)
    for one in outcome.actions:
        if one.state == "late":
            assert all(is_past(outcome, name) for name in one.action.milestones), one.action.id
            assert wording.worded(outcome, one).how == wording.filled(one.action.late, outcome)
            assert one.action.late


@given(data=st.data())
def test_at_most_three_things_come_next_and_all_of_them_can_be_done_now(kb, data):
    outcome = drawn(kb, data)
    states = {one.action.id: (one.state, one.contingent) for one in outcome.actions}
    assert len(outcome.next) <= 3
    assert {states[name] for name in outcome.next} <= {("now", False), ("late", False)}


@given(data=st.data())
def test_what_was_done_never_comes_back_as_next(kb, data):
    outcome = drawn(kb, data)
    again = consult(kb, outcome.answers, outcome.today, outcome.next)
    assert not set(outcome.next) & set(again.next)
    assert {one.state for one in again.actions if one.action.id in outcome.next} <= {"done"}


@given(data=st.data())
def test_what_is_private_stands_in_no_picture_calendar_sheet_or_title(kb, data):
    import diagrams

    outcome = drawn(kb, data)
    public = without_private(outcome)
    private = [one.action for one in outcome.actions if one.action.private]
    shown = [
        diagrams.draw_path(public).dot.replace("<br/>", " "),
        calendar.to_ics(public, outcome.today).decode().replace("\r\n ", ""),
        page.to_meeting(outcome),
        wording.title(outcome),
    ]
    for action in private:
        for text in shown:
            assert action.do[:30] not in text, action.id
    for name in kb.questions:
        if kb.questions[name].private:
            assert name not in public.answers


@given(data=st.data())
def test_after_unsafe_the_first_words_are_the_support_whatever_else_was_answered(kb, data):
    outcome = drawn(kb, data, wellbeing="unsafe")
    if "wellbeing" not in outcome.asked:
        return  # it was not asked on this way, so the answer does not bear
    first = opening(outcome)
    assert first.alone
    text = plan_text.to_text(outcome)
    assert text.index("988") < 400
    assert len(text.splitlines()) < 40


def test_a_must_whose_day_is_over_says_what_is_left_of_it_in_plan_and_picture():
    ranked = outcome_of_case(shipped_case("applied-rank-lists-in"))
    closed = "The list is closed. If yours is not certified, tell your dean today:"
    plan = " ".join(plan_text.to_text(ranked).split())
    assert f"- Was due Wed, Mar 3, 2027, 9 p.m. Eastern: {closed}" in plan
    assert closed in " ".join(path_text(ranked).split())
    assert "Rank every program" not in path_text(ranked)
