"""A folder of YAML files read into one base, or the list of all that is wrong with it."""

import shutil
from pathlib import Path

import pytest
from worlds import SMALL

from engine.errors import KnowledgeError
from engine.language import loader


def problems(folder):
    with pytest.raises(KnowledgeError) as caught:
        loader.load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_all_faults_of_all_files_come_in_one_run(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "base")
    for name, old, new in (
        ("questions.yaml", "ask: Where are", "aks: Where are"),
        ("report.yaml", "strength: avoid", "strength: never"),
        ("conclusions.yaml", "type: integer", "type: number"),
    ):
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))
    with pytest.raises(KnowledgeError) as caught:
        loader.load(folder)
    found = [(Path(one.place.file).name, one.code) for one in caught.value.problems]
    assert found == [
        ("conclusions.yaml", "wrong-type"),
        ("questions.yaml", "missing-key"),
        ("questions.yaml", "unknown-key"),
        ("report.yaml", "wrong-type"),
    ]


def test_a_folder_that_is_no_base_is_named(tmp_path):
    assert problems(tmp_path / "nowhere") == [
        f'no-such-file: there is no folder "{tmp_path / "nowhere"}". Name a folder of YAML files.'
    ]
    assert problems(tmp_path) == [
        f'missing-key: "{tmp_path}" has no base.yaml with a title. Add one.'
    ]


@pytest.mark.parametrize("name", ["report.yml", "report.YAML"])
def test_a_file_whose_name_ends_otherwise_is_not_dropped_unsaid(tmp_path, name):
    folder = shutil.copytree(SMALL, tmp_path / "base")
    (folder / "report.yaml").rename(folder / name)
    assert problems(folder) == [
        f"{folder / name}:1:1 wrong-ending: this file is not read: its name must end in .yaml. "
        "Rename it to report.yaml."
    ]
