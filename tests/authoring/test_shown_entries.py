"""What `kb show` says of an id: its words, its place, its source, who needs it, which cases."""

from pathlib import Path

import pytest

from engine.authoring import cases, entry
from engine.language import loader

FILES = {
    "base.yaml": """\
title: A garden
version: "1"
opening: One question.
phases: [garden]
headline: []
caption: []
foot: []
""",
    "garden.yaml": """\
phase: garden
title: The garden
nodes:
  - id: bed
    title: What grows here?
    branches:
      - {when: {soil: wet}, label: mint, go: harvest, source: book/G.1}
      - {when: {soil: dry}, label: thyme, go: harvest}
  - {id: harvest, title: Harvest, end: good}
actions:
  - id: drain
    at: bed
    when: {soil: wet}
    do: Drain the bed, slowly and with care, from its lower end to the ditch behind the hedge.
    how: With a spade.
    because: Roots rot.
    strength: must
    source: [book/G.1, almanac]
    note: Ask the neighbor.
    draft: {title: Ask for a spade, text: "Could I have\\nyour spade?"}
""",
    "lists.yaml": """\
questions:
  - {id: soil, ask: Is it wet?, label: Soil, type: choice, choices: {wet: Wet, dry: Dry}, source: book}
conclusions:
  - id: slow
    label: Slow
    type: yes-no
    rules:
      - {when: {soil: wet}, then: yes, because: Wet is slow., source: book/G.1}
      - {otherwise: true, then: no, because: Dry is not.}
  - {id: depth, label: Depth, type: integer, lookup: {table: depths, key: soil, column: inches}}
tables:
  - {id: depths, source: book, rows: {wet: {inches: 4}, dry: {inches: 9}}}
sources:
  - {id: book, title: The book, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22, claims: {G.1: Wet soil drains}}
  - {id: almanac, title: The almanac, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
""",
    "cases/wet.yaml": "name: A wet garden\nanswers: {soil: wet}\n",
    "cases/dry.yaml": "name: A dry garden\nanswers: {soil: dry}\n",
}


@pytest.fixture
def kb(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # places are shown relative to where one stands
    Path("garden/cases").mkdir(parents=True)
    for name, text in FILES.items():
        Path("garden", name).write_text(text)
    return loader.load(Path("garden"))


@pytest.fixture
def show(kb):
    upshots = list(cases.glance_all(Path("garden/cases"), kb))
    return lambda name: entry.shown(kb, name, upshots) + "\n"


def test_an_action_is_shown_with_its_sources_its_note_and_the_cases_that_get_it(show):
    said = show("drain")
    expected = """\
action drain
  written at garden/garden.yaml:11:5
  do: Drain the bed, slowly and with care, from its lower end to the ditch
    behind the hedge.
  how: With a spade.
  because: Roots rot.
  strength: must
  at: bed, when {soil: wet}
  draft: Ask for a spade
    Could I have
    your spade?
  source: book/G.1, almanac
  note: Ask the neighbor.
needed by:
  nothing
reached by 1 case:
  A wet garden
"""
    assert said == expected


def test_a_question_is_shown_with_its_answers_and_all_that_looks_at_it(show):
    said = show("soil")
    expected = """\
question soil
  written at garden/lists.yaml:2:5
  ask: Is it wet?
  label: Soil
    wet: Wet
    dry: Dry
  source: book
needed by:
  conclusion slow (garden/lists.yaml:4:5)
  conclusion depth (garden/lists.yaml:10:5)
  node bed (garden/garden.yaml:4:5)
  action drain (garden/garden.yaml:11:5)
reached by 2 cases:
  A dry garden
  A wet garden
"""
    assert said == expected


def test_a_source_is_needed_by_every_entry_that_cites_it(show):
    said = show("book")
    expected = """\
source book
  written at garden/lists.yaml:14:5
  title: The book
  publisher: us
  status: ours
  checked_on: 2026-11-22
  review_by: 2027-11-22
needed by:
  question soil (garden/lists.yaml:2:5)
  table depths (garden/lists.yaml:12:5)
  row yes (garden/lists.yaml:8:9)
  branch mint (garden/garden.yaml:7:9)
  action drain (garden/garden.yaml:11:5)
reached by 1 case:
  A wet garden
"""
    assert said == expected


def test_a_node_shows_where_its_branches_lead_and_when(show):
    said = show("bed")
    expected = """\
node bed
  written at garden/garden.yaml:4:5
  title: What grows here?
    mint: go to harvest, when {soil: wet}
    thyme: go to harvest, when {soil: dry}
needed by:
  action drain (garden/garden.yaml:11:5)
reached by 2 cases:
  A dry garden
  A wet garden
"""
    assert said == expected


def test_a_conclusion_shows_its_values_and_its_rows(show):
    said = show("slow")
    expected = """\
conclusion slow
  written at garden/lists.yaml:4:5
  label: Slow
    yes: Yes
    no: No
    unknown: not known
    yes, when {soil: wet}
    no, when no other row holds
needed by:
  nothing
reached by 2 cases:
  A dry garden
  A wet garden
"""
    assert said == expected


def test_a_table_is_needed_by_what_is_looked_up_there(show):
    said = show("depths")
    expected = """\
table depths
  written at garden/lists.yaml:12:5
    columns: inches
    rows: wet, dry
  source: book
needed by:
  conclusion depth (garden/lists.yaml:10:5)
reached by 2 cases:
  A dry garden
  A wet garden
"""
    assert said == expected


def test_a_row_of_a_table_is_shown_with_its_cells_and_who_is_looked_up_in_it(show, kb):
    said = show("wet")
    expected = """\
row wet of table depths
  written at garden/lists.yaml:12:39
  inches: 4
  source: book
needed by:
  conclusion depth (garden/lists.yaml:10:5)
reached by 1 case:
  A wet garden
"""
    assert said == expected
    assert "wet" in entry.names(kb)


def test_the_listing_has_every_id_by_kind(kb):
    said = entry.listing(kb)
    expected = """\
questions: soil
conclusions: slow, depth
nodes: bed, harvest
actions: drain
tables: depths
sources: book, almanac"""
    assert said == expected
