"""The advisors' handbook: what it says is so, and its examples work."""

import re
import shutil
from datetime import date, datetime

import keys
import pytest
import worlds
from worlds import ROOT, WITH_FIGURES

from engine.authoring.difference import in_words
from engine.checking import check
from engine.consultation import casefile
from engine.consultation.consult import consult
from engine.language import loader
from engine.language.loader import BUILT_IN
from engine.output.plan_text import to_text

HANDBOOK = (BUILT_IN / "README.md").read_text()


@pytest.fixture
def mine(tmp_path):
    """A copy of the shipped base, to change."""
    return shutil.copytree(BUILT_IN, tmp_path / "mine")


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_every_code_has_its_paragraph():
    sources = "\n".join(path.read_text() for path in (ROOT / "engine").rglob("*.py"))
    made = r'\b(?:Problem|Fault|fault)\((?:[^"()]|\([^()]*\))*"([a-z]+(?:-[a-z]+)*)"'
    of_an_entry = r'\.problem\(\s*"([a-z]+(?:-[a-z]+)*)"'
    codes = {*re.findall(made, sources), *re.findall(of_an_entry, sources)}
    codes |= {"alias", "tag", "too-deep"}
    for said in (ROOT / "tests" / "bad").glob("*.txt"):
        codes.update(re.findall(r"^\S+ ([a-z-]+): ", said.read_text(), re.M))
    described = set(re.findall(r"\*\*([a-z-]+)\*\*", HANDBOOK))
    assert len(codes) > 35
    assert codes - described == set()


def examples():
    """Give the handbook's worked examples: its heading, its files, its blocks."""
    part = HANDBOOK.partition("## Worked examples")[2].partition("\n## ")[0]
    for section in part.split("### ")[1:]:
        yield (
            section.split("\n")[0],
            re.findall(r"`(\w[\w-]*\.yaml)`", section),
            re.findall(r"```yaml\n(.*?)```", section, re.S),
        )


def work(folder, files, blocks):
    """Do an example: a block is added to each file, or in the first file each second one replaces
    the one before it.
    """
    others = len(files) - 1
    if len(blocks) == len(files):
        add(folder / files[0], blocks[0])
    else:
        of_the_first = blocks[: len(blocks) - others]
        for old, new in zip(of_the_first[::2], of_the_first[1::2], strict=True):
            edit(folder / files[0], old, new)
    for name, block in zip(files[1:], blocks[len(blocks) - others :], strict=True):
        add(folder / name, block)


def add(path, block):
    path.write_text(path.read_text() + block)


# What an example leaves to the next one.
LEFT_OPEN = {
    "Add a question": ['question "languages" is used nowhere'],
    "Raise the pass mark": ['no answer leads to row "since-2027-07" of table "pass-marks"'],
}


@WITH_FIGURES
def test_the_worked_examples_work(mine):
    done = []
    for heading, files, blocks in examples():
        work(mine, files, blocks)
        done.append(heading)
        problems = [str(problem) for problem in check.check(loader.load(mine), date(2026, 11, 22))]
        expected = LEFT_OPEN.get(heading, [])
        assert len(problems) == len(expected), problems
        assert all(text in problem for text, problem in zip(expected, problems, strict=True))
    assert done == [
        "Add a specialty",
        "Add a question",
        "Add an action",
        "Add a draft",
        "Add a branch",
        "Add a node",
        "Raise the pass mark",
        "Add a choice",
        "Next year's dates",
    ]


@WITH_FIGURES
def test_a_new_specialty_question_and_action_reach_a_plan(run, mine):
    for heading, files, blocks in examples():
        if heading in ("Add a specialty", "Add a question", "Add an action", "Add a draft"):
            work(mine, files, blocks)
    case = mine / "cases" / "a-anesthesiology-234.yaml"
    edit(case, "specialty: anesthesiology", "specialty: my-field")
    edit(case, "answers:\n", "answers:\n  languages: yes\n")
    plan = run("--knowledge", "mine", "plan", case, "--all").stdout
    assert "Name your second language in the statement, with one patient." in plan
    assert run("--knowledge", "mine", "draft", case, "name-the-language").stdout == (
        "In [language] I could ask [a patient] what nobody had asked: [what came of it]. "
        "I want to do that in my specialty.\n"
    )
    for other in set(case.parent.iterdir()) - {mine / "cases" / "a-later-match.yaml"}:
        other.unlink()
    failing = run("kb", "test", "mine")
    assert "pending: expected nothing, got languages" in failing.stdout


