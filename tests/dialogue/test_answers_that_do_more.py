"""Answers that settle others, leave choices out, are asked back, or after which the questions stop."""

import datetime
import re

import pytest
from small_base import base, folder, told
from typed import converse

from engine.consultation.answers import settled
from engine.dialogue import progress
from engine.dialogue.conversation import converse as converse_on

CYCLES = """
cycle: year
milestones:
  - {id: opens, label: it opens, opens: true, usually: in the fall}
cycles:
  - {id: "2027", label: The 2027 Match, source: us, dates: [{milestone: opens, at: 2026-09-02, source: us}]}
  - {id: "2028", label: The 2028 Match, source: us, unpublished: true}
"""
SOURCES = """
sources:
  - {id: us, title: x, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


def screens(kb, *typed, known=None):
    """Give all that was written, and what was saved last; headings and answers said back aside."""
    _, written, saved = converse(kb, *typed, known=known)
    aside = re.compile(rf".* · (about|nearly)|{re.escape(progress.opening(kb))}$|  (?!Now)\w+: ")
    lines = [line for line in written.splitlines() if line and not aside.match(line)]
    return "\n".join(lines) + "\n", saved[-1] if saved else {}


# Settling


LATE = (
    CYCLES
    + """
questions:
  - {id: stage, ask: Where are you?, label: Place, type: choice, choices: {before: Not applied, applied: Applied}, source: us}
  - {id: year, ask: Which Match?, label: Match year, type: choice, choices_from: cycles, choices: {later: A later one}, source: us}
  - id: late
    ask: "It opened on {date:opens}. Late in this cycle, or the next?"
    label: Late or next
    type: choice
    choices: {late: "Late, after {date:opens}", next: The next one, sent: I have applied}
    help: "It opened on {date:opens}."
    settles: {next: {year: following}, sent: {stage: applied}}
    source: us
  - {id: tired, ask: Are you tired?, label: Tired, type: yes-no, source: us}
nodes:
  - id: start
    title: x
    source: us
    branches:
      - {when: {stage: applied}, label: applied, go: rest, source: us}
      - {when: {stage: before, opens: ahead}, label: early, go: rest, source: us}
      - {when: {stage: before, opens: past, late: late}, label: late, go: rest, source: us}
      - {when: {stage: before, opens: past, late: {not: late}}, label: not late, go: rest, source: us}
  - {id: rest, title: x, branches: [{when: {tired: yes}, label: x, go: over, source: us}, {when: {tired: no}, label: y, go: over, source: us}], source: us}
  - {id: over, title: x, end: good, source: us}
