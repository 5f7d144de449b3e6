"""Tables whose columns say what their cells are: each wrong cell at its place, figures apart."""

import pytest
from small_base import base, told

from engine.consultation.consult import consult
from engine.consultation.glance import glance

BASE = """\
questions:
  - {id: color, ask: Which?, label: Color, type: choice, choices_from: {table: colors, column: name}, choices: {other: Another}, source: us}
conclusions:
  - {id: height, label: Height, type: integer, lookup: {table: colors, key: color, column: height}, source: us}
  - {id: share, label: Share, type: integer, lookup: {table: colors, key: color, column: share}, source: us}
  - id: crowded
    label: Crowded
    type: yes-no
    source: us
    rules:
      - {when: {share: 50..}, then: no, because: Half come in., source: us}
      - {when: {share: ..49}, then: yes, because: Fewer come in., source: us}
      - {when: {share: unknown}, then: unknown, because: Nobody says., source: us}
sources:
  - {id: us, title: Ours, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
nodes:
  - id: start
    title: Start
    source: us
    branches:
      - {when: {crowded: yes}, label: crowded, go: home, source: us}
      - {when: {crowded: no}, label: free, go: home, source: us}
      - {when: {crowded: unknown, height: 1..}, label: open, go: home, source: us}
      - {when: {crowded: unknown, height: unknown}, label: tall, go: home, source: us}
  - {id: home, title: Home, end: good, source: us}
"""
TABLE = """\
tables:
  - id: colors
    source: us
    columns:
      name: {type: text}
      height: {type: number, min: 1, max: 9}
      share: {type: number, min: 0, max: 100, missing: true}
    rows:
      red: {name: Red, height: 3}
      blue: {name: Blue, height: 6, share: 40}
"""
FIGURES = """\
figures:
  - {table: colors, row: red, column: share, value: 70, source: us}
"""


def said(tmp_path, table=TABLE, figures="", rest=BASE):
    """Give what is told of the base; that a phase of these tests names no source is left out."""
    lines = told(table + figures + rest, tmp_path)
    return [line for line in lines if 'missing-source: phase "one"' not in line]


def test_a_base_with_declared_columns_is_right_with_figures_and_without(tmp_path):
    assert said(tmp_path / "without") == []
    assert said(tmp_path / "with", figures=FIGURES) == []


def test_a_base_is_right_without_a_single_figure(tmp_path):
    bare = TABLE.replace(", share: 40", "")
    assert said(tmp_path, bare) == []


def test_a_figure_fills_its_cell(tmp_path):
    kb = base(TABLE + FIGURES + BASE, tmp_path)
    outcome = consult(kb, {"color": "red"})
    assert (outcome.facts["share"], outcome.facts["crowded"]) == (70, "no")


def test_without_its_figure_a_fact_is_unknown_and_the_rest_goes_on(tmp_path):
    kb = base(TABLE + BASE, tmp_path)
    outcome = consult(kb, {"color": "red"})
    assert (outcome.facts["share"], outcome.facts["crowded"]) == ("unknown", "unknown")
    assert outcome.facts["height"] == 3


def test_without_a_single_figure_a_quick_look_comes_to_the_same(tmp_path):
    kb = base(TABLE.replace(", share: 40", "") + BASE, tmp_path)
    for color in ("red", "blue", "other"):
        answers = {"color": color}
        assert glance(kb, answers).facts == consult(kb, answers).facts


WRONG_CELLS = {
    "a number as text": (
        "height: 6, share",
        'height: "6", share',
        'wrong-type: "height" of row "blue" in table "colors" must be a whole number, not "6". '
        "Write a number, like 12.",
    ),
    "a number out of bounds": (
        "share: 40",
        "share: 140",
        'out-of-range: "share" of row "blue" in table "colors" is 140, outside what its column can '
        "be. Give a whole number from 0 to 100.",
    ),
    "a number for a text": (
        "name: Blue",
        "name: 5",
        'wrong-type: "name" of row "blue" in table "colors" must be text, not a number. Write a '
        "word; quote it.",
    ),
    "a column that is none": (
        "share: 40",
        "shrae: 40",
        'unknown-column: row "blue" of table "colors" has a cell "shrae", and there is no such '
        'column. Did you mean "share"?',
    ),
    "a cell that is missing": (
        "name: Blue, height: 6",
        "name: Blue",
        'missing-key: row "blue" of table "colors" has no "height". Add height: …, or say '
        "missing: true of the column.",
    ),
}


@pytest.mark.parametrize("kind", WRONG_CELLS)
def test_a_wrong_cell_is_told_at_its_place(tmp_path, kind):
    right, wrong, message = WRONG_CELLS[kind]
    (line,) = said(tmp_path, TABLE.replace(right, wrong))
    place, _, rest = line.partition(" ")
    assert place.startswith("lists.yaml:10:")
    assert rest == message


