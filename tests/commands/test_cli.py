"""The command line: results to stdout, the rest to stderr, files whole and private."""

import json
import stat
import sys

import click
import pexpect
import pytest
from worlds import ROOT, small_case

import cli
from engine.output.formats import PLAN

CASE = small_case("late-abroad")


# A plan


def test_a_plan_as_json_is_one_object_with_the_agreed_keys(run):
    found = json.loads(run("plan", CASE, "--format", "json").stdout)
    assert list(found) == [
        "knowledge", "moment", "first", "next",
        "answers", "facts", "path", "actions", "pending", "problems",
    ]  # fmt: skip
    assert found["moment"] == {"today": "2026-11-22", "cycle": "2026", "stage": None}
    assert found["first"] is None
    assert found["next"] == ["block-it", "ask-every-day", "get-the-report"]
    assert found["facts"]["hurry"] == "late"
    assert found["answers"]["proofs"] == ["none"]
    assert found["path"][0] == {
        "phase": "report",
        "node": "here",
        "branch": "not there yet",
        "go": "told",
        "state": "past",
        "contingent": False,
        "if": [],
    }
    unfit = next(step for step in found["path"] if step["node"] == "choice")
    assert unfit["if"] == [[{"question": "found", "values": ["torn", "no"]}]]
    assert (unfit["go"], unfit["contingent"]) == ("queue", True)
    action = next(one for one in found["actions"] if one["id"] == "block-it")
    assert set(action) == {
        "id", "phase", "node", "strength", "do", "how", "because", "draft",
        "state", "from", "by", "contingent", "if", "sources",
    }  # fmt: skip
    assert found["pending"] is None


def test_a_partial_case_names_the_next_question_so_that_a_program_can_ask_it(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers:\n  place: airport\n")
    done = run("plan", "me.yaml", "--format", "json")
    pending = json.loads(done.stdout)["pending"]
    assert done.returncode == 0
    assert pending["question"] == "found"
    assert pending["allow"] == ["not_yet"]
    assert pending["choices"]["not_yet"] == "The search goes on"
    assert set(pending) == {"question", "ask", "why", "type", "choices", "min", "max", "allow"}
    assert "Next question: Has it turned up?" in run("plan", "me.yaml").stdout


def test_an_empty_case_is_fine_everywhere(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers: {}\n")
    assert "Next question: Where are you now?" in run("plan", "me.yaml").stdout
    assert run("tree", "me.yaml", "--format", "dot").stdout.startswith("digraph path {")


def test_an_answer_that_is_not_asked_is_named(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers: {place: airport, found: yes, days: 30}\n")
    said = 'Not used: "Days left" was answered, but is not asked here.'
    assert said in run("plan", "me.yaml", "--all").stdout


def test_windows_line_ends_are_read(run, tmp_path):
    (tmp_path / "me.yaml").write_bytes(b"answers:\r\n  place: airport\r\n")
    assert "Next question: Has it turned up?" in run("plan", "me.yaml").stdout


# Files


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


def test_a_link_and_a_folder_are_named_and_left(run, tmp_path):
    (tmp_path / "target.yaml").write_text("answers: {}\n")
    (tmp_path / "link.yaml").symlink_to("target.yaml")
    (tmp_path / "folder").mkdir()
    for name in ("link.yaml", "folder"):
        done = run("tree", CASE, "--format", "dot", "-o", name)
        assert done.returncode == 2
        assert f"{name}:1:1 unwritable: " in done.stderr
    assert (tmp_path / "target.yaml").read_text() == "answers: {}\n"


def test_a_picture_format_that_is_none_is_named_before_anything_is_asked(run):
    done = run("consult", "--tree", "path.svgg")
    assert (done.stderr, done.returncode) == (
        'path.svgg: the ending ".svgg" is no picture format. Did you mean "svg"?\n',
        2,
    )


def test_the_format_of_a_plan_is_taken_from_the_ending(run, tmp_path):
    starts = {
        "p.html": "<!doctype html>",
        "p.md": "# Your plan",
        "p.ics": "BEGIN:VCALENDAR",
        "p.json": "{",
        "p.txt": "A lost passport",
    }
    for name, start in starts.items():
        assert run("plan", CASE, "-o", name).returncode == 0
        assert (tmp_path / name).read_text().startswith(start)


def test_an_ending_that_is_no_format_is_named(run):
    done = run("plan", CASE, "-o", "plan.pdf")
    assert (done.returncode, done.stderr) == (
        2,
        'plan.pdf: the ending ".pdf" is no format of a plan. Write it as .html, and print that.\n',
    )
    assert run("plan", CASE, "-o", "plan.htm").stderr.endswith('Did you mean ".html"?\n')


def test_a_path_as_text_can_be_of_one_phase_alone(run, tmp_path):
    whole = run("tree", CASE, "--format", "text").stdout
    phase = run("tree", CASE, "--format", "text", "--phase", "counter").stdout
    headed = [line for line in phase.splitlines() if not line.startswith(" ")]
    assert "First: report it" in whole
    assert headed == [
        "Hurry: too late for a new one. You leave before a new one can be ready.",
        "At the counter (this week – you leave)",
        "At the counter, as it may turn out (this week – you leave)",
    ]
    run("tree", CASE, "-o", "path.TXT", "--phase", "counter")
    assert (tmp_path / "path.TXT").read_text() == phase


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "text", "--whole"], "Text and --whole don't go together. Name a picture format: --format svg"),
        (["-o", "path.txt", "--theme", "light"], "Text and --theme don't go together. Name a picture format: --format svg"),
    ],
)  # fmt: skip
def test_what_a_path_as_text_can_not_show_is_told(run, tmp_path, words, said):
    done = run("tree", CASE, *words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said + "\n")
    assert not (tmp_path / "path.txt").exists()


