"""What advisors are told of a figure and its source: by `kb diff`, `kb show` and `kb book`."""

from datetime import date
from pathlib import Path

import pytest
from small_base import base

from engine.authoring import entry
from engine.authoring.book import book
from engine.authoring.difference import in_words

GARDEN = """
sources:
  - {id: book, title: A book, publisher: Booklovers, status: study, year: 2020, url: https://book.example, checked_on: 2026-11-22, review_by: 2027-11-22}
  - {id: gazette, title: A count, publisher: The gazette, status: survey, year: 2026, url: https://gazette.example, checked_on: 2026-11-22, review_by: 2027-11-22}
tables:
  - id: plants
    source: book
    columns: {name: {type: text}, frost: {type: number, min: 0, max: 90, missing: true}}
    rows: {fig: {name: Fig}, yew: {name: Yew, frost: 30}}
figures:
  - {table: plants, row: fig, column: frost, value: 12, source: gazette}
nodes:
  - {id: bed, title: The bed, end: good}
"""


@pytest.fixture
def told(tmp_path):
    """What `kb diff` says in words of a garden in which one line reads otherwise."""
    old = base(GARDEN, tmp_path / "old")
    return lambda was, now: in_words(old, base(GARDEN.replace(was, now), tmp_path / "new"))


def test_another_source_of_a_figure_is_a_change(told):
    assert told("value: 12, source: gazette", "value: 12, source: book") == (
        "changed: table plants: rows fig frost source was gazette, is book",
    )


def test_another_value_of_a_figure_is_told_once(told):
    assert told("value: 12, source: gazette", "value: 13, source: gazette") == (
        "changed: table plants: rows fig frost value was 12, is 13",
    )


def test_a_figure_that_is_taken_out_is_told_with_its_source(told):
    figure = "  - {table: plants, row: fig, column: frost, value: 12, source: gazette}\n"
    assert told("figures:\n" + figure, "") == (
        "changed: table plants: rows fig frost {value: 12, source: gazette} taken out",
    )


def test_a_row_is_shown_with_the_source_of_each_figure(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # places are shown relative to where one stands
    assert entry.shown(base(GARDEN, Path()), "fig", ()).splitlines() == [
        "row fig of table plants",
        "  written at base/lists.yaml:9:12",
        "  name: Fig",
        "  frost: 12 (gazette)",
        "  source: book",
        "needed by:",
        "  nothing",
        "reached by 0 cases:",
    ]


def test_the_book_names_the_sources_of_the_figures_with_those_of_their_table(tmp_path):
    text = book(base(GARDEN, tmp_path), (), (), date(2026, 11, 22))
    assert "Source: Booklovers, study; The gazette, survey</p>" in text
