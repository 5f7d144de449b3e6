"""A base on another topic reads right: no command says a word of the topic of the shipped one."""

import re
import shutil
from io import BytesIO

import click
import pypdf
import pytest
from worlds import TESTS

import cli

LAPTOP = TESTS / "laptop"
NOT_OF_IT = re.compile(
    r"\b(match(ed|es|ing)?|residen\w+|scores?|specialt\w+|deans?|exams?|usmle|step 2|programs?"
    r"|applicants?|applications?|interviews?|soap|nrmp|students?|schools?|medical|advisors?"
    r"|next cycle|dream|hospitals?|wards?|talk to)\b",
    re.IGNORECASE,
)
# What is no text for a reader: how a page looks and what its script does.
UNREAD = re.compile(r"<style>.*?</style>|<script>.*?</script>", re.DOTALL)

# What is said on the screen; GAMER and SPILLED are cases, and `later` is the base with two changes.
SAID = (
    "kb check base",
    "kb check base --format json",
    "kb check base --format github --today 2028-01-01",  # a source whose review is due
    "kb test base",
    "kb test base --mutate --all",
    "kb coverage base",
    "kb show old_one",
    "kb show size",
    "kb show ask",
    "kb show type-on-it",
    "kb show today",
    "kb diff base later",
    "kb diff base later --format markdown",
    "kb diff base later --format html",
    "kb answer work=texts base",
    "kb next-cycle 2028 base",
    "plan GAMER",
    "plan GAMER --all",
    "plan GAMER --deidentified",
    "plan GAMER --format markdown",
    "plan GAMER --format json",
    "plan GAMER --format ics",
    "plan GAMER --format html",
    "plan GAMER --format meeting",
    "plan SPILLED",
    "plan SPILLED --all",
    "tree GAMER",
    "tree GAMER --whole",
    "tree GAMER --format dot",
    "tree SPILLED",
    "explain GAMER --format json",
    "explain GAMER size type-on-it ask",
    "explain GAMER --why-not dry --format json",
    "compare GAMER SPILLED",
    "compare GAMER --set work=texts --format json",
    "compare GAMER --each money",
    "compare GAMER --each work",
    "levers GAMER --format json",
    "draft SPILLED",
    "draft SPILLED take-it-there",
    "consult --answers GAMER --no-input",
    "cohort class.csv",
)  # fmt: skip
# What is written whole: a sentence that holds in one topic alone would be seen here.
SCREENS = (
    "tree GAMER --format text",
    "tree SPILLED --format text",
    "explain GAMER",
    "explain GAMER --why-not take-it-there",
    "compare GAMER --set money=500",
    "compare GAMER --set work=texts",
    "levers GAMER",
    "done GAMER type-on-it --on 2026-11-22 --today 2026-11-22",
)  # fmt: skip


@pytest.fixture
def matchpath(run, tmp_path):
    """Run a command on the base about laptops, in a folder with it, a changed one and a table."""
    shutil.copytree(LAPTOP, tmp_path / "base")
    shutil.copytree(LAPTOP, tmp_path / "later")
    need = tmp_path / "later" / "need.yaml"
    need.write_text(need.read_text().replace("1200..", "1300..").replace("..1199", "..1299"))
    (tmp_path / "class.csv").write_text("id,old_one,work,money\n" + 6 * "a,slow,games,300\n")

    def command(said, stdin="", outcomes=(0,)):
        cases = {"GAMER": "base/cases/gamer.yaml", "SPILLED": "base/cases/spilled.yaml"}
        words = [cases.get(word, word) for word in said.split()]
        done = run(*words, stdin=stdin, MATCHPATH_KNOWLEDGE="base")
        assert done.returncode in outcomes, done.stderr
        return done.stdout + done.stderr

    return command


def of_another_topic(text):
    return [found[0] for found in NOT_OF_IT.finditer(UNREAD.sub("", text))]


def commands(group, *words):
    """Give the words of each command of a group, those of its groups among them."""
    for name in group.list_commands(click.Context(group)):
        found = group.get_command(click.Context(group), name)
        yield " ".join((*words, name))
        if isinstance(found, click.Group):
            yield from commands(found, *words, name)


def test_no_command_says_a_word_of_another_topic(matchpath):
    for said in SAID:
        text = matchpath(
            said, outcomes=(0, 1) if said.startswith("kb") else (0,)
        )  # 1: it found something
        assert text.strip(), said
        assert of_another_topic(text) == [], said


def test_no_help_says_a_word_of_another_topic(matchpath):
    for said in commands(cli.main):
        assert of_another_topic(matchpath(f"{said} --help")) == [], said
    assert of_another_topic(matchpath("--help")) == []


def test_a_consultation_offers_nobody_to_call_where_the_base_names_nobody(matchpath):
    text = matchpath(
        "consult", stdin="?\nsupport\nslow\nwhy\nback\nreview\n\nquit\n", outcomes=(1,)
    )
    assert "Nothing leaves this machine. Type ? for help, quit to stop." in text
    assert text.count("Nobody to call is named here.") == 1
    assert "support:" not in text
    assert of_another_topic(text) == []


def test_what_it_says_is_said_of_laptops(matchpath, as_expected):
    text = "".join(f"$ matchpath {said}\n{matchpath(said)}\n" for said in SCREENS)
    assert of_another_topic(text) == []
    as_expected(text, LAPTOP / "screens.txt")


def test_a_sheet_for_a_meeting_has_the_title_of_a_base_without_one(matchpath):
    page = matchpath("plan GAMER --format meeting")
    assert page.count("Which laptop") == 2  # of the window, and on the page
    assert re.findall("<h2>(.*?)</h2>", page) == ["The figures", "What was decided"]


def test_the_book_and_the_pages_to_print_say_none_either(matchpath, tmp_path):
    matchpath("kb book base -o book.html")
    matchpath("tree GAMER -o path.pdf")
    pages = pypdf.PdfReader(BytesIO((tmp_path / "path.pdf").read_bytes())).pages
    assert of_another_topic((tmp_path / "book.html").read_text()) == []
    assert of_another_topic(" ".join(page.extract_text() for page in pages)) == []


def test_the_book_has_no_chapter_of_what_the_base_lacks(matchpath, tmp_path):
    matchpath("kb book base -o book.html")
    book = (tmp_path / "book.html").read_text()
    assert re.findall('<h2 id="([a-z]+)', book) == [
        "everyone", "phase", "phase", "questions", "conclusions", "dates", "sources", "agreed",
    ]  # fmt: skip
    assert {*re.findall('href="#([a-z]+)', book)} == {
        "everyone", "phase", "questions", "conclusions", "dates", "sources", "agreed",
    }  # fmt: skip
