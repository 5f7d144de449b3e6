"""What advisors use through the year: watch, next-cycle, the book, marks in a pull request."""

import html
import os
import re
import shutil
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from worlds import ROOT, SMALL


@pytest.fixture
def mine(tmp_path):
    """A copy of the small base, to change."""
    return shutil.copytree(SMALL, tmp_path / "mine")


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


# watch


@pytest.fixture
def watching(tmp_path, mine, environment):
    """Start a watch; give a function that waits for a line on its screen, and says how long."""
    command = [sys.executable, "-u", "-m", "cli", "kb", "watch", "mine", "--today", "2026-11-22"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    os.set_blocking(process.stdout.fileno(), False)
    heard = bytearray()

    def until(pattern, seconds=60):
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            heard.extend(process.stdout.read() or b"")
            found = re.search(pattern.encode(), heard)
            if found:
                del heard[: found.end()]
                return time.monotonic() - started
            time.sleep(0.01)
        raise AssertionError(f"{pattern} did not come: {heard.decode()}")

    yield until
    process.kill()
    process.communicate()


def test_watch_tells_a_fault_soon_after_the_save_and_effects_once_it_is_mended(watching, mine):
    watching("something else comes out for 0 cases, 0 ranges, 0 made up")
    edit(mine / "report.yaml", "{police: yes}, label", "{police: yse}, label")
    seconds = watching("report.yaml:20:17 unknown-choice")
    assert seconds < 5  # half a second on a machine that does nothing else
    edit(mine / "report.yaml", "{police: yse}, label", "{police: yes}, label")
    edit(mine / "counter.yaml", "strength: must", "strength: avoid")
    watching("Every name leads somewhere")
    watching("cases came out as expected")
    watching("something else comes out for [1-9][0-9]* cases")


# next-cycle


def test_next_cycle_lists_dates_sources_figures_and_cases(run, mine):
    (mine / "cycles.yaml").write_text(
        "cycles:\n"
        '  - id: "2026"\n    label: This year\n    source: gazette\n    dates:\n'
        "      - {milestone: holidays, at: 2026-12-18, source: gazette}\n"
        "      - {milestone: departure, at: 2026-12-20 09:00, source: ours}\n"
    )
    done = run("kb", "next-cycle", "2027", "mine", "--today", "2026-11-22")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        "Dates:",
        '  add to cycles: {id: "2027", label: …, source: …, dates: …}',
        "  {milestone: holidays, at: …} (2026: 2026-12-18; gazette)",
        "  {milestone: departure, at: …} (2026: 2026-12-20 09:00; ours)",
    ]
    assert [line for line in lines if not line.startswith(" ")] == [
        "Dates:", "Sources:", "Figures:", "Cases:",
    ]  # fmt: skip
    assert "gazette: dates of 2026 rest on it" in done.stdout
    assert "  no case answers 2027" in lines


# book


class _Page(HTMLParser):
    """Collect the ids of a page, where its links lead, and what it takes from elsewhere."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.taken = [], [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.taken += [given["src"]] if "src" in given else []


def test_the_book_holds_every_entry_with_reason_source_and_cases_and_stands_alone(
    run, mine, small, tmp_path
):
    assert run("kb", "book", "mine", "-o", "book.html").returncode == 0
    text = (tmp_path / "book.html").read_text()
    for name in (
        *small.nodes,
        *small.actions,
        *small.questions,
        *small.conclusions,
        *small.sources,
    ):
        assert f"<code>{name}</code>" in text
    for action in small.actions.values():
        assert action.because in text.replace("&#39;", "'")
    assert "Cases: Calm, at home" in text
    assert "no case reaches it" not in text
    page = _Page()
    page.feed(text)
    assert len(page.ids) == len(set(page.ids))
    assert page.taken == []
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inside) <= set(page.ids)


@pytest.fixture
def book(run, mine, tmp_path):
    """Write the book of the base in `mine`; give its text, tags left out."""

    def written():
        assert run("kb", "book", "mine", "-o", "book.html").returncode == 0
        page = (tmp_path / "book.html").read_text()
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())

    return written


def test_the_book_holds_what_everyone_reads_and_the_sheet_for_the_meeting(book, small):
    text, head = book(), small.head
    for line in (*head.support, *head.foot, *head.meeting.bring, *head.meeting.ask):
        assert line in text
    assert " ".join(head.opening.split()) in text


def test_the_book_says_when_a_milestone_usually_is(book, mine):
    edit(mine / "base.yaml", "label: you leave}", "label: you leave, usually: mid-May}")
    assert "you leave departure mid-May before you leave always" in book()


def test_the_book_says_conditions_and_texts_with_labels(book, mine):
    edit(
        mine / "counter.yaml",
        "unblocked before",
        "unblocked for {country} ({date:departure}) before",
    )
    text = book()
    assert "Have it unblocked for [Country] ([date: you leave]) before you leave." in text
    assert "{" not in text.partition("</style>")[2]
    assert "Days to spare at least 5" in text


def test_the_book_names_its_content_which_changes_with_a_word_and_not_with_a_comment(book, mine):
    def content():
        return re.search(r"content ([0-9a-f]{8}), printed on \d{4}-\d\d-\d\d", book())[1]

    before = content()
    edit(mine / "base.yaml", "title:", "# A comment.\ntitle:")
    assert content() == before
    edit(mine / "base.yaml", "555 0100", "555 0101")
    assert content() != before


def test_every_chapter_of_the_book_ends_with_a_line_to_sign(book, small):
    chapters = re.findall("“([^”]*)”, read and agreed by on", book())
    phases = [phase.title for phase in small.phases]
    assert chapters[: len(phases) + 1] == ["What everyone reads", *phases]
    assert chapters[-1] == "Sources"


# pull requests and commits


def test_check_marks_problems_for_a_pull_request(run, mine):
    edit(mine / "report.yaml", "go: told,", "go: tlod,")
    done = run("kb", "check", "mine", "--format", "github")
    assert done.returncode == 1
    assert done.stdout == (
        "::error file=mine/report.yaml,line=14,col=63,title=unknown-node::"
        'branch "not there yet" of node "here" goes to "tlod", which is no node. Did you mean "told"?\n'
    )


def test_the_hooks_name_commands_that_are_there(run):
    hooks = yaml.safe_load(Path(ROOT, ".pre-commit-hooks.yaml").read_text())
    for hook in hooks:
        program, *words = hook["entry"].split()
        assert program == "matchpath"
        assert run(*words, SMALL, "--help").returncode == 0
