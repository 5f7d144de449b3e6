"""The plan phase by phase: the first page in few lines, musts by their dates, what to leave alone."""

import datetime
import re

import msgspec
import pytest
from small_base import base
from worlds import CASES, FOUR, TESTS, called, outcome_of_case, shipped_case

from engine.consultation.consult import consult
from engine.output import page, plan_text
from engine.output.chapters import chapters, leave_alone, musts_by_date
from engine.output.opening import Opening, opening
from engine.output.page_ruler import page_ruler
from engine.output.path_text import path_text

BASE = """
support: ["Someone to talk to: call or text 555, or 1-800-555-0100.", "The police: 911."]
headline: [level]
ruler:
  at: score
  error: 2
  of: level
  stretches: [{value: low, until: line}, {value: high}]
milestones:
  - {id: fair, label: the fair, usually: in May}
  - {id: gate, label: the gate closes}
cycles:
  - {id: this, label: x, dates: [{milestone: gate, at: 2027-03-03 12:00}]}
questions:
  - {id: score, ask: Score?, label: Score, type: integer, min: 0, max: 100}
  - id: two
    ask: Two at once?
    label: Two at once
    type: yes-no
    weigh:
      - {choice: "yes", stand: for, say: It is quick., source: us}
      - {choice: "yes", stand: against, say: It is dear., source: us}
  - {id: luck, ask: Lucky?, label: Luck, type: yes-no, future: not yet, suppose: [{values: ["yes"], say: luck comes}, {values: ["no"], say: no luck comes}]}
conclusions:
  - {id: line, label: Line, type: integer, rules: [{otherwise: true, then: 50, because: B.}]}
  - {id: level, label: Level, type: choice, choices: {low: low, high: high}, rules: [{when: {score: "< 50"}, then: low, because: Below the line., source: us}, {otherwise: true, then: high, because: B.}]}
nodes:
  - {id: start, title: Start, branches: [{when: {two: yes, level: [low, high]}, go: turn, label: in}, {otherwise: true, go: turn, label: out}]}
  - {id: turn, title: Lucky?, branches: [{when: {luck: yes}, go: good, label: lucky}, {when: {luck: no}, go: bad, label: not}]}
  - {id: good, title: Good, end: good}
  - {id: bad, title: Bad, end: open}
actions:
  - {id: look, at: start, do: Look around., how: H., because: B., strength: should, source: us}
  - {id: pack, at: start, do: Pack., how: "Call 555 then 550, 911 or 555.", because: B., strength: must, by: gate, source: us}
  - {id: sing, at: start, do: Sing., how: H., because: B., strength: must, by: fair, source: us}
  - {id: shout, at: start, do: Shout., how: H., because: B., strength: avoid, source: us}
  - {id: again, at: bad, do: Try again., how: H., because: B., strength: must, source: us}
first:
  - {id: all, otherwise: true, say: Stand here., call: "Call 1-800-555-0100."}
sources:
  - {id: us, title: Our reading, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""
NOW = datetime.date(2027, 3, 1)


@pytest.fixture
def outcome(tmp_path):
    kb = base(BASE, tmp_path)
    return consult(kb, {"score": 45, "two": "yes", "luck": "not_yet"}, NOW)


def ids(steps):
    return [step.action.id for step in steps]


def test_a_chapter_has_musts_others_and_what_hangs_on_chance_and_leaves_out_what_comes_first(
    outcome,
):
    (chapter,) = chapters(outcome, Opening(), whole=True)
    assert ids(chapter.musts) == ["sing", "pack"]
    assert ids(chapter.others) == ["look"]
    assert ids(chapter.open_) == ["again"]
    assert ids(leave_alone(outcome, Opening())) == ["shout"]
    (rest,) = chapters(outcome, opening(outcome), whole=True)
    assert not set(ids(rest.steps)) & opening(outcome).ids


def test_the_musts_stand_by_their_dates_in_few_words(outcome):
    assert [(when, ids(steps)) for when, steps in musts_by_date(outcome)] == [
        ("in May", ["sing"]),
        ("Wed, Mar 3, 2027, noon Eastern", ["pack"]),
    ]
    assert [when for when, _ in musts_by_date(outcome, told=["sing"])] == [
        "Wed, Mar 3, 2027, noon Eastern"
    ]


def test_a_date_by_which_several_things_must_be_done_is_said_once(tmp_path):
    kb = base(BASE.replace("by: fair", "by: gate"), tmp_path)
    outcome = consult(kb, {"score": 45, "two": "yes", "luck": "not_yet"}, NOW)
    (together,) = musts_by_date(outcome)
    assert ids(together[1]) == ["pack", "sing"]
    outcome = msgspec.structs.replace(outcome, next=())  # else they stand above the dates
    strip = page.to_html(outcome, ()).partition('class="strip">')[2].partition("</ol>")[0]
    assert re.sub("<[^>]+>", "", strip).split() == (
        ["Wed,", "Mar", "3,", "2027,", "noon", "Eastern", "Pack.", "Sing."]
    )
    assert "- Wed, Mar 3, 2027, noon Eastern: Pack. Sing.\n" in plan_text.first_page(outcome)


def test_the_first_page_says_where_one_stands_and_what_comes_first_by_when(outcome):
    assert plan_text.first_page(outcome) == """\
