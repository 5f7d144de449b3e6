"""What typed words mean, on a base of three questions."""

import pytest
from small_base import base

from engine.dialogue.typed import read_command, read_number, read_typed
from engine.language import loader

HEAD = """\
title: Shoes
version: "1"
opening: Three questions.
phases: [shop]
headline: []
caption: []
foot: []
"""
SHOP = """\
phase: shop
title: The shop
nodes:
  - {id: shop, title: The shop, end: good}
"""
QUESTIONS = """\
questions:
  - id: kind
    ask: Which shoes?
    label: Kind
    type: choice
    choices: {running: For the track, hiking: For the hills, riding: For the horse, oxford: Plain}
    allow: [declined]
  - {id: size, ask: Which size?, label: Size, type: integer, min: 20, max: 50, allow: [unknown]}
  - id: extras
    ask: Anything else?
    label: Extras
    type: choices
    choices: {laces: Laces, wax: Wax, none: Nothing}
    allow: [unknown]
  - {id: paid, ask: Was it paid?, label: Paid, type: yes-no, future: Not yet}
"""


@pytest.fixture
def questions(tmp_path):
    for name, text in (("base", HEAD), ("shop", SHOP), ("questions", QUESTIONS)):
        (tmp_path / f"{name}.yaml").write_text(text)
    return loader.load(tmp_path).questions


def meaning(question, *typed):
    """Give what each typed line means: an answer, or what is said instead."""
    meanings = {}
    for line in typed:
        try:
            meanings[line] = read_typed(question, line)
        except ValueError as error:
            meanings[line] = " ".join(error.args)
    return meanings


def test_a_choice_is_a_number_an_id_a_word_or_the_start_of_a_text_or_an_id(questions):
    assert meaning(
        questions["kind"],
        "2", "02", "oxford", "OXFORD", "skip", "rather not say", "for the H", "plain", "ri", "ox",
    ) == {
        "2": "hiking",
        "02": "hiking",
        "oxford": "oxford",
        "OXFORD": "oxford",
        "skip": "declined",
        "rather not say": "declined",
        "for the H": '"for the H" is none of the answers. It could be: For the hills, For the horse.',
        "plain": "oxford",
        "ri": "riding",
        "ox": "oxford",
    }  # fmt: skip


def test_the_start_of_a_text_goes_before_the_start_of_an_id(questions):
    # "r" starts the text "Rather not say", and the ids running and riding.
    assert meaning(questions["kind"], "r", "ru") == {"r": "declined", "ru": "running"}


def test_with_exactly_two_answers_that_start_alike_the_hint_lists_both(questions):
    assert meaning(questions["kind"], "for the h") == {
        "for the h": '"for the h" is none of the answers. It could be: For the hills, For the horse.'
    }


def test_what_is_no_answer_gets_the_nearest_text_else_the_numbers(questions):
    assert meaning(questions["kind"], "", "5", "0", "²", "9" * 5000, "plian", "runing", "unknown") == {
        "": "Nothing was typed. Choose 1 to 5.",
        "5": "declined",
        "0": '"0" is none of the answers. Choose 1 to 5.',
        "²": '"²" is none of the answers. Choose 1 to 5.',
        "9" * 5000: f'"{"9" * 5000}" is none of the answers. Choose 1 to 5.',
        "plian": '"plian" is none of the answers. Did you mean "Plain"?',
        "runing": '"runing" is none of the answers. Did you mean "For the track"?',
        "unknown": '"unknown" is none of the answers. Choose 1 to 5.',
    }  # fmt: skip


def test_a_number_is_the_number_itself_and_not_that_of_a_list(questions):
    assert meaning(questions["size"], "1", "42", "51", "forty", "don't know", "skip") == {
        "1": '"size" can\'t be 1. Give a whole number from 20 to 50.',
        "42": 42,
        "51": '"size" can\'t be 51. Give a whole number from 20 to 50.',
        "forty": '"size" can\'t be "forty". Give a whole number from 20 to 50.',
        "don't know": "unknown",
        "skip": '"skip" is none of the answers. Choose 1 to 1.',
    }


def test_several_choices_stand_between_commas_and_a_word_for_no_answer_stands_alone(questions):
    assert meaning(
        questions["extras"], "1, wax", "la,,", "3", "nothing", "unknown", "1, none", ","
    ) == {
        "1, wax": frozenset({"laces", "wax"}),
        "la,,": frozenset({"laces"}),
        "3": frozenset({"none"}),
        "nothing": frozenset({"none"}),
        "unknown": "unknown",
        "1, none": '"extras" can\'t be "none" and "laces" at once. Keep "none", or the others.',
        ",": "Nothing was typed. Choose from 1 to 4; several with commas.",
    }  # fmt: skip


def test_not_yet_is_an_answer_where_the_world_decides_and_nowhere_else(questions):
    assert meaning(questions["paid"], "not yet", "y") == {"not yet": "not_yet", "y": "yes"}
    assert meaning(questions["kind"], "not yet") == {
        "not yet": '"not yet" is none of the answers. Choose 1 to 5.'
    }


def test_a_command_has_other_words_for_it_and_capitals_make_no_difference():
    lines = ["?", "Help", "q", "EXIT", "b", "review", "reviews", ""]
    assert [read_command(line) for line in lines] == [
        "?", "?", "quit", "quit", "back", "review", "", "",
    ]  # fmt: skip


def test_the_number_of_a_list_is_one_from_one_to_its_length():
    lines = ["1", "3", "0", "4", "-1", "1.0", "²", "9" * 5000, ""]
    assert [read_number(line, 3) for line in lines] == [1, 3, *[None] * 7]


def test_a_choice_of_its_own_that_reads_like_a_word_for_no_answer_is_meant_by_it(tmp_path):
    tree = """
        questions:
          - {id: met, ask: Met?, label: Met, type: choice, choices: {met: "Yes", none: Not yet, later: Skip it}}
        nodes:
          - {id: start, title: Start, end: good}
    """
    question = base(tree, tmp_path).questions["met"]
    assert meaning(question, "Not yet", "not y", "skip") == {
        "Not yet": "none",
        "not y": "none",
        "skip": "later",
    }
