"""The advisors' commands: copy a base, find its faults, run its cases, show what a change means."""

import json
import re
import shutil
import subprocess

import pytest
from worlds import SMALL, SMALL_CASES, small_case

from engine.language.loader import BUILT_IN
from engine.language.schema import schema


@pytest.fixture
def mine(tmp_path):
    """A copy of the small base, to change."""
    return shutil.copytree(SMALL, tmp_path / "mine")


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


# init


def test_init_copies_the_built_in_base_and_overwrites_nothing(run, tmp_path):
    assert run("kb", "init", "mine").returncode == 0
    copied = {path.relative_to(tmp_path / "mine") for path in (tmp_path / "mine").rglob("*")}
    assert copied == {path.relative_to(BUILT_IN) for path in BUILT_IN.rglob("*")}
    again = run("kb", "init", "mine")
    assert (again.stderr, again.returncode) == (
        "mine: this exists already. Name a new folder; nothing is overwritten.\n",
        2,
    )


# check


def test_check_finds_nothing_where_nothing_is_wrong(run, mine):
    done = run("kb", "check", "mine", "--today", "2026-11-22", "--strict")
    assert (done.stdout, done.stderr, done.returncode) == ("No problem found.\n", "", 0)


def test_check_shows_the_line_marks_the_place_and_says_what_to_do(run, mine):
    edit(mine / "report.yaml", "{police: yes}, label", "{police: yse}, label")
    done = run("kb", "check", "mine")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        'mine/report.yaml:20:17 unknown-choice: branch "reported" of node "told": '
        'question "police" has no choice "yse". Did you mean "yes"?',
        "  20 |       - {when: {police: yse}, label: reported, go: time, because: The number of the report is asked for everyw",
        "     |                 ^",
    ]
    assert done.stderr == "1 problem\n"


def test_check_gives_json_to_a_program(run, mine):
    edit(mine / "report.yaml", "go: told,", "go: tlod,")
    (found,) = json.loads(run("kb", "check", "mine", "--format", "json").stdout)
    assert (found["file"], found["code"], found["hint"]) == (
        "mine/report.yaml",
        "unknown-node",
        'Did you mean "told"?',
    )


def test_a_hostile_file_among_the_others_is_refused_with_a_message(run, mine):
    (mine / "extra.yaml").write_text("a: !!python/object/apply:os.system [ls]\n")
    done = run("kb", "check", "mine")
    assert done.returncode == 1
    assert done.stdout.startswith("mine/extra.yaml:1:4 tag: ")


def test_a_warning_counts_with_strict_alone(run):
    late = ["kb", "check", "--today", "2028-01-01"]
    done = run(*late)
    assert done.returncode == 0
    assert "warning: " in done.stdout
    assert "stale-source" in done.stdout
    assert run(*late, "--strict").returncode == 1


def test_check_names_a_folder_that_is_not_there(run):
    done = run("kb", "check", "nowhere")
    assert (done.stderr, done.returncode) == ('There is no folder "nowhere".\n', 2)


def test_the_environment_or_an_option_names_the_base_for_every_command(run, mine, tmp_path):
    edit(mine / "questions.yaml", "ask: Where are you now?", "ask: Where do you stand?")
    (tmp_path / "me.yaml").write_text("answers: {}\n")
    assert "Where do you stand?" in run("--knowledge", "mine", "plan", "me.yaml").stdout
    assert "Where do you stand?" in run("plan", "me.yaml", MATCHPATH_KNOWLEDGE="mine").stdout
    assert "Where do you stand?" in run("consult", MATCHPATH_KNOWLEDGE="mine").stderr
    assert "Where do you stand?" not in run("plan", "me.yaml").stdout


# test and coverage


def test_kb_test_shows_expected_against_got_the_rule_and_the_path(run, mine):
    edit(mine / "cases" / "airport-found.yaml", "path: [search,", "path: [queue,")
    edit(mine / "cases" / "calm-at-home.yaml", "hurry: calm", "hurry: tight")
    done = run("kb", "test", "mine")
    assert done.returncode == 1
    assert "hurry: expected tight, got calm" in done.stdout
    assert re.search(r"decided at mine/conclusions.yaml:\d+:\d+", done.stdout)
    assert "path: here > search > outcome > ready" in done.stdout
    assert (
        done.stderr == f"{len(SMALL_CASES) - 2} of {len(SMALL_CASES)} cases came out as expected.\n"
    )


def test_where_there_is_no_case_it_is_said_that_nothing_was_tried(run, mine):
    shutil.rmtree(mine / "cases")
    done = run("kb", "test", "mine")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "There is no case in mine/cases, so nothing was tried.\n"
        "Keep a saved consultation as one: matchpath kb record me.yaml DIR\n"
    )


