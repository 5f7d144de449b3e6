"""A knowledge base that can't be used: every fault of every file, with place, fault and what to do."""

import shutil
from datetime import date

import pytest
from conftest import ROOT

from engine.checking import check
from engine.errors import KnowledgeError
from engine.language import loader

GOOD = ROOT / "tests" / "good"
BAD = sorted((ROOT / "tests" / "bad").glob("*.yaml"))


@pytest.fixture
def shipped(tmp_path):
    """A copy of the shipped base, to break."""
    return shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")


def problems(folder):
    with pytest.raises(KnowledgeError) as caught:
        check.require(loader.load(folder))
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_base_has_no_problem(kb):
    assert check.check(kb) == ()


def found_in(folder):
    try:
        return check.check(loader.load(folder), date(2026, 11, 22))
    except KnowledgeError as error:
        return error.problems


def test_the_small_base_behind_the_mistakes_has_no_problem():
    assert found_in(GOOD) == ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_mistake_has_its_message(tmp_path, path, request):
    folder = shutil.copytree(GOOD, tmp_path / "base")
    is_phase = path.read_text().startswith(("phase", "#"))
    shutil.copy(path, folder / ("one.yaml" if is_phase else "lists.yaml"))
    found = "".join(f"{problem}\n" for problem in found_in(folder)).replace(f"{folder}/", "base/")
    expected = path.with_suffix(".txt")
    if request.config.getoption("--golden"):
        expected.write_text(found)
    assert found == expected.read_text()


def test_all_faults_of_all_files_come_in_one_run(shipped):
    for name, old, new in (
        ("questions.yaml", "ask: What is your", "aks: What is your"),
        ("triage.yaml", "strength: avoid", "strength: never"),
        ("conclusions.yaml", "type: integer", "type: number"),
    ):
        path = shipped / name
        path.write_text(path.read_text().replace(old, new, 1))
    assert [line.split(" ")[1] for line in problems(shipped)] == [
        "wrong-type:",
        "missing-key:",
        "unknown-key:",
        "wrong-type:",
    ]


def test_a_folder_that_is_no_base_is_named(tmp_path):
    assert problems(tmp_path / "nowhere") == [
        f'no-such-file: there is no folder "{tmp_path / "nowhere"}". Name a folder of YAML files.'
    ]
    assert problems(tmp_path) == [
        f'missing-key: "{tmp_path}" has no base.yaml with a title. Add one.'
    ]


def test_yes_no_and_clock_times_are_words_as_in_yaml_1_2(tmp_path):
    from engine.language import yaml_file

    (tmp_path / "words.yaml").write_text("a: [yes, no, on, off, 11:30, 12, -3, true, ~]\n")
    assert yaml_file.read(tmp_path / "words.yaml").value == {
        "a": ["yes", "no", "on", "off", "11:30", 12, -3, True, None]
    }


def test_deep_nesting_is_refused_at_once(tmp_path):
    from engine.language import yaml_file

    (tmp_path / "deep.yaml").write_text("[" * 100_000)
    (problem,) = yaml_file.read(tmp_path / "deep.yaml").problems
    assert problem.code == "too-deep"
