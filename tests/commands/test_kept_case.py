"""A case on the command line: gone on from, kept, and forgotten, whole files before and after."""

import errno
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import filelock
import pytest
from click.testing import CliRunner

import cli
from engine.language.loader import BUILT_IN

ROOT = Path(__file__).parent.parent.parent
KILLED = next((ROOT / "tests").rglob("killed.py"))
LIVED_IN = """\
# For the meeting on Monday
name: "Far below: dermatology with 228"
story: "Months before the application."
today: 2027-03-15   # the day it is told
expect:
  category: C

answers:
  stage: match-week   # at last
  wellbeing: fine
  shoe_size: 42

# the end
"""


@pytest.fixture
def matchpath(run):
    """Run a command on the shipped base."""

    def command(*words, stdin=""):
        return run(*words, stdin=stdin, MATCHPATH_KNOWLEDGE=str(BUILT_IN))

    return command


@pytest.fixture
def me(tmp_path):
    """A case of one's own, lived in."""
    path = tmp_path / "me.yaml"
    path.write_text(LIVED_IN)
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_case_gone_on_from_changes_in_its_answers_alone(matchpath, me):
    done = matchpath("consult", "--case", "me.yaml", stdin="yes\n")
    assert done.returncode == 0
    assert 'Left aside: me.yaml:11:3 unknown-question: there is no question "shoe_size".' in (
        " ".join(done.stderr.split())
    )
    assert me.read_text() == LIVED_IN.replace("42\n", "42\n  matched: yes\n")
    set_again = ("--no-input", "--set", "stage=match-week", "--set", "matched=no")
    assert matchpath("consult", "--case", "me.yaml", *set_again).returncode == 2
    assert me.read_text() == LIVED_IN.replace("42\n", "42\n  matched: no\n")
    assert names(me.parent) == ["me.yaml"]


def test_a_case_plays_on_its_own_day_unless_another_is_named(matchpath, me):
    answered = ("consult", "--no-input", "--set", "matched=yes", "--case", "me.yaml")
    own = matchpath(*answered, "--plan", "own.txt")
    other = matchpath(*answered, "--plan", "other.txt", "--today", "2027-03-17")
    assert (own.returncode, other.returncode) == (0, 0)
    assert "made 2027-03-15" in " ".join((me.parent / "own.txt").read_text().split())
    assert "made 2027-03-17" in " ".join((me.parent / "other.txt").read_text().split())


