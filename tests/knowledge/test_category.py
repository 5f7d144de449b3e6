"""The category and the gap, at every edge."""

import pytest

SINCE = "since-2025-07"
RANGES = {
    "dermatology": 250,
    "orthopaedic-surgery": 250,
    "plastic-surgery": 250,
    "otolaryngology": 250,
    "emergency-medicine": 240,
    "anesthesiology": 240,
    "radiology": 240,
    "internal-medicine": 235,
    "general-surgery": 235,
    "ob-gyn": 235,
    "pediatrics": 225,
    "psychiatry": 225,
    "family-medicine": 225,
    "neurology": 225,
}


@pytest.mark.parametrize(("specialty", "low"), RANGES.items())
def test_every_specialty_is_measured_from_the_low_end_of_its_tier(outcome_of, specialty, low):
    facts = outcome_of(
        stage="rotations", attempts="one", step2_ck=230, step2_date=SINCE, specialty=specialty
    ).facts
    assert (facts["range_low"], facts["gap"]) == (low, low - 230)


@pytest.mark.parametrize(
    ("gap", "category"),
    [
        (-5, "in-range"),
        (0, "in-range"),
        (1, "A"),
        (10, "A"),
        (11, "B"),
        (20, "B"),
        (21, "C"),
        (30, "C"),
    ],
)
def test_the_gap_decides_the_category(outcome_of, gap, category):
    facts = outcome_of(
        stage="rotations",
        attempts="one",
        step2_ck=250 - gap,
        step2_date="before-2022-07",
        specialty="dermatology",
    ).facts
    assert (facts["gap"], facts["category"]) == (gap, category)


@pytest.mark.parametrize(
    ("date", "mark"), [("before-2022-07", 209), ("2022-07-to-2025-06", 214), (SINCE, 218)]
)
@pytest.mark.parametrize(("above", "passed"), [(-1, "no"), (0, "yes"), (1, "yes")])
def test_the_pass_mark_is_that_of_the_day(outcome_of, date, mark, above, passed):
    facts = outcome_of(
        stage="rotations",
        attempts="one",
        step2_ck=mark + above,
        step2_date=date,
        specialty="psychiatry",
    ).facts
    assert (facts["pass_mark"], facts["passed"]) == (mark, passed)


@pytest.mark.parametrize("specialty", RANGES)
def test_below_the_pass_mark_is_failed_whatever_the_field(outcome_of, specialty):
    failed = {"stage": "rotations", "step2_ck": 217, "step2_date": SINCE, "specialty": specialty}
    assert outcome_of(**failed, attempts="one").facts["category"] == "failed"
    assert outcome_of(**failed, attempts="two", passed_since="no").facts["category"] == "failed"


def test_who_has_passed_since_is_category_c_and_has_no_retake_ahead(outcome_of):
    facts = outcome_of(
        stage="rotations", step2_ck=212, step2_date=SINCE, specialty="psychiatry",
        attempts="two", passed_since="yes",
    ).facts  # fmt: skip
    assert (facts["category"], facts["retake_due"], facts["neighbor"]) == ("C", "no", "none")


@pytest.mark.parametrize(
    ("score", "near", "category"),
    [(218, "yes", "C"), (220, "yes", "C"), (221, "no", "A"), (225, "no", "in-range")],
)
def test_a_pass_by_two_points_or_fewer_is_category_c(outcome_of, score, near, category):
    facts = outcome_of(
        stage="rotations", attempts="one", step2_ck=score, step2_date=SINCE, specialty="pediatrics"
    ).facts
    assert (facts["near_pass"], facts["category"]) == (near, category)


def test_the_two_arms_of_category_c_give_their_own_reason(outcome_of):
    near = outcome_of(
        stage="rotations", attempts="one", step2_ck=219, step2_date=SINCE, specialty="pediatrics"
    )
    far = outcome_of(
        stage="rotations", attempts="one", step2_ck=228, step2_date=SINCE, specialty="dermatology"
    )
    reasons = [one.firings("conclusion", "category")[0].entry.because for one in (near, far)]
    assert "passed by 2 points or fewer" in reasons[0]
    assert "points below {range_low}" in reasons[1]


def test_an_undecided_applicant_has_no_gap_and_goes_on(outcome_of):
    outcome = outcome_of(
        stage="rotations", attempts="one", step2_ck=228, step2_date=SINCE, specialty="undecided"
    )
    assert (outcome.facts["gap"], outcome.facts["category"]) == ("unknown", "unknown")
    assert outcome.pending is not None


def test_a_field_not_listed_asks_for_its_tier(outcome_of):
    answers = {"stage": "rotations", "attempts": "one", "step2_ck": 228, "specialty": "other"}
    assert "other_tier" in outcome_of(**answers).asked
    assert "other_tier" not in outcome_of(**{**answers, "specialty": "neurology"}).asked
    assert outcome_of(**answers, other_tier="competitive").facts["gap"] == 12
    assert outcome_of(**answers, other_tier="unknown").facts["category"] == "unknown"