def test_a_case_whose_name_ends_otherwise_fails_until_it_is_renamed(run, mine):
    case = mine / "cases" / "late-abroad.yaml"
    case.rename(case.with_suffix(".yml"))
    done = run("kb", "test", "mine")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "mine/cases/late-abroad.yml: late-abroad\n"
        "  mine/cases/late-abroad.yml:1:1 wrong-ending: this file is not read: "
        "its name must end in .yaml. Rename it to late-abroad.yaml.\n",
        "7 of 8 cases came out as expected.\n",
    )
    assert run("--knowledge", "mine", "plan", "mine/cases/late-abroad.yml").returncode == 0


def test_update_expects_nothing_that_comes_out_of_a_base_with_a_problem(run, mine):
    edit(mine / "cases" / "calm-at-home.yaml", "hurry: calm", "hurry: tight")
    edit(mine / "questions.yaml", "ask: ", "ask: TODO ")
    before = (mine / "cases" / "calm-at-home.yaml").read_text()
    done = run("kb", "test", "mine", "--update", "--yes")
    assert done.returncode == 1
    assert "No case is written while the base has 1 problem." in done.stderr
    assert (mine / "cases" / "calm-at-home.yaml").read_text() == before


def test_coverage_names_what_no_case_reaches(run, mine):
    (mine / "cases" / "airport-lost.yaml").unlink()
    done = run("kb", "coverage", "mine", "--threshold", "100")
    assert done.returncode == 1
    assert re.search(r"mine/counter.yaml:\d+:5 node queue", done.stdout)
    assert run("kb", "coverage", "--threshold", "100").returncode == 0


def test_kb_test_mutate_names_what_no_case_holds_and_ends_with_the_counts(run, mine):
    done = run("kb", "test", "mine", "--mutate", "--all")
    assert done.returncode == 1
    assert (
        'strength: action "unblock": should, not must: no case notices.\n'
        "  In mine/cases/airport-found.yaml expect: strength: {unblock: must}\n"
    ) in done.stdout
    assert re.search(r"\d+ changes tried: \d+ noticed, \d+ not; for \d+ nobody", done.stdout)
    assert "changes are tried, one at a time. Stop with Ctrl-C." in done.stderr
    assert re.search(r"20 of \d+ tried, \d+ not noticed", done.stderr)


def test_mutate_tries_all_changes_of_the_kinds_that_are_named(run, mine):
    done = run("kb", "test", "mine", "--mutate", "--kind", "strengths", "--kind", "ends")
    kinds = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("mine")}
    assert kinds == {"strength:", "end:"}
    other = run("kb", "test", "mine", "--mutate", "--kind", "strenghts")
    assert other.returncode == 2
    assert 'No kind of change is called "strenghts". There are: thresholds of' in other.stderr


def test_mutate_with_update_writes_into_the_cases_what_they_lack_until_they_lack_nothing(run, mine):
    path = mine / "cases" / "late-abroad.yaml"
    before = path.read_text()
    of_actions = ("--mutate", "--kind", "strengths", "--kind", "places")
    taken = run("kb", "test", "mine", *of_actions, "--update", "--yes")
    assert "  In mine/cases/late-abroad.yaml expect: strength: {no-tricks: avoid}\n" in taken.stdout
    assert path.read_text().startswith(before.rstrip("\n"))
    assert re.search(r"\n  strength: \{.*no-tricks: avoid.*\}\n", path.read_text())
    assert run("kb", "test", "mine").returncode == 0
    assert "  In mine/" not in run("kb", "test", "mine", *of_actions).stdout


def test_kb_test_mutate_changes_nothing_while_a_case_fails(run, mine):
    edit(mine / "cases" / "calm-at-home.yaml", "hurry: calm", "hurry: tight")
    done = run("kb", "test", "mine", "--mutate")
    assert done.returncode == 1
    assert "Nothing was changed: let the cases come out first." in done.stderr


def test_the_cause_stands_first_where_a_case_waits_for_an_answer(run, mine):
    edit(mine / "cases" / "late-abroad.yaml", "  police: asked\n", "")
    done = run("kb", "test", "mine")
    assert done.stdout == (
        "mine/cases/late-abroad.yaml: Too late, abroad\n"
        "  pending: expected nothing, got police\n"
        "    it waits for an answer; for all cases that do: matchpath kb answer police=…\n"
        "    what else did not come out may follow from that: path, actions\n"
        "  path: here > told\n"
    )


