"""A whole consultation as text: what is asked, what may be typed, how to go back and stop."""

import re
import shutil

import msgspec
import pytest
import worlds
from typed import converse

from engine.consultation.consult import consult, settle
from engine.dialogue import progress
from engine.dialogue.keeper import Keeper
from engine.dialogue.typed import COMMANDS, read_typed


def test_a_consultation_from_the_first_question_to_the_outcome(small):
    outcome, written, _ = converse(small, "3", "no", "2")
    assert outcome.answers == {"place": "airport", "found": "no", "way": "later"}
    assert outcome.path[-1].node.id == "stay"
    assert written.startswith(
        "\nReport it · step 1 of 2\nWhere are you now?\n  1. At home, leaving later\n"
    )


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", "ruritania"),
        ("ruritania", "ruritania"),
        ("Rur", "ruritania"),
        ("Another country", "other"),
        ("other", "other"),
        ("OTHER", "other"),
    ],
)
def test_a_choice_may_be_a_number_a_word_or_its_start(small, typed, value):
    assert read_typed(small.questions["country"], typed) == value


@pytest.mark.parametrize(
    ("question", "typed", "message"),
    [
        ("country", "graustrak", '"graustrak" is none of the answers. Did you mean "Graustark"?'),
        ("police", "i", '"i" is none of the answers. It could be: I asked, and have no paper, I don\'t know.'),
        ("country", "99", '"99" is none of the answers. Choose 1 to 5.'),
        ("country", "1, 2", '"1, 2" is none of the answers. One answer only. Choose 1 to 5.'),
        ("country", "", "Nothing was typed. Choose 1 to 5."),
        ("days", "91", '"days" can\'t be 91. Give a whole number from 0 to 90.'),
        ("proofs", "1, none", '"proofs" can\'t be "none" and "copy" at once. Keep "none", or the others.'),
        ("proofs", "", "Nothing was typed. Choose from 1 to 5; several with commas."),
    ],
)  # fmt: skip
def test_what_cannot_be_gets_a_message_and_the_question_stays(small, question, typed, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        read_typed(small.questions[question], typed)
    assert " ".join(caught.value.args) == message


def test_several_choices_are_typed_with_commas(small):
    question = small.questions["proofs"]
    assert read_typed(question, "1, photos") == frozenset({"copy", "photos"})
    assert read_typed(question, "rather not say") == "declined"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("[none]", frozenset({"none"})),
        ("[copy, photos]", frozenset({"copy", "photos"})),
        ("[declined]", "declined"),
    ],
)
def test_several_choices_may_stand_in_brackets_as_in_a_case(small, typed, value):
    assert read_typed(small.questions["proofs"], typed) == value


def test_not_yet_is_an_answer_where_the_world_decides(small):
    assert read_typed(small.questions["found"], "not yet") == "not_yet"


def test_back_asks_the_last_question_again(small):
    outcome, written, _ = converse(small, "back", "3", "yes!", "back", "airport", "1")
    assert "This is the first question." in written
    assert written.count("Where are you now?") == 3
    assert outcome.path[-1].node.id == "ready"


def test_every_answer_is_saved_at_once(small):
    _, _, saved = converse(small, "3", "no", "quit")
    assert saved == [{"place": "airport"}, {"place": "airport", "found": "no"}]


def test_help_and_why_leave_the_question_open(small):
    outcome, written, _ = converse(small, "?", "why", "3", "1")
    assert "What to do first depends on who can help you there." in written
    assert "It decides where you go from “Where are you?”: The search; Is it reported?" in written
    assert "\nSource: small, ours" in written
    assert outcome.pending is None


def test_an_answer_that_was_typed_is_said_back_in_words(small):
    _, written, _ = converse(small, "3", "quit")
    assert "\n  Where you are: At the airport\n\nAt the counter" in written


EACH_NODE = [
    pytest.param(base, node, id=f"{base.__name__}-{node}", marks=marks)
    for base, marks in ((worlds.small, ()), (worlds.shipped, pytest.mark.long))
    for node in base().nodes
]


@pytest.mark.parametrize(("base", "name"), EACH_NODE)
def test_the_question_put_before_the_rules_are_ready_is_the_one_that_they_put(base, name):
    kb = base()
    phase = kb.phase_of[name]
    nodes = sorted(phase.nodes, key=lambda node: node.id != name)
    phases = sorted(kb.phases, key=lambda one: one is not phase)
    phases[0] = msgspec.structs.replace(phase, nodes=tuple(nodes))
    from_here = msgspec.structs.replace(kb, phases=tuple(phases))
    first = progress.first_question(from_here)
    outcome = consult(from_here, {})
    assert first in (None, outcome.pending)
    if name == kb.start.id:
        assert first
        assert progress.opening(from_here) == progress.heading(outcome)


