"""The command line: results to stdout, the rest to stderr, files whole and private."""

import json
import stat
import sys

import pexpect
import pytest
from conftest import ROOT

import cli

CASE = ROOT / "knowledge" / "cases" / "c-dermatology-228.yaml"


def test_a_plan_as_json_is_one_object_with_the_agreed_keys(run):
    done = run("plan", CASE, "--format", "json")
    found = json.loads(done.stdout)
    assert list(found) == ["knowledge", "answers", "facts", "path", "actions", "pending", "problems"]
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
    assert 'Not used: "Step 2 CK" was answered, but is not asked here.' in run("plan", "me.yaml").stdout


def test_files_are_written_for_the_owner_alone(run, tmp_path):
    done = run("tree", CASE, "-o", "path.svg")
    assert (done.stdout, done.stderr) == ("", "Written: path.svg\n")
    assert stat.S_IMODE((tmp_path / "path.svg").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_named(run):
    done = run("tree", CASE, "-o", "nowhere/path.svg")
    assert (done.stderr, done.returncode) == ("nowhere/path.svg: can't be written (No such file or directory).\n", 2)


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
    assert "Join a group only where people before you went on" in (tmp_path / "plan.txt").read_text()
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
    for name, command in group.commands.items():
        yield from commands(command, (*words, name)) if hasattr(command, "commands") else [(*words, name)]


@pytest.mark.parametrize("words", sorted(commands(cli.main)), ids=" ".join)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(run, words):
    done = run(*words, "--help")
    assert done.returncode == 0
    assert f"Example: matchpath {' '.join(words)}" in " ".join(done.stdout.split())
    assert f"matchpath {' '.join(words)}" in (ROOT / "README.md").read_text()
