"""What the shipped base is drawn and written out as: the gallery, sizes, calendars, copies to show around."""

import re
from functools import cache
from xml.etree import ElementTree

import gallery
import icalendar
import pytest
from worlds import ROOT, SAMPLE, WITH_FIGURES, called, outcome_of_case, shipped, shipped_case

import diagrams
from engine.consultation.deidentified import beside_plan, without_private
from engine.output import calendar
from engine.output.opening import opening
from engine.output.path_text import outline

GALLERY = ROOT / "diagrams" / "gallery"
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    "match-week-awaiting": "week-waiting",
    "match-week-offer": "week-soap-preliminary",
    "match-week-over": "week-soap-nothing",
    "matched": "week-matched",
    "rehearsal": "rehearsal-in-november",
    "in-range": "in-range-family-medicine-240",
    "a-slightly-below": "a-anesthesiology-234",
    "b-clearly-below": "b-general-surgery-222",
    "c-at-risk": "c-dermatology-228",
    "failed": "failed-once-210",
    "no-attempts-left": "no-attempts-left",
    "interviews": "interviews-january",
    "ranked": "ranked-march",
    "between-cycles": "between-cycles-230",
    "unsafe": "unsafe-surgery-226",
}
DARK = [f"{name}-dark" for name in DRAWN]
PHASES = {"base": "", **{f"base-{phase.phase}": phase.phase for phase in shipped().phases}}


@cache
def svg_of(path, theme="light"):
    outcome = outcome_of_case(path)
    if opening(outcome).alone:
        return diagrams.render(diagrams.draw_alone(outcome, theme), "svg")
    return diagrams.render(diagrams.draw_path(without_private(outcome), theme), "svg")


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_no_picture_is_larger_than_300_kb(path):
    assert len(svg_of(path)) < 300_000


def skeleton(svg):
    """Give what of a picture does not depend on the fonts of a machine: ids, classes and texts."""
    root = ElementTree.fromstring(svg)
    named = [(e.tag, e.get("id"), e.get("class")) for e in root.iter() if e.get("id")]
    return named, [e.text for e in root.iter() if e.tag in (f"{SVG}title", f"{SVG}desc")]


@WITH_FIGURES
@pytest.mark.parametrize("name", [*DRAWN, *DARK, *PHASES])
def test_the_gallery_is_up_to_date(kb, name):
    kept = (GALLERY / f"{name}.svg").read_bytes()
    road = name.removesuffix("-dark")
    if road in DRAWN:
        drawn = svg_of(shipped_case(DRAWN[road]), "light" if road == name else "dark")
    else:
        drawn = diagrams.render(diagrams.draw_whole(kb, PHASES[name]), "svg")
    assert skeleton(kept) == skeleton(drawn)
    assert f"diagrams/gallery/{name}.svg" in (ROOT / "README.md").read_text()


@WITH_FIGURES
def test_the_first_screen_of_the_readme_is_up_to_date():
    said = gallery.texts()
    for ending in gallery.THEMES:
        kept = (GALLERY / f"path-begins{ending}.svg").read_bytes()
        assert skeleton(kept) == skeleton(gallery.begun(ending))
        for name, text in said.items():
            assert (GALLERY / f"{name}{ending}.svg").read_text() == gallery.drawn(
                name, text, ending
            )


def test_no_picture_of_the_gallery_asks_an_address_for_anything():
    for path in GALLERY.glob("*.svg"):
        assert not re.search(r"url\([\"']?http|@import|href=|<image", path.read_text())


def test_the_gallery_holds_nothing_else():
    first_screen = ["path-begins", *gallery.COMMANDS]
    both = [f"{name}{ending}" for name in first_screen for ending in gallery.THEMES]
    assert {path.stem for path in GALLERY.glob("*.svg")} == {*DRAWN, *DARK, *PHASES, *both}
    readme = (ROOT / "README.md").read_text()
    for name in both:
        assert f"diagrams/gallery/{name}.svg" in readme


def marked_next(items):
    """Name the steps that a list of the path marks as the next."""
    for item in items:
        if item.text.startswith("Next, "):
            yield item.action
        yield from marked_next(item.below)


def is_about_what_is_private(row, kb):
    return any(getattr(kb.facts.get(name), "private", False) for name in row.when.names)


@pytest.mark.parametrize("path", SAMPLE, ids=called)
def test_what_is_next_in_the_picture_is_the_first_step_of_the_page_that_is_not_private(path, kb):
    """A row of first.yaml that asks about what is private doesn't tell by its order either."""
    outcome = outcome_of_case(path)
    shown = without_private(outcome)
    first = [step.action.id for step in opening(outcome).steps]
    told = [name for name in first if name in shown.recommended]
    if not told or is_about_what_is_private(outcome.first, kb):
        told = list(shown.next)
    assert list(marked_next(outline(outcome))) == first[:1]
    assert list(marked_next(outline(shown))) == told[:1]


@pytest.mark.parametrize("path", SAMPLE, ids=called)
def test_beside_the_plan_no_other_step_is_next_than_the_plans_first(path):
    outcome = outcome_of_case(path)
    first = [step.action.id for step in opening(outcome).steps[:1] if not step.action.private]
    assert list(marked_next(outline(beside_plan(outcome)))) == first


def days_in_the_calendar(name):
    outcome = outcome_of_case(shipped_case(name))
    events = icalendar.Calendar.from_ical(calendar.to_ics(outcome, outcome.today)).walk("VEVENT")
    return {str(event["summary"]): str(event["dtstart"].dt) for event in events}


def test_a_calendar_has_the_dates_of_the_cycle():
    days = days_in_the_calendar("interviews-neurology-215")
    # In hours of UTC: 9 p.m. and noon Eastern.
    assert days["Rank lists are certified"] == "2027-03-04 02:00:00+00:00"
    assert days["Match Day"] == "2027-03-19 16:00:00+00:00"


def test_a_calendar_has_no_day_of_a_cycle_whose_dates_are_not_published():
    assert days_in_the_calendar("undecided-236") == {
        "Book 30 minutes with someone who has served on a residency selection committee.": "2026-11-29",
        "Spend one hour finding out exactly what went wrong, on one page.": "2026-12-22",
        "Change the way you prepare before the next exam.": "2026-12-22",
        "Name one specialty by the end of the month, even in pencil.": "2026-12-22",
    }


def test_a_score_is_shown_as_the_band_it_lies_in(run):
    case = shipped_case("c-dermatology-228")
    assert "228" not in run("plan", case, "--deidentified").stdout
    assert "Step 2 CK: 220 to 229" in run("tree", case, "--deidentified", "--format", "dot").stdout


def test_health_conduct_and_exam_failures_are_left_out_of_a_copy_to_show_around(kb):
    private = {question.id for question in kb.questions.values() if question.private}
    assert private >= {
        "wellbeing", "circumstances", "red_flags", "changed", "attempts", "step1", "exam_weakness",
    }  # fmt: skip
