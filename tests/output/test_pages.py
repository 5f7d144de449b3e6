"""What a person takes away: the plan as a page, Markdown, a calendar; a sheet for a meeting; a copy to show around."""

import datetime
import html.parser
import json
import re

import icalendar
import msgspec
import pytest
from hostile import START, hostile
from worlds import SOME_CASES, called, outcome_of_case, shipped_case, small_case

import diagrams
from diagrams import shown
from engine.consultation import deidentified
from engine.output import calendar, page, plan_json, plan_parts, plan_text, wording
from engine.output.opening import opening
from engine.output.picture import Picture

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def late():
    return outcome_of_case(small_case("late-abroad"))


@pytest.fixture(scope="module")
def shaken():
    return outcome_of_case(small_case("shaken-abroad"))


def whole_page(outcome):
    return page.to_html(outcome, shown.pictures(outcome))


def events_of(outcome):
    return icalendar.Calendar.from_ical(calendar.to_ics(outcome, TODAY)).walk("VEVENT")


class Reader(html.parser.HTMLParser):
    """Read a page: its ids, its tags and its words, and what it would fetch."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.tags, self.texts, self.fetched, self.anchors = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        known = dict(attrs)
        self.ids += [known["id"]] if "id" in known else []
        named = [known[name] for name in ("src", "href", "xlink:href") if known.get(name)]
        if tag == "a":  # fetches nothing until it is followed
            self.anchors += [name for name in named if name.startswith("#")]
        else:
            self.fetched += named

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.texts).split())


# The page


def test_the_page_stands_alone(late):
    text = whole_page(late)
    reader = Reader(text)
    assert "svg" in reader.tags
    assert not {"link", "iframe", "img", "object"} & set(reader.tags)
    assert text.count("<script>") == reader.tags.count("script") == 1
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.fetched == []


def test_every_station_leads_to_its_step_in_the_page_and_back(late):
    reader = Reader(whole_page(late))
    leading = {name.removeprefix("#") for name in reader.anchors}
    assert {"step-block-it", "step-unblock"} <= leading
    assert any("station-" in name for name in leading)
    assert leading <= set(reader.ids)


def test_every_step_has_its_how_why_and_source_and_a_box_if_there_is_something_to_do(late):
    reader = Reader(whole_page(late))
    to_do = [step for step in late.actions if step.action.strength != "avoid"]
    assert reader.tags.count("input") == len(to_do) < len(late.actions)
    for step in late.actions:
        advice = wording.worded(late, step)
        for text in (advice.do, advice.how, advice.because):
            assert " ".join(text.split()) in reader.words


def test_every_source_that_is_named_is_a_numbered_note_that_leads_back(late):
    text = whole_page(late)
    cited = {name.partition("/")[0] for step in late.actions for name in step.action.sources}
    numbers = []
    for name in cited:
        source = late.kb.sources[name]
        (note,) = [line for line in text.splitlines() if f">{source.title}. " in line]
        assert source.publisher in note
        assert f"checked on {source.checked_on}" in note
        numbers += re.findall(r'id="note-(\d+)"', note)
    for step in late.actions:
        (told,) = re.findall(
            rf'id="step-{step.action.id}".*?class="about">(.*?)</p>', text, re.DOTALL
        )
        for number in re.findall(r'href="#note-(\d+)"', told):
            (note,) = re.findall(rf'id="note-{number}".*?</li>', text)
            assert f'href="#step-{step.action.id}"' in note
    assert len(set(numbers)) == len(cited)


def test_texts_that_can_be_sent_as_they_stand_are_set_apart(shaken):
    sample = '<blockquote class="sample">“I have lost my passport, and need you beside me for an hour today.”'
    assert sample in page.to_html(shaken)


def test_sections_come_in_the_order_of_time_with_the_days_left(shaken):
    titles = [title for title, _ in plan_parts.sections(shaken, opening(shaken))]
    # The three that come first stand above all sections.
    assert titles[:1] == [
        "Before the counter closes for the holidays (Friday, December 18, 2026), 26 days left",
    ]
    starts = [title.startswith("If ") for title in titles]
    assert any(starts)
    assert starts == sorted(starts)


# Nothing that an advisor writes breaks out


def test_no_text_of_the_base_breaks_out_of_the_page(late):
    reader = Reader(whole_page(hostile(late)))
    assert "b" not in reader.tags
    assert START in reader.words


def test_no_text_of_the_base_breaks_out_of_markdown(late):
    text = page.to_markdown(hostile(late))
    assert "<b>" not in text.split("## Your path")[0]
    assert r'\<b\>&"quotes"\</b\> {x\|y} \\N \*\_\`\#\| 😀 שלום' in text


def test_no_text_of_the_base_breaks_out_of_a_calendar(shaken):
    events = events_of(hostile(shaken))
    summaries = [str(event["summary"]) for event in events]
    troubled = [summary for summary in summaries if "long long" in summary]
    assert len(troubled) >= 4
    assert all("<b>&" in summary and "😀 שלום" in summary for summary in troubled)
    for event in events:
        assert set(event) <= {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "TRANSP"}


# The calendar


def test_a_calendar_has_the_milestones_and_the_steps_with_a_date(shaken):
    events = events_of(shaken)
    days = {str(event["summary"]): event["dtstart"].dt for event in events}
    assert days["The counter closes for the holidays"] == datetime.date(2026, 12, 18)
    assert days["Get the report on paper."] == datetime.date(2026, 12, 18)
    assert days["Sit down and call somebody."] == TODAY
    assert all(day >= TODAY for day in days.values())
    assert len({str(event["uid"]) for event in events}) == len(events)


# The meeting sheet


def test_the_meeting_sheet_has_figures_papers_questions_and_room(late, small):
    text = page.to_meeting(late)
    words = Reader(text).words
    assert "Days to spare -6" in words
    for line in (*small.head.meeting.bring, *small.head.meeting.ask, *small.head.meeting.decided):
        assert line in words
    assert text.count('class="room"') == len(small.head.meeting.ask) + len(
        small.head.meeting.decided
    )


# A copy to show around


@pytest.mark.parametrize("path", SOME_CASES, ids=called)
def test_a_copy_to_show_around_carries_nothing_private_and_no_exact_number(path):
    outcome = outcome_of_case(path)
    kb = outcome.kb
    shown = deidentified.coarsened(outcome)
    drawing = diagrams.draw_path(shown)
    texts = (
        plan_text.to_text(shown),
        page.to_markdown(shown),
        drawing.description,
        str(drawing.hover),
        drawing.dot,
    )
    private = {name for name in outcome.answers if kb.questions[name].private}
    coarse = {name for name in outcome.answers if kb.questions[name].coarse}
    worked_out = {name for name, value in outcome.facts.items() if isinstance(value, int)}
    for text in texts:
        for name in private:
            assert f"{kb.questions[name].label}:" not in text
        for name in coarse:
            exact = rf"{kb.questions[name].label}: {outcome.answers[name]}\b(?!\s+to)"
            assert not re.search(exact, text)
        for name in worked_out if coarse else ():
            rests_on = dict(outcome.firings("conclusion", name)[0].facts)
            if coarse & rests_on.keys():
                exact = rf"{re.escape(kb.facts[name].label)}: {outcome.facts[name]}\b(?!\s+to)"
                assert not re.search(exact, text)
    left = {recommendation.action.id for recommendation in shown.actions}
    for firing in outcome.trace:
        if firing.kind == "action" and private & dict(firing.facts).keys():
            assert firing.id not in left


# Which picture is open


def test_the_picture_that_lies_behind_the_reader_is_folded_and_the_next_is_open(late):
    svg = '<svg viewBox="0 0 100 50"></svg>'
    drawn = [Picture("Step 0", svg, behind=True), Picture("Step 1", svg), Picture("Step 2", svg)]
    content = page.plan_content(late, drawn)
    assert [one["folded"] for one in content["pictures"]] == [True, False, False]


def test_one_picture_is_open_where_all_lie_behind_or_it_is_too_high(late):
    behind, high = '<svg viewBox="0 0 100 50"></svg>', '<svg viewBox="0 0 100 500"></svg>'
    for drawn in ([Picture("Step 0", behind, behind=True)], [Picture("Step 0", high)]):
        assert [one["folded"] for one in page.plan_content(late, drawn)["pictures"]] == [False]


def test_in_match_week_the_picture_of_the_week_is_open_and_what_led_there_folded():
    outcome = outcome_of_case(shipped_case("week-waiting"))
    assert [one.behind for one in shown.pictures(outcome)] == [True, False]


# Data


def test_what_a_program_gets_is_json_and_nothing_else(late):
    found = plan_json.to_json(late)
    assert json.loads(json.dumps(found)) == found
    assert msgspec.json.decode(msgspec.json.encode(found)) == found
