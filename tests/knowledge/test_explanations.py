"""What of the shipped base can be changed, and what speaks for and against a choice."""

from typed import converse
from worlds import WITH_FIGURES, outcome_of_case, shipped_case

from engine.consultation.consult import consult
from engine.explanation import levers


def test_a_failed_score_can_be_retaken_and_the_smallest_change_is_named(kb):
    outcome = outcome_of_case(shipped_case("failed-once-210"))
    (retake,) = [one for one in levers.levers(outcome) if one.question.id == "step2_ck"]
    assert {name: after for name, _, after in retake.effect.facts}["passed"] == "yes"
    one_less = {**outcome.answers, "step2_ck": retake.value - 1}
    assert consult(kb, one_less, outcome.today).facts["passed"] == "no"


def test_a_score_that_passed_cannot_be_changed(kb):
    outcome = outcome_of_case(shipped_case("c-dermatology-228"))
    assert not levers.changeable(outcome, kb.questions["step2_ck"])
    assert levers.changeable(outcome, kb.questions["letters"])


def test_what_could_be_changed_covers_the_file_and_a_change_of_aim_stands_apart(kb):
    changeable = {question.id for question in kb.questions.values() if question.can_change}
    assert changeable >= {
        "letters", "research", "geography", "backup_specialty", "away_fit", "clinical_reputation",
    }  # fmt: skip
    apart = [q.id for q in kb.questions.values() if any(lever.apart for lever in q.can_change)]
    assert apart == ["specialty", "backup_specialty", "second_backup"]


@WITH_FIGURES
def test_the_case_for_two_fields_is_shown_where_it_holds_and_nowhere_else(kb):
    near = outcome_of_case(shipped_case("c-dermatology-228")).answers
    known = {name: value for name, value in near.items() if name not in ("dual", "line")}
    _, written, _ = converse(kb, "quit", known=known)
    assert "your backup isn't crowded, and no fuller than your target." in written
    assert "Against “Yes”: It is two of everything" in written
    other = {**known, "backup_specialty": "radiology", "second_backup": "other"}
    _, written, _ = converse(kb, "quit", known=other)
    assert "Against “Yes”: By the figures here the backup you named is as full" in written
    assert "your backup isn't crowded" not in written
