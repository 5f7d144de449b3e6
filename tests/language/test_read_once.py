"""A `when` is parsed as the base is read, and what was written is looked at no more.

Only `kb show` and `kb diff` may: they quote the advisor.
"""

import datetime
from collections import Counter
from typing import ClassVar

import msgspec
import pytest
from small_base import base

from engine.authoring import difference
from engine.checking.check import check
from engine.consultation.consult import consult
from engine.explanation import levers, nearest, why_not
from engine.language import when
from engine.output.explanation_text import why_not_text
from engine.output.plan_text import to_text

TEXT = """
headline: [large]
milestones:
  - {id: soon, label: soon, when: {kind: a}}
cycles:
  - {id: this, label: x, dates: [{milestone: soon, at: 2026-12-01}]}
questions:
  - {id: kind, ask: x, label: Kind, type: choice, choices: {a: A, b: B}, weigh: [{choice: a, stand: for, say: x, when: {size: 3..}}]}
  - {id: came, ask: x, label: Come, type: yes-no, future: Not yet, until: {soon: ahead}}
  - id: size
    ask: x
    label: Size
    type: integer
    min: 1
    max: 9
    can_change: [{do: Grow, weeks: 2, when: {kind: [a, b]}}]
conclusions:
  - id: large
    label: Large
    type: yes-no
    rules:
      - {when: {any: [{size: 5..}, {kind: b}]}, then: yes, because: x}
      - {otherwise: true, then: no, because: x}
nodes:
  - {id: start, title: Start, branches: [{when: {large: yes}, label: large, go: stop}, {otherwise: true, label: small, go: wait}]}
  - {id: wait, title: Wait, branches: [{when: {came: yes}, label: come, go: stop}, {when: {came: no}, label: lost, go: stop}]}
  - {id: stop, title: Stop, end: good}
actions:
  - {id: paint, at: start, do: Paint, how: x, because: x, strength: must, by: soon, when: {large: yes}}
"""
READERS = ("__getitem__", "__iter__", "__len__", "__contains__", "get", "items", "keys", "values")


class Written(dict):
    """Hold what was written, and count every time that it is looked at."""

    readings: ClassVar[Counter[str]] = Counter()


def _counting(name):
    def read(self, *given):
        Written.readings[name] += 1
        return getattr(dict, name)(self, *given)

    return read


for _name in READERS:
    setattr(Written, _name, _counting(_name))


@pytest.fixture
def kb(tmp_path, monkeypatch):
    """A base whose conditions count when what was written is looked at again."""
    parse = when.read

    def read(written):
        return msgspec.structs.replace(parse(written), written=Written(written))

    monkeypatch.setattr(when, "read", read)
    kb = base(TEXT, tmp_path)
    Written.readings.clear()
    return kb


def test_after_loading_no_condition_is_looked_at_as_written(kb):
    assert {problem.code for problem in check(kb)} == {"missing-source"}
    outcome = consult(kb, {"kind": "a", "size": 3}, datetime.date(2026, 11, 22))
    assert to_text(outcome)
    assert why_not_text(outcome, "action", "paint")
    assert why_not.failed(outcome, "action", "paint")
    assert levers.levers(outcome)
    assert nearest.nearest(outcome, "action", "paint").changed == {"kind": "b"}
    assert Written.readings == {}


def test_the_difference_of_two_bases_quotes_what_was_written(kb, tmp_path):
    other = base(TEXT.replace("size: 5..", "size: 6.."), tmp_path / "other")
    (line,) = difference.in_words(kb, other)
    assert line == ('changed: conclusion large: rules "yes" when any (1) size was 5.., is 6..')
    assert Written.readings