"""
    + SOURCES
)
NOVEMBER = datetime.datetime(2026, 11, 22, 9, 30)
CONTRADICTED = {"stage": "before", "year": "2027"}


@pytest.fixture
def late(tmp_path):
    """Answer in November, to the end; give the answers of the outcome, what was written, what was saved."""
    kb = base(LATE, tmp_path)

    def answered(*lines, known=CONTRADICTED):
        written, saved, typed = [], [], iter(lines)
        outcome = converse_on(
            kb, known, lambda _: next(typed), written.append, saved.append, NOVEMBER
        )
        return outcome.answers, "\n".join(written), saved

    return answered


def test_an_answer_that_settles_others_moves_them_is_said_in_a_line_and_is_not_kept(late):
    answers, written, saved = late("2", "no")
    assert answers == {"stage": "before", "year": "2028", "tired": "no"}
    assert saved[0] == {"stage": "before", "year": "2028"}
    assert "\nTaken as: Match year: The 2028 Match.\n\nOne" in written


def test_one_that_settles_nothing_is_kept(late):
    answers, written, _ = late("1", "no")
    assert answers == {**CONTRADICTED, "late": "late", "tired": "no"}
    assert "Taken as" not in written


def test_back_after_it_asks_what_was_settled_and_asks_it_again_where_it_is_open_again(late):
    answers, written, _ = late("next", "back", "2027", "late", "no")
    assert "\nWhich Match?\n  1. The 2027 Match\n  2. The 2028 Match\n  3. A later one\n  Now: The 2028 Match. Enter keeps it.\n" in written  # fmt: skip
    assert answers == {**CONTRADICTED, "late": "late", "tired": "no"}


def test_the_review_lists_what_was_settled(late):
    _, written, _ = late("sent", "review", "", "no")
    assert "\nYour answers\n  1. Place: Applied\nA number to change one" in written


def test_question_texts_and_answers_that_are_listed_show_dates(late):
    _, written, _ = late("?", "1", "review", "3", "", "no")
    assert "\nIt opened on Wednesday, September 2. Late in this cycle, or the next?\n" in written
    assert "  1. Late, after Wednesday, September 2\n" in written
    assert "\nIt opened on Wednesday, September 2.\n" in written
    assert "  3. Late or next: Late, after Wednesday, September 2\n" in written
    assert "  Now: Late, after Wednesday, September 2. Enter keeps it." in written
    assert "{date:" not in written


def test_answers_of_a_file_that_settle_others_are_taken_so_too(tmp_path):
    kb = base(LATE, tmp_path)
    assert settled(kb, {**CONTRADICTED, "late": "next"}) == {"stage": "before", "year": "2028"}
    assert settled(kb, {**CONTRADICTED, "late": "sent"}) == {"stage": "applied", "year": "2027"}


def test_an_answer_that_would_settle_nothing_is_told_and_asked_for_again(tmp_path):
    text = """
    questions:
      - {id: kind, ask: Which?, label: Kind, type: choice, choices: {a: A, b: B}}
      - {id: more, ask: Another?, label: More, type: choice, choices: {next: The next, same: The same}, settles: {next: {kind: following}}}
    nodes:
      - {id: start, title: x, branches: [{when: {kind: b, more: same}, label: x, go: over}, {when: {kind: a}, label: y, go: over}]}
      - {id: over, title: x, end: good}
    """
    written, saved = screens(base(text, tmp_path), "next", "same", known={"kind": "b"})
    assert "That changes none of your answers. Choose another.\n" in written
    assert saved == {"kind": "b", "more": "same"}


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("sent: {stage: applied}", "sent: {stag: applied}", '"late" settles "stag", which is no question. Did you mean "stage"?'),
        ("sent: {stage: applied}", "sent: {stage: aplied}", '"late" settles "aplied", which is no answer to "stage". Did you mean "applied"?'),
        ('help: "It opened on {date:opens}."', 'help: "On {date:open}."', '"help" shows "{date:open}", and there is no such date. Did you mean "opens"?'),
        ("settles:", "other_than: [yeer]\n    settles:", 'question "late" is other_than "yeer", which is no question. Did you mean "year"?'),
    ],
)  # fmt: skip
def test_what_an_answer_names_and_there_is_not_is_a_fault(tmp_path, was, becomes, said):
    assert said in "\n".join(told(LATE.replace(was, becomes), tmp_path))


# Choices given elsewhere


FIELDS = """
tables:
  - {id: fields, rows: {derm: {name: Dermatology}, ortho: {name: Orthopedics}, peds: {name: Pediatrics}}}
questions:
  - {id: field, ask: Which field?, label: Field, type: choice, choices_from: {table: fields, column: name}, choices: {other: Another}}
  - {id: backup, ask: And which backup?, label: Backup, type: choice, choices_from: {table: fields, column: name}, choices: {other: Another}, other_than: [field]}
nodes:
  - {id: start, title: x, branches: [{when: {field: derm}, label: x, go: second}, {when: {field: {not: derm}}, label: y, go: second}]}
  - {id: second, title: x, branches: [{when: {backup: derm}, label: x, go: over}, {when: {backup: {not: derm}}, label: y, go: over}]}
  - {id: over, title: x, end: good}
"""


def test_a_choice_given_to_another_question_is_neither_offered_nor_taken(tmp_path):
    written, saved = screens(base(FIELDS, tmp_path), "1", "derm", "Dermat", "1")
    assert written.endswith(
        "And which backup?\n"
        "  1. Orthopedics\n"
        "  2. Pediatrics\n"
        "  3. Another\n"
        '"Dermatology" is already your answer to "Field". Choose another.\n'
        '"Dermatology" is already your answer to "Field". Choose another.\n'
    )
    assert saved == {"field": "derm", "backup": "ortho"}


def test_help_lists_the_same_choices(tmp_path):
    written, _ = screens(base(FIELDS, tmp_path), "derm", "?", "quit")
    assert (
        written.count("And which backup?\n  1. Orthopedics\n  2. Pediatrics\n  3. Another\n") == 2
    )


def test_what_a_question_adds_to_a_table_may_be_said_twice(tmp_path):
    _, saved = screens(base(FIELDS, tmp_path), "Another", "Another")
    assert saved == {"field": "other", "backup": "other"}


def test_a_changed_answer_that_takes_the_choice_of_another_opens_that_again(tmp_path):
    text = FIELDS.replace(
        "go: over}, {when: {backup: {not", "go: over}, {when: {sure: yes, backup: {not"
    )
    text = text.replace("nodes:", "  - {id: sure, ask: Sure?, label: Sure, type: yes-no}\nnodes:")
    known = {"field": "derm", "backup": "ortho"}
    written, saved = screens(base(text, tmp_path), "review", "1", "ortho", "quit", known=known)
    assert saved == {"field": "ortho"}
    assert written.endswith(
        '"Orthopedics" is already your answer to "Field". "Backup" is open again.\n'
        "And which backup?\n  1. Dermatology\n  2. Pediatrics\n  3. Another\n"
    )


def test_a_case_with_one_choice_twice_is_told_where(tmp_path):
    from engine.consultation.casefile import load
    from engine.errors import CaseError

    kb = base(FIELDS, tmp_path)
    (tmp_path / "me.yaml").write_text("answers:\n  field: derm\n  backup: derm\n")
    with pytest.raises(CaseError) as caught:
        load(tmp_path / "me.yaml", kb)
    assert str(caught.value) == (
        f"{tmp_path}/me.yaml:3:3 bad-answer: "
        '"Dermatology" is already your answer to "Field". Choose another.'
    )


# Asking back


SCORE = """
questions:
  - {id: score, ask: Which score?, label: Score, type: integer, min: 0, max: 300, usual: [180, 285], ask_back: Few scores are like that.}
