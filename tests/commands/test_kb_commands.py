"""The advisors' commands, and their handbook."""

import json
import os
import re
import shutil
from datetime import date

import pytest
from conftest import ROOT

from engine.checking import check
from engine.language import loader, yaml_file
from engine.language.schema import schema

HANDBOOK = (ROOT / "knowledge" / "README.md").read_text()


@pytest.fixture
def mine(run, tmp_path):
    """A base of one's own, made by kb init."""
    assert run("kb", "init", "mine").returncode == 0
    return tmp_path / "mine"


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_init_copies_the_base_and_overwrites_nothing(run, mine):
    assert {path.name for path in mine.iterdir()} == {
        path.name for path in (ROOT / "knowledge").iterdir()
    }
    again = run("kb", "init", "mine")
    assert (again.stderr, again.returncode) == (
        "mine: this exists already. Name a new folder; nothing is overwritten.\n",
        2,
    )


def test_check_finds_nothing_in_a_fresh_copy(run, mine):
    done = run("kb", "check", "mine")
    assert (done.stdout, done.stderr, done.returncode) == ("No problem found.\n", "", 0)


def test_check_shows_the_line_marks_the_place_and_says_what_to_do(run, mine):
    edit(mine / "rebuild.yaml", "{letters: strong}, label", "{letters: strnog}, label")
    done = run("kb", "check", "mine")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        'mine/rebuild.yaml:20:17 unknown-choice: branch "strong and specific" of node "letters": '
        'question "letters" has no choice "strnog". Did you mean "strong"?',
        "  20 |       - {when: {letters: strnog}, label: strong and specific, go: output, because: They say what the number do",
        "     |                 ^",
    ]
    assert done.stderr == "1 problem\n"


def test_check_gives_json_to_a_program(run, mine):
    edit(mine / "triage.yaml", "go: standing,", "go: standign,")
    (found,) = json.loads(run("kb", "check", "mine", "--format", "json").stdout)
    assert (found["file"], found["code"], found["hint"]) == (
        "mine/triage.yaml",
        "unknown-node",
        'Did you mean "standing"?',
    )


def test_a_warning_counts_with_strict_alone(run):
    late = ["kb", "check", "--today", "2027-04-01"]
    done = run(*late)
    assert done.returncode == 0
    assert "warning: " in done.stdout
    assert "stale-source" in done.stdout
    assert run(*late, "--strict").returncode == 1


def test_check_names_a_folder_that_is_not_there(run):
    done = run("kb", "check", "nowhere")
    assert (done.stderr, done.returncode) == ('There is no folder "nowhere".\n', 2)


def test_the_environment_or_an_option_names_the_base_for_every_command(run, mine):
    edit(
        mine / "questions.yaml",
        "ask: Where are you in the Match cycle today?",
        "ask: Where do you stand?",
    )
    (mine / "me.yaml").unlink(missing_ok=True)
    (mine.parent / "me.yaml").write_text("answers: {}\n")
    assert "Where do you stand?" in run("--knowledge", "mine", "plan", "me.yaml").stdout
    assert "Where do you stand?" in run("plan", "me.yaml", MATCHPATH_KNOWLEDGE="mine").stdout
    assert "Where do you stand?" in run("consult", MATCHPATH_KNOWLEDGE="mine").stderr


def test_kb_test_shows_expected_against_got_the_rule_and_the_path(run, mine):
    edit(mine / "cases" / "week-matched.yaml", "path: [mw-2]", "path: [mw-9]")
    edit(mine / "cases" / "a-anesthesiology-234.yaml", "category: A", "category: B")
    done = run("kb", "test", "mine")
    assert done.returncode == 1
    assert "category: expected B, got A" in done.stdout
    assert re.search(r"decided at mine/conclusions.yaml:\d+:\d+", done.stdout)
    assert "path: place-in-cycle > mw-1 > mw-8 > mw-2" in done.stdout
    assert done.stderr == "38 of 40 cases came out as expected.\n"


