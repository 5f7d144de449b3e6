"""A command reads one base, once; and brings along no more than it needs."""

import subprocess
import sys
from pathlib import Path

import click.testing
import pytest
from small_base import folder

import cli
from engine.language import loader

ROOT = Path(cli.__file__).parent
TREE = """
questions:
  - {id: size, ask: How big?, label: Size, type: integer, min: 1, max: 9, can_change: [{do: Grow, weeks: 3}]}
nodes:
  - {id: start, title: Start, branches: [{when: {size: 5..}, label: large, go: shop}, {when: {size: ..4}, label: small, go: stop}]}
  - {id: shop, title: Shop, end: good}
  - {id: stop, title: Stop, end: good}
conclusions:
  - {id: large, label: Large, type: yes-no, rules: [{when: {size: 5..}, then: yes, because: x}, {when: {size: ..4}, then: no, because: x}]}
headline: [large]
"""
MAIN = "engine.commands"
LATE = ("experta", "jinja2", "icalendar", "graphviz", "pygraphviz", "pypdf")


@pytest.fixture
def matchpath(tmp_path, monkeypatch):
    """Run a command on a base with two cases; give its output, and how many bases it read."""
    knowledge = folder(TREE, tmp_path)
    (knowledge / "cases").mkdir()
    for name, size in (("one", 3), ("two", 7)):
        case = f"answers: {{size: {size}}}\nexpect: {{path: [start]}}\n"
        (knowledge / "cases" / f"{name}.yaml").write_text(case)
    read, load = [], loader.load

    def counting(where=loader.BUILT_IN):
        read.append(where)
        return load(where)

    monkeypatch.setattr(loader, "load", counting)
    monkeypatch.chdir(knowledge / "cases")

    def run(*words):
        read.clear()
        done = click.testing.CliRunner().invoke(
            cli.main, ["--knowledge", str(knowledge), *words], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
        return done.stdout, len(read)

    return run


@pytest.mark.parametrize(
    "words",
    [
        ["compare", "one.yaml", "two.yaml"],
        ["compare", "one.yaml", "--set", "size=6"],
        ["compare", "one.yaml", "--each", "size"],
        ["explain", "one.yaml", "--why-not", "shop"],
        ["explain", "one.yaml", "stop"],
        ["levers", "one.yaml"],
        ["plan", "one.yaml"],
        ["tree", "one.yaml", "--format", "text"],
        ["kb", "test"],
        ["kb", "coverage"],
        ["kb", "show", "shop"],
        ["kb", "graph", "--phase", "one", "--format", "dot"],
        ["consult", "--no-input", "--answers", "one.yaml", "--set", "size=4"],
    ],
    ids=" ".join,
)
def test_a_command_reads_one_base(matchpath, words):
    output, read = matchpath(*words)
    assert output
    assert read == 1


def test_two_cases_are_compared_side_by_side(matchpath):
    text, _ = matchpath("compare", "one.yaml", "two.yaml")
    assert text == (
        "       one  two\n"
        "Size   3    7\n"
        "Large  No   Yes\n"
        "\n"
        "The path no longer comes to: Stop.\n"
        "The path comes to: Shop.\n"
    )


def imported_after(script):
    """Give which of the libraries that come late a fresh process has imported after a script."""
    code = f"{script}\nimport sys\nprint([name for name in {LATE!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().split("\n")[-1]


def test_the_command_line_alone_brings_no_library_along():
    assert imported_after("import cli") == "[]"


@pytest.mark.parametrize("command", ["compare", "consult", "explain", "levers", "forget"])
def test_a_command_that_is_found_has_not_brought_rules_templates_or_pictures(command):
    assert imported_after(f"import cli\ncli.main.get_command(None, {command!r})") == "[]"


def test_a_command_is_imported_when_it_is_called():
    script = (
        "import cli, sys\n"
        f"before = [name for name in sys.modules if name.startswith('{MAIN}.')]\n"
        "cli.main.get_command(None, 'forget')\n"
        f"print(sorted({{n for n in sys.modules if n.startswith('{MAIN}.')}} - {{*before}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    added = done.stdout.strip()
    assert "'engine.commands.forget'" in added
    assert "'engine.commands.consult'" not in added
    assert "'engine.commands.plan'" not in added


def test_every_command_has_a_home_that_is_there():
    assert list(cli.COMMANDS) == sorted(cli.COMMANDS)
    for name in cli.COMMANDS:
        command = cli.main.get_command(None, name)
        assert command.get_short_help_str(), name
    assert cli.main.get_command(None, "else") is None


def test_the_command_line_stays_a_page():
    assert len(Path(cli.__file__).read_text().splitlines()) <= 100