def test_update_shows_what_came_out_asks_and_writes_that_alone(run, mine):
    path = mine / "cases" / "calm-at-home.yaml"
    whole = path.read_text()
    edit(path, "hurry: calm", "hurry: tight  # look at this")
    edit(path, "apply-now]", "apply-now, unblock]")
    changed = path.read_text()
    refused = run("kb", "test", "mine", "--update", stdin="n\n")
    assert (
        "  hurry: tight becomes hurry: calm\n"
        "  actions: unblock is expected no longer\n"
        "  Its name and its story stay: “Calm, at home”. Look whether that still fits.\n"
    ) in refused.stdout
    assert (refused.returncode, path.read_text()) == (1, changed)
    taken = run("kb", "test", "mine", "--update", stdin="y\n")
    assert taken.returncode == 0
    assert path.read_text() == whole.replace("hurry: calm", "hurry: calm  # look at this")


WORDS = '  text: ["Have the passport blocked, by phone.", "Call 988 now."]\n'


def test_update_proposes_what_is_said_now_and_gives_up_no_words_unless_told_to(run, mine):
    path = mine / "cases" / "calm-at-home.yaml"
    whole = path.read_text()
    path.write_text(whole + WORDS)
    asked = run("kb", "test", "mine", "--update", stdin="y\n\n")
    assert (
        "  text: “Have the passport blocked, by phone.” becomes “Have the passport blocked, by "
        "telephone.”\n"
    ) in asked.stdout
    assert (
        "  text: “Call 988 now.” is no longer said; nothing has taken its place.\n" in asked.stdout
    )
    assert "name" not in asked.stdout  # what it comes to is what it was
    kept = whole + WORDS.replace("phone", "telephone")
    assert (asked.returncode, path.read_text()) == (1, kept)
    assert (run("kb", "test", "mine", "--update", "--yes").returncode, path.read_text()) == (
        1,
        kept,
    )
    told = run("kb", "test", "mine", "--update", stdin="y\n")
    assert "  Stop holding it? [y/N] " in told.stdout + told.stderr
    assert "Take it over?" not in told.stdout + told.stderr
    assert (told.returncode, path.read_text()) == (0, kept.replace(', "Call 988 now."', ""))


def test_update_asks_nothing_with_yes_and_leaves_a_case_that_waits_for_an_answer(run, mine):
    edit(mine / "cases" / "late-abroad.yaml", "  police: asked\n", "")
    edit(mine / "cases" / "calm-at-home.yaml", "pending: null", "pending: days")
    before = (mine / "cases" / "late-abroad.yaml").read_text()
    done = run("kb", "test", "mine", "--update", "--yes")
    assert done.returncode == 1
    assert "pending: null" in (mine / "cases" / "calm-at-home.yaml").read_text()
    assert (mine / "cases" / "late-abroad.yaml").read_text() == before


def test_after_an_answer_it_is_said_which_further_questions_wait(run, mine):
    for name in ("late-abroad", "calm-at-home"):
        path = mine / "cases" / f"{name}.yaml"
        lines = path.read_text().splitlines(True)
        path.write_text(
            "".join(one for one in lines if "  police:" not in one and "  days:" not in one)
        )
    done = run("kb", "answer", "police=no", "mine")
    assert done.stdout == (
        "2 cases waited for an answer to police.\n"
        "What is said now: “No”. Where somebody would say otherwise, change the case.\n"
        "2 of them now wait for: matchpath kb answer days=…\n"
    )


def test_an_answer_goes_to_all_cases_that_wait_for_it_and_to_no_other(run, mine):
    cases = ("late-abroad", "shaken-abroad", "calm-at-home", "nothing-said")
    before = {name: (mine / "cases" / f"{name}.yaml").read_text() for name in cases}
    for name in ("late-abroad", "calm-at-home"):
        text = before[name]
        without = "".join(line for line in text.splitlines(True) if "  police:" not in line)
        (mine / "cases" / f"{name}.yaml").write_text(without)
    done = run("kb", "answer", "police=no", "mine")
    assert done.stdout == (
        "2 cases waited for an answer to police.\n"
        "What is said now: “No”. Where somebody would say otherwise, change the case.\n"
    )
    for name in cases:
        text = (mine / "cases" / f"{name}.yaml").read_text()
        assert (text != before[name]) == (name in ("late-abroad", "calm-at-home"))
        assert text.count("  police:") == before[name].count("  police:")
    wrong = run("kb", "answer", "polcie=no", "mine")
    assert wrong.stderr == '"polcie=no" is no QUESTION=ANSWER. Did you mean "police"?\n'


