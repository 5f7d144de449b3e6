"""A conversation over three questions, every line of it: on, back, review, save, quit."""

from pathlib import Path

import pytest

from engine.dialogue.conversation import Quit, converse
from engine.language import loader

HEAD = """\
title: A walk
version: "1"
opening: Three questions.
phases: [walk]
headline: []
caption: [weather]
foot: []
support: ["Someone to walk with: call 123."]
offer: "If you like:"
"""
WALK = """\
phase: walk
title: The walk
nodes:
  - id: door
    title: At the door
    branches:
      - {when: {weather: rain, coat: no}, label: wet, go: home}
      - {when: {weather: rain, coat: yes}, label: dry, go: hill}
      - {when: {weather: sun}, label: fine, go: hill}
  - id: hill
    title: On the hill
    branches:
      - {when: {tired: yes}, label: tired, go: home}
      - {when: {tired: no}, label: fresh, go: home}
  - {id: home, title: Home, end: good}
"""
QUESTIONS = """\
questions:
  - {id: weather, ask: What is the weather?, label: Weather, type: choice, choices: {sun: Sun, rain: Rain}, help: Look outside., source: us}
  - {id: coat, ask: Have you a coat?, label: Coat, type: yes-no}
  - {id: tired, ask: Are you tired?, label: Tired, type: yes-no, support_after: [yes], source: us}
sources:
  - {id: us, title: Ours, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""

DRY = {"weather": "sun", "tired": "no"}


@pytest.fixture
def talk(tmp_path, monkeypatch):
    """Type lines into a conversation; give all of it as it reads on a terminal, and how it ended."""
    monkeypatch.chdir(tmp_path)  # places are shown relative to where one stands
    Path("walk").mkdir()
    for name, text in (("base", HEAD), ("walk", WALK), ("questions", QUESTIONS)):
        Path("walk", f"{name}.yaml").write_text(text)
    kb = loader.load(Path("walk"))

    def type_in(*lines, known=None, look_again=False):
        typed, screen = iter(lines), []

        def read(prompt):
            line = next(typed, None)
            if line is None:
                raise EOFError
            screen.append(prompt + (line or "(Enter)"))
            return line

        def save(answers):
            screen.append(f"[saved: {', '.join(answers)}]")

        def keep(answers):
            screen.append(f"[kept: {', '.join(answers)}]")

        try:
            outcome = converse(
                kb, known or {}, read, screen.append, save, keep=keep, look_again=look_again
            )
            screen.append(f"[reached: {outcome.path[-1].node.id}]")
        except Quit as stop:
            screen.append(f"[stopped: {', '.join(stop.answers)}]")
        return "\n".join(screen) + "\n"

    return type_in


def test_questions_come_until_the_outcome_needs_no_more_and_each_answer_is_saved(talk):
    said = talk("rain", "yes", "no")
    expected = """
The walk
What is the weather?
  1. Sun
  2. Rain
> rain
[saved: weather]
  Weather: Rain

The walk · about 1 more
Have you a coat?
  1. Yes
  2. No
> yes
[saved: weather, coat]
  Coat: Yes

The walk · nearly done
Are you tired?
  1. Yes
  2. No
> no
[saved: weather, coat, tired]
  Tired: No
[reached: home]
"""
    assert said == expected


def test_a_question_that_no_branch_needs_is_not_asked(talk):
    assert talk("sun", "no").count("Have you a coat?") == 0


def test_back_asks_the_question_before_and_enter_keeps_its_answer(talk):
    said = talk("back", "", known={"weather": "rain"})
    expected = """
The walk · about 1 more
Have you a coat?
  1. Yes
  2. No
> back

What is the weather?
  1. Sun
  2. Rain
  Now: Rain. Enter keeps it.
> (Enter)

The walk · about 1 more
Have you a coat?
  1. Yes
  2. No
[stopped: weather]
"""
    assert said == expected


def test_back_at_the_first_question_says_so_and_asks_it_again(talk):
    said = talk("back")
    expected = """
The walk
What is the weather?
  1. Sun
  2. Rain
