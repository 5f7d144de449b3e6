"""A whole consultation as text: what is asked, what may be typed, how to go back and stop."""

import pytest

from engine import dialogue


def converse(kb, *typed, known=None):
    """Type lines into a consultation; give its outcome (None when stopped), all that was written, what was saved."""
    lines, written, saved = iter(typed), [], []

    def read(prompt):
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    try:
        outcome = dialogue.converse(kb, known or {}, read, written.append, saved.append)
    except dialogue.Quit:
        outcome = None
    return outcome, "\n".join(written), saved


def test_a_consultation_from_the_first_question_to_the_outcome(kb):
    outcome, written, _ = converse(kb, "6", "no", "yes", "2")
    assert outcome.answers == {"stage": "match-week", "matched": "no", "soap_spots": "yes", "soap_offer": "preliminary"}
    assert outcome.path[-1].node.id == "mw-7"
    assert written.startswith("\nWhere are you in the Match cycle today?\n  1. In clinical rotations, applying later\n")


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
    assert dialogue.read_typed(kb.questions["specialty"], typed) == value


@pytest.mark.parametrize(
    ("question", "typed", "message"),
    [
        ("specialty", "dermatolgy", '"dermatolgy" is none of the answers. Did you mean "Dermatology"?'),
        ("specialty", "p", '"p" is none of the answers. It could be: Plastic surgery, Pediatrics, Psychiatry.'),
        ("specialty", "99", '"99" is none of the answers. Choose 1 to 16.'),
        ("specialty", "", "Nothing was typed. Choose 1 to 16."),
        ("step2_ck", "301", '"step2_ck" can\'t be 301. Give a whole number from 1 to 300.'),
        ("red_flags", "1, none", '"red_flags" can\'t be "none" and "leave" at once. Keep "none", or the others.'),
    ],
)
def test_what_cannot_be_gets_a_message_and_the_question_stays(kb, question, typed, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        dialogue.read_typed(kb.questions[question], typed)
    assert " ".join(caught.value.args) == message


def test_several_choices_are_typed_with_commas(kb):
    question = kb.questions["red_flags"]
    assert dialogue.read_typed(question, "1, failed-exam") == frozenset({"leave", "failed-exam"})
    assert dialogue.read_typed(question, "rather not say") == "declined"


def test_not_yet_is_an_answer_where_the_world_decides(kb):
    assert dialogue.read_typed(kb.questions["matched"], "not yet") == "not_yet"


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
    assert "It decides: Where are you in the cycle?\nSource: matchpath, ours" in written
    assert outcome.pending is None