def test_coverage_names_what_no_case_reaches(run, mine):
    (mine / "cases" / "no-attempts-left.yaml").unlink()
    done = run("kb", "coverage", "mine", "--threshold", "100")
    assert done.returncode == 1
    assert re.search(r"mine/triage.yaml:\d+:5 node eligibility-ended", done.stdout)
    assert run("kb", "coverage", "--threshold", "100").returncode == 0


def test_show_says_what_an_id_names_and_who_needs_it(run):
    shown = run("kb", "show", "letters").stdout
    assert "question letters" in shown
    assert "node letters" in shown
    assert "action ask-for-strong-letters" in shown
    assert "reached by" in shown
    wrong = run("kb", "show", "leters")
    assert (wrong.stderr, wrong.returncode) == (
        'There is nothing called "leters". Did you mean "letters"?\n',
        2,
    )
    assert "questions: stage, match_year" in run("kb", "show").stdout


def test_diff_says_what_changed_and_for_whom_also_at_the_edges(run, mine):
    shutil.copytree(mine, mine.parent / "old")
    for path in [*(mine / "cases").glob("*.yaml"), *(mine.parent / "old" / "cases").glob("*.yaml")]:
        if path.stem not in ("a-anesthesiology-234", "b-general-surgery-222"):
            path.unlink()
    edit(mine / "conclusions.yaml", "gap: 1..10}", "gap: 1..11}")
    edit(mine / "conclusions.yaml", "gap: 11..20}", "gap: 12..20}")
    done = run("kb", "diff", "old", "mine")
    assert done.returncode == 1
    assert 'changed: conclusion category: rules "A" (4) when gap was 1..10, is 1..11' in done.stdout
    assert "for a-anesthesiology-234 with step2_ck 229: category was B, is A" in done.stdout
    assert "for b-general-surgery-222 with step2_ck 224: category was B, is A" in done.stdout
    same = run("kb", "diff", "old", "old")
    assert (same.stdout, same.returncode) == (
        "0 changes in words; something else comes out for 0 applicants.\n",
        0,
    )


@pytest.mark.parametrize("phase", ["", "match-week"])
def test_graph_draws_every_node_of_the_base_or_the_phase(run, kb, phase):
    drawn = run("kb", "graph", "--format", "svg", *(["--phase", phase] if phase else [])).stdout
    for node in kb.nodes.values():
        inside = not phase or kb.phase_of[node.id].phase == phase
        assert not inside or f'id="node-{node.id}"' in drawn
    assert run("kb", "graph", "--phase", "match-wek").stderr.startswith(
        'There is no phase "match-wek". Did you mean'
    )


# The schema


def test_the_shipped_schema_is_that_of_the_model(run):
    assert json.loads((ROOT / "knowledge" / "schema.json").read_text()) == schema()
    assert json.loads(run("kb", "schema").stdout) == schema()


def test_every_file_of_the_base_names_the_schema_and_keeps_it():
    import jsonschema

    for path in (ROOT / "knowledge").glob("*.yaml"):
        assert path.read_text().startswith("# yaml-language-server: $schema=schema.json\n")
        jsonschema.validate(yaml_file.read(path).value, schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"phase": "x", "title": "x", "nods": []}, schema())


