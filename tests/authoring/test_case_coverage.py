"""Coverage names what no case reaches: nodes, branches, actions, rows, and claims."""

from pathlib import Path

import pytest

from engine.authoring import coverage
from engine.consultation.consult import consult
from engine.language import loader

FILES = {
    "base.yaml": """\
title: Tea or coffee
version: "1"
opening: One question.
phases: [cup]
headline: []
caption: []
foot: []
""",
    "cup.yaml": """\
phase: cup
title: The cup
source: book/C.1
nodes:
  - id: kettle
    title: What will it be?
    branches:
      - {when: {drink: tea}, label: tea, go: done, source: book/C.2}
      - {when: {drink: coffee}, label: coffee, go: done, source: book/C.3}
  - {id: done, title: Done, end: good}
actions:
  - {id: steep, at: kettle, when: {drink: tea}, do: Steep., how: Slowly., because: So., strength: must, source: book/C.2}
  - {id: grind, at: kettle, when: {drink: coffee}, do: Grind., how: Finely., because: So., strength: must, source: book}
""",
    "lists.yaml": """\
questions:
  - {id: drink, ask: Tea or coffee?, label: Drink, type: choice, choices: {tea: Tea, coffee: Coffee}}
conclusions:
  - id: milk
    label: Milk
    type: yes-no
    rules:
      - {when: {drink: coffee}, then: yes, because: It is strong.}
      - {when: {drink: tea}, then: no, because: It is weak.}
sources:
  - id: book
    title: The book
    publisher: us
    status: ours
    checked_on: 2026-11-22
    review_by: 2027-11-22
    claims: {C.1: Cups are warm, C.2: Tea steeps, C.3: Coffee is ground, C.4: Nobody says so}
""",
}


@pytest.fixture
def report(tmp_path, monkeypatch):
    """Give what cases with these answers leave unreached, and how much they reach."""
    monkeypatch.chdir(tmp_path)  # places are shown relative to where one stands
    Path("tea").mkdir()
    for name, text in FILES.items():
        Path("tea", name).write_text(text)

    def reach(*answers):
        kb = loader.load(Path("tea"))
        outcomes = [consult(kb, answer) for answer in answers]
        found = coverage.reach(kb, outcomes)
        lines = [str(reachable) for reachable in found.left]
        lines += [f"{kind}: {done} of {total}" for kind, (done, total) in found.counts.items()]
        lines.append(f"{found.percent:g} %")
        return "\n".join(lines) + "\n"

    return reach


def test_a_claim_is_left_when_only_what_is_left_cites_it_or_nothing_does(report):
    said = report({"drink": "tea"})
    expected = """\
tea/cup.yaml:9:9 branch "coffee" of kettle
tea/cup.yaml:13:5 action grind
tea/lists.yaml:8:9 row "yes" of milk
tea/lists.yaml:17:51 claim book/C.3
tea/lists.yaml:17:74 claim book/C.4
node: 2 of 2
branch: 1 of 2
action: 1 of 2
row: 1 of 2
claim: 2 of 4
58.3 %
"""
    assert said == expected


def test_cases_for_every_branch_leave_what_nothing_cites(report):
    said = report({"drink": "tea"}, {"drink": "coffee"})
    expected = """\
tea/lists.yaml:17:74 claim book/C.4
node: 2 of 2
branch: 2 of 2
action: 2 of 2
row: 2 of 2
claim: 3 of 4
91.6 %
"""
    assert said == expected


def test_without_a_case_a_claim_that_a_phase_cites_is_still_followed(report):
    said = report()
    expected = """\
tea/cup.yaml:5:5 node kettle
tea/cup.yaml:8:9 branch "tea" of kettle
tea/cup.yaml:9:9 branch "coffee" of kettle
tea/cup.yaml:10:5 node done
tea/cup.yaml:12:5 action steep
tea/cup.yaml:13:5 action grind
tea/lists.yaml:8:9 row "yes" of milk
tea/lists.yaml:9:9 row "no" of milk
tea/lists.yaml:17:34 claim book/C.2
tea/lists.yaml:17:51 claim book/C.3
tea/lists.yaml:17:74 claim book/C.4
node: 0 of 2
branch: 0 of 2
action: 0 of 2
row: 0 of 2
claim: 1 of 4
8.3 %
"""
    assert said == expected


PRICES = """\
tables:
  - id: drinks
    columns: {price: {type: number, min: 0, max: 9, missing: true}}
    rows: {tea: {price: 2}, coffee: {}}
conclusions:
  - {id: price, label: Price, type: integer, lookup: {table: drinks, key: drink, column: price}, because: Today.}
  - id: cheap
    label: Cheap
    type: yes-no
    rules:
      - {when: {price: ..3}, then: yes, because: Anyone can pay it.}
      - {when: {price: 4..}, then: no, because: It costs more than bread.}
      - {when: {price: unknown}, then: unknown, because: Nobody knows.}
"""


def test_a_row_for_a_figure_that_no_cell_has_today_is_not_left(report):
    Path("tea", "prices.yaml").write_text(PRICES)
    said = report({"drink": "tea"})
    expected = """\
tea/cup.yaml:9:9 branch "coffee" of kettle
tea/cup.yaml:13:5 action grind
tea/lists.yaml:8:9 row "yes" of milk
tea/lists.yaml:17:51 claim book/C.3
tea/lists.yaml:17:74 claim book/C.4
tea/prices.yaml:13:9 row "unknown" of cheap
node: 2 of 2
branch: 1 of 2
action: 1 of 2
row: 2 of 4
claim: 2 of 4
57.1 %
"""
    assert said == expected
