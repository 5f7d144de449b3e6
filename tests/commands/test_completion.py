"""What a shell completes: commands, case files, questions and their answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
IN_BASH = """
source completion.bash
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_matchpath_completion matchpath
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["matchpath", "co"], ["cohort", "compare", "completion", "consult"]),
        (["matchpath", "plan", "m"], ["me.yaml"]),
        (["matchpath", "consult", "--set", "coun"], ["country=ruritania", "country=graustark", "country=sylvania", "country=freedonia", "country=other"]),
        (["matchpath", "consult", "--set", "country", "=", "g"], ["graustark"]),
        (["matchpath", "consult", "--set", "place", "=", "airport", "--set", "wa"], ["way=emergency", "way=later"]),
        (["matchpath", "consult", "--set", "p"], ["place=", "proofs=", "police="]),
    ],
)  # fmt: skip
def test_bash_completes_commands_cases_questions_and_answers(
    run, environment, tmp_path, words, expected
):
    (tmp_path / "completion.bash").write_text(run("completion", "bash").stdout)
    (tmp_path / "me.yaml").write_text("answers: {}\n")
    (tmp_path / "more.yaml").write_text("shopping: []\n")
    done = subprocess.run(
        ["bash", "-c", IN_BASH, "bash", *words],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(PATH=f"{BIN}:{os.environ['PATH']}"),
    )
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize(
    ("shell", "typed"),
    [("zsh", {"COMP_CWORD": "3"}), ("fish", {"COMP_CWORD": "country=g"})],
    ids=["zsh", "fish"],
)
def test_the_other_shells_get_the_same_answers(run, environment, shell, typed):
    assert "_MATCHPATH_COMPLETE" in run("completion", shell).stdout
    words = {"COMP_WORDS": "matchpath consult --set country=g", **typed}
    done = subprocess.run(
        [BIN / "matchpath"],
        capture_output=True,
        text=True,
        env=environment(_MATCHPATH_COMPLETE=f"{shell}_complete", **words),
    )
    assert "country=graustark" in done.stdout
    assert "country=ruritania" not in done.stdout
