"""The plan as a browser shows it, on screen, on a phone and on paper, within what one can take in.

Each run measures one case, `make test-browser` all that are shipped. The page of a case is opened
once for all that is measured of it, which lies in a row: pytest puts together what shares a page.
"""

import io
from pathlib import Path

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

ONE_OF_EACH_LOOK = Path(__file__).with_name("one_of_each_look.js").read_text()
OF_COLORS = [
    "color-contrast",
    "link-in-text-block",
]  # the rules that read colors, and the slow ones


def cases(paths):
    """Give the cases as parameters: all but one take long."""
    return [
        pytest.param(
            path, id=called(path), marks=[] if path.stem == IN_EACH_RUN else pytest.mark.long
        )
        for path in paths
    ]


def page_of(path):
    kind = formats.named("html")
    return plan.plan_bytes(outcome_of_case(path), kind, 78)


def opened_in(context, address):
    """Open a page in a window of its own, and note the addresses that it asks for."""
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(address)
    return page


@pytest.fixture(scope="module", params=cases(CASES))
def opened(request, browser, tmp_path_factory):
    """Open the page of a case."""
    file = tmp_path_factory.mktemp("plan") / f"{request.param.stem}.html"
    file.write_bytes(page_of(request.param))
    context = browser.new_context(viewport=DESK, color_scheme="light")
    page = opened_in(context, file.as_uri())
    yield page
    context.close()


@pytest.fixture
def shown(opened):
    """Give the page of a case as it was opened: on a desk, in light, folded."""
    fold(opened)
    opened.evaluate("location.hash = ''")
    opened.set_viewport_size(DESK)
    opened.emulate_media(media="screen", color_scheme="light")
    return opened


def fold(page):
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = false")


def unfold(page):
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def height(page):
    return page.evaluate("document.documentElement.scrollHeight")


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


def printed_pages(page):
    return len(PdfReader(io.BytesIO(page.pdf(format="Letter", prefer_css_page_size=True))).pages)