def test_an_ending_that_is_no_format_of_a_path_is_named_with_text_among_those_there_are(run):
    done = run("tree", CASE, "-o", "path.doc")
    assert (done.returncode, done.stderr) == (
        2,
        'path.doc: the ending ".doc" is no picture format. Did you mean "dot"?\n',
    )
    assert run("tree", CASE, "-o", "path.xyz").stderr == (
        'path.xyz: the ending ".xyz" is no picture format. Known here: dot, pdf, png, svg, txt.\n'
    )


@pytest.mark.parametrize("shape", [one.name for one in PLAN])
def test_two_runs_give_the_same_bytes(run, shape):
    first, second = (
        run("plan", CASE, "--format", shape, "--today", "2026-11-22").stdout for _ in range(2)
    )
    assert first == second
    assert len(first) > 300


def test_a_copy_to_show_around_shows_a_number_as_the_band_it_lies_in(run):
    shown = run("plan", CASE, "--deidentified").stdout
    assert "14" not in shown
    assert "Papers left" not in shown
    assert "Days left: 10 to 19" in run("tree", CASE, "--deidentified", "--format", "dot").stdout


# A consultation


def in_a_terminal(folder, environment, *words):
    return pexpect.spawn(
        sys.executable,
        ["-m", "cli", "consult", "--case", "me.yaml", *words],
        cwd=str(folder),
        env=environment(TERM="xterm"),
        encoding="utf-8",
        timeout=60,
    )


def test_a_consultation_in_a_terminal_writes_what_was_asked_for(tmp_path, environment):
    terminal = in_a_terminal(tmp_path, environment, "--plan", "plan.txt", "--tree", "path.svg")
    for question, answer in (
        ("Where are you", "3"),
        ("turned up", "no"),
        ("an emergency passport, or", "1"),
    ):
        terminal.expect(question)
        terminal.expect("> ")
        terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert (
        tmp_path / "me.yaml"
    ).read_text() == "answers:\n  place: airport\n  found: no\n  way: emergency\n"
    assert "Be there at seven, and draw a number." in (tmp_path / "plan.txt").read_text()
    assert (tmp_path / "path.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize("stop", ["quit", "\x03", "\x04"], ids=["quit", "^C", "^D"])
def test_stopping_keeps_what_was_answered_and_says_how_to_go_on(tmp_path, environment, stop):
    terminal = in_a_terminal(tmp_path, environment)
    terminal.expect("> ")
    terminal.sendline("airport")
    terminal.expect("Has it turned up")
    terminal.expect("> ")
    terminal.sendline(stop) if stop == "quit" else terminal.send(stop)
    terminal.expect("Go on with: matchpath consult --case me.yaml")
    terminal.expect(pexpect.EOF)
    assert (tmp_path / "me.yaml").read_text() == "answers:\n  place: airport\n"


def test_answers_can_be_handed_over_and_nothing_is_asked(run, tmp_path):
    (tmp_path / "more.yaml").write_text("answers: {found: no}\n")
    words = ["--set", "place=airport", "--answers", "more.yaml", "--set", "way=later"]
    done = run("consult", "--no-input", *words)
    assert done.returncode == 0
    assert "Move the flight before it leaves without you." in done.stdout
    piped = run(
        "consult", "--no-input", "--answers", "-", stdin="answers: {place: airport, found: yes}\n"
    )
    assert "Have it unblocked before you leave." in piped.stdout


def test_a_consultation_writes_the_plan_in_the_format_of_its_ending(run, tmp_path):
    words = ["--set", "place=airport", "--set", "found=yes", "--plan", "plan.html"]
    assert run("consult", "--no-input", *words).returncode == 0
    assert (tmp_path / "plan.html").read_text().startswith("<!doctype html>")


def test_no_input_names_what_is_missing_and_asks_nothing(run):
    done = run("consult", "--no-input", "--set", "place=airport")
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.splitlines()[1:] == [
        "  found: Has it turned up?",
        "Answer with --set QUESTION=ANSWER or --answers FILE.",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--set", "days=91"],
            '--set days: "days" can\'t be 91. Give a whole number from 0 to 90.',
        ),
        (
            ["--set", "palce=abroad"],
            'unknown-question: there is no question "palce". Did you mean "place"?',
        ),
        (["--resume"], "Name the case to go on from: --case FILE"),
        (["--resume", "--case", "me.yaml"], 'There is no case "me.yaml" to go on from.'),
    ],
)
def test_what_is_handed_over_wrongly_is_named(run, words, message):
    done = run("consult", "--no-input", *words)
    assert (done.stderr, done.returncode) == (message + "\n", 2)