NAMED = """\
tables:
  - id: colors
    source: us
    columns:
      name: {type: text}
      height: {type: number, min: 1, max: 9}
      share: {type: number, min: 0, max: 100, missing: true}
      like: {type: row, table: colors}
      crowd: {type: choice, of: crowded, missing: true}
    rows:
      red: {name: Red, height: 3, like: bleu}
      blue: {name: Blue, height: 6, like: red, crowd: unknown}
"""
READ = """\
conclusions:
  - {id: likeness, label: Like, type: choice, choices: {red: Red, blue: Blue, bleu: Bleu}, lookup: {table: colors, key: color, column: like}, source: us}
  - {id: crowd, label: Crowd, type: yes-no, lookup: {table: colors, key: color, column: crowd}, source: us}
"""


def test_cells_that_name_rows_and_choices_name_real_ones(tmp_path):
    rest = BASE.replace("conclusions:\n", READ)
    assert said(tmp_path, NAMED, rest=rest) == [
        'lists.yaml:11:35 unknown-choice: "like" of row "red" in table "colors" is "bleu", which is '
        'no row there. Did you mean "blue"?',
        'lists.yaml:12:48 unknown-choice: "crowd" of row "blue" in table "colors" is "unknown", '
        "which is no choice there. Known here: no, yes.",
    ]


WRONG_COLUMNS = {
    "no bounds": (
        "{type: number, min: 1, max: 9}",
        "{type: number, max: 9}",
        'missing-key: column "height" of table "colors" is a number and needs "min". Add min: …',
    ),
    "bounds the wrong way round": (
        "{type: number, min: 1, max: 9}",
        "{type: number, min: 9, max: 1}",
        'out-of-range: column "height" of table "colors" has a min of 9, above its max. Write '
        "min: 1, max: 9.",
    ),
    "bounds of a text": (
        "{type: text}",
        "{type: text, min: 1}",
        'unknown-key: column "name" of table "colors" is text and has no "min". Take it out.',
    ),
    "rows of a table that is none": (
        "{type: text}",
        "{type: row, table: colours}",
        'unknown-table: column "name" of table "colors" holds rows of table "colours", which there '
        'is not. Did you mean "colors"?',
    ),
    "choices of what is none": (
        "{type: text}",
        "{type: choice, of: crowdde}",
        'unknown-question: column "name" of table "colors" holds choices of "crowdde", which is no '
        'question or conclusion. Did you mean "crowded"?',
    ),
    "choices of a number": (
        "{type: text}",
        "{type: choice, of: height}",
        'wrong-type: column "name" of table "colors" holds choices of "height", which is a number. '
        "Write type: number, with min and max.",
    ),
}


@pytest.mark.parametrize("kind", WRONG_COLUMNS)
def test_a_column_that_is_declared_wrongly_is_told(tmp_path, kind):
    right, wrong, message = WRONG_COLUMNS[kind]
    lines = said(tmp_path, TABLE.replace(right, wrong))
    assert message in [line.partition(" ")[2] for line in lines]


def test_a_declared_column_that_nobody_reads_is_told(tmp_path):
    wide = TABLE.replace(
        "      name: {type: text}\n",
        "      name: {type: text}\n      note: {type: text, missing: true}\n",
    )
    assert said(tmp_path, wide) == [
        'lists.yaml:6:7 unused: column "note" of table "colors" is read by nothing. Look it up in a '
        "conclusion, or take it out."
    ]


def test_a_conclusion_and_its_column_are_of_one_type(tmp_path):
    rest = BASE.replace("key: color, column: height", "key: color, column: name")
    assert (
        'wrong-type: "height" is of type integer, and reads texts. Give the conclusion and the '
        "column types that agree."
    ) in [line.partition(" ")[2] for line in said(tmp_path, rest=rest)]


WRONG_FIGURES = {
    "no such table": (
        "table: colors",
        "table: colour",
        'unknown-table: a figure names table "colour", which there is not. Did you mean "colors"?',
    ),
    "no such row": (
        "row: red",
        "row: rde",
        'unknown-row: table "colors" has no row "rde". Did you mean "red"?',
    ),
    "no such column": (
        "column: share",
        "column: shrae",
        'unknown-column: table "colors" has no column "shrae". Did you mean "share"?',
    ),
    "a column that has all its cells": (
        "column: share",
        "column: height",
        'unknown-column: column "height" of table "colors" is not one for figures. Declare it under '
        "columns: with missing: true, or write the value in its row.",
    ),
    "a cell that has a value": (
        "row: red",
        "row: blue",
        'duplicate-key: "share" of row "blue" is given by lists.yaml:10:37 as well. Keep one of the '
        "two.",
    ),
    "a value of another kind": (
        "value: 70",
        "value: seventy",
        'wrong-type: "share" of row "red" in table "colors" must be a whole number, not "seventy". '
        "Write a number, like 12.",
    ),
    "no source": (
        ", source: us",
        "",
        "missing-source: figure names no source. Add source: …; our own reading is one too.",
    ),
}


