"""The book and a diff for a committee, as a browser shows them: in one column, usable by everybody."""

import shutil

import pytest
from worlds import SMALL

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

WIDTHS = (1400, 390)
LEFT_OF_HEADINGS = """() => [...document.querySelectorAll("main h2, main .part > h3, main .part > section > h3")].map(
    heading => [heading.textContent, Math.round(heading.getBoundingClientRect().left)])"""


@pytest.fixture
def opened(run, browser, tmp_path):
    """Write a page by a command, and open it."""
    contexts = []

    def opening(name, width, *words):
        run(*words, "-o", name)
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto((tmp_path / name).as_uri())
        return page

    yield opening
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_heading_of_the_book_begins_at_one_edge(opened, width):
    headings = opened("book.html", width, "kb", "book", SMALL).evaluate(LEFT_OF_HEADINGS)
    assert len(headings) > 10
    edge = headings[0][1]
    assert [one for one in headings if one[1] != edge] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_use_the_book(opened, width):
    page = opened("book.html", width, "kb", "book", SMALL)
    assert axe.Axe().run(page).response["violations"] == []


def test_everybody_can_use_a_diff(opened, tmp_path):
    old = tmp_path / "old"
    shutil.copytree(SMALL, old)
    questions = old / "questions.yaml"
    questions.write_text(questions.read_text().replace("ask: ", "ask: So, ", 1))
    page = opened("diff.html", WIDTHS[0], "kb", "diff", old, SMALL, "--format", "html")
    assert axe.Axe().run(page).response["violations"] == []
