"""What follows a plan: ticking what is done, what doing it settles, texts to copy, what if, files to keep."""

import datetime

import pytest
from small_base import base
from visitor import Visitor, seen
from worlds import CASES, called, outcome_of_case, shipped_case, small_case

from engine.output import formats
from engine.output.layout import WIDTH
from engine.web.downloads import FILES
from engine.web.kept import Kept, packed, unpacked

DAY = datetime.date(2026, 11, 22)
DOING = """
    questions:
      - {id: met, ask: Met anyone?, label: Advisor, type: choice, choices: {no: Nobody yet, yes: "Yes, once"}, source: book}
      - {id: hour, ask: When?, label: Hour, type: choice, choices: {noon: Noon, night: Night}, source: book}
    nodes:
      - id: start
        title: Start
        source: book
        branches:
          - {go: over, when: {met: [no, yes], hour: [noon, night]}, label: on, because: so, source: book}
      - {id: over, title: Over, end: person, source: book}
    actions:
      - id: meet
        at: start
        do: Meet an advisor.
        how: Half an hour.
        because: They know.
        strength: must
        by: today
        settles: {met: yes}
        draft: {title: A mail to an advisor, text: "Dear [name], {hour} is my hour.", kind: mail}
        source: book
      - {id: read, at: start, do: Read the rules., how: All., because: So., strength: should, source: book}
      - {id: run, at: start, do: Run., how: Away., because: So., strength: avoid, source: book}
    milestones:
      - {id: today, label: today, days: 0}
    sources:
      - {id: book, title: A book, publisher: "-", status: ours, checked_on: 2026-11-01, review_by: 2027-11-01, claims: {p: It says so.}}
"""


@pytest.fixture
def visitor(tmp_path):
    return Visitor(base(DOING, tmp_path)).get("/next").answer("no").answer("noon")


@pytest.fixture
def planned(small):
    outcome = outcome_of_case(small_case("late-abroad"))
    return Visitor(small, outcome.today, packed(Kept(outcome.answers)))


def test_what_is_to_be_done_stands_by_its_time_what_to_avoid_does_not(visitor):
    assert seen(visitor.get("/done")) == [
        "What is done",
        "Tick what you have done.",
        "Next",
        "( ) Meet an advisor.",
        "( ) Read the rules.",
        "Save",
        "To the plan",
    ]


def test_ticks_can_be_saved_where_there_is_a_box_to_tick(visitor):
    save = "Save what I ticked as done"
    assert save in seen(visitor.get("/plan"))
    visitor.send("/done", done=["meet", "read"])  # what is to be avoided has no box
    assert not [line for line in seen(visitor.get("/plan")) if save in line]
    assert 'type="checkbox"' not in visitor.body


def test_a_tick_is_noted_on_its_day_and_what_it_settles_is_offered(visitor):
    visitor.send("/done", done="meet")
    assert unpacked(visitor.kept, visitor.kb).done == {"meet": DAY}
    assert seen(visitor) == [
        "What is done",
        "Then this may be so now",
        "(x) Advisor: Yes, once",
        "Change these answers",
        "Tick what you have done.",
        "Next",
        "( ) Read the rules.",
        "Done",
        "Choose what was not done after all.",
        "( ) Meet an advisor. (2026-11-22)",
        "Save",
        "To the plan",
    ]


def test_what_is_agreed_to_is_an_answer_and_is_offered_no_more(visitor):
    visitor.send("/done", done="meet").send("/settle", answer="met=yes")
    assert unpacked(visitor.kept, visitor.kb).answers == {"met": "yes", "hour": "noon"}
    assert "Change these answers" not in seen(visitor)


def test_what_is_not_agreed_to_stays(visitor):
    visitor.send("/done", done="meet")
    for answer in ("met=no", "nix=yes", "met", ""):
        visitor.send("/settle", answer=answer)
        assert unpacked(visitor.kept, visitor.kb).answers == {"met": "no", "hour": "noon"}


def test_what_was_not_done_after_all_is_to_be_done_again(visitor):
    visitor.send("/done", done="meet").send("/settle", answer="met=yes").send("/done", undo="meet")
    assert unpacked(visitor.kept, visitor.kb).done == {}
    assert seen(visitor)[0] == "Advisor: Yes, once: still so."
    assert "( ) Meet an advisor." in seen(visitor)


def test_only_what_is_in_the_plan_can_be_done(visitor):
    visitor.send("/done", done=["nix", "read"], undo=["nix", "run"])
    assert unpacked(visitor.kept, visitor.kb).done == {"read": DAY}


def test_the_plan_has_a_box_for_each_step_that_is_sent_to_be_noted(visitor):
    body = visitor.get("/plan").body
    assert '<form id="ticks" method="post" action="./done">' in body
    assert 'form="ticks" name="done" value="meet"' in body
    assert "data-plan" not in body  # nothing is kept beside what the visitor keeps