# Going elsewhere and coming back

LOST = {"place": "airport", "found": "no"}


def test_review_lists_the_answers_and_changes_one(small):
    outcome, written, _ = converse(small, "review", "2", "1", known=LOST)
    assert "Your answers\n  1. Where you are: At the airport\n  2. Turned up: No\n" in written
    assert "Now: No. Enter keeps it." in written
    assert outcome.answers == {"place": "airport", "found": "yes"}


def test_what_hung_on_a_changed_answer_is_kept_aside_and_comes_back(small):
    known = {"place": "abroad", "police": "asked", "nerves": "calm"}
    _, _, saved = converse(small, "review", "1", "airport", known=known)
    assert saved[-1] == {**known, "place": "airport"}
    again, written, _ = converse(small, "quit", known={**saved[-1], "place": "abroad"})
    assert again is None
    assert "In how many days do you leave?" in written
    assert "Do the police know?" not in written


def test_going_back_twice_reaches_the_question_before(small):
    _, written, _ = converse(small, "back", "back", "", "quit", known=LOST)
    assert "Now: No. Enter keeps it." in written
    assert "Now: At the airport. Enter keeps it." in written


def test_an_answer_kept_by_enter_leaves_the_rest_as_it_was(small):
    outcome, _, saved = converse(small, "back", "", "later", known=LOST)
    assert outcome.answers == {**LOST, "way": "later"}
    assert saved == [{**LOST, "way": "later"}]


def test_an_answer_for_a_time_that_has_not_come_does_not_speak(small):
    outcome = worlds.outcome_of_case(worlds.small_case("late-abroad"))
    again = settle(small, {**outcome.answers, "found": "no"}, None)
    assert "found" not in again.answers
    assert "found" in again.not_yet


# Beside the questions


def test_support_is_there_at_every_prompt(small):
    _, written, _ = converse(small, "support", "quit")
    assert written.count("555 0100") == 1


@pytest.mark.parametrize(("typed", "times"), [("calm", 0), ("shaken", 1)])
def test_support_is_offered_where_an_answer_speaks_of_distress(small, typed, times):
    _, written, _ = converse(small, typed, "quit", known={"place": "abroad", "police": "no"})
    assert written.count("555 0100") == times


def test_the_case_for_and_against_is_shown_where_it_holds_and_nowhere_else(small):
    known = {**worlds.outcome_of_case(worlds.small_case("late-abroad")).answers}
    del known["way"]
    _, written, _ = converse(small, "quit", known=known)
    assert "For “An emergency passport”: It is made in a day." in written
    assert "Against “An emergency passport”: You have to wait at the counter" in written
    assert "There are days enough" not in written
    _, written, _ = converse(small, "quit", known={**known, "proofs": frozenset({"card"})})
    assert "For “An emergency passport”: It is made in a day." in written
    assert "You have to wait at the counter" not in written


def test_the_number_of_questions_left_never_grows(small):
    typed = ["abroad", "no", "calm", "14", "ruritania", "card"]
    _, written, _ = converse(small, *typed)
    left = [int(found or 0) for found in re.findall(r"about (\d+) more|nearly done", written)]
    assert len(left) == len(typed)  # at the first question nobody is told a number
    assert left == sorted(left, reverse=True)


def test_help_lists_the_legal_answers_and_every_command(small):
    _, written, _ = converse(small, "?", "quit", known={"place": "airport"})
    assert "The airport keeps what is found for a week." in written
    assert 'Or type "not yet".' in written
    for command in COMMANDS:
        assert f"  {command}: " in written


# Keeping the answers


def test_a_disk_that_goes_away_stops_no_consultation(tmp_path):
    stick, written, typed = tmp_path / "stick", [], iter([str(tmp_path / "other.yaml")])
    stick.mkdir()
    with Keeper(stick / "me.yaml", lambda _: next(typed), written.append) as keeper:
        keeper.save({"place": "airport"})
        shutil.rmtree(stick)
        keeper.save({"place": "airport", "found": "not_yet"})
        assert written[-1].endswith(
            "Your answers are still here, but in no file: type save to name another."
        )
        keeper.keep({"place": "airport", "found": "not_yet"})
    kept = (tmp_path / "other.yaml").read_text()
    assert kept == "answers:\n  place: airport\n  found: not_yet\n"