nodes:
  - {id: start, title: x, branches: [{when: {score: 200..}, label: x, go: over}, {when: {score: ..199}, label: y, go: over}]}
  - {id: over, title: x, end: good}
"""
ASKED = "Which score?\n  A whole number from 0 to 300.\n"
BACK = "Few scores are like that.\n  You typed {}. Enter keeps it, or type another number.\n"


@pytest.mark.parametrize(
    ("typed", "said", "saved"),
    [
        (["180"], "", 180),
        (["285"], "", 285),
        (["0", ""], BACK.format(0), 0),
        (["179", "179"], BACK.format(179), 179),
        (["28", "228"], BACK.format(28), 228),
        (["28", "290", ""], BACK.format(28) + BACK.format(290), 290),
        (["28", "x", ""], BACK.format(28) + '"Score" can\'t be "x". Give a whole number from 0 to 300.\n', 28),
    ],
)  # fmt: skip
def test_a_number_outside_the_usual_ones_is_asked_back_once(tmp_path, typed, said, saved):
    assert screens(base(SCORE, tmp_path), *typed) == (ASKED + said, {"score": saved})


def test_without_words_for_it_the_number_itself_is_called_unusual(tmp_path):
    kb = base(SCORE.replace(", ask_back: Few scores are like that.", ""), tmp_path)
    written, saved = screens(kb, "28", "quit")
    assert written == ASKED + "28 is unusual.\n" + BACK.format(28).partition("\n")[2]
    assert saved == {}


# A person in danger


DANGER = """
support: ["Call 988, at any hour."]
questions:
  - id: mood
    ask: How are you?
    label: Mood
    type: choice
    choices: {well: Well, low: Low, unsafe: Not safe}
    support_after: [low, unsafe]
    acknowledge: Thank you for saying it.
    why: "So that the plan can begin with you. You may leave it out."
    source: us
  - {id: score, ask: Which score?, label: Score, type: integer, min: 0, max: 300, source: us}
first:
  - {id: safe, when: {mood: unsafe}, say: "You come first today.", call: "Call 988 now.", first: [sit], only: true, source: us}
  - {id: rest, otherwise: true, say: All in its time., source: us}
nodes:
  - id: start
    title: x
    source: us
    branches:
      - {when: {mood: well}, label: x, go: exam, source: us}
      - {when: {mood: {not: well}}, label: y, go: exam, source: us}
  - id: exam
    title: x
    source: us
    branches:
      - {when: {score: 200..}, label: x, go: over, source: us}
      - {when: {score: ..199}, label: y, go: over, source: us}
  - {id: over, title: x, end: good, source: us}
actions:
  - {id: sit, at: start, do: Sit down with somebody., how: x, because: x, strength: must, when: {mood: unsafe}, source: us}
