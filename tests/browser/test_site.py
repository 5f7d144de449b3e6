"""A site in a real browser: a whole consultation without a network, and the same plan as elsewhere.

It needs what `make site` fetches, Node and a browser. Each run goes through one case; `make
test-browser` takes more, and holds the plans of all against those of the command line.
"""

import datetime
import functools
import http.server
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from worlds import CASES, ROOT, outcome_of_case, shipped_case

from engine.consultation.consult import consult
from engine.consultation.moment import EASTERN, minute_of
from engine.output import plan_json
from engine.output.opening import opening
from engine.web.form import texts
from engine.web.site import runtime

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

RUNTIME = ROOT / ".site"
pytestmark = pytest.mark.timeout(900)  # a site is made first
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
IN_EACH_RUN = "c-dermatology-228"
ALSO = (
    "failed-once-210",
    "undecided-230",
    "week-waiting",
    "in-range-250",
    "distressed-psychiatry-223",
)
PATIENCE = 60_000  # milliseconds, on a machine that others use too
DAY = datetime.date(2026, 11, 22)


def cases(names):
    """Give the cases as parameters: all but one take long."""
    marks = {IN_EACH_RUN: []}
    return [
        pytest.param(shipped_case(name), id=name, marks=marks.get(name, pytest.mark.long))
        for name in names
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Make a site with all the figures, to be compared with the command line."""
    missing = [
        package.file for package in runtime.packages() if not (RUNTIME / package.file).exists()
    ]
    if missing:
        pytest.skip(f"{RUNTIME} has no {missing[0]}: make site fetches it")
    if shutil.which("node") is None:
        pytest.skip("there is no node, which compiles what a page runs")
    folder = tmp_path_factory.mktemp("made") / "site"
    words = ["site", "-o", str(folder), "--runtime", str(RUNTIME), "--with-figures"]
    subprocess.run([sys.executable, "-m", "cli", *words], cwd=ROOT, check=True)
    return folder


class Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site):
    files = functools.partial(Files, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), files) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def opened(browser, address):
    """Open the site as it is on a day; the page has what it asked for and what went wrong."""
    contexts = []

    def open_(today, size=DESK, javascript=True, bypass_csp=False):
        context = browser.new_context(
            viewport=size, java_script_enabled=javascript, bypass_csp=bypass_csp
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.asked, page.faults = [], []
        context.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "console", lambda said: page.faults.append(said.text) if said.type == "error" else 0
        )
        page.clock.set_fixed_time(minute_of(today).replace(tzinfo=EASTERN))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()


def wait_until_ready(page):
    page.wait_for_selector("html[data-ready]", state="attached")


def at(page):
    return page.url.partition("#")[2]


def arrive(page, path):
    """Wait until the page of a path is shown."""
    page.wait_for_url(lambda url: url.endswith(f"#{path}"))


def answer(page, question, value):
    """Answer the question that is shown, as a person does."""
    for text in texts(value):
        if question.type == "integer" and text not in question.words:
            page.fill("input[inputmode=numeric]", text)
        else:
            page.check(f'input[value="{text}"]')
    before = page.url
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda url: url != before)


def answer_all(page, outcome):
    """Answer question after question, down to the answers to check; give the paths on the way."""
    paths = [at(page)]
    while at(page) != "/answers":
        if at(page) == "/support":
            page.click('main a[href="#/next"]')
            page.wait_for_url(lambda url: "/support" not in url)
            continue
        name = at(page).removeprefix("/question/")
        answer(page, outcome.kb.questions[name], outcome.answers[name])
        paths.append(at(page))
    return paths


def saved(page, name):
    """Save a file from the page that offers them, and give what is in it."""
    page.click('a[href="#/keep"]')
    arrive(page, "/keep")
    with page.expect_download() as download:
        page.click(f'a[download="{name}"]')
    return Path(download.value.path()).read_bytes()


def plan_of(outcome):
    """Give the plan as data, as the command line does."""
    return json.loads(json.dumps(plan_json.to_json(outcome)))


@pytest.mark.parametrize("path", cases((IN_EACH_RUN, *ALSO)))
def test_a_consultation_comes_to_the_plan_without_a_network_and_asks_for_nothing(opened, path):
    case = outcome_of_case(path)
    outcome = consult(case.kb, case.answers, minute_of(case.today))  # a page knows the minute
    page = opened(outcome.today)
    wait_until_ready(page)
    page.context.set_offline(True)
    asked = len(page.asked)
    page.get_by_role("link", name="Start").click()
    arrive(page, f"/question/{next(iter(outcome.asked))}")
    answer_all(page, outcome)
    assert json.loads(saved(page, "plan.json")) == plan_of(outcome)
    page.click('a[href="#/plan"]')
    arrive(page, "/plan")
    page.wait_for_selector("#first")
    assert bool(page.locator("figure svg").count()) == (not opening(outcome).alone)
    assert (page.asked[asked:], page.faults) == ([], [])


@pytest.mark.long
def test_a_second_visit_needs_no_network(opened):
    page = opened(DAY)
    wait_until_ready(page)
    page.context.set_offline(True)
    page.reload()
    wait_until_ready(page)
    page.get_by_role("link", name="Start").click()
    page.wait_for_selector("fieldset")
    assert page.faults == []


@pytest.mark.long
def test_the_first_question_is_answered_before_the_rules_are_ready(opened):
    page = opened(DAY)
    page.get_by_role("link", name="Start").click()
    page.wait_for_selector("fieldset")
    assert page.locator("html[data-ready]").count() == 0
    first = page.url
    page.locator("input").first.check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("#loading >> text=as soon as the rules are there")
    page.wait_for_url(lambda url: url != first)
    assert page.locator("html[data-ready]").count() == 1
    assert page.faults == []


@pytest.mark.long
def test_back_reload_change_error_and_erase(opened):
    page = opened(DAY)
    wait_until_ready(page)
    page.get_by_role("link", name="Start").click()
    page.wait_for_selector("fieldset")
    first = page.url
    page.locator("input").first.check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda url: url != first)
    second, asked = page.url, page.locator("h1").inner_text()

    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("[role=alert]")
    assert (page.url, page.title().startswith("Error:")) == (second, True)

    page.go_back()
    page.wait_for_url(first)
    page.wait_for_selector("input:checked")
    page.go_forward()
    page.wait_for_url(second)
    page.reload()
    page.get_by_role("heading", name=asked, exact=True).wait_for()  # before the rules are ready
    wait_until_ready(page)

    page.click('a[href="#/answers"]')
    page.get_by_role("main").get_by_role("link", name="Change").first.click()
    page.wait_for_url(first)
    page.locator("input").nth(1).check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda url: url != first)

    page.get_by_role("button", name="Erase my answers").click()
    arrive(page, "/erased")
    page.go_back()
    page.wait_for_url(lambda url: "/erased" not in url)
    page.wait_for_selector("fieldset, h1")
    assert page.locator("input:checked").count() == 0
    kept = page.evaluate("Object.keys(sessionStorage).filter((name) => !name.endsWith(' shown'))")
    assert (kept, page.faults) == ([], [])


@pytest.mark.long
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_everybody_can_use_what_is_around_the_pages_too(opened, size):
    page = opened(DAY, size, bypass_csp=True)  # which axe, put into the page, would not pass
    found = {"loading": violations(page)}
    wait_until_ready(page)
    found["start"] = violations(page)
    page.get_by_role("link", name="Start").click()
    page.wait_for_selector("fieldset")
    for place in ("question", "answers", "plan", "what-if", "keep", "support"):
        if place != "question":
            page.evaluate(f"location.hash = '/{place}'")
            page.wait_for_function(
                "(place) => document.title && location.hash.endsWith(place)", arg=place
            )
            page.wait_for_selector("html:not(.busy) main")
        found[place] = violations(page)
    assert found == {place: [] for place in found}


def violations(page):
    return [one["id"] for one in axe.Axe().run(page).response["violations"]]


@pytest.mark.long
def test_a_kept_file_is_gone_on_from(opened):
    path = shipped_case(IN_EACH_RUN)
    page = opened(DAY)
    wait_until_ready(page)
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Open").click()
    arrive(page, "/answers")
    assert json.loads(saved(page, "plan.json")) == plan_of(outcome_of_case(path))


@pytest.mark.long
def test_a_link_within_a_page_leads_there_and_back(opened):
    page = opened(DAY, PHONE)
    wait_until_ready(page)
    page.evaluate("location.hash = '/plan'")  # before the first answer no link leads there
    page.wait_for_selector("#first")
    link = page.locator('nav a[href^="#/plan#"]:visible').last
    address = link.get_attribute("href")
    link.click()
    page.wait_for_url(lambda url: url.endswith(address))
    assert page.evaluate("document.activeElement.id") == address.split("#")[-1]
    page.go_back()
    page.wait_for_url(lambda url: url.endswith("#/plan"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_javascript_it_says_what_to_do_and_offers_nothing_that_fails(opened):
    page = opened(DAY, PHONE, javascript=False)
    assert "matchpath serve" in page.inner_text("#loading")
    assert page.locator("button:visible, form:visible, progress:visible").count() == 0


@pytest.mark.long
def test_all_cases_come_to_the_plans_of_the_command_line(site, tmp_path):
    for name in ("runtime-*/*", "app-*/*"):
        for path in site.glob(name):
            shutil.copy(path, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copy(Path(__file__).with_name("plans_in_node.js"), tmp_path)
    words = ["node", "plans_in_node.js", *map(str, CASES)]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=True)
    plans = dict(zip(CASES, map(json.loads, done.stdout.splitlines()), strict=True))
    differing = [path.stem for path in CASES if plans[path] != plan_of(outcome_of_case(path))]
    assert differing == []