def violations(page, options, where="() => document"):
    """Give what axe finds, as the rule and where it is broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.Axe().axe_script)
    found = page.evaluate(
        f"options => axe.run(({where})(), options).then(results => results.violations)",
        {"resultTypes": ["violations"], **options},
    )
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def test_the_first_page_has_at_most_four_hundred_words(shown):
    words = shown.inner_text("#first").split()
    assert len(words) <= 400


def test_a_plan_takes_at_most_four_screens_at_a_desk(shown):
    assert height(shown) <= 4 * DESK["height"]


def test_a_plan_takes_at_most_six_screens_of_a_phone(shown):
    shown.set_viewport_size(PHONE)
    assert height(shown) <= 6 * PHONE["height"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_has_to_be_scrolled_sideways(shown, size):
    shown.set_viewport_size(size)
    folded = width(shown)
    unfold(shown)
    assert (folded <= size["width"], width(shown) <= size["width"]) == (True, True)


def test_a_plan_prints_on_four_pages_and_its_picture(shown):
    assert printed_pages(shown) <= 4 + shown.locator("figure").count()


def test_on_paper_nothing_is_wider_than_the_sheet(shown):
    """What is wider would make a browser print all of it smaller."""
    shown.set_viewport_size(SHEET)
    shown.emulate_media(media="print")
    assert width(shown) <= SHEET["width"]


def test_everybody_can_use_it(shown):
    unfold(shown)
    assert violations(shown, {}) == []


def test_everybody_can_use_it_on_a_phone(shown):
    """The rules that read colors are tried apart: they take long, and width is little to them."""
    shown.set_viewport_size(PHONE)
    unfold(shown)
    others = {"rules": {name: {"enabled": False} for name in OF_COLORS}}
    assert violations(shown, others) == []


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(DESK, "dark"), (PHONE, "light"), (PHONE, "dark")],
    ids=["dark", "phone-light", "phone-dark"],
)
def test_everybody_can_tell_its_colors_apart(shown, size, scheme):
    shown.set_viewport_size(size)
    shown.emulate_media(color_scheme=scheme)
    unfold(shown)
    of_colors = {"runOnly": {"type": "rule", "values": OF_COLORS}}
    each_look = f"() => ({{include: ({ONE_OF_EACH_LOOK})()}})"
    assert violations(shown, of_colors, each_look) == []


def test_every_anchor_leads_to_something_that_can_be_seen(shown):
    lead_nowhere = shown.evaluate("""async () => {
      const names = [...document.querySelectorAll("a")].map(
        (one) => one.getAttribute("href") ?? one.getAttribute("xlink:href"));
      const lost = [];
      for (const name of new Set(names.filter((name) => name?.startsWith("#")))) {
        for (const one of document.querySelectorAll("details[open]")) one.open = false;
        const led = new Promise((done) => addEventListener("hashchange", done, {once: true}));
        location.hash = name;
        await led;
        if (!document.getElementById(name.slice(1))?.getClientRects().length) lost.push(name);
      }
      return lost;
    }""")
    assert lead_nowhere == []


def test_what_was_ticked_is_ticked_after_a_reload_and_can_be_handed_over(shown):
    unfold(shown)
    assert shown.locator(".ticked").is_hidden()
    if not shown.locator("input").count():
        pytest.skip("there is nothing to tick: the result has to be answered first")
    box = shown.locator("input").first
    step = box.get_attribute("data-step")
    box.press("Space")
    shown.locator(".ticked").wait_for()  # then the tick is kept
    assert shown.locator(".unkept").is_hidden()
    shown.reload()
    unfold(shown)
    shown.locator(".ticked").wait_for()
    assert shown.locator("input:checked").count() == 1
    assert shown.locator(".ticked code").inner_text() == f"matchpath done me.yaml {step}"
    shown.locator("input").first.press("Space")
    assert shown.locator(".ticked").is_hidden()


def test_it_asks_no_address_for_anything(shown):
    unfold(shown)
    assert set(shown.asked) == {shown.url.partition("#")[0]}


@pytest.fixture
def window(browser, tmp_path):
    """Open the page of a case as often as it is called, in tabs of one window."""
    file = tmp_path / "plan.html"
    file.write_bytes(page_of(shipped_case(IN_EACH_RUN)))
    context = browser.new_context(viewport=DESK)
    yield lambda: opened_in(context, file.as_uri())
    context.close()


def test_what_is_ticked_in_one_tab_is_ticked_in_the_other(window):
    one, other = window(), window()
    one.locator("input").first.press("Space")
    other.locator(".ticked").wait_for()
    other.locator("input").nth(1).press("Space")
    one.wait_for_function("document.querySelectorAll('input:checked').length == 2")
    assert one.locator(".ticked code").inner_text().count("matchpath done") == 2


def test_where_a_browser_keeps_nothing_the_page_says_so(window):
    page = window()
    page.evaluate("""() => {
      for (let size = 2 ** 24; size >= 1; size /= 2)
        try { localStorage.setItem("x" + size, "x".repeat(size)); } catch { /* it is nearly full */ }
    }""")
    page.locator("input").first.press("Space")
    page.locator(".ticked").wait_for()
    assert "This browser can’t keep ticks" in page.locator(".ticked").inner_text()


def test_without_a_script_nothing_is_missing_but_the_buttons(browser, tmp_path):
    file = tmp_path / "plan.html"
    file.write_bytes(page_of(shipped_case(IN_EACH_RUN)))
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = opened_in(context, file.as_uri())
    assert page.locator("blockquote").count() == page.locator("button.copy:not(.ticked *)").count()
    assert page.locator("button:visible").count() == 0
    context.close()


@pytest.fixture(scope="module")
def paper(browser):
    """Give a page to print from."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", cases(CASES))
def test_the_meeting_sheet_prints_on_one_leaf(paper, path):
    paper.set_content(to_meeting(outcome_of_case(path), private=True))
    assert printed_pages(paper) <= 2


def test_its_title_names_nothing_private():
    for path in (shipped_case(IN_EACH_RUN), ALONE):
        title = page_of(path).decode().partition("<title>")[2].partition("</title>")[0]
        assert title.startswith("Your plan · Knowledge base ")
