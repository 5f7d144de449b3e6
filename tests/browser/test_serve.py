"""A consultation in a real browser, as `matchpath serve` shows it: with and without JavaScript, by keyboard, on a phone."""

import pytest
import serving
from worlds import outcome_of_case, shipped_case

from engine.language.loader import BUILT_IN
from engine.output import plan_json
from engine.web.form import texts
from engine.web.kept import Kept, packed

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytest.importorskip("flask", reason="Flask is not installed")

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
IN_EACH_RUN = "c-dermatology-228"
SIX = (
    IN_EACH_RUN, "unsafe-surgery-226", "week-waiting", "failed-once-210", "in-range-family-medicine-240", "undecided-230",
)  # fmt: skip


@pytest.fixture(scope="module")
def place():
    """Serve the shipped base; give the address of its pages."""
    with serving.served(BUILT_IN) as (address, _):
        yield address


@pytest.fixture
def opened(browser, place):
    """Open the pages in a window of their own, and note every address that it asks for."""
    contexts = []

    def open_(path="", kept="", size=DESK, scheme="light", javascript=True):
        context = browser.new_context(
            viewport=size, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        if kept:
            context.add_cookies([{"name": "kept", "value": kept, "url": place}])
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request))
        page.goto(place + path)
        return page

    yield open_
    for context in contexts:
        context.close()


def at(page):
    """Give the place in the pages, below their root."""
    return page.url.split("/", 4)[4]


def answer(page, value):
    """Give an answer as a person does: type it or choose it, then continue.

    By keyboard: before a click Playwright waits until the page stands still, a third of a second.
    """
    for text in texts(value):
        choice = page.locator(f'input[value="{text}"][name=answer]:not([inputmode])')
        if choice.count():
            choice.press("Space")
        else:
            page.fill("#number", text)
    with page.expect_navigation():  # the next page is another, or the same with a fault
        page.press("button.main", "Enter")


def answer_case(page, outcome, turn=None):
    """Answer what is asked as a case does, to the answers to check; `turn` looks at each page."""
    follow(page, "a.button")
    for _ in range(60):
        if turn:
            turn(page)
        if at(page) == "answers":
            return
        if at(page) == "support":
            follow(page, 'a[href="./next"]')
            continue
        answer(page, outcome.answers[at(page).removeprefix("question/")])
    raise AssertionError(f"no end of questions: {at(page)}")


def follow(page, selector):
    """Click what leads to another page, and wait for that: it may be slow to come."""
    with page.expect_navigation():
        page.click(selector)


def back(page):
    """Go back as a person does: from a page that has come, since a browser refuses between two."""
    page.wait_for_load_state()
    page.go_back()


def width(page):
    return page.evaluate("document.documentElement.scrollWidth")


def kept_of(outcome):
    return packed(Kept(outcome.answers, today=outcome.today))


def cases(names, in_each_run=(IN_EACH_RUN,)):
    return [
        pytest.param(name, marks=[] if name in in_each_run else pytest.mark.long, id=name)
        for name in names
    ]


@pytest.mark.parametrize(
    "javascript",
    [pytest.param(False, id="without"), pytest.param(True, marks=pytest.mark.long, id="with")],
)
@pytest.mark.parametrize("name", cases(SIX, ("week-waiting",)))  # with few questions
def test_a_whole_case_comes_to_its_plan(opened, place, name, javascript):
    """The moment of a case travels as in a file that was opened, before the first answer."""
    outcome = outcome_of_case(shipped_case(name))
    page = opened(kept=packed(Kept(today=outcome.today)), javascript=javascript)
    answer_case(page, outcome)
    follow(page, "a.button")
    assert page.locator("h1").inner_text() == "Your plan"
    data = page.context.request.get(f"{place}plan.json").json()
    assert data == plan_json.to_json(outcome)
    assert all(request.url.startswith(place) for request in page.asked)


@pytest.mark.long
def test_no_address_and_no_referrer_says_an_answer(opened):
    outcome = outcome_of_case(shipped_case(IN_EACH_RUN))
    left = ("step2_ck", "circumstances", "letters")
    begun = {name: value for name, value in outcome.answers.items() if name not in left}
    page = opened(kept=packed(Kept(begun, today=outcome.today)))
    answer_case(page, outcome)
    addresses = [request.url for request in page.asked]
    assert all(any(address.endswith(f"question/{name}") for address in addresses) for name in left)
    for request in page.asked:
        assert "?" not in request.url
        assert "#" not in request.url
        assert "referer" not in request.all_headers()
    names = {request.url.rpartition("/")[2] for request in page.asked}
    given = {text for value in outcome.answers.values() for text in texts(value)}
    assert names & given == set()


@pytest.mark.long
def test_back_reload_and_another_answer_work_as_a_browser_has_them(opened):
    page = opened("question/stage")
    page.check("input[value=rotations]")
    follow(page, "button.main")
    second = at(page)
    back(page)
    assert at(page) == "question/stage"
    page.reload()
    assert page.locator("input[value=rotations]").is_checked()
    page.check("input[value=interviews]")
    follow(page, "button.main")
    assert at(page).startswith("question/")
    follow(page, "a.back")
    assert page.locator("input[value=interviews]").is_checked()
    assert second.startswith("question/")


