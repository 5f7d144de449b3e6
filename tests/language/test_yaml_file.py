"""A YAML file read with its places: words stay words, and what can do harm is refused at once."""

import os

import pytest

from engine.checking.required import require
from engine.errors import KnowledgeError
from engine.language import loader, yaml_file

HEAD = b"title: x\nversion: '1'\nopening: x\nphases: []\nheadline: []\ncaption: []\nfoot: []\n"
TOO_MANY_LEVELS = 100_000


def read(path, content: bytes):
    path.write_bytes(content)
    return yaml_file.read(path)


def test_yes_no_and_clock_times_are_words_as_in_yaml_1_2(tmp_path):
    document = read(tmp_path / "words.yaml", b"a: [yes, no, on, off, 11:30, 12, -3, true, ~]\n")
    assert document.value == {"a": ["yes", "no", "on", "off", "11:30", 12, -3, True, None]}


def test_each_key_and_each_entry_of_a_list_has_its_place(tmp_path):
    document = read(
        tmp_path / "places.yaml", b"a:\n  - b: 1\n    c: [2, 3]\n  - d\nb: 1\nb: {e: 1}\n"
    )
    assert {path: (at.line, at.column) for path, at in document.marks.items()} == {
        (): (1, 1),
        ("a",): (1, 1),
        ("a", 0): (2, 5),
        ("a", 0, "b"): (2, 5),
        ("a", 0, "c"): (3, 5),
        ("a", 0, "c", 0): (3, 9),
        ("a", 0, "c", 1): (3, 12),
        ("a", 1): (4, 5),
        ("b",): (5, 1),  # the first of two: the second is a fault
    }
    assert len(document.marks) == 9
    assert ("b", "e") not in document.marks


def test_sixty_levels_are_too_deep(tmp_path):
    (problem,) = read(tmp_path / "deep.yaml", b"[" * 60 + b"]" * 60).problems
    assert problem.code == "too-deep"


@pytest.mark.timeout(30)
@pytest.mark.parametrize("opening", [b"[", b"- "], ids=["brackets", "dashes"])
def test_a_hundred_thousand_levels_are_refused_at_once(tmp_path, opening):
    document = read(tmp_path / "deep.yaml", opening * TOO_MANY_LEVELS)
    assert len(document.problems) == 1
    assert document.value is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: !!python/object/apply:os.system [ls]\n", "tag"),
        (b"a: &x [1]\nb: [*x, *x]\n", "alias"),
        (b"a: b\n" * 10_000_000, "too-large"),
        (bytes(range(256)) * 8, "encoding"),
        ("a: b\n".encode("utf-16"), "encoding"),
        ("a: café\n".encode("latin-1"), "encoding"),
        (b"a: \x00\n", "syntax"),
        (b"", "empty"),
        (b"# only a comment\n", "empty"),
        (b"a:\n\tb: c\n", "syntax"),
        (b"questions: []\nquestions: []\n", "duplicate-key"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_hostile_file_is_refused_with_a_message(tmp_path, content, code):
    (problem, *_) = read(tmp_path / "hostile.yaml", content).problems
    assert problem.code == code
    assert problem.message


def test_a_folder_a_pipe_and_a_link_out_are_refused(tmp_path):
    (tmp_path / "base.yaml").write_bytes(HEAD)
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "link.yaml").symlink_to("/etc/hostname")
    with pytest.raises(KnowledgeError) as caught:
        require(loader.load(tmp_path))
    said = str(caught.value)
    assert "folder.yaml:1:1 unreadable: this is a folder, not a file." in said
    assert "pipe.yaml:1:1 unreadable: this is not an ordinary file." in said
    assert f'link: "{tmp_path}/link.yaml" is a link that leads out of the folder.' in said
