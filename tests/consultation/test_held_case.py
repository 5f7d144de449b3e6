"""A case file is held by one consultation, and no change that others make to it is lost."""

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.consultation.held_case import HeldCase, written_beside
from engine.errors import CaseError

AT_ONCE = Path(__file__).with_name("at_once.py")
ROOT = AT_ONCE.parent.parent.parent
BEFORE = "# mine\nname: Me\ntoday: 2026-11-22\nanswers:\n  stage: ranked  # since May\nstory: x\n"


@pytest.fixture
def opened(kb):
    """Open cases, and let them go at the end."""
    cases = []

    def case_at(path):
        case = HeldCase()
        case.take(path)
        case.open(kb)
        cases.append(case)
        return case

    yield case_at
    for case in cases:
        case.let_go()


def files(folder):
    return {path.name: path.read_text() for path in folder.iterdir() if path.suffix != ".lock"}


def test_saving_again_and_again_keeps_all_that_is_no_answer(opened, tmp_path):
    (tmp_path / "me.yaml").write_text(BEFORE)
    case = opened(tmp_path / "me.yaml")
    assert case.save({"stage": "ranked", "matched": "no"}) == ""
    assert case.save({"stage": "match-week", "matched": "no"}) == ""
    assert files(tmp_path) == {
        "me.yaml": "# mine\nname: Me\ntoday: 2026-11-22\nanswers:\n"
        "  stage: match-week  # since May\n  matched: no\nstory: x\n"
    }
    assert (tmp_path / "me.yaml").stat().st_mode & 0o777 == 0o600


def test_what_was_done_is_kept_while_answers_change_and_may_change_with_them(kb, opened, tmp_path):
    first, second = list(kb.actions)[:2]
    before = f"answers:\n  stage: ranked\ndone:\n  {first}: 2026-11-23  # by mail\n"
    (tmp_path / "me.yaml").write_text(before)
    case = opened(tmp_path / "me.yaml")
    case.save({"stage": "match-week"})
    days = {first: datetime.date(2026, 11, 23), second: datetime.date(2026, 11, 24)}
    case.save({"stage": "match-week"}, days)
    case.save({"stage": "ranked"})
    assert files(tmp_path) == {"me.yaml": f"{before}  {second}: 2026-11-24\n"}
    (tmp_path / "me.yaml").write_text("theirs: now\n")
    case.save({"stage": "ranked"})
    assert files(tmp_path)["me.mine.yaml"] == f"{before}  {second}: 2026-11-24\n"


def test_a_byte_order_mark_stays(opened, tmp_path):
    (tmp_path / "me.yaml").write_bytes(b"\xef\xbb\xbfanswers: {stage: ranked}\r\n")
    opened(tmp_path / "me.yaml").save({"stage": "match-week"})
    assert (tmp_path / "me.yaml").read_bytes() == b"\xef\xbb\xbfanswers: {stage: match-week}\r\n"


def test_nothing_changed_is_nothing_written(opened, tmp_path):
    (tmp_path / "me.yaml").write_text(BEFORE)
    before = (tmp_path / "me.yaml").stat()
    opened(tmp_path / "me.yaml").save({"stage": "ranked"})
    after = (tmp_path / "me.yaml").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_change_made_by_someone_else_is_kept_and_so_are_the_answers(opened, tmp_path):
    path = tmp_path / "me.yaml"
    path.write_text(BEFORE)
    (tmp_path / "me.mine.yaml").write_text("of an earlier time\n")
    case = opened(path)
    theirs = BEFORE.replace("ranked", "match-week")
    path.write_text(theirs)
    said = case.save({"stage": "ranked", "matched": "no"})
    beside = tmp_path / "me.mine-2.yaml"
    assert said == (
        f"{path}: someone else changed it meanwhile. It stays as it is now. "
        f"All your answers are in {beside}, and this consultation goes on there."
    )
    assert case.save({"stage": "ranked", "matched": "yes"}) == ""
    assert case.path == beside
    assert files(tmp_path) == {
        "me.yaml": theirs,
        "me.mine.yaml": "of an earlier time\n",
        "me.mine-2.yaml": BEFORE.replace("story", "  matched: yes\nstory"),
    }
    assert written_beside(path) == [tmp_path / "me.mine.yaml", beside]
    HeldCase().take(path)  # the file that is left alone is free


def test_a_file_that_came_into_being_meanwhile_is_kept(opened, tmp_path):
    case = opened(tmp_path / "me.yaml")
    (tmp_path / "me.yaml").write_text("a letter\n")
    assert "me.mine.yaml" in case.save({"stage": "ranked"})
    assert files(tmp_path) == {
        "me.yaml": "a letter\n",
        "me.mine.yaml": "answers:\n  stage: ranked\n",
    }


def test_a_file_that_was_deleted_meanwhile_is_there_again_whole(opened, tmp_path):
    path = tmp_path / "me.yaml"
    path.write_text(BEFORE)
    case = opened(path)
    path.unlink()
    said = case.save({"stage": "match-week"})
    assert said == f"{path} was gone. It is there again, with all your answers."
    assert files(tmp_path) == {"me.yaml": BEFORE.replace("ranked", "match-week")}


def test_a_case_that_can_not_be_edited_stays_and_the_answers_go_beside(opened, tmp_path):
    (tmp_path / "me.yaml").write_text("{name: Me}\n")
    case = opened(tmp_path / "me.yaml")
    assert "is written in a way that can't be edited." in case.save({"stage": "ranked"})
    assert files(tmp_path) == {
        "me.yaml": "{name: Me}\n",
        "me.mine.yaml": "answers:\n  stage: ranked\n",
    }


def test_a_folder_in_the_place_of_the_file_is_a_problem_and_stays(opened, tmp_path):
    case = opened(tmp_path / "me.yaml")
    case.save({"stage": "ranked"})
    (tmp_path / "me.yaml").unlink()
    (tmp_path / "me.yaml").mkdir()
    with pytest.raises(CaseError, match="this is a folder"):
        case.save({"stage": "match-week"})
    shutil.rmtree(tmp_path / "me.yaml")


def test_a_link_is_told_before_anything_is_asked(tmp_path):
    (tmp_path / "me.yaml").write_text(BEFORE)
    (tmp_path / "link.yaml").symlink_to("me.yaml")
    with pytest.raises(CaseError, match=r"Name the file itself: .*me\.yaml"):
        HeldCase().take(tmp_path / "link.yaml")
    assert files(tmp_path) == {"me.yaml": BEFORE, "link.yaml": BEFORE}


def test_what_killed_consultations_left_goes_when_the_case_is_opened(opened, tmp_path):
    ours = [".me.yaml.0123456789abcdef.part", ".me.yaml.4711.part"]
    others = [".me.yaml.notes.part", ".you.yaml.0123456789abcdef.part"]
    for name in (*ours, *others):
        (tmp_path / name).write_text("answers: {stage: ranked}\n")
    (tmp_path / ".me.yaml.lock").touch()
    opened(tmp_path / "me.yaml").let_go()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)


def at_once(folder, processes, rounds):
    done = subprocess.run(
        [sys.executable, AT_ONCE, folder, str(processes), str(rounds)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("processes", [2, 4])
def test_of_processes_started_at_once_one_holds_the_case(tmp_path, processes):
    at_once(tmp_path, processes, rounds=26)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("processes", [2, 4])
def test_of_processes_started_at_once_one_holds_the_case_each_time(tmp_path, processes):
    at_once(tmp_path, processes, rounds=500)
