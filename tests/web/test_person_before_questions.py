"""After an answer that speaks of distress a person comes before the questions, in pages too."""

import pytest
from small_base import base
from visitor import Visitor, asked, seen, title
from worlds import outcome_of_case, shipped_case, small_case

from engine.web.kept import Kept, packed

DISTRESS = """
    support: ["Call 555 0100 at any hour."]
    questions:
      - id: mood
        ask: How are you?
        label: Mood
        type: choice
        private: true
        choices: {well: Well, low: Low, dark: Very low}
        support_after: [low, dark]
        acknowledge: Thank you for saying so.
        source: book
      - {id: score, ask: Which score?, label: Score, type: integer, min: 1, max: 300, source: book}
    nodes:
      - id: start
        title: Start
        source: book
        branches:
          - {go: over, when: {mood: [well, low, dark], score: 200..}, label: high, because: so, source: book}
          - {go: over, when: {mood: [well, low, dark], score: ..199}, label: low, because: so, source: book}
      - {id: over, title: Over, end: person, source: book}
    actions:
      - {id: rest, at: start, do: Rest., how: A day., because: It helps., strength: must, by: today, when: {mood: {not: well}}, source: book}
    milestones:
      - {id: today, label: today, days: 0}
    first:
      - {id: alone, when: {mood: dark}, say: You come first., call: Call somebody., first: [rest], only: true, source: book}
      - {id: others, otherwise: true, say: Go on., source: book}
    sources:
      - {id: book, title: A book, publisher: "-", status: ours, checked_on: 2026-11-01, review_by: 2027-11-01, claims: {p: It says so.}}
"""
WAYS = [
    "What now?",
    "Stop here, and keep my answers",
    "Go on with the questions",
    "See a plan of two lines",
]


@pytest.fixture
def visitor(tmp_path):
    return Visitor(base(DISTRESS, tmp_path)).get("/next")


def test_the_questions_stop_with_a_word_whom_to_call_and_three_ways_on(visitor):
    visitor.answer("low")
    assert visitor.path == "/support"
    assert [line for line in seen(visitor) if "555" not in line and "call" not in line.lower()] == [
        "Thank you for saying so.",
        "0100 at any hour.",
        *WAYS,
    ]
    assert title(visitor) == "Someone to talk to · A small base"


def test_the_address_and_the_title_are_those_of_anyone_who_looks_for_someone(visitor):
    visitor.answer("low")
    after = visitor.path, title(visitor)
    other = Visitor(visitor.kb).get("/support")
    assert (other.path, title(other)) == after
    assert seen(other)[0] == "Someone to talk to"


def test_the_three_ways_lead_on_to_keeping_to_the_questions_and_to_two_lines(visitor):
    visitor.answer("low")
    for place in ('href="./keep"', 'href="./next"', 'href="./two-lines"'):
        assert place in visitor.body
    assert visitor.get("/next").path == "/question/score"
    lines = seen(visitor.get("/two-lines"))
    assert lines[lines.index("A plan of two lines") + 1 :] == ["Go on.", "Rest.", *WAYS[:3]]


def test_where_no_word_is_written_for_it_the_lines_stand_on_the_next_page(small):
    visitor = Visitor(small).get("/next").answer("abroad").answer("yes").answer("shaken")
    assert visitor.path == "/question/days"
    assert seen(visitor)[0].startswith("Someone to talk to: the embassy answers at any hour")
    assert not seen(visitor.answer("12"))[0].startswith("Someone")


def test_a_person_in_danger_sees_nothing_else_until_it_is_asked_for(visitor):
    visitor.answer("dark").get("/next").answer("228")
    plan = seen(visitor.get("/plan"))
    assert "You come first." in plan
    assert "The rest of your plan is kept, and will be here when you want it. Show it all" in (
        " ".join(plan)
    )
    assert "<svg" not in visitor.body
    assert "--all" not in visitor.body
    assert "<svg" in visitor.get("/whole-plan").body


def test_beside_the_questions_that_follow_there_is_no_picture(visitor):
    visitor.answer("dark").get("/next")
    assert "<svg" not in visitor.body
    assert asked(visitor)[2] == "Which score?"


def test_every_page_has_whom_to_call_at_its_foot(small):
    outcome = outcome_of_case(small_case("late-abroad"))
    visitor = Visitor(small, outcome.today, packed(Kept(outcome.answers)))
    for path in ("/", "/question/place", "/answers", "/keep", "/plan", "/done", "/what-if"):
        assert "the embassy answers at any hour" in visitor.get(path).body, path


def test_in_match_week_everything_but_the_next_hour_can_be_left_out(kb):
    """As at the prompt: what may be left out is offered as an answer of its own."""
    case = outcome_of_case(shipped_case("week-waiting"))
    visitor = Visitor(kb, case.today).get("/next")
    skipped = []
    while visitor.path != "/answers":
        question = kb.questions[visitor.path.removeprefix("/question/")]
        if question.allow:
            skipped.append(question.id)
            visitor.answer(question.allow[0])
        elif question.id in case.answers:
            visitor.answer(str(case.answers[question.id]))
        else:
            visitor.answer(next(iter(question.words)))
    assert skipped
    assert visitor.get("/plan").reply.status == 200
