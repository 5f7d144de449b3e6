"""Whatever the system refuses is one problem that says where, why and what to do."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import outside
from engine.errors import CaseError

ROOT = Path(outside.__file__).parents[2]
LONG = Path("x" * 300)
NUL = Path("a\0b.yaml")


def message(act, *given) -> str:
    with pytest.raises(CaseError) as raised:
        act(*given)
    assert len(raised.value.problems) == 1
    return str(raised.value)


def there() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("ask", [outside.exists, outside.is_folder, outside.is_link])
def test_a_name_that_cannot_be_is_a_problem_to_whoever_asks(ask):
    assert "(File name too long)" in message(ask, LONG)
    assert "(the name holds a NUL sign)" in message(ask, NUL)


@pytest.mark.parametrize("path", [LONG, NUL])
def test_a_name_that_cannot_be_is_a_problem_to_whoever_writes(path):
    for act in (outside.remove, outside.folder):
        assert "can't be" in message(act, path)
    assert "can't be" in message(outside.write_whole, path, b"")
    assert "can't be" in message(outside.alone(path).__enter__)


def test_a_file_below_a_file_is_not_there():
    Path("file").write_text("")
    assert not outside.exists(Path("file/below"))
    assert "(Not a directory)" in message(outside.write_whole, Path("file/below"), b"")


def test_a_home_that_there_is_not_is_a_problem():
    assert outside.expanded("me.yaml") == Path("me.yaml")
    assert outside.expanded("~/me.yaml") == Path.home() / "me.yaml"
    assert "(there is no home of this name)" in message(outside.expanded, "~nobody-at-all/me.yaml")


def test_reading_stops_at_the_limit_and_before_what_is_no_file():
    Path("file").write_bytes(b"12345")
    os.mkfifo("pipe")
    Path("folder").mkdir()
    assert outside.read(Path("file"), 5) == b"12345"
    assert "too-large: the file is larger than 4 bytes." in message(outside.read, Path("file"), 4)
    assert "this is a folder" in message(outside.read, Path("folder"), 4)
    assert "this is not an ordinary file" in message(outside.read, Path("pipe"), 4)
    assert "no-such-file" in message(outside.read, Path("nothing"), 4)


def test_a_pipe_that_the_shell_hands_over_is_read_to_its_end():
    code = "from pathlib import Path; from engine import outside; import sys;"
    code += "print(len(outside.read(Path(sys.argv[1]), 200_000)))"
    command = f"'{sys.executable}' -c '{code}' <(head -c 100000 /dev/zero; sleep 0.2; echo end)"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "100004\n", done.stderr


def test_a_file_is_written_whole_for_its_owner_and_nothing_stays_beside():
    old = os.umask(0)
    try:
        outside.write_whole(Path("file"), b"one")
        outside.write_whole(Path("file"), b"two")
    finally:
        os.umask(old)
    assert Path("file").read_bytes() == b"two"
    assert Path("file").stat().st_mode & 0o777 == 0o600
    assert there() == ["file"]


def test_the_longest_name_can_be_written_and_held():
    path = Path("x" * 250 + ".yaml")
    with outside.alone(path):
        outside.write_whole(path, b"one")
    assert there() == [path.name]
    Path(f".{outside.files.short_name(path)}.{'0' * 16}.part").touch()
    assert len(outside.leftovers(path)) == 1


def test_nothing_is_written_through_a_link_into_a_folder_or_over_a_pipe():
    Path("link").symlink_to("file")
    Path("folder").mkdir()
    os.mkfifo("pipe")
    for name, fault in {"link": "a link", "folder": "a folder", "pipe": "a pipe"}.items():
        assert fault in message(outside.write_whole, Path(name), b"")
    assert there() == ["folder", "link", "pipe"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(monkeypatch):
    Path("file").write_text("old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "file:1:1 unwritable: can't be written (No space left on device). Nothing" in message(
        outside.write_whole, Path("file"), b"new"
    )
    assert Path("file").read_text() == "old"
    assert there() == ["file"]


def test_what_killed_runs_left_of_a_file_is_found_and_swept_and_nothing_else():
    left = [".me.yaml.0123456789abcdef.part", ".me.yaml.4711.part"]
    kept = ["me.yaml", ".me.yaml.part", ".you.yaml.4711.part", ".xme.yaml.4711.part"]
    for name in left + kept:
        Path(name).write_text("answers: {}")
    assert [path.name for path in outside.leftovers(Path("me.yaml"))] == left
    outside.sweep(Path("me.yaml"))
    assert there() == sorted(kept)
    assert outside.leftovers(Path("nowhere/me.yaml")) == []


def test_removing_takes_the_link_and_says_what_is_not_there():
    Path("file").write_text("")
    Path("link").symlink_to("file")
    outside.remove(Path("link"))
    assert there() == ["file"]
    assert "can't be deleted (No such file or directory)" in message(outside.remove, Path("link"))


def test_one_path_is_another_through_links_and_dots_there_or_not():
    Path("folder").mkdir()
    Path("link").symlink_to("folder")
    assert outside.is_same(Path("folder/new"), Path("link/../link/new"))
    assert outside.is_inside(Path("link/new"), Path("folder"))
    assert not outside.is_inside(Path("folder/../new"), Path("folder"))
    Path("folder/new").write_text("")
    os.link("folder/new", "hard")
    assert outside.is_same(Path("hard"), Path("link/new"))


def holding(path: str) -> subprocess.Popen:
    code = "import sys, pathlib; from engine import outside\n"
    code += "with outside.alone(pathlib.Path(sys.argv[1])): print('held', flush=True); input()"
    held = subprocess.Popen(
        [sys.executable, "-c", code, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert held.stdout.readline() == "held\n"
    return held


def test_a_file_is_held_against_another_process_until_that_one_ends_or_is_killed():
    for end in ("input", "kill"):
        with holding("me.yaml") as held:
            assert "another consultation has it open" in message(
                outside.alone(Path("me.yaml")).__enter__
            )
            held.kill() if end == "kill" else held.communicate("\n")
            held.wait()
        with outside.alone(Path("me.yaml")), outside.alone(Path("me.yaml")):
            pass
        assert there() == []


@pytest.mark.parametrize("content", ["", "1", "999999999"])
def test_a_lock_file_of_an_ended_process_holds_nobody_up(content):
    Path(".me.yaml.lock").write_text(content)
    with outside.alone(Path("me.yaml")):
        pass


def test_a_lock_is_no_link_and_no_folder_is_made_for_it():
    Path(".me.yaml.lock").symlink_to("victim")
    assert "can't be written" in message(outside.alone(Path("me.yaml")).__enter__)
    assert "(No such file" in message(outside.alone(Path("nowhere/me.yaml")).__enter__)
    assert there() == [".me.yaml.lock"]


def test_who_only_deletes_needs_no_room_for_the_lock(monkeypatch):
    import filelock

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(filelock.FileLock, "acquire", full)
    path = Path("me.yaml")
    assert "(No space left on device)" in message(outside.alone(path).__enter__)
    with outside.alone(path, writing=False):
        pass


def test_of_two_that_start_together_one_holds_the_file():
    code = """