def test_an_error_says_what_is_wrong_and_keeps_what_was_typed(opened):
    outcome = outcome_of_case(shipped_case(IN_EACH_RUN))
    first = {name: value for name, value in outcome.answers.items() if name != "step2_ck"}
    page = opened("question/step2_ck", packed(Kept(first, today=outcome.today)))
    page.fill("#number", "two hundred")
    follow(page, "button.main")
    assert page.title().startswith("Error: ")
    assert page.locator("[role=alert]").is_visible()
    assert page.input_value("#number") == "two hundred"
    assert page.get_attribute("#number", "aria-describedby") == "wrong"
    page.fill("#number", "228")
    follow(page, "button.main")
    assert at(page) == "answers"


@pytest.mark.parametrize("javascript", [False, True])
def test_after_erasing_back_shows_no_answer(opened, javascript):
    outcome = outcome_of_case(shipped_case(IN_EACH_RUN))
    page = opened("answers", kept_of(outcome), javascript=javascript)
    follow(page, 'main a:has-text("Change") >> nth=0')
    follow(page, "text=Erase my answers")
    assert at(page) == "erased"
    assert page.context.cookies() == []
    for _ in range(2):
        back(page)
        assert page.locator("input:checked").count() == 0
        assert "Dermatology" not in page.inner_text("body")


@pytest.mark.long
def test_the_keyboard_alone_is_enough(opened):
    page = opened()
    page.locator("a.button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/question/stage")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "answer":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Continue"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("question/stage"))
    back(page)
    assert page.locator("input").nth(1).is_checked()


def test_the_first_stop_of_the_keyboard_skips_to_the_question(opened):
    page = opened("question/stage")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.long
def test_ticks_of_the_plan_are_noted_and_the_answer_they_settle_is_offered(opened):
    outcome = outcome_of_case(shipped_case(IN_EACH_RUN))
    page = opened("plan", kept_of(outcome), javascript=False)
    box = page.locator("input[name=done]").first
    step = box.get_attribute("value")
    box.check()
    follow(page, "text=Save what I ticked as done")
    assert at(page) == "done"
    assert page.locator(f'input[name=undo][value="{step}"]').count() == 1
    page.goto(page.url.replace("/done", "/plan"))
    assert page.locator(f'input[name=done][value="{step}"]').count() == 0


@pytest.mark.long
def test_a_text_can_be_copied_by_the_one_script_that_may_run(opened):
    outcome = outcome_of_case(shipped_case(IN_EACH_RUN))
    page = opened("plan", kept_of(outcome))
    page.locator(".draft summary").first.click()
    assert page.locator("button.copy").first.is_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("button.copy").first.click()
    page.locator("button.copy >> text=Copied").first.wait_for()


@pytest.mark.long
def test_the_answers_can_be_saved_and_opened_again(opened, tmp_path):
    outcome = outcome_of_case(shipped_case(IN_EACH_RUN))
    page = opened("keep", kept_of(outcome))
    with page.expect_download() as saving:
        page.click("text=me.yaml")
    saving.value.save_as(tmp_path / "me.yaml")
    other = opened()
    other.set_input_files("#case", tmp_path / "me.yaml")
    follow(other, "text=Open")
    assert at(other) == "answers"
    assert "Dermatology" in other.inner_text("main")


EVERY_KIND = {
    "start": "", "first": "question/stage", "number": "question/step2_ck", "several": "question/red_flags",
    "table": "question/specialty", "check": "answers", "keep": "keep", "support": "support",
    "two lines": "two-lines", "plan": "plan", "done": "done", "texts": "texts", "levers": "what-if",
    "instead": "what-if/specialty", "none": "nix", "erased": "erased",
}  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=kind, marks=[] if kind == "table" else pytest.mark.long)
        for kind, path in EVERY_KIND.items()
    ],
)
def test_every_kind_of_page_fits_a_phone_and_can_be_used_by_everybody(opened, path):
    outcome = outcome_of_case(shipped_case(IN_EACH_RUN))
    kept = packed(
        Kept(outcome.answers, instead={"specialty": "family-medicine"}, today=outcome.today)
    )
    for size, scheme in ((DESK, "light"), (PHONE, "dark")):
        page = opened(path, kept, size, scheme)
        assert width(page) <= size["width"]
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert width(page) <= size["width"]
        violations = axe.Axe().run(page).response["violations"]
        faults = [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
        assert faults == []


@pytest.mark.long
def test_a_page_with_an_error_can_be_used_by_everybody(opened):
    page = opened("question/stage", size=PHONE)
    follow(page, "button.main")
    assert page.title().startswith("Error: ")
    violations = axe.Axe().run(page).response["violations"]
    assert [one["id"] for one in violations] == []
