"""Odd names, closed and full streams, odd lines, faults of our own: a sentence and exit 2."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest
from worlds import every_third

from engine.commands.terminal import quoted, visible

ROOT = Path(__file__).parents[2]
CASE = ROOT / "knowledge" / "cases" / "c-dermatology-228.yaml"
LONG = "x" * 300 + ".yaml"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def shell(tmp_path, line: str, **given) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in an empty folder, where M stands for the command line."""
    function = f'M() {{ "{sys.executable}" -m cli "$@"; }}; C="{CASE}"\n'
    return subprocess.run(
        ["bash", "-c", function + line],
        capture_output=True,
        text=True,
        errors="replace",
        cwd=tmp_path,
        env=ENVIRONMENT,
        timeout=120,
        **given,
    )


@pytest.mark.parametrize(
    ("line", "said"),
    every_third(
        [
            (f"M plan {LONG}", "can't be read (File name too long)."),
            (f"M plan $C -o {LONG}", "(File name too long)."),
            (f"M consult --case {LONG} </dev/null", "(File name too long)."),
            (f"M --knowledge {LONG} plan $C", "(File name too long)."),
            (f"M kb check {LONG}", "(File name too long)."),
            (f"M kb init {LONG}", "(File name too long)."),
            ("M consult <&-", "standard input:1:1 unreadable: can't be read (it is closed)."),
            ("M consult --answers - <&-", "can't be read (it is closed)."),
            ("M plan $C >&-", "standard output can't be written (it is closed)."),
            ("M tree $C >&-", "standard output can't be written (it is closed)."),
            ("M plan $C >/dev/full", "standard output can't be written (No space left on device)."),
            ("M tree $C >/dev/full", "standard output can't be written (No space left on device)."),
            (
                "M --help >/dev/full",
                "The output can't be written (No space left on device). Make room.",
            ),
            (
                "M --version >/dev/full",
                "The output can't be written (No space left on device). Make room.",
            ),
            ("M plan $C --format ics --today 9999-12-28", "is no day to plan for. Name one of"),
            ("M plan $C --today 0001-01-01", "is no day to plan for. Name one of"),
            (
                "head -c 300000 /dev/zero | M consult --answers -",
                "this is more than 200,000 bytes.",
            ),
            (r"printf '\xff' | M consult --answers -", "this is not UTF-8 text."),
            ("M consult 2>/dev/full </dev/null", ""),
            ("M consult 2>&- </dev/null", ""),
            ("M plan nowhere.yaml 2>&-", ""),
        ]
    ),
)
def test_what_the_system_refuses_is_said_in_a_line_with_exit_2(tmp_path, line, said):
    done = shell(tmp_path, line)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_closed_standard_error_keeps_no_result_away(tmp_path):
    assert shell(tmp_path, "M tree $C 2>&- >path.svg").returncode == 0
    assert (tmp_path / "path.svg").read_text().endswith("</svg>\n")
    assert shell(tmp_path, "M plan $C -o plan.html >&- 2>&-").returncode == 0
    assert (tmp_path / "plan.html").read_text().rstrip().endswith("</html>")


def test_a_reader_that_leaves_ends_it_quietly(tmp_path):
    done = shell(tmp_path, "M plan $C | head -1")
    assert done.stdout.startswith("matchpath: your plan after Step 2 CK")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_an_odd_time_zone_and_a_case_handed_over_by_the_shell_are_fine(tmp_path):
    assert shell(tmp_path, "TZ=UTC+99 M plan <(cat $C)").returncode == 0


def test_a_line_that_is_no_text_or_too_long_is_told_and_asked_for_again(tmp_path):
    typed = b"rotations\n\xff\n" + b"x" * 20_000_000 + b"\na\0b\nfine\nreview\n\xc2\xb2\n\nquit\n"
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "cli", "consult"],
        input=typed,
        capture_output=True,
        cwd=tmp_path,
        env={**ENVIRONMENT, "PYTHONIOENCODING": "utf-8:strict"},
    )
    said = done.stderr.decode()
    assert "That is no text that can be read here. Type it again." in said
    assert "That was longer than 4,096 signs. Type less." in said
    assert "That holds a NUL sign, which no text has. Type it again." in said
    assert '"²" is no number from 1 to 2.' in said
    assert said.endswith("Stopped. 2 answers so far.\n")
    assert time.monotonic() - begun < 30


BROKEN = """
import cli
from engine.dialogue import progress
heading, left = progress.heading, [2]
def broken(outcome):
    if not left: raise {error}
    left.pop()
    return heading(outcome)
progress.heading = broken
cli.main()
"""


def broken(tmp_path, error: str, *words: str, typed: str = "rotations\nfine\n2028\n"):
    return subprocess.run(
        [sys.executable, "-c", BROKEN.format(error=error), *words],
        input=typed,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=ENVIRONMENT,
    )


