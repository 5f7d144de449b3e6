"""What was done is noted in the case, which is edited and not rewritten; then what comes next is said."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_base import folder

BASE = """
milestones:
  - {id: soon, label: this week, days: 7}
  - {id: list-day, label: the list is due}
cycles:
  - {id: "2027", label: x, source: us, dates: [{milestone: list-day, at: 2027-03-03, source: us}]}
questions:
  - {id: met, ask: Have you met the dean?, label: The dean, type: choice, choices: {met: Met, waiting: Not yet}, source: us}
nodes:
  - id: start
    title: x
    branches: [{when: {met: met}, label: met, go: over, source: us}, {when: {met: waiting}, label: not met, go: over, source: us}]
    source: us
  - {id: over, title: x, end: good, source: us}
actions:
  - {id: meet-dean, at: start, do: Meet the dean., how: x, because: x, strength: must, by: soon, when: {met: waiting}, settles: {met: met}, source: us}
  - {id: send-letters, at: start, do: Send the letters., how: x, because: x, strength: should, by: list-day, source: us}
  - {id: send-thanks, at: start, do: Send your thanks., how: x, because: x, strength: should, source: us}
  - {id: go-away, at: start, do: Go away., how: x, because: x, strength: should, when: {met: met}, source: us}
sources:
  - {id: us, title: x, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""
ME = "# mine\nanswers:\n  met: waiting  # until Monday\n\n# the end\n"
THANKS = "- Send your thanks.\n"
LETTERS = "- Send the letters.\n  Before the list is due (Wednesday, March 3, 2027)\n"
DEAN = "- Meet the dean.\n  This week\n"


@pytest.fixture
def done(run, tmp_path):
    """Note something in a case on November 24; give what was said, and the case after it."""
    kb = folder(BASE, tmp_path)
    me = tmp_path / "me.yaml"
    me.write_text(ME)

    def command(*words, stdin=""):
        result = run(
            "done",
            "me.yaml",
            *words,
            "--today",
            "2026-11-24",
            stdin=stdin,
            MATCHPATH_KNOWLEDGE=str(kb),
        )
        return result.returncode, result.stdout, result.stderr, me.read_text()  # fmt: skip

    return command


def test_an_action_that_was_done_stands_in_the_case_with_its_day_and_the_rest_moves_up(done):
    assert done("send-letters", "--on", "2026-11-20") == (
        0,
        "Done on 2026-11-20: Send the letters.\nNext:\n" + DEAN + THANKS,
        "",
        ME + "done:\n  send-letters: 2026-11-20\n",
    )
    assert done("send-thanks")[3] == (
        ME + "done:\n  send-letters: 2026-11-20\n  send-thanks: 2026-11-24\n"
    )


def test_what_is_noted_again_keeps_its_day_unless_another_is_named(done):
    done("send-letters", "--on", "2026-11-20")
    assert done("send-letters")[3] == ME + "done:\n  send-letters: 2026-11-20\n"
    assert (
        done("send-letters", "--on", "2026-11-21")[3] == ME + "done:\n  send-letters: 2026-11-21\n"
    )


def test_undo_takes_it_out_and_it_comes_next_again(done):
    done("send-letters")
    done("send-thanks")
    assert done("send-letters", "--undo") == (
        0,
        "Not done: Send the letters.\nNext:\n" + DEAN + LETTERS,
        "",
        ME + "done:\n  send-thanks: 2026-11-24\n",
    )


def test_an_action_may_be_typed_as_its_title_or_the_start_of_one(done):
    for typed in ("Send the letters.", "send the", "send-l"):
        assert done(typed)[1].startswith("Done on 2026-11-24: Send the letters.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["send"], '"send" could be: send-letters, send-thanks.'),
        (["send-leters"], 'There is no action "send-leters" in this plan. Did you mean "send-letters"?'),
        (["x"], 'There is no action "x" in this plan. Known here: meet-dean, send-letters, send-thanks.'),
        (["go-away"], '"go-away" is not in this plan. Why: matchpath explain … --why-not go-away'),
        (["send-thanks", "--undo"], '"send-thanks" was not done. Nothing is done yet.'),
        (["send-thanks", "--undo", "--on", "2026-11-20"], "--undo and --on don't go together. To note another day, leave out --undo."),
        (["send-thanks", "--on", "2026-11-25"], "2026-11-25 has not come yet. Name the day it was done: --on 2026-11-24"),
    ],
)  # fmt: skip
def test_what_can_not_be_noted_is_said_and_nothing_is_written(done, words, said):
    assert done(*words) == (2, "", said + "\n", ME)