import sys, time, pathlib
from engine import outside
from engine.errors import CaseError
while time.time() < float(sys.argv[1]): pass
try:
    with outside.alone(pathlib.Path("me.yaml")): print("held"); time.sleep(1)
except CaseError: print("told")
"""
    for _ in range(3):
        start = str(time.time() + 1.5)
        both = [
            subprocess.Popen(
                [sys.executable, "-c", code, start],
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
            for _ in range(2)
        ]
        assert sorted(process.communicate()[0] for process in both) == ["held\n", "told\n"]


def test_a_folder_is_copied_whole_or_not_at_all(monkeypatch):
    Path("base/cases").mkdir(parents=True)
    Path("base/base.yaml").write_text("a")
    Path("base/cases/one.yaml").write_text("b")
    files = outside.tree(Path("base"))
    assert files == {"base.yaml": b"a", "cases/one.yaml": b"b"}
    outside.write_new_folder(Path("copy"), files)
    assert outside.tree(Path("copy")) == files
    assert "this exists already" in message(outside.write_new_folder, Path("copy"), files)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "(No space left on device)" in message(outside.write_new_folder, Path("new"), files)
    assert there() == ["base", "copy"]


def test_a_lock_is_its_owner_s_alone_and_goes_with_its_holder():
    old = os.umask(0)
    try:
        with outside.alone(Path("me.yaml")):
            assert there() == [".me.yaml.lock"]
            assert Path(".me.yaml.lock").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(old)
    assert there() == []