> back
This is the first question.

The walk
What is the weather?
  1. Sun
  2. Rain
[stopped: ]
"""
    assert said == expected


def test_review_changes_one_answer_and_what_hung_on_it_waits(talk):
    said = talk("review", "9", "1", "sun", "quit", known={"weather": "rain", "coat": "yes"})
    expected = """
The walk · nearly done
Are you tired?
  1. Yes
  2. No
> review

Your answers
  1. Weather: Rain
  2. Coat: Yes
A number to change one, Enter to go on.
> 9
"9" is no number from 1 to 2. Enter goes on.
> 1

What is the weather?
  1. Sun
  2. Rain
  Now: Rain. Enter keeps it.
> sun
[saved: weather, coat]
  Weather: Sun

The walk · nearly done
Are you tired?
  1. Yes
  2. No
> quit
[stopped: weather, coat]
"""
    assert said == expected


def test_what_is_no_number_of_the_review_ends_nothing(talk):
    assert '> ²\n"²" is no number from 1 to 1. Enter goes on.\n> (Enter)\n\nThe walk' in talk(
        "review", "²", "", known={"weather": "rain"}
    )


def test_back_from_a_reviewed_question_is_back_to_the_list(talk):
    screen = talk("review", "1", "back", "", known={"weather": "rain"})
    assert screen.count("Your answers") == 2


def test_help_why_support_and_save_leave_the_question_open(talk):
    said = talk("?", "why", "support", "save", "wet")
    expected = """
The walk
What is the weather?
  1. Sun
  2. Rain
> ?
Look outside.
What is the weather?
  1. Sun
  2. Rain
Or one of these words:
  ?: the legal answers, and help
  why: what is known, what this answer decides, and by which source
  back: the question before
  review: all answers, and a way to change each
  support: someone to talk to
  save: keep the answers in a file, from here on
  quit: stop; you can go on later
> why
It decides where you go from “At the door”: Home; On the hill
Source: us, ours
> support
Someone to walk with: call 123.
> save
[kept: ]
> wet
"wet" is none of the answers. Choose 1 to 2.
[stopped: ]
"""
    assert said == expected


def test_why_names_what_is_known_and_the_source_of_the_question(talk):
    said = talk("why", known={"weather": "sun"})
    expected = """
> why
Known so far: Weather: Sun.
It decides where you go from “On the hill”: Home
Source: us, ours
[stopped: weather]
"""
    assert said.endswith(expected)


def test_an_answer_that_speaks_of_distress_brings_support(talk):
    said = talk("yes", known={"weather": "sun"})
    expected = """
> yes
[saved: weather, tired]
  Tired: Yes

If you like:
Someone to walk with: call 123.
[reached: home]
"""
    assert said.endswith(expected)


def test_who_comes_back_with_all_answers_may_change_one_before_the_end(talk):
    said = talk("?", "sunny", "review", "1", "rain", "no", known=DRY, look_again=True)
    expected = """\
Type review to change an answer, back for the last one, or press Enter for your plan.
> ?
Type review to change an answer, back for the last one, or press Enter for your plan.
> sunny
"sunny" is none of these. Type review to change an answer, back for the last one, or press Enter for your plan.
> review

Your answers
  1. Weather: Sun
  2. Tired: No
A number to change one, Enter to go on.
> 1

What is the weather?
  1. Sun
  2. Rain
  Now: Sun. Enter keeps it.
> rain
[saved: weather, tired]
  Weather: Rain

The walk · about 1 more
Have you a coat?
  1. Yes
  2. No
> no
[saved: weather, tired, coat]
  Coat: No
[reached: home]
"""
    assert said == expected


def test_who_comes_back_changed_in_nothing_presses_enter(talk):
    assert talk("", known=DRY, look_again=True).endswith("> (Enter)\n[reached: home]\n")


def test_who_still_has_a_question_to_answer_is_asked_it_at_once(talk):
    assert talk("no", known={"weather": "sun"}, look_again=True).startswith("\nThe walk · nearly")
