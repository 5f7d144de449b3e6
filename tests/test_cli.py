"""The command line: results to stdout, the rest to stderr, files whole and private."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import click
import pexpect
import pytest
from conftest import ROOT

import cli
from engine.dialogue.keeper import Keeper

CASE = ROOT / "knowledge" / "cases" / "c-dermatology-228.yaml"


def test_a_plan_as_json_is_one_object_with_the_agreed_keys(run):
    done = run("plan", CASE, "--format", "json")
    found = json.loads(done.stdout)
    assert list(found) == [
        "knowledge",
        "answers",
        "facts",
        "path",
        "actions",
        "pending",
        "problems",
    ]
    assert found["facts"]["category"] == "C"
    assert found["answers"]["red_flags"] == ["none"]
    assert found["path"][0] == {
        "phase": "triage",
        "node": "place-in-cycle",
        "branch": "before Match Week",
        "go": "you",
        "contingent": False,
        "if": [],
    }
    matched = next(step for step in found["path"] if step["node"] == "mw-2")
    assert matched["if"] == [[{"question": "matched", "values": ["yes"]}]]
    assert (matched["branch"], matched["go"], matched["contingent"]) == (None, None, True)
    action = next(one for one in found["actions"] if one["id"] == "facts-on-paper")
    assert set(action) == {
        "id", "phase", "node", "strength", "do", "how", "because", "by", "contingent", "if", "sources",
    }  # fmt: skip
    assert found["pending"] is None


def test_a_partial_case_names_the_next_question_so_that_a_program_can_ask_it(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers:\n  stage: match-week\n")
    done = run("plan", "me.yaml", "--format", "json")
    pending = json.loads(done.stdout)["pending"]
    assert done.returncode == 0
    assert pending["question"] == "matched"
    assert pending["allow"] == ["not_yet"]
    assert pending["choices"]["not_yet"] == "I don't know yet"
    assert set(pending) == {"question", "ask", "why", "type", "choices", "min", "max", "allow"}
    assert "Next question: Did you match?" in run("plan", "me.yaml").stdout


def test_an_empty_case_is_fine_everywhere(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers: {}\n")
    assert "Next question: Where are you in the Match cycle today?" in run("plan", "me.yaml").stdout
    assert run("tree", "me.yaml", "--format", "dot").stdout.startswith("digraph path {")


def test_an_answer_that_is_not_asked_is_named(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers: {stage: match-week, matched: yes, step2_ck: 230}\n")
    assert (
        'Not used: "Step 2 CK" was answered, but is not asked here.'
        in run("plan", "me.yaml").stdout
    )


def test_files_are_written_for_the_owner_alone(run, tmp_path):
    done = run("tree", CASE, "-o", "path.svg")
    assert (done.stdout, done.stderr) == ("", "Written: path.svg\n")
    assert stat.S_IMODE((tmp_path / "path.svg").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_named(run):
    done = run("tree", CASE, "-o", "nowhere/path.svg")
    message = "nowhere/path.svg:1:1 unwritable: can't be written (No such file or directory). "
    assert (done.stderr, done.returncode) == (
        message + "Nothing was changed. Name another place, or make room.\n",
        2,
    )


def test_a_picture_format_that_is_none_is_named_before_anything_is_asked(run):
    done = run("consult", "--tree", "path.svgg")
    assert (done.stderr, done.returncode) == (
        'path.svgg: the ending ".svgg" is no picture format. Did you mean "svg"?\n',
        2,
    )


def test_a_consultation_in_a_terminal_writes_what_was_asked_for(tmp_path):
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "cli", "consult", "--case", "me.yaml", "--plan", "plan.txt", "--tree", "path.svg"],
        cwd=str(tmp_path),
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "TERM": "xterm"},
        encoding="utf-8",
        timeout=20,
    )
    for question, answer in (
        ("Where are you", "6"),
        ("Did you match", "no"),
        ("unfilled places", "no"),
        ("research year", "1"),
    ):
        terminal.expect(question)
        terminal.expect("> ")
        terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert (tmp_path / "me.yaml").read_text() == (
        "answers:\n  stage: match-week\n  matched: no\n  soap_spots: no\n  gap_year: research\n"
    )
    assert (
        "Join a group only where people before you went on" in (tmp_path / "plan.txt").read_text()
    )
    assert (tmp_path / "path.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize("stop", ["quit", "\x03", "\x04"])
def test_stopping_keeps_what_was_answered_and_says_how_to_go_on(tmp_path, stop):
    arguments = ["-m", "cli", "consult", "--case", "me.yaml"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "TERM": "xterm"}
    terminal = pexpect.spawn(
        sys.executable, arguments, cwd=str(tmp_path), env=environment, encoding="utf-8", timeout=20
    )
    terminal.expect("> ")
    terminal.sendline("match-week")
    terminal.expect("Did you match")
    terminal.expect("> ")
    terminal.sendline(stop) if stop == "quit" else terminal.send(stop)
    terminal.expect("Go on with: matchpath consult --case me.yaml")
    terminal.expect(pexpect.EOF)
    assert (tmp_path / "me.yaml").read_text() == "answers:\n  stage: match-week\n"


def commands(group, words=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        is_group = hasattr(command, "commands")
        yield from commands(command, (*words, name)) if is_group else [(*words, name)]


@pytest.mark.parametrize("words", sorted(commands(cli.main)), ids=" ".join)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(run, words):
    done = run(*words, "--help")
    assert done.returncode == 0
    assert f"Example: matchpath {' '.join(words)}" in " ".join(done.stdout.split())
    assert f"matchpath {' '.join(words)}" in (ROOT / "README.md").read_text()


# Handing answers over, keeping them, deleting them


def test_answers_can_be_handed_over_and_nothing_is_asked(run, tmp_path):
    (tmp_path / "more.yaml").write_text("answers: {matched: no, soap_spots: no}\n")
    done = run(
        "consult",
        "--no-input",
        "--set",
        "stage=match-week",
        "--answers",
        "more.yaml",
        "--set",
        "gap_year=research",
    )
    assert done.returncode == 0
    assert "Join a group only where people before you went on into residency." in done.stdout
    piped = run(
        "consult",
        "--no-input",
        "--answers",
        "-",
        stdin="answers: {stage: match-week, matched: yes}\n",
    )
    assert "Stop here. You matched; Friday says where." in piped.stdout


def test_no_input_names_what_is_missing_and_asks_nothing(run):
    done = run("consult", "--no-input", "--set", "stage=match-week")
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.splitlines()[1:] == [
        "  matched: Did you match?",
        "Answer with --set QUESTION=ANSWER or --answers FILE.",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--set", "stage"],
            '--set takes QUESTION=ANSWER, like --set step2_ck=228; "stage" has no "=".',
        ),
        (
            ["--set", "stgae=ranked"],
            'unknown-question: there is no question "stgae". Did you mean "stage"?',
        ),
        (
            ["--set", "step2_ck=301"],
            'bad-answer: "step2_ck" can\'t be 301. Give a whole number from 1 to 300.',
        ),
        (["--resume"], "Name the case to go on from: --case FILE"),
        (["--resume", "--case", "me.yaml"], 'There is no case "me.yaml" to go on from.'),
    ],
)
def test_what_is_handed_over_wrongly_is_named(run, words, message):
    done = run("consult", "--no-input", *words)
    assert (done.stderr, done.returncode) == (message + "\n", 2)


def test_without_a_terminal_it_stops_instead_of_waiting(run):
    done = run("consult", stdin="match-week\n")
    assert done.returncode == 1
    assert "Stopped. 1 answer so far." in done.stderr


def test_a_case_from_an_older_base_keeps_what_still_applies(run, tmp_path):
    (tmp_path / "me.yaml").write_text(
        "answers: {stage: match-week, matched: no, shoe_size: 42, soap_spots: perhaps}\n"
    )
    done = run("consult", "--case", "me.yaml", stdin="no\nresearch\n")
    assert (
        'Left aside: me.yaml:1:43 unknown-question: there is no question "shoe_size".'
        in " ".join(done.stderr.split())
    )
    assert (tmp_path / "me.yaml").read_text() == (
        "answers: {stage: match-week, matched: no, shoe_size: 42, soap_spots: no, "
        "gap_year: research}\n"
    )


@pytest.mark.parametrize("broken", ["answers: [", "", "- a list\n"])
def test_a_broken_case_is_named_and_left_untouched(run, tmp_path, broken):
    (tmp_path / "me.yaml").write_text(broken)
    done = run("consult", "--case", "me.yaml", stdin="match-week\n")
    assert done.returncode == 2
    assert done.stderr.startswith("me.yaml:")
    assert (tmp_path / "me.yaml").read_text() == broken


def test_nothing_is_written_through_a_link_or_over_a_folder(run, tmp_path):
    (tmp_path / "target.yaml").write_text("answers: {}\n")
    (tmp_path / "link.yaml").symlink_to("target.yaml")
    (tmp_path / "folder").mkdir()
    for name in ("link.yaml", "folder"):
        done = run("tree", CASE, "--format", "dot", "-o", name)
        assert done.returncode == 2
        assert f"{name}:1:1 unwritable: " in done.stderr
    assert (tmp_path / "target.yaml").read_text() == "answers: {}\n"


def test_forget_deletes_a_case_and_nothing_else(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers: {stage: ranked}\n")
    (tmp_path / "notes.yaml").write_text("shopping: [milk]\n")
    assert run("forget", "me.yaml").stderr == "Deleted: me.yaml\n"
    assert not (tmp_path / "me.yaml").exists()
    assert run("forget", "notes.yaml").returncode == 2
    assert (tmp_path / "notes.yaml").exists()


def in_a_full_disk(tmp_path, *words, stdin=""):
    """Run with no room for a single byte in any file: the limit stands for a full disk."""
    command = ["sh", "-c", 'ulimit -f 0; exec "$0" -m cli "$@"', sys.executable, *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, input=stdin, cwd=tmp_path, env=environment
    )


def test_a_full_disk_leaves_the_old_file_untouched(tmp_path):
    (tmp_path / "plan.txt").write_text("the plan of last week\n")
    done = in_a_full_disk(tmp_path, "plan", CASE, "-o", "plan.txt")
    assert done.returncode == 2
    assert done.stderr.startswith("plan.txt:1:1 unwritable: can't be written (")
    assert [one.name for one in tmp_path.iterdir()] == ["plan.txt"]
    assert (tmp_path / "plan.txt").read_text() == "the plan of last week\n"


def test_a_disk_that_goes_away_stops_no_consultation(tmp_path):
    stick, written, typed = tmp_path / "stick", [], iter([str(tmp_path / "other.yaml")])
    stick.mkdir()
    with Keeper(stick / "me.yaml", lambda _: next(typed), written.append) as keeper:
        keeper.save({"stage": "ranked"})
        shutil.rmtree(stick)
        keeper.save({"stage": "ranked", "matched": "not_yet"})
        assert written[-1].endswith(
            "Your answers are still here, but in no file: type save to name another."
        )
        keeper.keep({"stage": "ranked", "matched": "not_yet"})
    assert (
        tmp_path / "other.yaml"
    ).read_text() == "answers:\n  stage: ranked\n  matched: not_yet\n"


def test_a_plan_that_cannot_be_written_is_shown_instead(run):
    done = run("consult", "--plan", "nowhere/plan.txt", stdin="match-week\nyes\n")
    assert done.returncode == 2
    assert (
        "nowhere/plan.txt:1:1 unwritable: can't be written (No such file or directory)."
        in done.stderr
    )
    assert "Stop here. You matched; Friday says where." in done.stdout


@pytest.mark.parametrize("path", ["/proc/me.yaml", "folder", "/dev/null"])
def test_a_place_where_no_case_can_be_is_named_before_anything_is_asked(run, tmp_path, path):
    (tmp_path / "folder").mkdir()
    done = run("consult", "--case", path, stdin="match-week\n")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{path}:1:1 un")
    assert "Where are you" not in done.stderr


def test_no_narrow_terminal_breaks_a_line(run):
    done = run(
        "consult", "--no-input", "--set", "stage=match-week", "--set", "matched=yes", COLUMNS="40"
    )
    assert max(map(len, done.stdout.splitlines())) < 40


def test_a_terminal_without_utf_8_gets_plain_signs(run):
    done = run("plan", CASE, PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"You have seen me with patients' in done.stdout


def test_windows_line_ends_are_read(run, tmp_path):
    (tmp_path / "me.yaml").write_bytes(b"answers:\r\n  stage: match-week\r\n")
    assert "Next question: Did you match?" in run("plan", "me.yaml").stdout


# Help with typing


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["consult", "--cas", "me.yaml"],
            "No such option '--cas'. (Did you mean one of: '--case', '--set'?)",
        ),
        (["plan", CASE, "--fromat", "json"], "No such option '--fromat'. Did you mean '--format'?"),
        (["plam"], "No such command 'plam'. Did you mean 'plan'?"),
        (["kb", "chek"], "No such command 'chek'. (Did you mean one of: 'check', 'schema'?)"),
        (
            ["plan", CASE, "--format", "jsn"],
            "'jsn' is not one of 'text', 'markdown', 'html', 'json', 'ics', 'meeting'.",
        ),
    ],
)
def test_a_mistyped_command_or_option_is_named_with_the_nearest(run, words, message):
    done = run(*words)
    assert (done.stdout, done.returncode) == ("", 2)
    assert message in done.stderr


IN_BASH = """
source completion.bash
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_matchpath_completion matchpath
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["matchpath", "co"], ["compare", "completion", "consult"]),
        (["matchpath", "plan", "m"], ["me.yaml"]),
        (["matchpath", "consult", "--set", "spec"], "specialty=dermatology"),
        (["matchpath", "consult", "--set", "specialty", "=", "d"], ["dermatology"]),
        (["matchpath", "consult", "--set", "stage", "=", "ranked", "--set", "gap"], ["gap_year=research", "gap_year=clinical"]),
        (["matchpath", "consult", "--set", "step"], ["step2_ck=", "step2_date=", "step1="]),
    ],
)  # fmt: skip
def test_bash_completes_commands_cases_questions_and_answers(run, tmp_path, words, expected):
    (tmp_path / "completion.bash").write_text(run("completion", "bash").stdout)
    (tmp_path / "me.yaml").write_text("answers: {}\n")
    (tmp_path / "more.yaml").write_text("shopping: []\n")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", IN_BASH, "bash", *words],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    found = done.stdout.splitlines()
    assert found == expected if isinstance(expected, list) else expected in found


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_get_the_same_answers(run, shell):
    assert "_MATCHPATH_COMPLETE" in run("completion", shell).stdout
    words = {
        "COMP_WORDS": "matchpath consult --set specialty=d",
        "COMP_CWORD": "3" if shell == "zsh" else "specialty=d",
    }
    found = subprocess.run(
        [Path(sys.executable).parent / "matchpath"],
        capture_output=True,
        text=True,
        env={**os.environ, "_MATCHPATH_COMPLETE": f"{shell}_complete", **words},
    ).stdout
    assert "specialty=dermatology" in found
    assert "specialty=neurology" not in found
