"""The list beside the picture says what the picture says: a station at a time, word for word."""

import html
import re

import pygraphviz
import pytest
from worlds import CASES, LONG, SMALL_CASES, called, outcome_of_case, shipped_case

import diagrams
from engine.consultation.deidentified import without_private
from engine.output.path_text import outline, path_text
from engine.output.stations import stations

ROADS = [
    "c-dermatology-228",
    "failed-once-210",
    "no-attempts-left",
    "undecided-230",
    "interviews-january",
    "between-cycles-230",
    "week-preliminary-only",
]
SHOWN = CASES if LONG else [shipped_case(name) for name in ROADS]
ROW = re.compile(r'id="station-([\w-]+)"(.*?)</tr>(?=<hr/>|</table>)')
# What the picture says by a sign or a word of its own, and the list by another.
SIGNS = {"don't": "avoid", "ahead": ""}

every_road = pytest.mark.parametrize("path", [*SHOWN, *SMALL_CASES], ids=called)


def words(text):
    return {SIGNS.get(word, word) for word in re.findall(r"[\w'’]+", text.casefold())} - {""}


def seen(markup):
    """Give the words that markup shows."""
    return words(html.unescape(re.sub(r"<[^>]+>", " ", markup)))


def told(items):
    """Map each station of a list, by its title, to the words of its own lines."""
    for item in items:
        own = " ".join(below.text for below in item.below if not below.below)
        yield item.text, words(f"{item.text} {own}")
        yield from told(item.below)


@every_road
def test_what_stands_beside_a_station_stands_in_the_list_too(path):
    """Its number and name, the answer, the roads not taken and where they lead, the first step."""
    outcome = without_private(outcome_of_case(path))
    rows = dict(ROW.findall(diagrams.draw_path(outcome).dot))
    lines = list(told(outline(outcome)))
    assert set(rows) == {station.node for station in stations(outcome)}
    for station in stations(outcome):
        comes_next = any(step.action.id in outcome.next[:1] for step in station.steps)
        assert ("next" in seen(rows[station.node])) >= comes_next
        said = [known for text, known in lines if station.title in text]
        assert any(seen(rows[station.node].partition(">")[2]) <= known for known in said)


@every_road
def test_no_word_of_the_cards_and_the_ways_between_them_is_missing_in_the_list(path):
    """The dates and hours, what closed roads, what the ways hang on."""
    outcome = without_private(outcome_of_case(path))
    known = words(path_text(outcome))
    drawn = pygraphviz.AGraph(string=diagrams.draw_path(outcome).dot)
    labels = [thing.attr["label"] or "" for thing in (*drawn.nodes(), *drawn.edges())]
    for label in labels:
        if "Your path" not in label:
            assert seen(label) <= known
