"""A draft of a plan is listed, found by its name, printed, and written to a file nobody else reads."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from small_base import folder

ME = "answers:\n  met: waiting\n  offer: not_yet\n"
BASE = """
milestones:
  - {id: soon, label: this week, days: 7}
  - {id: later, label: the answer comes}
questions:
  - {id: offer, ask: Is there an offer?, label: Offer, type: yes-no, future: Not yet, source: us}
  - {id: met, ask: Have you met the dean?, label: The dean, type: choice, choices: {met: Met, waiting: Not yet}, source: us}
nodes:
  - id: start
    title: x
    branches: [{when: {met: met}, label: met, go: answer, source: us}, {when: {met: waiting}, label: not met, go: answer, source: us}]
    source: us
  - {id: answer, title: x, branches: [{when: {offer: yes}, label: a, go: over, source: us}, {when: {offer: no}, label: b, go: again, source: us}], source: us}
  - {id: again, title: x, end: open, source: us}
  - {id: over, title: x, end: good, source: us}
actions:
  - {id: meet-dean, at: start, do: Meet the dean., how: x, because: x, strength: must, by: soon, source: us, draft: {title: Call the dean, kind: call, text: "It is [your name]."}}
  - {id: send-letters, at: start, do: Send the letters., how: x, because: x, strength: should, source: us, draft: Dear …}
  - {id: send-thanks, at: start, do: Send your thanks., how: x, because: x, strength: should, source: us}
  - {id: see-doctor, at: start, do: See a doctor., how: x, because: x, strength: should, private: true, source: us, draft: It hurts.}
  - {id: go-away, at: start, do: Go away., how: x, because: x, strength: should, when: {met: met}, source: us, draft: Bye.}
  - {id: ask-again, at: again, do: Ask again., how: x, because: x, strength: should, from: later, source: us, draft: Once more.}
sources:
  - {id: us, title: x, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""
LISTED = """\
This week
---------
- Call the dean (call)
  matchpath draft me.yaml meet-dean

All along
---------
- Send the letters.
  matchpath draft me.yaml send-letters
"""
PRIVATE = "What is private is left out. To see it: --private\n"
LATER = "1 more draft can wait. To see it: --all\n"


@pytest.fixture
def draft(run, tmp_path):
    """Run the command on a case; give its exit code, what it gave, and what it said."""
    kb = folder(BASE, tmp_path)
    (tmp_path / "me.yaml").write_text(ME)

    def command(*words):
        done = run("draft", "me.yaml", *words, MATCHPATH_KNOWLEDGE=str(kb))
        return done.returncode, done.stdout, done.stderr

    return command


def test_the_drafts_of_a_plan_are_listed_and_private_ones_where_that_is_asked_for(draft):
    assert draft() == (0, LISTED, PRIVATE + LATER)
    private = "- See a doctor.\n  matchpath draft me.yaml see-doctor --private\n"
    assert draft("--private") == (0, LISTED + private, LATER)


def test_a_draft_for_what_may_come_up_waits_as_it_does_in_the_plan(draft):
    code, listed, said = draft("--private", "--all")
    assert (code, said) == (0, "")
    assert listed.endswith("- Ask again.\n  matchpath draft me.yaml ask-again\n")
    assert draft("ask-again") == (0, "Once more.\n", "")


def test_a_draft_is_found_by_id_by_title_or_by_the_start_of_one(draft):
    for typed in ("meet-dean", "Call the dean", "call", "meet"):
        assert draft(typed) == (0, "It is [your name].\n", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("meet-daen", 'There is no draft "meet-daen" in this plan. Did you mean "meet-dean"?'),
        ("", 'There is no draft "" in this plan. Known here: ask-again, meet-dean, send-letters.'),
        ("send-thanks", '"send-thanks" has no draft. Did you mean "send-letters"?'),
        ("see-doctor", 'The draft of "see-doctor" is private. To see it: --private'),
        ("go-away", '"go-away" is not in this plan. Why: matchpath explain … --why-not go-away'),
    ],
)
def test_a_name_that_is_no_draft_of_the_plan_is_told(draft, typed, said):
    assert draft(typed) == (2, "", said + "\n")


def test_the_start_of_several_names_them(run, draft, tmp_path):
    (tmp_path / "base" / "one.yaml").write_text(
        (tmp_path / "base" / "one.yaml").read_text().replace("strength: should, source: us}", "strength: should, source: us, draft: x}")
    )  # fmt: skip
    assert draft("send") == (2, "", '"send" could be: send-letters, send-thanks.\n')


def test_a_private_draft_is_given_where_that_is_asked_for(draft):
    assert draft("see-doctor", "--private") == (0, "It hurts.\n", "")


@pytest.mark.parametrize("name", ["dean.txt", "dean.md", "dean"])
def test_a_draft_is_written_to_a_file_that_nobody_else_reads(draft, tmp_path, name):
    assert draft("meet-dean", "-o", name) == (0, "", f"Written: {name}\n")
    assert (tmp_path / name).read_text() == "It is [your name].\n"
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_file_that_can_not_be_written_is_told(draft, tmp_path):
    assert draft("meet-dean", "-o", "dean.tx") == (
        2,
        "",
        'dean.tx: the ending ".tx" is no format of a draft. Did you mean ".txt"?\n',
    )
    assert draft("meet-dean", "-o", "me.yaml")[0] == 2
    assert (tmp_path / "me.yaml").read_text() == ME


def test_a_plan_without_drafts_says_so(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers: {}\n")
    done = run("draft", "me.yaml")
    assert (done.returncode, done.stdout) == (0, "There is no draft in this plan.\n")


def test_a_base_that_was_named_stands_in_the_commands_that_are_offered(run, tmp_path):
    folder(BASE, tmp_path)
    (tmp_path / "me.yaml").write_text(ME)
    words = ("--knowledge", "base", "draft", "me.yaml")
    assert run(*words).stdout == LISTED.replace("matchpath", "matchpath --knowledge base")
    assert run(*words, "go-away").stderr == (
        '"go-away" is not in this plan. '
        "Why: matchpath --knowledge base explain … --why-not go-away\n"
    )


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["me.yaml", ""], ["meet-dean", "send-letters", "ask-again"]),
        (["--private", "me.yaml", "se"], ["send-letters", "see-doctor"]),
        (["none.yaml", ""], []),
    ],
)
def test_a_shell_completes_the_drafts_of_that_plan(draft, environment, tmp_path, words, completed):
    typed = ["matchpath", "draft", *words]
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


def test_a_plan_on_the_screen_names_drafts_of_its_own_case(run, tmp_path):
    kb = folder(BASE, tmp_path)
    (tmp_path / "my case.yaml").write_text(ME)
    shown = run("plan", "my case.yaml", MATCHPATH_KNOWLEDGE=str(kb)).stdout
    assert "\n    Draft: matchpath draft 'my case.yaml' meet-dean\n" in shown
    narrow = run("--knowledge", kb, "plan", "my case.yaml", COLUMNS="40").stdout
    assert f"\n    Draft: matchpath --knowledge {kb} draft 'my case.yaml' meet-dean\n" in narrow
    run("plan", "my case.yaml", "-o", "plan.txt", MATCHPATH_KNOWLEDGE=str(kb))
    assert "my case" not in (tmp_path / "plan.txt").read_text()
