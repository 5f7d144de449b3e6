"""What is quick comes to what the rules come to, value by value, and asks the same in order.

That is so of the evaluator, which searches use, and of the lowered form, which cohorts use.
"""

import datetime
import random

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from small_base import base
from straight_line import StraightLine
from worlds import EXAMPLES, LONG, PATIENT, shipped, small

from engine.consultation.answers import settled
from engine.consultation.consult import consult
from engine.consultation.moment import moment_of
from engine.errors import KnowledgeError
from engine.inference.evaluation import Evaluator
from engine.inference.lowered.codes import NotLowered
from engine.inference.lowered.lowering import lowered
from engine.inference.lowered.worlds import Worlds
from engine.language.entries import Row
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN

DAYS = (
    None,
    datetime.date(2026, 9, 1),
    datetime.date(2027, 2, 10),
    datetime.datetime(2027, 3, 15, 11, 5),
    datetime.datetime(2027, 3, 18, 12, 30),
    datetime.date(2027, 6, 1),
)


def told(outcome):
    """Give an outcome in the terms of the lowered form: ways as masks of worlds."""
    masks = Worlds(tuple(outcome.kb.chances.items()))
    concluded = [one for one in outcome.trace if isinstance(one.entry, Row)]
    tables = outcome.kb.conclusions
    return {
        "rows": {one.id: tables[one.id].rules.index(one.entry) for one in concluded},
        "facts": {**outcome.facts, **outcome.milestones},
        "open": outcome.not_yet,
        "taken": {
            (step.node.id, step.node.branches.index(step.branch)): masks.of(step.ways)
            for step in outcome.path
            if step.branch
        },
        "reached": set(outcome.visited),
        "advised": {
            one.action.id: (masks.of(one.ways), one.state, one.by, one.node)
            for one in outcome.actions
        },
        "asked": outcome.asked,
        "first": next((one.id for one in outcome.trace if one.kind == "first"), None),
    }


def found(findings):
    return {
        "rows": dict(findings.rows),
        "facts": dict(findings.facts),
        "open": findings.open,
        "taken": dict(findings.taken),
        "reached": set(findings.reached),
        "advised": dict(findings.advised),
        "asked": findings.asked,
        "first": findings.first,
    }


class Quick:
    """Hold both that are quick, of one base."""

    def __init__(self, kb):
        self.kb = kb
        self.evaluator = Evaluator(kb)
        self.line = StraightLine(lowered(kb))

    def findings(self, answers, today, done):
        moment, form = moment_of(self.kb, answers, today), self.line.form
        yield self.evaluator.evaluate(answers, moment, done)
        yield self.line.evaluate(form.codes(answers), form.turns(moment), done)


def equal(quick, answers, today=None, done=()):
    """Hold them against the rules; tell whether each gave an answer at all.

    They must give none where a table has a gap or an overlap.
    """
    kb = quick.kb
    answers = settled(kb, answers)
    both = list(quick.findings(answers, today, done))
    try:
        outcome = consult(kb, answers, today, done)
    except KnowledgeError:
        assert both == [None, None]
        return False
    for findings in both:
        if findings is not None:
            assert found(findings) == told(outcome), answers
    return None not in both


# The shipped base, and the small one


def answer(question, draw):
    if question.type == "integer":
        return draw.randint(question.min, question.max)
    words = [word for word in question.words if word not in (UNKNOWN, DECLINED, NOT_YET)]
    if question.allow and draw.random() < 0.1:
        return draw.choice(question.allow)
    if question.type == "choices":
        several = [word for word in words if word != NONE]
        return frozenset(draw.sample(several, draw.randint(0, len(several)))) or frozenset({NONE})
    return draw.choice(words)


def answers_of(kb, draw):
    """Draw answers to all questions, or to some; of chances some stay open."""
    share = draw.choice((1, 1, 0.85, 0.4))
    answers = {}
    for question in kb.questions.values():
        if draw.random() < share:
            is_open = question.is_chance and draw.random() < 0.5
            answers[question.id] = NOT_YET if is_open else answer(question, draw)
    return answers