def test_a_setting_without_an_equals_sign_is_named(run):
    done = run("consult", "--no-input", "--set", "place")
    assert done.stderr.startswith("--set takes QUESTION=ANSWER, like ")
    assert done.stderr.endswith('"place" has no "=".\n')
    assert done.returncode == 2


def test_without_a_terminal_it_stops_instead_of_waiting(run_process):
    done = run_process("consult", stdin="airport\n")
    assert done.returncode == 1
    assert "Stopped. 1 answer so far." in done.stderr


def test_a_case_from_an_older_base_keeps_what_still_applies(run, tmp_path):
    (tmp_path / "me.yaml").write_text(
        "answers: {place: airport, found: no, shoe_size: 42, way: perhaps}\n"
    )
    done = run("consult", "--case", "me.yaml", stdin="later\n")
    assert (
        'Left aside: me.yaml:1:38 unknown-question: there is no question "shoe_size".'
        in " ".join(done.stderr.split())
    )
    kept = "answers: {place: airport, found: no, shoe_size: 42, way: later}\n"
    assert (tmp_path / "me.yaml").read_text() == kept


@pytest.mark.parametrize("broken", ["answers: [", "", "- a list\n"])
def test_a_broken_case_is_named_and_left_untouched(run, tmp_path, broken):
    (tmp_path / "me.yaml").write_text(broken)
    done = run("consult", "--case", "me.yaml", stdin="airport\n")
    assert done.returncode == 2
    assert done.stderr.startswith("me.yaml:")
    assert (tmp_path / "me.yaml").read_text() == broken


def test_a_second_consultation_on_a_case_is_told(tmp_path, environment, run):
    first = in_a_terminal(tmp_path, environment)
    first.expect("> ")
    second = run("consult", "--case", "me.yaml", stdin="airport\n")
    first.sendline("quit")
    first.expect(pexpect.EOF)
    assert second.returncode == 2
    assert "another consultation has it open" in second.stderr
    assert run("consult", "--case", "me.yaml", stdin="airport\n").returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["me.yaml"]


def test_a_plan_that_cannot_be_written_is_shown_instead(run):
    done = run("consult", "--plan", "nowhere/plan.txt", stdin="airport\nyes\n")
    assert done.returncode == 2
    assert (
        "nowhere/plan.txt:1:1 unwritable: can't be written (No such file or directory)."
        in done.stderr
    )
    assert "Have it unblocked before you leave." in done.stdout


@pytest.mark.parametrize("path", ["/proc/me.yaml", "folder", "/dev/null"])
def test_a_place_where_no_case_can_be_is_named_before_anything_is_asked(run, tmp_path, path):
    (tmp_path / "folder").mkdir()
    done = run("consult", "--case", path, stdin="airport\n")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{path}:1:1 un")
    assert "Where are you" not in done.stderr


def test_forget_deletes_a_case_and_nothing_else(run, tmp_path):
    (tmp_path / "me.yaml").write_text("answers: {place: airport}\n")
    (tmp_path / "notes.yaml").write_text("shopping: [milk]\n")
    assert run("forget", "me.yaml").stderr == "Deleted: me.yaml\n"
    assert not (tmp_path / "me.yaml").exists()
    assert run("forget", "notes.yaml").returncode == 2
    assert (tmp_path / "notes.yaml").exists()


# The terminal


def test_no_narrow_terminal_breaks_a_line(run):
    words = ["--set", "place=airport", "--set", "found=yes"]
    done = run("consult", "--no-input", *words, COLUMNS="40")
    assert 20 < max(map(len, done.stdout.splitlines())) < 40


def test_a_terminal_without_utf_8_gets_plain_signs(run, run_process):
    sign = "“lost passport”"
    assert sign in run("plan", small_case("shaken-abroad"), "--all").stdout
    done = run_process("plan", small_case("shaken-abroad"), "--all", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"lost passport"' in done.stdout


# Help with typing


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