def test_a_saved_consultation_becomes_a_case_that_comes_out(run, mine, tmp_path):
    (tmp_path / "me.yaml").write_text("answers:\n  place: airport\n  found: yes\n")
    done = run("kb", "record", "me.yaml", "mine", "--name", "Found", "--today", "2026-11-22")
    assert done.stderr == "Written: mine/cases/me.yaml\n"
    assert (mine / "cases" / "me.yaml").read_text() == (
        "name: Found\ntoday: 2026-11-22\nanswers:\n  place: airport\n  found: yes\nexpect:\n"
        "  path: [here, search, outcome, ready]\n  actions: [ask-every-day, unblock]\n"
        "  pending: null\n  next: [ask-every-day, unblock]\n"
    )
    assert run("kb", "test", "mine").returncode == 0
    again = run("kb", "record", "me.yaml", "mine")
    assert again.stderr == (
        "mine/cases/me.yaml: this exists already. Give the consultation's file another name.\n"
    )


# show


def test_show_says_what_an_id_names_and_who_needs_it(run):
    shown = run("kb", "show", "police").stdout
    assert "question police" in shown
    assert "node told" in shown
    assert "action get-the-report" in shown
    assert "reached by" in shown


def test_show_without_an_id_lists_them_all_and_names_the_nearest_of_a_wrong_one(run):
    assert "questions: place, country, days" in run("kb", "show").stdout
    wrong = run("kb", "show", "polcie")
    assert (wrong.stderr, wrong.returncode) == (
        'There is nothing called "polcie". Did you mean "police"?\n',
        2,
    )


# diff


def test_diff_says_what_changed_and_for_whom_also_at_the_edges(run, mine):
    shutil.copytree(mine, mine.parent / "old")
    edit(mine / "conclusions.yaml", "slack: 5..}", "slack: 6..}")
    edit(mine / "conclusions.yaml", "slack: 0..4}", "slack: 0..5}")
    done = run("kb", "diff", "old", "mine")
    assert done.returncode == 1
    assert 'changed: conclusion hurry: rules "calm" when slack was 5.., is 6..' in done.stdout
    assert (
        "hurry was calm, is tight; passes search, outcome, choice; is advised\n"
        "  ask-every-day, unblock, hand-it-in\n"
        "  for days 15, country graustark, freedonia\n"
        "  for days 25, country ruritania\n"
    ) in done.stdout


def test_diff_of_a_base_with_itself_finds_nothing(run, mine):
    same = run("kb", "diff", "mine", "mine")
    assert (same.stdout, same.returncode) == (
        "0 changes in words; something else comes out for 0 cases.\n",
        0,
    )


def test_diff_takes_a_revision_for_the_old_base_and_writes_a_page(run, mine, tmp_path):
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        author = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", *author, *words], cwd=mine, check=True)
    edit(mine / "counter.yaml", "do: Have it unblocked", "do: Get it unblocked")
    done = run("kb", "diff", "HEAD", "mine", "--format", "html", "-o", "review.html")
    assert done.returncode == 1
    page = (tmp_path / "review.html").read_text()
    title = r"<h1>Changes to A lost passport, version 3 \(content \w{8}\) to version 3 \(content \w{8}\)"
    assert re.search(title, page)
    assert "reads “Have it unblocked" not in page
    assert "reads “Get it unblocked before you leave.” otherwise" in page
    assert "<del>Have</del><ins>Get</ins>" in page
    wrong = run("kb", "diff", "HAED", "mine")
    assert wrong.returncode == 2
    assert '"HAED" is neither a folder nor a revision' in wrong.stderr
    assert "Name a folder, or a revision: main, HEAD~1, a tag." in wrong.stderr


# graph and schema


@pytest.mark.parametrize("phase", ["", "counter"])
def test_graph_draws_every_node_of_the_base_or_the_phase(run, small, phase):
    drawn = run("kb", "graph", "--format", "svg", *(["--phase", phase] if phase else [])).stdout
    for node in small.nodes.values():
        if phase in ("", small.phase_of[node.id].phase):
            assert f'id="node-{node.id}"' in drawn


def test_graph_names_the_nearest_of_a_phase_that_is_none(run):
    done = run("kb", "graph", "--phase", "conter")
    assert done.stderr == 'There is no phase "conter". Did you mean "counter"?\n'


def test_the_schema_is_printed_for_editors(run):
    assert json.loads(run("kb", "schema").stdout) == schema()


def test_a_case_of_another_base_is_named(run):
    done = run("--knowledge", BUILT_IN, "plan", small_case("airport-found"))
    assert done.returncode == 2
    assert 'unknown-question: there is no question "place".' in done.stderr