A small base. Knowledge base 1, made 2027-03-01

Stand here.

Score: 45 ± 2. low: below 50 (yours); high: from 50.
Level: low.

First, in this order
--------------------
[ ] MUST  Sing.
    Before the fair (in May)
[ ] MUST  Pack.
    Before the gate closes (Wednesday, March 3, 2027, noon Eastern), 2 days
    left
[ ] SHOULD  Look around.

Whom to call: Call 1-800-555-0100.

The rest, with how and why: --all.
Someone to talk to: call or text 555, or 1-800-555-0100.
"""  # fmt: skip


def test_a_choice_that_is_open_has_its_sides_beside_each_other_on_the_first_page(tmp_path):
    kb = base(BASE, tmp_path)
    text = page.to_html(consult(kb, {"score": 45}, NOW))
    first = text.partition('class="chapters"')[0]
    assert "<caption>Two at once?</caption>" in first
    assert '<th scope="row">For</th><td>It is quick. <a class="mark"' in first
    assert '<th scope="row">Against</th><td>It is dear. <a class="mark"' in first


def test_the_ruler_of_a_page_says_in_hundredths_where_everything_stands(outcome):
    ruler = page_ruler(outcome)
    assert sum(band.width for band in ruler.bands) == pytest.approx(100)
    assert [(band.label, band.holds) for band in ruler.bands] == [("low", True), ("high", False)]
    start, width = ruler.bar
    assert ruler.you.at == pytest.approx(start + width / 2, abs=0.02)
    assert ruler.bands[0].width == ruler.ticks[0].at > start + width


def test_only_the_numbers_of_the_lines_of_support_can_be_called(outcome):
    text = page.to_html(outcome)
    assert '<a href="tel:1-800-555-0100">1-800-555-0100</a>' in text
    assert 'Call <a href="tel:555">555</a> (<a href="sms:555">text 555</a>) then 550, ' in text
    assert '550, <a href="tel:911">911</a> or ' in text


def test_the_ticks_of_a_plan_are_kept_by_its_answers_and_name_none(tmp_path):
    kb = base(BASE, tmp_path)

    def key(score, today=NOW):
        text = page.to_html(consult(kb, {"score": score}, today))
        return text.partition('data-plan="')[2].partition('"')[0]

    assert key(45) == key(45, datetime.date(2027, 3, 2)) != key(44)
    assert key(45).startswith("matchpath-")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=called(path), marks=[] if path.stem in FOUR else pytest.mark.long)
        for path in CASES
    ],
)
def test_the_first_page_of_a_plan_as_text_has_at_most_forty_lines(path):
    assert len(plan_text.first_page(outcome_of_case(path)).splitlines()) <= 40


def test_the_first_page_as_text_ends_with_the_rest_and_whom_to_talk_to():
    text = plan_text.first_page(outcome_of_case(shipped_case("undecided-230")))
    assert text.endswith("""
The rest, with how and why: --all.
Someone to talk to: call or text 988, the Suicide & Crisis Lifeline (US), at
any hour.
""")


def test_a_phase_in_which_the_path_ends_is_not_behind_whoever_stands_at_the_end():
    outcome = outcome_of_case(TESTS / "laptop" / "cases" / "spilled.yaml")
    assert re.findall("<h2>(What you need.*?)</h2>", page.to_html(outcome)) == ["What you need"]
    listed = path_text(outcome).splitlines()
    assert [line for line in listed if not line.startswith(" ")] == [
        "Size: small. Your shoulder decides.",
        "What you need (behind you)",
        "What you need",
    ]


@pytest.mark.parametrize(("decide", "is_first"), [("", True), ("decide: Now what?, ", False)])
def test_an_open_choice_stands_on_the_first_page_where_nothing_nearer_is_to_decide(
    tmp_path, decide, is_first
):
    kb = base(BASE.replace("say: Stand here., ", f"say: Stand here., {decide}"), tmp_path)
    shown = page.to_html(consult(kb, {"score": 45}, NOW))
    first, below = shown.split('<section class="decide">')[1].split("</section>", 1)
    assert ("It is quick." in first, "It is quick." in below) == (is_first, not is_first)
