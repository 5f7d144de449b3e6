"""A draft is filled from the answers; what is not known stays a gap, and every form of a plan has it."""

import datetime

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.consultation.deidentified import coarsened
from engine.output import page, plan_json, plan_text
from engine.output.drafts import filled, listing, printed_by, titles, with_drafts
from engine.output.shell import Shell

BASE = """
    milestones:
      - {id: fair, label: the fair, usually: in May}
    cycles:
      - {id: "2027", label: x, source: us, dates: [{milestone: fair, at: 2027-05-03, source: us}]}
    tables:
      - {id: crafts, source: us, rows: {pots: {name: Pottery}, itx: {name: IT for farms}}}
    questions:
      - {id: craft, ask: Which craft?, label: Craft, type: choice, choices_from: {table: crafts, column: name}, choices: {other: Another craft}, source: us}
      - {id: years, ask: For how long?, label: Years at it, type: integer, min: 0, max: 60, private: true, source: us}
    nodes:
      - id: start
        title: x
        end: open
        branches: [{when: {craft: pots, years: 0..}, label: a, go: end}, {when: {craft: {not: pots}}, label: b, go: end}]
    actions:
      - id: ask
        at: start
        do: Ask the master.
        how: Soon.
        because: x
        strength: must
        by: fair
        source: us
        draft:
          title: Ask to learn {craft}
          kind: mail
          text: |-
            Dear […],

            {craft} is what I want to learn, and {craft} it is. I have done it for {years} years.
            See you on {date:fair}.
      - {id: rest, at: start, do: Rest., how: x, because: x, strength: should, source: us}
      - {id: own, at: start, do: Say it to yourself., how: x, because: x, strength: should, private: true, source: us, draft: I am <b>good</b> at *this*.}
    sources:
      - {id: us, title: x, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""
MAIL = """\
Dear […],

Pottery is what I want to learn, and pottery it is. I have done it for 3 years.
See you on Monday, May 3."""
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def outcome(tmp_path):
    kb = base(BASE, tmp_path)
    return lambda done=(), **answers: consult(kb, answers, TODAY, dict.fromkeys(done, TODAY))


def mail(outcome):
    (step,) = [step for step in outcome.actions if step.action.id == "ask"]
    return filled(outcome, step)


def test_facts_and_dates_are_filled_in_and_a_fact_within_a_sentence_begins_small(outcome):
    draft = mail(outcome(craft="pots", years=3))
    assert (draft.title, draft.kind, draft.text) == ("Ask to learn pottery", "mail", MAIL)


def test_an_abbreviation_keeps_its_capitals(outcome):
    assert mail(outcome(craft="itx")).title == "Ask to learn IT for farms"


@pytest.mark.parametrize("answers", [{}, {"craft": "other"}])
def test_a_fact_that_is_not_known_or_names_nothing_is_a_gap_with_its_label(outcome, answers):
    draft = mail(outcome(**answers))
    assert draft.title == "Ask to learn [craft]"
    assert "[craft] is what I want to learn, and [craft] it is." in draft.text
    assert "for [years at it] years" in draft.text


def test_a_copy_to_show_around_has_a_gap_in_place_of_what_is_private(outcome):
    assert "for [years at it] years" in mail(coarsened(outcome(craft="pots", years=3))).text


def test_a_draft_that_is_a_text_alone_is_called_as_its_action(outcome):
    assert titles(outcome(craft="pots"), private=True) == {
        "ask": "Ask to learn pottery",
        "own": "Say it to yourself.",
    }
    assert titles(outcome(craft="pots"), private=False) == {"ask": "Ask to learn pottery"}


def test_drafts_are_listed_by_when_they_are_due_with_what_prints_them(outcome):
    planned = outcome(craft="pots", years=3)
    assert listing(planned, with_drafts(planned), Shell(case="my.yaml"), 78) == """\
Before the fair (Monday, May 3, 2027), 162 days left
----------------------------------------------------
- Ask to learn pottery (mail)
  matchpath draft my.yaml ask

All along
---------
- Say it to yourself.
  matchpath draft my.yaml own --private
"""  # fmt: skip


def test_what_is_done_has_no_draft_any_more(outcome):
    planned = outcome(craft="pots", years=3, done=["ask"])
    assert [step.action.id for step in with_drafts(planned)] == ["own"]


def test_the_text_of_a_plan_names_the_command_and_does_not_hold_the_draft(outcome):
    planned = outcome(craft="pots", years=3)
    text = plan_text.to_text(planned)
    assert "\n    Draft: matchpath draft me.yaml ask\n" in text
    assert "\n    Draft: matchpath draft me.yaml own --private\n" in text
    assert "Dear" not in text
    assert (
        printed_by(planned.kb.actions["ask"], Shell(case="a.yaml")) == "matchpath draft a.yaml ask"
    )


def test_a_program_gets_the_draft_filled_and_null_where_there_is_none(outcome):
    actions = plan_json.to_json(outcome(craft="pots", years=3))["actions"]
    assert {action["id"]: action["draft"] for action in actions} == {
        "ask": {"title": "Ask to learn pottery", "kind": "mail", "text": MAIL},
        "rest": None,
        "own": {
            "title": "Say it to yourself.",
            "kind": None,
            "text": "I am <b>good</b> at *this*.",
        },
    }


def test_a_page_has_each_draft_folded_below_its_step_with_a_button_that_a_script_shows(outcome):
    text = page.to_html(outcome(craft="pots", years=3))
    folded = (
        '<details class="draft"><summary>Draft: Ask to learn pottery</summary>\n'
        f'<div class="copied"><blockquote class="sample">{MAIL}</blockquote>'
        '<button type="button" class="copy" hidden>Copy</button></div>\n</details>'
    )
    assert folded in text
    assert "I am &lt;b&gt;good&lt;/b&gt; at *this*." in text


def test_markdown_quotes_the_drafts_at_the_end(outcome):
    text = page.to_markdown(outcome(craft="pots", years=3))
    assert """
## Drafts

### Ask to learn pottery

> Dear \\[…\\],
>
> Pottery is what I want to learn, and pottery it is. I have done it for 3 years.
>
> See you on Monday, May 3.
>

### Say it to yourself.

> I am \\<b\\>good\\</b\\> at \\*this\\*.
>

Knowledge base 1""" in text  # fmt: skip
