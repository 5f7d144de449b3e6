"""Where a person names a file, every name is taken, or told and asked for again."""

import fcntl

import pytest

from engine.dialogue.keeper import Keeper

ANSWERS = {"stage": "ranked"}


@pytest.fixture
def named(tmp_path, monkeypatch):
    """Save on request, with these names typed; give the file named, and all that was said."""
    monkeypatch.chdir(tmp_path)

    def saved(*names):
        said, typed = [], iter(names)
        with Keeper(None, lambda _: next(typed), said.append) as keeper:
            keeper.keep(ANSWERS)
        assert list(typed) == []
        return keeper.path, said

    return saved


def test_a_name_without_an_ending_gets_one(named, tmp_path):
    path, said = named("me")
    assert said == ['A case\'s name ends in .yaml: "me" becomes me.yaml.', "Kept in me.yaml."]
    assert (tmp_path / path).read_text() == "answers:\n  stage: ranked\n"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("~nobody-of-this-name/me.yaml", "there is no home of this name"),
        ("n" * 300 + ".yaml", "File name too long"),
        ("n" * 300, "File name too long"),
        ("a\0b.yaml", "NUL"),
        ("nowhere/me.yaml", "No such file or directory"),
        ("/proc/me.yaml", "/proc/me.yaml:1:1 unwritable: "),
        ("me.txt", "its name ends in .yaml"),
        ("folder", "is a folder. Name a file in it"),
        ("/", "is a folder. Name a file in it"),
        ("folder.yaml", "is a folder. Name a file in it"),
        ("there.yaml", "is there already, and nothing is overwritten"),
        ("there", "is there already, and nothing is overwritten"),
        ("link.yaml", "is there already, and nothing is overwritten"),
    ],
)
def test_a_name_that_can_not_be_is_told_and_another_asked_for(named, tmp_path, name, why):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "there.yaml").write_text("a letter\n")
    (tmp_path / "link.yaml").symlink_to("nothing.yaml")
    path, said = named(name, "me.yaml")
    assert why in "\n".join(said[:-1])
    assert said[-1] == "Kept in me.yaml."
    assert (tmp_path / path).read_text() == "answers:\n  stage: ranked\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "folder", "folder.yaml", "link.yaml", "me.yaml", "there.yaml",
    ]  # fmt: skip


def test_a_file_that_another_consultation_holds_is_told(named, tmp_path):
    with (tmp_path / ".held.yaml.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        path, said = named("held.yaml", "me.yaml")
    assert "another consultation has it open" in said[0]
    assert str(path) == "me.yaml"


def test_nothing_typed_keeps_nothing(named, tmp_path):
    assert named("") == (None, [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("nothing", [EOFError, KeyboardInterrupt])
def test_the_end_of_the_input_keeps_nothing(tmp_path, nothing):
    def read(_):
        raise nothing

    with Keeper(None, read, print) as keeper:
        keeper.keep(ANSWERS)
    assert keeper.path is None


def test_what_can_not_be_saved_is_told_to_those_who_can_type(tmp_path):
    (tmp_path / "me.yaml").mkdir()
    for read, tells in ((lambda _: "", True), (None, False)):
        said = []
        with Keeper(tmp_path / "me.yaml", read, said.append) as keeper:
            keeper.save(ANSWERS)
        assert (keeper.path, keeper.unsaved) == (None, True)
        assert ("type save" in said[0]) is tells


def test_answers_saved_elsewhere_are_saved(tmp_path):
    (tmp_path / "me.yaml").mkdir()
    with Keeper(tmp_path / "me.yaml", lambda _: str(tmp_path / "it.yaml"), print) as keeper:
        keeper.save(ANSWERS)
        keeper.keep(ANSWERS)
    assert (keeper.path, keeper.unsaved) == (tmp_path / "it.yaml", False)


def test_a_change_made_by_someone_else_is_told_once(kb, tmp_path):
    path, said = tmp_path / "me.yaml", []
    path.write_text("answers: {stage: ranked}\n")
    with Keeper(path, None, said.append) as keeper:
        keeper.open(kb)
        path.write_text("answers: {stage: match-week}  # says Mom\n")
        keeper.save({"stage": "ranked", "matched": "no"})
        keeper.save({"stage": "ranked", "matched": "yes"})
    assert [line.partition(" It stays")[0] for line in said] == [
        f"{path}: someone else changed it meanwhile."
    ]
    assert (keeper.path, keeper.unsaved) == (tmp_path / "me.mine.yaml", False)
    assert path.read_text() == "answers: {stage: match-week}  # says Mom\n"
    assert (tmp_path / "me.mine.yaml").read_text() == "answers: {stage: ranked, matched: yes}\n"