# Hostile files


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: !!python/object/apply:os.system [ls]\n", "tag"),
        (b"a: &x [1]\nb: [*x, *x]\n", "alias"),
        (b"[" * 100_000, "too-deep"),
        (b"- " * 100_000, "too-deep"),
        (b"a: b\n" * 10_000_000, "too-large"),
        (bytes(range(256)) * 8, "encoding"),
        ("a: b\n".encode("utf-16"), "encoding"),
        ("a: café\n".encode("latin-1"), "encoding"),
        (b"a: \x00\n", "syntax"),
        (b"", "empty"),
        (b"# only a comment\n", "empty"),
        (b"a:\n\tb: c\n", "syntax"),
        (b"questions: []\nquestions: []\n", "duplicate-key"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_hostile_file_is_refused_with_a_message(run, mine, content, code):
    (mine / "extra.yaml").write_bytes(content)
    done = run("kb", "check", "mine")
    assert done.returncode == 1
    assert f" {code}: " in done.stdout
    assert "Traceback" not in done.stderr


def test_a_folder_a_pipe_and_a_link_out_are_refused(run, mine):
    (mine / "folder.yaml").mkdir()
    os.mkfifo(mine / "pipe.yaml")
    (mine / "link.yaml").symlink_to("/etc/hostname")
    done = run("kb", "check", "mine")
    assert done.returncode == 1
    assert "folder.yaml:1:1 unreadable: this is a folder, not a file." in done.stdout
    assert "pipe.yaml:1:1 unreadable: this is not an ordinary file." in done.stdout
    assert 'link: "mine/link.yaml" is a link that leads out of the folder.' in done.stdout


# The handbook


def test_every_code_has_its_paragraph():
    sources = "\n".join(path.read_text() for path in (ROOT / "engine").rglob("*.py"))
    codes = set(
        re.findall(
            r'(?:Problem|Fault|fault)\((?:[^"()]|\([^()]*\))*"([a-z]+(?:-[a-z]+)*)"', sources
        )
    )
    codes |= {"alias", "tag", "too-deep"}
    described = set(re.findall(r"\*\*([a-z-]+)\*\*", HANDBOOK))
    assert len(codes) > 35
    assert codes - described == set()


def examples():
    """Give the handbook's worked examples: its heading, its file, its blocks."""
    part = HANDBOOK.partition("## Worked examples")[2].partition("## Cases")[0]
    for section in part.split("### ")[1:]:
        yield (
            section.split("\n")[0],
            re.search(r"`(\w[\w-]*\.yaml)`", section)[1],
            re.findall(r"```yaml\n(.*?)```", section, re.S),
        )


def test_the_worked_examples_work(mine):
    done = []
    for heading, name, blocks in examples():
        path = mine / name
        if len(blocks) == 1:
            path.write_text(path.read_text() + blocks[0])
        else:
            edit(path, *blocks)
        done.append(heading)
        problems = [str(problem) for problem in check.check(loader.load(mine), date(2026, 11, 22))]
        expected = ['question "languages" is used nowhere'] if heading == "Add a question" else []
        assert len(problems) == len(expected), problems
        assert all(text in problem for text, problem in zip(expected, problems, strict=True))
    assert done == [
        "Add a specialty",
        "Add a question",
        "Add an action",
        "Add a branch",
        "Next year's dates",
    ]


def test_a_new_specialty_question_and_action_reach_a_plan(run, mine):
    for _, name, blocks in examples():
        if len(blocks) == 1:
            (mine / name).write_text((mine / name).read_text() + blocks[0])
    case = mine / "cases" / "a-anesthesiology-234.yaml"
    edit(case, "specialty: anesthesiology", "specialty: my-field")
    edit(case, "answers:\n", "answers:\n  languages: yes\n")
    plan = run("--knowledge", "mine", "plan", case).stdout
    assert "Name your second language in the statement, with one patient." in plan
    failing = run("kb", "test", "mine")
    assert "pending: expected nothing, got languages" in failing.stdout


def test_every_command_of_the_handbook_runs(run, mine):
    commands = set(re.findall(r"matchpath ([a-z-]+(?: [a-z]+)?)", HANDBOOK))
    for command in (
        "kb init",
        "kb check",
        "kb test",
        "kb show",
        "kb diff",
        "kb graph",
        "kb coverage",
        "kb schema",
    ):
        assert command in commands
        assert run(*command.split(), "--help").returncode == 0