@PATIENT
@pytest.mark.parametrize("kb", [shipped(), small()], ids=["shipped", "small"])
def test_random_consultations_of_a_whole_base_come_out_alike(kb):
    draw, quick = random.Random(1), Quick(kb)
    for _ in range(2_500 if LONG else 60):
        done = draw.sample(list(kb.actions), min(3, len(kb.actions)))
        assert equal(quick, answers_of(kb, draw), draw.choice(DAYS), done)


def test_a_consultation_comes_out_alike_at_every_answer(kb):
    draw, quick = random.Random(2), Quick(kb)
    answers, pending = {}, kb.questions
    while pending:
        pending = consult(kb, answers, DAYS[1]).pending
        assert equal(quick, answers, DAYS[1])
        if pending:
            answers[pending.id] = NOT_YET if pending.is_chance else answer(pending, draw)
    assert len(answers) > 10


# Bases drawn at random, with faults too

HEAD = """
cycle: year
running_when: {{a: yes, b: no}}
milestones:
  - {{id: opens, label: x, opens: true}}
  - {{id: soon, label: x, when: {{{soon}}}}}
  - {{id: once, label: x}}
cycles:
  - {{id: "2027", label: x, dates: [{{milestone: opens, at: 2027-01-05}}, {{milestone: soon, at: 2027-01-31 11:00}}]}}
  - {{id: "2028", label: x, dates: [{{milestone: opens, at: 2028-01-05}}, {{milestone: soon, at: 2028-01-31 11:00}}]}}
first:
  - {{id: urgent, when: {{{urgent}}}, say: x}}
  - {{id: usual, when: {{{usual}}}, say: x, first: [go]}}
  - {{id: rest, otherwise: true, say: x}}
tables:
  - {{id: waits, rows: {{here: {{days: 3}}, there: {{}}, far: {{days: 8}}}}}}
questions:
  - {{id: year, ask: x, label: x, type: choice, choices_from: cycles, choices: {{later: Later}}}}
  - {{id: a, ask: x, label: x, type: yes-no, allow: [unknown]}}
  - {{id: b, ask: x, label: x, type: yes-no}}
  - {{id: size, ask: x, label: x, type: integer, min: -3, max: 9, allow: [declined, unknown]}}
  - {{id: marks, ask: x, label: x, type: choices, choices: {{m: M, n: N, o: O, p: P, none: None}}, allow: [unknown]}}
  - {{id: town, ask: x, label: x, type: choice, choices: {{here: Here, there: There, far: Far, off: Off}}, allow: [unknown]}}
  - {{id: came, ask: x, label: x, type: yes-no, future: Not yet}}
  - {{id: fits, ask: x, label: x, type: choice, choices: {{all: All, part: Part, none: None}}, future: Not yet, until: {{{until}}}}}
conclusions:
  - {{id: top, label: x, type: yes-no, rules: [{top}]}}
  - {{id: wait, label: x, type: integer, lookup: {{table: waits, key: town, column: days, missing: size}}}}
  - {{id: plain, label: x, type: integer, lookup: {{table: waits, key: town, column: days}}}}
  - {{id: spare, label: x, type: integer, value: size - plain + 2}}
  - {{id: large, label: x, type: yes-no, rules: [{{when: {{size: 5..}}, then: yes, because: x}}, {{otherwise: true, then: no, because: x}}]}}
nodes:
  - {{id: start, title: x, branches: [{start}]}}
  - {{id: left, title: x, branches: [{left}]}}
  - {{id: right, title: x, branches: [{{label: on, go: stop}}]}}
  - {{id: stop, title: x, branches: [{stop}]}}
actions:
  - {{id: go, at: [left, stop], do: "{{wait}}", how: x, because: x, strength: must, when: {{{go}}}, from: opens, by: [soon, once]}}
  - {{id: stay, at: start, do: x, how: x, because: x, strength: must, when: {{{stay}}}, by: soon, late: x}}
  - {{id: wait-here, at: stop, do: x, how: x, because: x, strength: must, from: opens, by: soon}}
"""
TESTS = {
    "a": ("yes", "no", "unknown", "{not: yes}"),
    "b": ("yes", "no"),
    "size": ("5..", "..4", "0", "{not: 3}", "declined", "[..1, 7..]"),
    "marks": ("{has: m}", "{lacks: n}", "{has-any: [m, n]}", "none", "{not: none}"),
    "town": ("here", "[here, far]", "{not: off}"),
    "came": ("yes", "no"),
    "fits": ("all", "[part, none]", "{not: part}"),
    "wait": ("3..", "..2", "unknown"),
    "spare": ("0..", "..-1", "unknown"),
    "large": ("yes", "no"),
    "top": ("yes", "no"),
    "soon": ("ahead", "past"),
}
ACTIONS = ("go", "stay", "wait-here")
FACTS = ("a", "b", "size", "marks", "town")
EVERY = tuple(TESTS)