@WITH_FIGURES
def test_a_student_reads_the_source_of_a_new_figure_as_the_handbook_says(mine):
    section = HANDBOOK.partition("### Add a specialty")[2].partition("\n### ")[0]
    (quoted,) = re.findall(r'A student with 222 then reads: "(.*?)"', section, re.S)
    for heading, files, blocks in examples():
        if heading == "Add a specialty":
            work(mine, files, blocks)
    kb = loader.load(mine)
    case = casefile.load(mine / "cases" / "b-general-surgery-222.yaml", kb)
    answers = {**case.answers, "specialty": "my-field"}
    text = " ".join(to_text(consult(kb, answers)).split())
    assert " ".join(quoted.split()) in text
    assert "72% matched there (2020–24). (NRMP by way of Step Gunner 2024, secondary: " in text
    text = " ".join(to_text(consult(kb, {**answers, "step2_ck": 241})).split())
    assert "90% matched there in 2026. (Society of my specialty 2026, school: https:" in text


def test_next_years_dates_touch_two_files_and_both_cycles_give_true_plans(mine):
    ((files, blocks),) = [
        (files, blocks) for heading, files, blocks in examples() if heading == "Next year's dates"
    ]
    work(mine, files, blocks)
    changed = [
        path.name
        for path in sorted(mine.glob("*.yaml"))
        if path.read_text() != (BUILT_IN / path.name).read_text()
    ]
    assert changed == ["cycles.yaml", "sources.yaml"]
    kb = loader.load(mine)
    assert check.check(kb, date(2026, 11, 22)) == ()

    case = casefile.load(mine / "cases" / "interviews-neurology-215.yaml", kb)
    dates = {"2027": "Wednesday, March 3", "2028": "Wednesday, March 1"}
    for year, day in dates.items():
        answers = {**case.answers, "match_year": year}
        outcome = consult(kb, answers, date(int(year), 2, 10))
        (rank,) = [one for one in outcome.actions if one.action.id == "rank-in-true-order"]
        assert (rank.state, rank.by) == ("now", "rank-list")
        text = " ".join(to_text(outcome).split())
        other = next(other for other in dates if other != year)
        assert day in text
        assert dates[other] not in text
        assert f"{other}-0" not in text

    week = {"stage": "match-week", "wellbeing": "fine", "matched": "no", "soap_spots": "yes"}
    in_2028 = consult(kb, week, datetime(2028, 3, 16, 12, 30))
    assert in_2028.cycle == "2028"
    assert in_2028.pending is kb.questions["soap_offer"]
    assert "March 16" in to_text(in_2028)


def test_the_example_of_a_layer_changes_what_it_says_and_nothing_else(tmp_path):
    part = HANDBOOK.partition("## A layer")[2].partition("\n## ")[0]
    for block in re.findall(r"```yaml\n(.*?)```", part, re.S):
        name = re.match(r"# (\S+)\n", block)[1]
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(block)
    school = loader.load(tmp_path / "my-school")
    assert check.check(school, date(2026, 11, 22)) == ()
    built_in = worlds.shipped()
    added, source, *changed = in_words(built_in, school)
    assert added.startswith("added: action see-the-dean-for-students: {")
    assert source.startswith("added: source our-office: {")
    assert changed == [
        "changed: action ask-for-strong-letters: strength was should, is must",
        "changed: table specialties: rows dermatology low {value: 255, source: our-office} added",
    ]
    answers = {"specialty": "dermatology", "step2_ck": 252}
    assert consult(built_in, answers).facts["gap"] == -2
    assert consult(school, answers).facts["gap"] == 3
    as_a_backup = {"specialty": "radiology", "step2_ck": 222, "backup_specialty": "dermatology"}
    assert consult(built_in, as_a_backup).facts["backup_low"] == 250
    assert consult(school, as_a_backup).facts["backup_low"] == 255


def test_every_key_of_the_language_stands_in_the_handbook_as_it_is():
    part = HANDBOOK.partition("## Every key")[2]
    told = {}
    for section in part.split("\n### ")[1:]:
        heading, _, rest = section.partition("\n")
        told[heading] = [line for line in rest.splitlines() if line.startswith("| `")]
    assert list(told) == list(keys.KINDS)
    for heading, kind in keys.KINDS.items():
        starts = [row.rpartition("|")[0].rpartition("|")[0] + "|" for row in told[heading]]
        meanings = [row.split("|")[-2].strip() for row in told[heading]]
        assert starts == list(keys.rows(kind))
        assert all(meanings)


def test_every_command_of_the_handbook_runs(run, mine):
    commands = set(re.findall(r"matchpath ([a-z-]+(?: [a-z]+)?)", HANDBOOK))
    for command in (
        "kb init",
        "kb check",
        "kb test",
        "kb show",
        "kb diff",
        "kb graph",
        "kb coverage",
        "kb schema",
    ):
        assert command in commands
        assert run(*command.split(), "--help").returncode == 0
