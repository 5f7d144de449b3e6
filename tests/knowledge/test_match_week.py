"""The Match Week tree: each way ends where it has to, and nothing is asked before its hour."""

import datetime

import pytest

from engine.consultation.consult import consult

WEEK = {"stage": "match-week", "wellbeing": "fine"}
MONDAY = datetime.datetime(2027, 3, 15, 10, 30)
FRIDAY = datetime.datetime(2027, 3, 19, 9)  # SOAP is over
RANKED = {
    "stage": "ranked",
    "match_year": "2027",
    "applicant_type": "us-md",
    "wellbeing": "fine",
    "circumstances": ["none"],
    "step2_ck": 250,
    "step2_date": "since-2025-07",
    "specialty": "dermatology",
    "attempts": "one",
    "exam_weakness": ["none"],
    "step1": "passed-first-time",
    "red_flags": ["none"],
    "line": "fit",
    "gap_year": "research",
}
FAILED = {
    **RANKED,
    "specialty": "psychiatry",
    "step2_ck": 200,
    "backup_specialty": "none",
}


@pytest.fixture
def outcome_at(kb):
    return lambda today, **answers: consult(kb, answers, today)


def nodes(outcome):
    return [step.node.id for step in outcome.path if step.phase.phase == "match-week"]


@pytest.mark.parametrize(
    ("answers", "visited"),
    [
        ({"matched": "yes"}, "mw-1 mw-8 mw-2"),
        (
            {"matched": "no", "soap_spots": "yes", "soap_offer": "categorical"},
            "mw-1 mw-8 mw-9 mw-3 mw-4",
        ),
        (
            {"matched": "no", "soap_spots": "yes", "soap_offer": "preliminary"},
            "mw-1 mw-8 mw-9 mw-3 mw-4 mw-12 mw-7",
        ),
        (
            {"matched": "no", "soap_spots": "yes", "soap_offer": "no", "gap_year": "research"},
            "mw-1 mw-8 mw-9 mw-3 mw-13 mw-10 mw-5 mw-7",
        ),
        (
            {"matched": "no", "soap_spots": "no", "gap_year": "research"},
            "mw-1 mw-8 mw-9 mw-13 mw-10 mw-5 mw-7",
        ),
        (
            {"matched": "no", "soap_spots": "no", "gap_year": "clinical", "clinical_pivot": "same"},
            "mw-1 mw-8 mw-9 mw-13 mw-10 mw-6 mw-7",
        ),
        (
            {
                "matched": "no",
                "soap_spots": "no",
                "gap_year": "clinical",
                "clinical_pivot": "other",
            },
            "mw-1 mw-8 mw-9 mw-13 mw-10 mw-6 mw-7",
        ),
        ({"matched": "preliminary", "soap_spots": "no"}, "mw-1 mw-8 mw-9 mw-12 mw-7"),
        (
            {"matched": "preliminary", "soap_spots": "yes", "soap_offer": "no"},
            "mw-1 mw-8 mw-9 mw-3 mw-12 mw-7",
        ),
        (
            {"matched": "preliminary", "soap_spots": "yes", "soap_offer": "categorical"},
            "mw-1 mw-8 mw-9 mw-3 mw-4",
        ),
        (
            {"matched": "advanced", "soap_spots": "yes", "soap_offer": "preliminary"},
            "mw-1 mw-8 mw-9 mw-3 mw-4",
        ),
        ({"matched": "advanced", "soap_spots": "no"}, "mw-1 mw-8 mw-9 mw-11"),
        (
            {"matched": "advanced", "soap_spots": "yes", "soap_offer": "no"},
            "mw-1 mw-8 mw-9 mw-3 mw-11",
        ),
    ],
)
def test_what_happened_decides_the_end(outcome_at, answers, visited):
    outcome = outcome_at(FRIDAY, **WEEK, **answers)
    assert outcome.pending is None
    assert sorted(set(nodes(outcome))) == sorted(visited.split())
    assert not any(step.contingent for step in outcome.path)


