"""A whole consultation as text: what is asked, what may be typed, how to go back and stop."""

import inspect
import re

import msgspec
import pytest

from engine.consultation.consult import consult, settle
from engine.dialogue import conversation, progress
from engine.language.base import KnowledgeBase
from engine.language.loader import load

FIELDS = list(inspect.signature(KnowledgeBase).parameters)


def converse(kb, *typed, known=None):
    """Type lines into a consultation; give its outcome (None when stopped), all that was written, what was saved."""
    lines, written, saved = iter(typed), [], []

    def read(prompt):
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    try:
        outcome = conversation.converse(kb, known or {}, read, written.append, saved.append)
    except conversation.Quit:
        outcome = None
    return outcome, "\n".join(written), saved


def test_a_consultation_from_the_first_question_to_the_outcome(kb):
    outcome, written, _ = converse(kb, "6", "no", "yes", "2")
    assert outcome.answers == {
        "stage": "match-week",
        "matched": "no",
        "soap_spots": "yes",
        "soap_offer": "preliminary",
    }
    assert outcome.path[-1].node.id == "mw-7"
    assert written.startswith(
        "\nStep 0: where you stand · at most 38 questions left\nWhere are you in the Match cycle today?\n  1. In clinical rotations, applying later\n"
    )


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", "dermatology"),
        ("dermatology", "dermatology"),
        ("Derm", "dermatology"),
        ("Diagnostic radiology", "radiology"),
        ("undecided", "undecided"),
        ("UNDECIDED", "undecided"),
    ],
)
def test_a_choice_may_be_a_number_a_word_or_its_start(kb, typed, value):
    assert conversation.read_typed(kb.questions["specialty"], typed) == value


