"""The advisors' handbook: what it says is so, and its examples work."""

import re
import shutil
from datetime import date

import pytest
from worlds import ROOT

from engine.checking import check
from engine.language import loader
from engine.language.loader import BUILT_IN

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
    """Give the handbook's worked examples: its heading, its file, its blocks."""
    part = HANDBOOK.partition("## Worked examples")[2].partition("## Cases")[0]
    for section in part.split("### ")[1:]:
        yield (
            section.split("\n")[0],
            re.search(r"`(\w[\w-]*\.yaml)`", section)[1],
            re.findall(r"```yaml\n(.*?)```", section, re.S),
        )


def test_the_worked_examples_work(mine):
    done = []
    for heading, name, blocks in examples():
        path = mine / name
        if len(blocks) == 1:
            path.write_text(path.read_text() + blocks[0])
        else:
            edit(path, *blocks)
        done.append(heading)
        problems = [str(problem) for problem in check.check(loader.load(mine), date(2026, 11, 22))]
        expected = ['question "languages" is used nowhere'] if heading == "Add a question" else []
        assert len(problems) == len(expected), problems
        assert all(text in problem for text, problem in zip(expected, problems, strict=True))
    assert done == [
        "Add a specialty",
        "Add a question",
        "Add an action",
        "Add a branch",
        "Next year's dates",
    ]


def test_a_new_specialty_question_and_action_reach_a_plan(run, mine):
    for _, name, blocks in examples():
        if len(blocks) == 1:
            (mine / name).write_text((mine / name).read_text() + blocks[0])
    case = mine / "cases" / "a-anesthesiology-234.yaml"
    edit(case, "specialty: anesthesiology", "specialty: my-field")
    edit(case, "answers:\n", "answers:\n  languages: yes\n")
    plan = run("--knowledge", "mine", "plan", case).stdout
    assert "Name your second language in the statement, with one patient." in plan
    failing = run("kb", "test", "mine")
    assert "pending: expected nothing, got languages" in failing.stdout


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
