"""What every picture keeps to: its shape, what crosses, contrast, paper, and what is private."""

import io
import itertools
import math
import re
import unicodedata

import geometry
import pypdf
import pytest
from draws import complete
from hypothesis import given
from hypothesis import strategies as st
from worlds import CASES, LONG, PATIENT, SMALL_CASES, called, outcome_of_case, shipped, shipped_case

import diagrams
from diagrams import pages, theme
from engine.consultation.consult import consult
from engine.consultation.deidentified import beside_plan, without_private

ROADS = [
    "c-dermatology-228",
    "c-far-plastics-221",
    "in-range-250",
    "failed-once-210",
    "failed-twice-third-passed",
    "no-attempts-left",
    "undecided-230",
    "interviews-january",
    "ranked-march",
    "between-cycles-230",
    "rehearsal-in-november",
    "week-waiting",
    "week-preliminary-only",
    "week-soap-preliminary",
]
SHOWN = CASES if LONG else [shipped_case(name) for name in ROADS]
SMALLEST = 9  # points of a text on paper

every_road = pytest.mark.parametrize("path", [*SHOWN, *SMALL_CASES], ids=called)


def public(path):
    return without_private(outcome_of_case(path))


# Shape


@every_road
def test_a_path_is_no_ribbon_and_nothing_crosses_or_overlaps(path):
    seen = geometry.layout(diagrams.draw_path(public(path)).dot)
    assert seen.height <= 1.9 * seen.width
    assert geometry.share_of_cards(seen) >= 0.3
    assert geometry.crossings(seen) == []
    assert geometry.overlaps(seen) == []


@pytest.mark.parametrize("phase", shipped().phases, ids=lambda phase: phase.phase)
def test_a_phase_alone_is_no_ribbon_and_nothing_crosses_or_overlaps(phase):
    outcome = public(shipped_case("c-dermatology-228"))
    seen = geometry.layout(diagrams.draw_path(outcome, phases=(phase.phase,)).dot)
    assert seen.height <= 1.9 * seen.width
    assert geometry.crossings(seen) == []
    assert geometry.overlaps(seen) == []


# From SOAP two nodes each lead to the same three: one of the six ways has to cross another, unless
# the doors of a card stood in an order that nobody reads.
UNAVOIDABLE = ["mw-9 -> mw-12 crosses mw-3 -> mw-13"]


def test_the_whole_tree_is_no_ribbon_and_one_pair_crosses():
    outcome = public(shipped_case("c-dermatology-228"))
    for drawing in (
        diagrams.draw_whole(shipped()),
        diagrams.draw_whole(shipped(), outcome=outcome),
    ):
        seen = geometry.layout(drawing.dot)
        assert seen.height <= 1.9 * seen.width
        assert geometry.share_of_cards(seen) >= 0.18
        assert geometry.crossings(seen) == UNAVOIDABLE
        assert geometry.overlaps(seen) == []


# Paper


def points_of(sheet):
    """Give the sizes of the texts of a sheet as they are printed, in points."""
    sizes = set()

    def see(text, current, matrix, _font, size):
        if text.strip():
            scale = math.hypot(current[0], current[1]) * math.hypot(matrix[0], matrix[1])
            sizes.add(round(size * scale, 1))

    sheet.extract_text(visitor_text=see)
    return sizes


@every_road
def test_a_path_prints_at_nine_points_on_three_sheets_each_with_its_number(path):
    outcome = public(path)
    document = pypdf.PdfReader(io.BytesIO(diagrams.draw_pages(outcome)))
    assert 1 <= len(document.pages) <= 3
    assert document.metadata["/Title"] == f"Your path · {outcome.kb.head.title}"
    texts = []
    for number, sheet in enumerate(document.pages, 1):
        sides = {float(sheet.mediabox.width), float(sheet.mediabox.height)}
        assert sides == {pages.WIDTH, pages.HEIGHT}
        assert min(points_of(sheet)) >= SMALLEST
        # A font may join "f" and "i" into one sign; NFKC parts them again.
        texts.append(unicodedata.normalize("NFKC", sheet.extract_text()))
        assert f"sheet {number} of {len(document.pages)}" in " ".join(texts[-1].split())
    words = "".join("".join(texts).split())
    for item in diagrams.path.stations(outcome):
        assert "".join(item.title.split()) in words