def some_of(names, draw, most=3):
    chosen = draw.sample(names, draw.randint(1, most))
    return ", ".join(f"{name}: {draw.choice(TESTS[name])}" for name in chosen)


def when(names, draw):
    """Draw a condition, at times with an `any`, at times with two."""
    written = some_of(names, draw)
    if draw.random() < 0.3:
        options = ", ".join(f"{{{some_of(names, draw, 2)}}}" for _ in range(draw.randint(2, 3)))
        return draw.choice((f"any: [{options}]", f"{written}, any: [{options}]"))
    return written


def row(names, draw, ending):
    return f"{{when: {{{when(names, draw)}}}, {ending}}}"


def exact(draw, ways):
    """Draw a table that is exact: one fact decides, or one row and the rest."""
    if draw.random() < 0.6:
        names = draw.choice((FACTS, EVERY))
        return f"{row(names, draw, f'label: one, go: {ways[0]}')}, {{otherwise: true, label: rest, go: {ways[1]}}}"
    name, one, other = draw.choice(
        [("came", "yes", "no"), ("fits", "all", "[part, none]"), ("large", "yes", "no")]
    )
    return f"{{when: {{{name}: {one}}}, label: one, go: {ways[0]}}}, {{when: {{{name}: {other}}}, label: two, go: {ways[1]}}}"


def table(draw, ways):
    """Draw a table of branches, at times with a gap or an overlap."""
    if draw.random() < 0.7:
        return exact(draw, ways)
    rows = [row(EVERY, draw, f"label: l{n}, go: {draw.choice(ways)}") for n in range(3)]
    return ", ".join(rows[: draw.randint(1, 3)])


def drawn(draw, tmp_path):
    """Draw a base; `top` may rest on conclusions written after it, and on dates."""
    names = draw.choice((FACTS, (*FACTS, "wait", "spare", "large"), (*FACTS, "large", "soon")))
    rows = [row(names, draw, "then: yes, because: x")]
    if draw.random() < 0.5:
        rows.append(row(names, draw, "then: no, because: x"))
    text = HEAD.format(
        soon=draw.choice(("", "a: yes", "size: 3.., b: no", "any: [{a: yes}, {b: yes}]")),
        until=draw.choice(("b: yes", "a: yes, b: no", "any: [{a: yes}, {size: 5..}]")),
        top=", ".join([*rows, "{otherwise: true, then: unknown, because: x}"][-2:]),
        start=table(draw, ("left", "right")),
        left=table(draw, ("stop", "end")),
        stop=table(draw, ("end", "end")),
        go=when(EVERY, draw),
        stay=when(EVERY, draw),
        urgent=when(EVERY, draw),
        usual=when(EVERY, draw),
    )
    return base(text, tmp_path)


@PATIENT
@settings(max_examples=EXAMPLES * 2)
@given(st.integers(min_value=0))
def test_random_consultations_of_random_bases_come_out_alike(tmp_path_factory, seed):
    draw = random.Random(seed)
    kb = drawn(draw, tmp_path_factory.mktemp("drawn"))
    try:
        quick = Quick(kb)
    except NotLowered:
        reject()  # a table that `check` finds too large
    for _ in range(12):
        equal(quick, answers_of(kb, draw), draw.choice(DAYS), draw.sample(ACTIONS, 1))