def test_a_case_that_is_held_is_not_opened_and_not_forgotten(matchpath, me):
    with (me.parent / ".me.yaml.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for words in (("consult", "--case", "me.yaml"), ("forget", "me.yaml")):
            done = matchpath(*words)
            assert done.returncode == 2
            assert "another consultation has it open" in done.stderr
    assert me.read_text() == LIVED_IN


def test_a_lock_that_a_killed_consultation_left_holds_nothing(matchpath, me):
    (me.parent / ".me.yaml.lock").write_text("1")
    assert matchpath("consult", "--case", "me.yaml", stdin="yes\n").returncode == 0
    assert names(me.parent) == ["me.yaml"]


def in_a_full_disk(folder, *words, stdin=""):
    """Run with no room for a single byte in any file: the limit stands for a full disk."""
    command = ["sh", "-c", 'ulimit -f 0; exec "$0" -m cli "$@"', sys.executable, *words]
    known = {"PYTHONPATH": str(ROOT), "MATCHPATH_KNOWLEDGE": str(BUILT_IN)}
    environment = {**os.environ, **known, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, input=stdin, cwd=folder, env=environment
    )


def test_a_full_disk_loses_no_answer_and_is_exit_2(me):
    given = ("--set", "stage=match-week", "--set", "matched=yes")
    done = in_a_full_disk(me.parent, "consult", "--no-input", "--case", "me.yaml", *given)
    assert done.returncode == 2
    assert done.stderr.endswith("Your answers are in no file.\n")
    assert "type save" not in done.stderr
    assert "You matched" in done.stdout
    typed = in_a_full_disk(me.parent, "consult", "--case", "me.yaml", stdin="yes\n")
    assert typed.returncode == 2
    assert "type save to name another." in " ".join(typed.stderr.split())
    assert me.read_text() == LIVED_IN
    assert names(me.parent) == ["me.yaml"]


def test_forget_leaves_no_answer_behind(matchpath, me):
    for name in (".me.yaml.0123456789abcdef.part", ".me.yaml.lock", "other.yaml", "me.mine.yaml"):
        (me.parent / name).write_text("answers: {stage: ranked}\n")
    done = matchpath("forget", "me.yaml")
    assert (done.returncode, done.stderr) == (
        0,
        "Deleted: me.yaml\nDeleted: .me.yaml.0123456789abcdef.part\n"
        "There are answers in me.mine.yaml too: matchpath forget me.mine.yaml\n",
    )
    assert names(me.parent) == ["me.mine.yaml", "other.yaml"]


def test_forget_takes_what_was_left_behind_when_the_case_itself_is_gone(matchpath, tmp_path):
    (tmp_path / ".me.yaml.0123456789abcdef.part").write_text("answers: {stage: ranked}\n")
    assert matchpath("forget", "me.yaml").stderr == "Deleted: .me.yaml.0123456789abcdef.part\n"
    assert names(tmp_path) == []
    again = matchpath("forget", "me.yaml")
    assert again.returncode == 2
    assert "there is no file of this name" in again.stderr


def test_forget_follows_no_link_and_says_where_it_leads(matchpath, me):
    (me.parent / "my link.yaml").symlink_to("me.yaml")
    done = matchpath("forget", "my link.yaml")
    assert done.returncode == 2
    target = os.path.realpath(me)
    assert done.stderr == (
        f"my link.yaml is a link to {target}. Nothing was deleted.\n"
        f"To delete the answers: matchpath forget {target}\n"
        "The link can be deleted like any file.\n"
    )
    assert me.read_text() == LIVED_IN
    assert (me.parent / "my link.yaml").is_symlink()


def test_forget_works_where_there_is_no_room_for_a_lock(me, monkeypatch):
    def no_room(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(filelock.FileLock, "acquire", no_room)
    done = CliRunner().invoke(cli.main, ["--knowledge", str(BUILT_IN), "forget", str(me)])
    assert (done.exit_code, " ".join(done.stderr.split())) == (0, f"Deleted: {me}")
    assert names(me.parent) == []


@pytest.fixture
def folder_for_all():
    """A folder like /tmp: everyone may write there, and delete what is their own."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o1777)
    yield folder
    shutil.rmtree(folder)


# Python itself may be where nobody else may read: what is imported late is imported before.
FORGET_AS_NOBODY = """
import contextlib, os, pathlib, cli
pathlib.Path("first.yaml").write_text("answers: {}")
with contextlib.suppress(SystemExit), contextlib.redirect_stderr(None):
    cli.main(["forget", "first.yaml"])
os.setgid(65534)
os.setuid(65534)
cli.main(["forget", "me.yaml"])
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="a file of someone else takes root to make")
def test_a_file_of_someone_else_in_a_folder_for_all_is_one_problem(folder_for_all):
    path = folder_for_all / "me.yaml"
    path.write_text(LIVED_IN)
    path.chmod(0o644)
    done = subprocess.run(
        [sys.executable, "-c", FORGET_AS_NOBODY],
        capture_output=True,
        text=True,
        cwd=folder_for_all,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MATCHPATH_KNOWLEDGE": str(BUILT_IN)},
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "me.yaml:1:1 unwritable: can't be deleted" in done.stderr
    assert names(folder_for_all) == ["me.yaml"]


def killed(folder, kills):
    done = subprocess.run(
        [sys.executable, KILLED, folder, str(kills)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    kept = [int(line.split()[-2]) for line in done.stdout.splitlines()]
    assert len(kept) == kills
    assert max(kept) > min(kept)


def test_consultations_killed_at_any_moment_leave_whole_cases_and_nothing_else(tmp_path):
    killed(tmp_path, 20)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_thousand_consultations_killed_leave_whole_cases_and_nothing_else(tmp_path):
    killed(tmp_path, 1000)


def test_a_case_named_without_an_ending_gets_one_and_that_is_said(run, tmp_path):
    said = run("consult", "--case", "me", stdin="")
    assert 'A case\'s name ends in .yaml: "me" becomes me.yaml.' in said.stderr
    assert "matchpath consult --case me.yaml" in said.stderr


GIVEN_IN_ANOTHER_ORDER = """\
answers:
  circumstances: [none]
  step2_ck: 228
  stage: rotations
  match_year: "2028"
  wellbeing: fine
"""


def test_who_comes_back_is_told_what_they_answered_last_and_goes_back_to_that(matchpath, tmp_path):
    (tmp_path / "me.yaml").write_text(GIVEN_IN_ANOTHER_ORDER)
    done = matchpath("consult", "--case", "me.yaml", "--today", "2026-11-22", stdin="back\nquit\n")
    recalled = done.stderr.partition("You were here before.\n")[2]
    assert recalled.startswith(
        "Step 2 CK: 228\n"
        "You answered last:\n"
        "  Place in the cycle: In clinical rotations, applying later\n"
        "  Match year: The 2028 Match\n"
        "  How you are: All right\n"
        "You go on below. Type review for all your answers.\n"
    )
    assert "> \nHow are you holding up?" in recalled


def test_the_command_to_go_on_with_does_what_the_reader_did(matchpath, tmp_path):
    named = ("--case", "me.yaml", "--plan", "my plan.html", "--tree", "path.svg", "--rules")
    words = ("--knowledge", str(BUILT_IN), "consult", *named, "--today", "2026-11-22T11:30")
    done = matchpath(*words, stdin="rotations\nquit\n")
    assert done.stderr.endswith(
        f"Go on with: matchpath --knowledge {BUILT_IN} consult --case me.yaml "
        "--plan 'my plan.html' --tree path.svg --rules --today 2026-11-22T11:30\n"
    )
    again = matchpath("consult", "--case", "me.yaml", stdin="quit\n")
    assert again.stderr.endswith("Go on with: matchpath consult --case me.yaml\n")