def test_no_card_is_split_over_two_sheets():
    for path in SHOWN:
        outcome = public(path)
        printed = [phase for sheet in diagrams.sheets(outcome) for phase in sheet.phases]
        assert len(printed) == len(set(printed))


# Colors


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_text_and_every_line_stands_out_from_its_ground(name):
    look = theme.THEMES[name]
    inks = [look.past, look.here, look.ahead, look.chance, *look.ends.values()]
    grounds = {look.ground, look.shade, *(ink.ground for ink in inks)}
    for text, ground in itertools.product((look.text, look.soft), grounds):
        assert contrast(text, ground) >= 4.5, (text, ground)
    for ground in look.pieces:
        assert contrast(look.text, ground) >= 4.5
    for ink in inks:
        assert contrast(ink.on_line, ink.fill) >= 4.5
        assert contrast(ink.line, ink.ground) >= 4.5  # it is that of small words too
        assert contrast(ink.line, look.ground) >= 3
    assert contrast(look.border, look.ground) >= 3


@pytest.mark.parametrize("name", theme.THEMES)
def test_behind_and_here_differ_in_gray_and_what_is_ahead_is_hollow(name):
    look = theme.THEMES[name]
    assert contrast(look.past.line, look.here.line) >= 1.5
    assert look.ahead.core == look.ground
    assert not look.past.core
    assert not look.here.core
    assert len({theme.ENDS[end] for end in look.ends}) == len(look.ends)


# What differs, and what must not


def rows_of(outcome):
    """Map each station to what its row says: the answer, and the first thing to do."""
    return {
        station.node: (
            [road.label for road in station.roads if road.taken],
            [step.action.do for step in station.steps[:1]],
        )
        for station in diagrams.path.stations(outcome)
    }


def drawn_rows(drawing):
    """Map each station to its row as it is drawn, from its name to the end of the row."""
    return dict(re.findall(r'id="station-([\w-]+)"(.*?)</tr>(?=<hr/>|</table>)', drawing.dot))


def test_two_cases_differ_in_their_ruler_and_in_every_station_that_differs():
    one, other = public(shipped_case("c-dermatology-228")), public(shipped_case("in-range-250"))
    drawn = [diagrams.draw_path(outcome) for outcome in (one, other)]
    assert drawn[0].description.splitlines()[0] != drawn[1].description.splitlines()[0]
    ours, theirs = rows_of(one), rows_of(other)
    differing = [name for name in ours if name in theirs and ours[name] != theirs[name]]
    assert differing
    for name in differing:
        assert drawn_rows(drawn[0])[name] != drawn_rows(drawn[1])[name]


@PATIENT
@given(data=st.data())
def test_no_picture_shows_what_is_private_whatever_was_answered(data):
    kb = shipped()
    outcome = consult(kb, complete(kb, data, {}))
    private = {name for name, question in kb.questions.items() if question.private}
    for shown in (without_private(outcome), beside_plan(outcome)):
        drawing = diagrams.draw_path(shown)
        for name in private & outcome.answers.keys():
            assert f"{kb.questions[name].label} (yours" not in drawing.dot
            assert f"{kb.questions[name].label} (yours" not in drawing.description
        for recommendation in outcome.actions:
            if recommendation.action.private:
                assert recommendation.action.do[:30] not in drawing.description


@PATIENT
@given(data=st.data())
def test_an_answer_about_how_one_is_leaves_no_trace_in_the_picture(data):
    """Whatever else was answered: of two people who differ in that alone, the pictures are equal."""
    kb = shipped()
    answers = complete(kb, data, {"wellbeing": "fine"})
    if answers.get("wellbeing") != "fine":
        return
    drawn = set()
    for word in ("fine", "distressed", "unsafe"):
        outcome = without_private(consult(kb, {**answers, "wellbeing": word}))
        drawn.add(diagrams.draw_path(outcome).description)
    assert len(drawn) == 1