RESCUED = "answers:\n  stage: rotations\n  wellbeing: fine\n"


def test_a_fault_of_our_own_is_a_sentence_and_the_answers_are_kept_beside(tmp_path):
    done = broken(tmp_path, "KeyError('letters')", "consult")
    (rescued,) = tmp_path.iterdir()
    assert done.returncode == 2
    assert done.stderr.endswith(
        f"\nYour answers are kept in {rescued.name}. "
        f"Go on with: matchpath consult --case {rescued.name}\n"
        "This should not have happened: KeyError: 'letters'. "
        "Run again with --debug to see where.\n"
    )
    assert rescued.name.startswith("matchpath-rescued-")
    assert rescued.read_text() == RESCUED
    assert rescued.stat().st_mode & 0o777 == 0o600


def test_answers_are_kept_among_the_temporary_files_where_they_can_be_nowhere_else(tmp_path):
    code = "import os; os.chdir('/proc')\n" + BROKEN.format(error="KeyError(1)")
    done = subprocess.run(
        [sys.executable, "-c", code, "consult"],
        input="rotations\nfine\n2028\n",
        capture_output=True,
        text=True,
        env={**ENVIRONMENT, "TMPDIR": str(tmp_path)},
    )
    (rescued,) = tmp_path.iterdir()
    assert f"Your answers are kept in {rescued}." in done.stderr
    assert rescued.read_text() == RESCUED


def test_answers_that_stand_in_a_case_are_not_written_twice(tmp_path):
    done = broken(tmp_path, "KeyError('letters')", "consult", "--case", "me.yaml")
    assert done.returncode == 2
    assert "Your answers are kept in" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["me.yaml"]


@pytest.mark.parametrize("words", [("--debug", "consult"), ("consult", "--debug")])
def test_where_it_happened_is_shown_with_debug_alone(tmp_path, words):
    done = broken(tmp_path, "KeyError('letters')", *words)
    assert done.returncode == 2
    assert "Traceback (most recent call last):" in done.stderr
    assert "KeyError: 'letters'\n" in done.stderr
    assert "Traceback" not in broken(tmp_path, "KeyError('letters')", "consult").stderr


def test_answers_are_kept_when_stopped_while_nothing_is_asked(tmp_path):
    done = broken(tmp_path, "KeyboardInterrupt", "consult")
    (rescued,) = tmp_path.iterdir()
    assert done.returncode == 1
    assert done.stderr.endswith("Stopped.\n")
    assert rescued.read_text() == RESCUED


def test_answers_are_kept_when_nobody_can_be_asked_any_more(tmp_path):
    code = BROKEN.replace("raise {error}", "(os.close(2), os.open('/dev/full', os.O_WRONLY))")
    done = subprocess.run(
        [sys.executable, "-c", "import os\n" + code, "consult"],
        input="rotations\nfine\n2028\nus-md\n",
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=ENVIRONMENT,
    )
    (rescued,) = tmp_path.iterdir()
    assert done.returncode == 2
    assert rescued.read_text() == RESCUED


STEERING = "\x1b]0;pwn\x07 \x9b2J \u202eevil \u2028 \x7f \r"


def test_signs_that_steer_a_terminal_are_made_visible():
    assert visible(STEERING) == r"\u001b]0;pwn\u0007 \u009b2J \u202eevil \u2028 \u007f \u000d"
    assert visible("“Yes”\tno\r\n – ² é 日本") == "“Yes”\tno\r\n – ² é 日本"


@pytest.mark.parametrize(
    "line",
    every_third(
        [
            r"M plan $'\e]0;x\a\xc2\x9b.yaml'",
            r"M plan $'\xff\e.yaml'",
            r"M $'--\e]0;x'",
            r"M $'\e]0;x'",
            r"M plan a b $'\e]0;x'",
            r"M plan $C --format $'\e]0;x'",
            r"M plan $C -o $'\e]0;x'",
            r"M consult --no-input --set $'\e]0;x=1'",
            r"printf '\e[A\n' | M consult",
            r"printf 'rotations\nfine\n2028\nsave\n\e]0;x\n' | M consult",
            r"""printf 'answers: {"\\e]0;x\\a": "\\u202e"}' > me.yaml; M plan me.yaml""",
            r"""printf 'answers: {stage: "\\e]0;x"}' > me.yaml; M consult --case me.yaml""",
            r"""mkdir b; printf 'title: "\\e]0;x"\n"\\e[2J": 1' > b/base.yaml; M kb check b""",
            r"""cp $C $'\e]0;x.yaml'; M compare $'\e]0;x.yaml' $C; M forget $'\e]0;x.yaml'""",
            r"""cp $C $'\e]0;x.yaml'; M consult --no-input --case $'\e]0;x.yaml'""",
        ]
    ),
)
def test_nothing_said_steers_a_terminal(tmp_path, line):
    done = shell(tmp_path, line)
    said = done.stdout + done.stderr
    assert said
    assert not set(said) & set("\x1b\x07\x9b\u202e")
    assert "Traceback" not in said