""" + SOURCES  # fmt: skip
MOOD = "How are you?\n  1. Well\n  2. Low\n  3. Not safe\n"
WAYS = (
    "What now?\n"
    "  1. Stop here, and keep my answers\n"
    "  2. Go on with the questions\n"
    "  3. See a plan of two lines\n"
)
PAUSE = "Thank you for saying it.\nCall 988, at any hour.\n" + WAYS
SCORE_ASKED = "Which score?\n  A whole number from 0 to 300.\n"


@pytest.fixture
def danger(tmp_path):
    return base(DANGER, tmp_path)


def test_the_questions_stop_after_an_answer_that_speaks_of_distress(danger):
    assert screens(danger, "unsafe", "stop", "200") == (MOOD + PAUSE, {"mood": "unsafe"})


def test_an_answer_that_speaks_of_distress_is_said_back_before_what_is_said_to_it(danger):
    _, written, _ = converse(danger, "unsafe", "stop")
    assert "\n  Mood: Not safe\n\nThank you for saying it.\nCall 988, at any hour.\n" in written


def test_they_go_on_when_the_person_says_so(danger):
    written, saved = screens(danger, "low", "go on", "200")
    assert (written, saved) == (MOOD + PAUSE + SCORE_ASKED, {"mood": "low", "score": 200})


def test_another_answer_stops_nothing(danger):
    assert screens(danger, "well", "200")[0] == MOOD + SCORE_ASKED


def test_a_plan_of_two_lines_is_shown_and_the_ways_on_stand_below_it_again(danger):
    written, saved = screens(danger, "unsafe", "3", "1")
    assert written == MOOD + PAUSE + "You come first today.\nSit down with somebody.\n" + WAYS
    assert saved == {"mood": "unsafe"}
    written, _ = screens(danger, "low", "plan", "stop")
    assert written == MOOD + PAUSE + "All in its time.\nCall 988, at any hour.\n" + WAYS


def test_nothing_typed_goes_nowhere_and_every_command_is_there(danger):
    written, _ = screens(danger, "unsafe", "", "why", "support", "back", "well", "200")
    assert written == (
        MOOD
        + PAUSE
        + "Nothing was typed. Choose 1 to 3.\n"
        + "So that the plan can begin with you. You may leave it out.\n"
        + "Call 988, at any hour.\n"
        + MOOD
        + "  Now: Not safe. Enter keeps it.\n"
        + SCORE_ASKED
    )


def test_help_there_lists_the_ways_on(danger):
    written, _ = screens(danger, "low", "?", "stop")
    assert written.startswith(MOOD + PAUSE + WAYS + "Or one of these words:\n")


def test_why_says_the_text_of_the_question_alone(danger):
    said = "So that the plan can begin with you. You may leave it out.\n"
    assert screens(danger, "why", "quit")[0] == MOOD + said


def test_where_nobody_is_in_distress_the_source_follows(tmp_path):
    text = DANGER.replace("max: 300, source: us}", "max: 300, why: It is read first., source: us}")
    kb = base(text, tmp_path)
    written, _ = screens(kb, "why", "quit", known={"mood": "well"})
    assert written == SCORE_ASKED + "It is read first.\nSource: us, ours\n"


def test_who_comes_back_in_distress_reads_whom_to_call_before_how_to_change_an_answer(danger):
    known = {"mood": "low", "score": 200}
    _, written, _ = converse(danger, "", known=known, look_again=True)
    assert written.startswith("\nCall 988, at any hour.\nType review to change an answer")


def test_where_a_question_has_no_word_for_it_the_support_is_said_once_and_it_goes_on(tmp_path):
    text = DANGER.replace("    acknowledge: Thank you for saying it.\n", "")
    written, _ = screens(base(text, tmp_path), "low", "200")
    assert written == MOOD + "Call 988, at any hour.\n" + SCORE_ASKED
    _, written, _ = converse(base(text, tmp_path / "again"), "low", "quit")
    assert "\n  Mood: Low\n\nCall 988, at any hour.\n" in written


@pytest.mark.parametrize("typed", ["I want to die", "i can’t go on.", "Help me!"])
def test_who_types_distress_in_place_of_an_answer_is_told_whom_to_call_first(tmp_path, typed):
    phrases = 'distress: [want to die, "can\'t go on", help me]\nsupport:'
    _, written, _ = converse(
        base(DANGER.replace("support:", phrases), tmp_path), "well", typed, "quit"
    )
    said = f'\nCall 988, at any hour.\n\n"Score" can\'t be "{typed}".'
    assert said in written


def test_what_only_contains_the_letters_of_distress_is_a_mistyped_answer(tmp_path):
    kb = base(DANGER.replace("support:", "distress: [die]\nsupport:"), tmp_path)
    _, written, _ = converse(kb, "well", "diet", "quit")
    assert "Call 988" not in written


def test_stopping_there_keeps_the_case_and_is_exit_1(run, tmp_path):
    kb = folder(DANGER, tmp_path)
    said = run("consult", "--case", "me.yaml", stdin="unsafe\n1\n", MATCHPATH_KNOWLEDGE=str(kb))
    assert said.returncode == 1
    assert (tmp_path / "me.yaml").read_text() == "answers:\n  mood: unsafe\n"
    assert said.stderr.endswith(
        "\nStopped. 1 answer so far.\n\nCall 988, at any hour.\n\n"
        "Go on with: matchpath consult --case me.yaml\n"
    )


def test_what_was_done_counts_throughout(danger):
    typed = iter(["unsafe", "plan", "on", "200"])
    written = []
    outcome = converse_on(
        danger, {}, lambda _: next(typed), written.append, lambda _: None, done=("sit",)
    )
    assert "\nYou come first today.\nCall 988 now.\n" in "\n".join(written)
    assert (outcome.done, outcome.next) == (frozenset({"sit"}), ())