@pytest.mark.parametrize("kind", WRONG_FIGURES)
def test_a_wrong_figure_is_told_at_its_line(tmp_path, kind):
    right, wrong, message = WRONG_FIGURES[kind]
    (line,) = said(tmp_path, figures=FIGURES.replace(right, wrong))
    place, _, rest = line.partition(" ")
    assert place.startswith("lists.yaml:12:")
    assert rest == message


def test_a_cell_that_two_figures_give_is_told(tmp_path):
    twice = FIGURES + "  - {table: colors, row: red, column: share, value: 71, source: us}\n"
    assert said(tmp_path, figures=twice) == [
        'lists.yaml:13:46 duplicate-key: "share" of row "red" is given by lists.yaml:12:46 as well. '
        "Keep one of the two."
    ]


def test_rows_are_proved_for_every_figure_there_may_be(tmp_path):
    gap = BASE.replace("{share: ..49}", "{share: ..39}")
    expected = (
        'no row of conclusion "crowded" holds for a person with share 40..49. Add a row: - '
        "{when: {share: 40..49}, then: …, because: …}"
    )
    for name, figures in (("without", ""), ("with", FIGURES)):
        (line,) = said(tmp_path / name, figures=figures, rest=gap)
        assert line.partition(" gap: ")[2] == expected


def test_a_row_to_which_no_answer_leads_is_told_with_the_nearest_choice(tmp_path):
    plain = BASE.replace(
        "choices_from: {table: colors, column: name}, choices: {other: Another}",
        "choices: {red: Red, blue: Blue}",
    )
    nameless = TABLE.replace("      name: {type: text}\n", "").replace("name: Red, ", "")
    nameless = nameless.replace("name: Blue, ", "")
    more = nameless + "      blues: {height: 7}\n"
    tall = (
        "      - {when: {crowded: unknown, height: unknown}, label: tall, go: home, source: us}\n"
    )
    plain = plain.replace(tall, "")
    assert said(tmp_path / "right", nameless, rest=plain) == []
    assert said(tmp_path / "more", more, rest=plain) == [
        'lists.yaml:10:7 unused: no answer leads to row "blues" of table "colors". Did you mean '
        '"blue"? Give "color" a choice of that id, or take the row out.'
    ]


def test_a_choice_without_a_row_is_told_where_the_proof_finds_a_gap(tmp_path):
    plain = BASE.replace(
        "choices_from: {table: colors, column: name}, choices: {other: Another}",
        "choices: {red: Red, blue: Blue, green: Green}",
    )
    rest = plain.replace(", height: unknown}", ", height: ..0}")
    nameless = TABLE.replace("      name: {type: text}\n", "").replace("name: Red, ", "")
    (gap,) = [
        line
        for line in said(tmp_path, nameless.replace("name: Blue, ", ""), rest=rest)
        if " gap: " in line
    ]
    assert gap.partition(" holds for ")[2] == (
        'a person with crowded unknown, color green. Choice "green" of "color" has no "height" in table "colors". '
        "Add it there: green: {height: …}. Where it can have none, add a row: - "
        "{when: {crowded: unknown, height: unknown}, label: …, go: …}"
    )


def test_two_rows_that_are_offered_under_one_name_are_told(tmp_path):
    assert said(tmp_path, TABLE.replace("name: Blue", "name: red")) == [
        'lists.yaml:10:14 duplicate-label: row "blue" of table "colors" is called "red", as "red". '
        "Call one of them otherwise: they are offered side by side."
    ]


BOUND = TABLE.replace("min: 1, max: 9}", "min: 1, max: 9, at_most: share}")


def test_a_cell_above_the_one_that_it_is_at_most_is_told_at_its_place(tmp_path):
    cells = BOUND.replace("height: 3", "height: 3, share: 2")
    assert said(tmp_path, cells) == [
        'lists.yaml:9:24 out-of-range: "height" of row "red" in table "colors" is 3, above its '
        '"share" of 2. One of the two is wrong: look both up again.'
    ]


def test_a_figure_above_the_cell_that_it_is_at_most_is_told_at_the_figure(tmp_path):
    cells = TABLE.replace("max: 100,", "max: 100, at_most: height,")
    assert said(tmp_path, cells.replace(", share: 40", ""), FIGURES) == [
        'lists.yaml:12:46 out-of-range: "share" of row "red" in table "colors" is 70, above its '
        '"height" of 3. One of the two is wrong: look both up again.'
    ]


def test_a_cell_as_high_as_the_other_or_without_it_is_right(tmp_path):
    assert said(tmp_path, BOUND.replace("share: 40", "share: 6")) == []


@pytest.mark.parametrize(
    ("most", "hint"), [("shrae", 'Did you mean "share"?'), ("name", "Known here: share.")]
)
def test_a_column_is_at_most_another_one_of_numbers(tmp_path, most, hint):
    assert said(tmp_path, BOUND.replace("at_most: share", f"at_most: {most}")) == [
        f'lists.yaml:6:46 unknown-column: column "height" of table "colors" is at most "{most}", '
        f"which is no other column of numbers. {hint}"
    ]