@pytest.mark.parametrize(
    ("question", "typed", "message"),
    [
        (
            "specialty",
            "dermatolgy",
            '"dermatolgy" is none of the answers. Did you mean "Dermatology"?',
        ),
        (
            "specialty",
            "p",
            '"p" is none of the answers. It could be: Plastic surgery, Pediatrics, Psychiatry.',
        ),
        ("specialty", "99", '"99" is none of the answers. Choose 1 to 16.'),
        ("specialty", "", "Nothing was typed. Choose 1 to 16."),
        ("step2_ck", "301", '"step2_ck" can\'t be 301. Give a whole number from 1 to 300.'),
        (
            "red_flags",
            "1, none",
            '"red_flags" can\'t be "none" and "leave" at once. Keep "none", or the others.',
        ),
    ],
)
def test_what_cannot_be_gets_a_message_and_the_question_stays(kb, question, typed, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        conversation.read_typed(kb.questions[question], typed)
    assert " ".join(caught.value.args) == message


def test_several_choices_are_typed_with_commas(kb):
    question = kb.questions["red_flags"]
    assert conversation.read_typed(question, "1, failed-exam") == frozenset(
        {"leave", "failed-exam"}
    )
    assert conversation.read_typed(question, "rather not say") == "declined"


def test_not_yet_is_an_answer_where_the_world_decides(kb):
    assert conversation.read_typed(kb.questions["matched"], "not yet") == "not_yet"


def test_back_asks_the_last_question_again(kb):
    outcome, written, _ = converse(kb, "back", "6", "yes!", "back", "match-week", "yes")
    assert "This is the first question." in written
    assert written.count("Where are you in the Match cycle today?") == 3
    assert outcome.path[-1].node.id == "mw-2"


def test_every_answer_is_saved_at_once(kb):
    _, _, saved = converse(kb, "6", "no", "quit")
    assert saved == [{"stage": "match-week"}, {"stage": "match-week", "matched": "no"}]


def test_help_and_why_leave_the_question_open(kb):
    outcome, written, _ = converse(kb, "?", "why", "6", "yes")
    assert "The plan never tells you to do what is already past." in written
    assert (
        "It decides where you go from “Where are you in the cycle?”: Waiting for the Match; First, you\n"
        "Rule: knowledge/triage.yaml:8:5. Source: matchpath, ours" in written
    )
    assert outcome.pending is None


@pytest.mark.parametrize("name", [node.id for node in load().nodes.values()])
def test_the_question_put_before_the_rules_are_ready_is_the_one_that_they_put(kb, name):
    phase = kb.phase_of[name]
    nodes = sorted(phase.nodes, key=lambda node: node.id != name)
    phases = sorted(kb.phases, key=lambda one: one is not phase)
    phases[0] = msgspec.structs.replace(phase, nodes=tuple(nodes))
    from_here = KnowledgeBase(**{key: vars(kb)[key] for key in FIELDS} | {"phases": tuple(phases)})
    first = progress.first_question(from_here)
    outcome = consult(from_here, {})
    if first:
        assert first is outcome.pending
    if name == kb.start.id:
        assert first
        assert progress.opening(from_here) == progress.heading(outcome)


# Going elsewhere and coming back

FAR = {"stage": "match-week", "matched": "no", "soap_spots": "no"}


def test_review_lists_the_answers_and_changes_one(kb):
    outcome, written, _ = converse(kb, "review", "2", "yes", known=FAR)
    assert (
        "Your answers\n  1. Place in the cycle: It is Match Week\n  2. Matched: No\n  3. Places in SOAP: No"
        in written
    )
    assert "Now: No. Enter keeps it." in written
    assert outcome.answers == {"stage": "match-week", "matched": "yes"}


def test_what_hung_on_a_changed_answer_is_kept_aside_and_comes_back(kb):
    _, _, saved = converse(kb, "review", "2", "yes", known=FAR)
    assert saved[-1] == {"stage": "match-week", "matched": "yes", "soap_spots": "no"}
    again, written, _ = converse(kb, "research", known={**saved[-1], "matched": "no"})
    assert again.answers == {**FAR, "gap_year": "research"}
    assert "unfilled places" not in written


def test_going_back_twice_reaches_the_question_before(kb):
    _, written, _ = converse(kb, "back", "back", "", "quit", known=FAR)
    assert written.count("Now: No. Enter keeps it.") == 2
    assert "Did you match?" in written


def test_an_answer_kept_by_enter_leaves_the_rest_as_it_was(kb):
    outcome, _, saved = converse(kb, "back", "", "research", known=FAR)
    assert outcome.answers == {**FAR, "gap_year": "research"}
    assert saved == [{**FAR, "gap_year": "research"}]


def test_an_answer_for_a_time_that_has_not_come_does_not_speak(kb):
    ranked = {"stage": "ranked", "matched": "no", "soap_spots": "no", "gap_year": "research"}
    outcome = settle(kb, ranked, None)
    assert "matched" not in outcome.answers
    assert "matched" in outcome.not_yet


def test_support_is_there_at_every_prompt_and_offered_where_an_answer_speaks_of_distress(kb):
    _, written, _ = converse(kb, "support", "quit")
    assert written.count("call or text 988") == 1
    _, written, _ = converse(
        kb,
        "not managing",
        "quit",
        known={"stage": "rotations", "match_year": "2028", "applicant_type": "us-md"},
    )
    assert "call or text 988" not in written
    _, written, _ = converse(
        kb,
        "3",
        "quit",
        known={"stage": "rotations", "match_year": "2028", "applicant_type": "us-md"},
    )
    assert written.count("call or text 988") == 1


def test_the_number_of_questions_left_never_grows(kb):
    typed = ["1", "2", "1", "1", "none", "228", "1", "1"]
    _, written, _ = converse(kb, *typed)
    left = [int(found) for found in re.findall(r"at most (\d+) question", written)]
    assert len(left) == len(typed) + 1
    assert left == sorted(left, reverse=True)


def test_help_lists_the_legal_answers_and_every_command(kb):
    _, written, _ = converse(kb, "?", "quit", known={"stage": "match-week"})
    assert "Monday's message says whether, not where." in written
    for command in conversation.COMMANDS:
        assert f"  {command}: " in written