def test_match_week_asks_nothing_else(outcome_at):
    outcome = outcome_at(
        FRIDAY, **WEEK, matched="no", soap_spots="yes", soap_offer="no", gap_year="research"
    )
    assert outcome.asked == (
        "stage",
        "wellbeing",
        "matched",
        "soap_spots",
        "soap_offer",
        "gap_year",
    )


def test_the_year_between_is_asked_about_when_soap_is_over(outcome_at, kb):
    answers = {**WEEK, "matched": "no", "soap_spots": "no"}
    assert outcome_at(FRIDAY, **answers).pending is kb.questions["gap_year"]
    on_monday = outcome_at(MONDAY, **answers)
    assert on_monday.pending is None
    assert nodes(on_monday) == ["mw-1", "mw-8", "mw-9", "mw-13", "mw-10", "mw-7"]


def test_offers_are_asked_about_from_the_first_round_on(outcome_at, kb):
    answers = {**WEEK, "matched": "no", "soap_spots": "yes"}
    thursday = datetime.datetime(2027, 3, 18, 9)
    assert outcome_at(thursday - datetime.timedelta(minutes=1), **answers).pending is None
    assert outcome_at(thursday, **answers).pending is kb.questions["soap_offer"]


def test_match_week_said_at_another_time_is_asked_about_once(outcome_at, kb):
    november = datetime.datetime(2026, 11, 23, 9)
    assert outcome_at(november, **WEEK).pending is kb.questions["week_now"]
    ranked = outcome_at(november, **WEEK, week_now="ranked")
    assert ranked.answers["stage"] == "ranked"
    assert ranked.pending is kb.questions["step2_ck"]
    assert outcome_at(MONDAY, **WEEK).pending is kb.questions["matched"]


def test_waiting_draws_every_way_and_asks_for_no_choice_that_can_wait(outcome_at):
    outcome = outcome_at(datetime.datetime(2027, 3, 14, 18), **WEEK, matched="not_yet")
    assert outcome.pending is None
    assert set(nodes(outcome)) == {
        "mw-1",
        "mw-8",
        "mw-2",
        "mw-9",
        "mw-3",
        "mw-4",
        "mw-11",
        "mw-12",
        "mw-13",
        "mw-10",
        "mw-7",
    }
    assert {step.node.id for step in outcome.path if not step.contingent} == {
        "place-in-cycle",
        "mw-1",
    }


def test_a_chance_is_not_asked_before_its_time(outcome_of):
    outcome = outcome_of(**RANKED)
    assert outcome.pending is None
    assert "matched" not in outcome.asked
    assert "matched" in outcome.not_yet


def test_a_chance_already_decided_does_not_depend_on_one_that_is_not(outcome_of):
    outcome = outcome_of(**WEEK, matched="not_yet", soap_spots="no")
    assert "mw-3" not in nodes(outcome)
    assert [step.ways for step in outcome.path if step.node.id == "mw-10"] == [
        ((("matched", ("no",)),),)
    ]


def test_once_the_list_is_in_match_week_goes_on_beside_a_retake(outcome_of):
    ahead = outcome_of(**FAILED)
    assert ahead.pending is None
    assert {step.ways for step in ahead.path if step.node.id == "mw-1"} == {()}


def test_after_several_attempts_it_is_asked_whether_one_has_passed_since(outcome_of, kb):
    twice = {**FAILED, "attempts": "two"}
    assert outcome_of(**twice).pending is kb.questions["passed_since"]
    assert outcome_of(**twice, passed_since="no").pending is None
    passed = outcome_of(**twice, passed_since="yes", passed_score="unknown")
    assert passed.pending is None
    assert "retake_result" not in passed.not_yet
    assert not any(step.contingent for step in passed.path if step.node.id == "mw-1")


def test_four_attempts_end_the_road(outcome_of):
    outcome = outcome_of(**{**FAILED, "attempts": "four"})
    assert outcome.path[-1].node.id == "eligibility-ended"