def test_problems_are_counted_where_they_are_too_many_to_read(tmp_path):
    lines = [f"  q{number}: 1" for number in range(3000)]
    (tmp_path / "me.yaml").write_text("answers:\n" + "\n".join(lines))
    done = shell(tmp_path, "M plan me.yaml")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 51
    assert done.stderr.endswith("\n… and 2,950 more.\n")
    (tmp_path / "me.yaml").write_text(f"answers: {{{'q' * 100_000}: 1}}")
    assert len(shell(tmp_path, "M plan me.yaml").stderr) < 5_000


def test_a_check_says_how_many_problems_it_does_not_show(tmp_path):
    shell(tmp_path, "M kb init base")
    (tmp_path / "base" / "bad.yaml").write_text("\n".join(f"bad{n}: 1" for n in range(70)))
    done = shell(tmp_path, "M kb check base")
    assert done.returncode == 1
    assert done.stdout.endswith("\n… and 20 more. All of them: matchpath kb check --format json\n")
    assert done.stderr == "70 problems\n"


def test_half_a_base_is_never_left_behind(tmp_path):
    done = shell(tmp_path, "export PYTHONDONTWRITEBYTECODE=1; ulimit -f 4; M kb init base")
    assert done.returncode == 2
    assert done.stderr.startswith("base:1:1 unwritable: can't be written (")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    every_third(
        [
            ("-dash.yaml", "./-dash.yaml"),
            ("my case.yaml", "'my case.yaml'"),
            ("$(touch x).yaml", "'$(touch x).yaml'"),
            ("a\x1b'\udcff.yaml", r"$'a\x1b\x27\xff\x2eyaml'"),
        ]
    ),
)
def test_a_file_named_in_a_line_to_run_is_that_file_for_a_shell(tmp_path, name, words):
    assert quoted(Path(name)) == words
    (tmp_path / name).write_bytes(CASE.read_bytes())
    assert shell(tmp_path, f"M plan {words}").returncode == 0


def started(tmp_path) -> pexpect.spawn:
    """Start a bash that completes `matchpath`."""
    program = tmp_path / "bin" / "matchpath"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom cli import main\nmain()\n")
    program.chmod(0o755)
    terminal = pexpect.spawn(
        "bash",
        ["--norc", "--noprofile", "-i"],
        cwd=str(tmp_path),
        env={**ENVIRONMENT, "PATH": f"{program.parent}:{os.environ['PATH']}", "TERM": "dumb"}
        | {"INPUTRC": "/dev/null", "PS1": "$ "},
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 200),
    )
    terminal.sendline('bind "set enable-bracketed-paste off"; eval "$(matchpath completion bash)"')
    terminal.sendline("echo rea''dy")
    terminal.expect("ready\r\n")
    return terminal


@pytest.mark.parametrize(
    ("typed", "word"),
    every_third(
        [
            ("matchpath plan zz", "zz$(touch pwned).yaml"),
            ('matchpath plan "zz', "zz$(touch pwned).yaml"),
            ("matchpath consult --case my", "my case.yaml"),
            ("matchpath plan 'my", "my case.yaml"),
            (r"matchpath plan my\ c", "my case.yaml"),
            ("matchpath plan it", "it's a'$(touch pwned)'.yaml"),
            ("matchpath plan ./-d", "./-dash.yaml"),
            ("matchpath consult --set letters=st", "letters=strong"),
        ]
    ),
)
def test_completion_in_bash_gives_one_word_that_runs_nothing(tmp_path, typed, word):
    for name in ("zz$(touch pwned).yaml", "my case.yaml", "it's a'$(touch pwned)'.yaml"):
        (tmp_path / name).write_text("answers: {}\n")
    (tmp_path / "-dash.yaml").write_text("answers: {}\n")
    (tmp_path / "new\nline.yaml").write_text("answers: {}\n")
    terminal = started(tmp_path)
    terminal.send(f"{typed}\t")
    time.sleep(2)  # the shell shows nothing that tells when a completion has ended
    terminal.send("\x01printf '<%s>' \x05; echo en''d\n")
    terminal.expect("en''d.*?\r\n(.*)end\r\n")
    assert terminal.match.group(1).endswith(f"<{word}>")
    terminal.kill(signal.SIGKILL)
    assert not (tmp_path / "pwned").exists()