SET = ME.replace("waiting", "met")


@pytest.mark.parametrize(
    ("typed", "case", "then"),
    [
        ("\n", SET, "Next:\n" + LETTERS + "- Send your thanks.\n- Go away.\n"),
        ("y\n", SET, "Next:\n" + LETTERS + "- Send your thanks.\n- Go away.\n"),
        ("n\n", ME, "Next:\n" + LETTERS + THANKS),
        ("", ME, "Next:\n" + LETTERS + THANKS),
    ],
)
def test_the_answer_that_an_action_settles_is_offered(done, typed, case, then):
    code, said, asked, after = done("meet-dean", stdin=typed)
    assert (code, said) == (0, "Done on 2026-11-24: Meet the dean.\n" + then)
    assert asked.startswith("Answer “The dean” with “Met” now? [Y/n] ")
    assert after == case + "done:\n  meet-dean: 2026-11-24\n"


def test_without_input_it_says_how_to_set_what_the_action_settles(done):
    code, _, said, after = done("meet-dean", "--no-input", stdin="y\n")
    assert (code, after) == (0, ME + "done:\n  meet-dean: 2026-11-24\n")
    assert said == (
        "“The dean” stays as it is. To change it: matchpath consult --case me.yaml --set met=met\n"
    )


def test_a_base_that_was_named_stands_in_the_commands_that_are_offered(run, tmp_path):
    folder(BASE, tmp_path)
    (tmp_path / "me.yaml").write_text(ME)
    words = ("--knowledge", "base", "done", "me.yaml")
    assert run(*words, "meet-dean", "--no-input").stderr == (
        "“The dean” stays as it is. "
        "To change it: matchpath --knowledge base consult --case me.yaml --set met=met\n"
    )
    assert run(*words, "go-away").stderr == (
        '"go-away" is not in this plan. '
        "Why: matchpath --knowledge base explain … --why-not go-away\n"
    )


def test_undo_says_which_answer_still_speaks_of_it(done):
    done("meet-dean", stdin="y\n")
    assert done("meet-dean", "--undo")[1].startswith(
        "Not done: Meet the dean.\nmet is still met.\n"
    )


def test_a_case_that_is_not_there_is_told(run, tmp_path):
    said = run("done", "you.yaml", "block-it")
    assert (said.returncode, said.stderr) == (2, 'There is no case "you.yaml".\n')


def test_nothing_left_to_do_is_said(done):
    done("meet-dean", "--no-input")
    done("send-letters")
    assert done("send-thanks")[1] == (
        "Done on 2026-11-24: Send your thanks.\nNothing else is to be done now.\n"
    )


def test_a_consultation_gone_on_from_keeps_what_was_done_and_plans_with_it(run, done, tmp_path):
    done("send-letters")
    words = [
        "consult",
        "--case",
        "me.yaml",
        "--no-input",
        "--set",
        "met=met",
        "--plan",
        "plan.json",
    ]
    assert run(*words, MATCHPATH_KNOWLEDGE=str(tmp_path / "base")).returncode == 0
    assert (tmp_path / "me.yaml").read_text() == SET + "done:\n  send-letters: 2026-11-24\n"
    planned = json.loads((tmp_path / "plan.json").read_text())["actions"]
    assert [action["id"] for action in planned] == ["send-thanks", "go-away", "send-letters"]


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["me.yaml", "send"], ["send-letters", "send-thanks"]),
        (["me.yaml", "go"], []),
        (["--undo", "me.yaml", ""], ["send-thanks"]),
        (["none.yaml", "send"], []),
    ],
)
def test_a_shell_completes_the_actions_of_that_plan(done, environment, tmp_path, words, completed):
    done("send-thanks")
    typed = ["matchpath", "done", *words]
    shell = subprocess.run(
        [Path(sys.executable).parent / "matchpath"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(
            MATCHPATH_KNOWLEDGE=str(tmp_path / "base"),
            PATH=os.environ["PATH"],
            _MATCHPATH_COMPLETE="bash_complete",
            COMP_WORDS="\n".join(typed),
            COMP_CWORD=str(len(typed) - 1),
        ),
    )
    assert [line.partition(",")[2] for line in shell.stdout.split()] == completed