def test_texts_to_copy_are_filled_from_the_answers(visitor):
    assert seen(visitor.get("/texts")) == [
        "Texts to copy",
        "What stands in [brackets] is yours to fill in.",
        "A mail to an advisor (mail)",
        "Dear [name], noon is my hour.",
        "To the plan",
    ]


def test_levers_stand_with_their_price_and_what_they_are_for(planned):
    lines = seen(planned.get("/what-if"))
    assert lines[: lines.index("Try another answer")] == [
        "What if",
        "What you can still change",
        "Days left, now 14",
        "Move the journey, while that is free. It takes about 1 week. Have it done before the counter closes for the holidays.",
        "20: Hurry “tight, a day counts”, not “too late for a new one”.",
        "small, ours",
        "Police report, now “I asked, and have no paper”",
        "Report it at the nearest station, and wait for the paper. It takes about 1 week. Have it done before the counter closes for the holidays.",
        "“Yes, on paper”: off your list: “Get the report on paper”.",
        "the gazette, official",
        "Changing the aim",
        "Country, now “Ruritania”",
        "Ask whether you have a right to a second passport. It takes about 20 weeks.",
        "“Graustark” or “Freedonia”: Hurry “tight, a day counts”, not “too late for a new one”.",
        "small, ours",
    ]


def test_another_answer_is_compared_and_the_answers_stay(planned):
    before = unpacked(planned.kept, planned.kb).answers
    planned.send("/what-if/days", answer="80")
    assert planned.path == "/what-if/days"
    assert unpacked(planned.kept, planned.kb).answers == before
    lines = seen(planned)
    assert lines[: lines.index("In how many days do you leave?")] == [
        "Back",
        "What if: Days left",
        "You said 14.",
        "What it would change",
        *("now", "then"),
        *("Days left", "14", "80"),
        *("The way out", "An emergency passport", "-"),
        *("Days to spare", "-6", "60"),
        *("Hurry", "too late for a new one", "no hurry"),
        "The path no longer comes to: The search; Has it turned up?; Emergency passport or later flight?; Wait at the counter.",
        "Falls away",
        "should: Ask at the desk for lost things every day.",
        "don't set out and hope.",
        "must: Have it unblocked before you leave.",
        "must: Be there at seven, and draw a number.",
        "should: Hand the torn one in.",
        "Comes in",
        "must: Apply for a new one. It takes 20 days in Ruritania.",
    ]


def test_another_answer_that_can_not_be_is_told(planned):
    planned.send("/what-if/days", answer="abc")
    assert planned.reply.status == 422
    assert '"Days left" can\'t be "abc". Give a whole number from 0 to 90.' in seen(planned)
    assert planned.get("/what-if/found").path == "/what-if"  # not answered
    assert planned.get("/what-if/trip").path == "/what-if"  # not asked


def test_every_file_can_be_saved_under_a_name_that_says_nothing(planned):
    begins = {
        "me.yaml": b"answers:\n", "plan.html": b"<!doctype html>", "meeting.html": b"<!doctype html>",
        "plan.ics": b"BEGIN:VCALENDAR", "path.pdf": b"%PDF-", "path.svg": b"<?xml", "plan.txt": b"A lost",
        "plan.md": b"# ", "plan.json": b"{\n",
    }  # fmt: skip
    assert list(begins) == list(FILES)
    for name, start in begins.items():
        reply = planned.get(f"/{name}").reply
        assert (reply.status, reply.name, reply.kept) == (200, name, None)
        assert reply.body.startswith(start), (name, reply.body[:30])


def test_what_is_saved_can_be_opened_again(planned):
    planned.send("/done", done="block-it")
    saved = planned.get("/me.yaml").body
    other = Visitor(planned.kb, planned.today).send("/open", case=saved)
    assert unpacked(other.kept, other.kb).answers == unpacked(planned.kept, planned.kb).answers
    assert unpacked(other.kept, other.kb).done == {"block-it": DAY}


IN_EACH_RUN = ("c-dermatology-228", "week-waiting", "unsafe-surgery-226")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=called(path), marks=[] if path.stem in IN_EACH_RUN else pytest.mark.long)
        for path in CASES
    ],
)  # fmt: skip
def test_the_data_are_those_of_the_command_line(kb, path):
    outcome = outcome_of_case(path)
    visitor = Visitor(kb, kept="").send("/open", case=path.read_text(encoding="utf-8"))
    paper = formats.Paper(WIDTH, DAY, lambda _: [])
    assert visitor.get("/plan.json").reply.body == formats.named("json").write(outcome, paper)
    assert shipped_case(path.stem) == path
