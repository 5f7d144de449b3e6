"""The plan as a browser shows it, on screen, on a phone and on paper, within what one can take in.

Each run measures one case, `make test-browser` all that are shipped.
"""

import io
from functools import cache

import pytest
from pypdf import PdfReader
from worlds import CASES, called, outcome_of_case, shipped_case

from engine.commands import plan
from engine.output import formats
from engine.output.page import to_meeting

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SHEET = {"width": 739, "height": 979}  # what the margins leave of Letter, at 96 pixels an inch
IN_EACH_RUN = "c-dermatology-228"
ALONE = shipped_case("unsafe-surgery-226")


def cases(paths):
    """Give the cases as parameters: all but one take long."""
    return [
        pytest.param(
            path, id=called(path), marks=[] if path.stem == IN_EACH_RUN else pytest.mark.long
        )
        for path in paths
    ]


@cache
def page_of(path):
    kind = formats.named("html")
    return plan.plan_bytes(outcome_of_case(path), kind, 78)


@pytest.fixture
def shown(browser, tmp_path):
    """Show the page of a case, and give it with the addresses it asked for."""
    contexts = []

    def show(path, size=DESK, scheme="light", javascript=True):
        file = tmp_path / f"{path.stem}.html"
        file.write_bytes(page_of(path))
        context = browser.new_context(
            viewport=size, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def unfold(page):
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def height(page):
    return page.evaluate("document.documentElement.scrollHeight")


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("path", cases(CASES))
def test_the_first_page_has_at_most_four_hundred_words(shown, path):
    words = shown(path).inner_text("#first").split()
    assert len(words) <= 400


@pytest.mark.parametrize("path", cases(CASES))
def test_a_plan_takes_at_most_four_screens_and_six_on_a_phone(shown, path):
    assert height(shown(path)) <= 4 * DESK["height"]
    assert height(shown(path, PHONE)) <= 6 * PHONE["height"]


@pytest.mark.parametrize("path", cases(CASES))
def test_nothing_has_to_be_scrolled_sideways(shown, path):
    for size in (DESK, PHONE):
        page = shown(path, size)
        assert width(page) <= size["width"]
        unfold(page)
        assert width(page) <= size["width"]


@pytest.mark.parametrize("path", cases(CASES))
def test_a_plan_prints_on_four_pages_and_its_picture(shown, path):
    page = shown(path)
    pictures = page.locator("figure").count()
    printed = PdfReader(io.BytesIO(page.pdf(format="Letter", prefer_css_page_size=True)))
    assert len(printed.pages) <= 4 + pictures


@pytest.mark.parametrize("path", cases(CASES))
def test_on_paper_nothing_is_wider_than_the_sheet(shown, path):
    """What is wider would make a browser print all of it smaller."""
    page = shown(path, SHEET)
    page.emulate_media(media="print")
    assert width(page) <= SHEET["width"]


@pytest.mark.parametrize("path", cases(CASES))
def test_everybody_can_use_it(shown, path):
    for size in (DESK, PHONE):
        for scheme in ("light", "dark"):
            page = shown(path, size, scheme)
            unfold(page)
            violations = axe.Axe().run(page).response["violations"]
            faults = [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
            assert faults == []


@pytest.mark.parametrize("path", cases(CASES))
def test_every_anchor_leads_to_something_that_can_be_seen(shown, path):
    page = shown(path)
    names = page.eval_on_selector_all(
        "a", "all => all.map(a => a.getAttribute('href') ?? a.getAttribute('xlink:href'))"
    )
    for name in {name for name in names if name and name.startswith("#")}:
        page.evaluate("name => { location.hash = name }", name)
        assert page.locator(f'[id="{name[1:]}"]').is_visible(), name


@pytest.mark.parametrize("path", cases(CASES))
def test_it_asks_no_address_for_anything(shown, path):
    page = shown(path)
    unfold(page)
    assert page.asked == [page.url]


@pytest.mark.parametrize("path", cases([shipped_case(IN_EACH_RUN), ALONE]))
def test_what_was_ticked_is_ticked_after_a_reload_and_can_be_handed_over(shown, path):
    page = shown(path)
    assert page.locator(".ticked").is_hidden()
    box = page.locator("input").first
    step = box.get_attribute("data-step")
    box.check()
    page.reload()
    assert page.locator("input:checked").count() == 1
    assert page.locator(".ticked code").inner_text() == f"matchpath done me.yaml {step}"
    page.locator("input").first.uncheck()
    assert page.locator(".ticked").is_hidden()


@pytest.mark.parametrize("path", cases([shipped_case(IN_EACH_RUN)]))
def test_without_a_script_nothing_is_missing_but_the_buttons(shown, path):
    page = shown(path, javascript=False)
    assert page.locator("blockquote").count() == page.locator("button.copy:not(.ticked *)").count()
    assert page.locator("button:visible").count() == 0


@pytest.mark.parametrize("path", cases(CASES))
def test_the_meeting_sheet_prints_on_one_leaf(browser, path):
    page = browser.new_page()
    page.set_content(to_meeting(outcome_of_case(path), private=True))
    printed = PdfReader(io.BytesIO(page.pdf(format="Letter", prefer_css_page_size=True)))
    page.close()
    assert len(printed.pages) <= 2


def test_its_title_names_nothing_private():
    for path in (shipped_case(IN_EACH_RUN), ALONE):
        title = page_of(path).decode().partition("<title>")[2].partition("</title>")[0]
        assert title.startswith("Your plan · Knowledge base ")
