"""explain, compare and levers, as typed."""

import json

import pytest
from small_base import folder
from worlds import SMALL_CASES, small_case

LATE = small_case("late-abroad")


@pytest.mark.parametrize("path", SMALL_CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("words", [["explain"], ["levers"], ["compare", "--each", "place"]])
def test_every_case_can_be_asked_about(run, words, path):
    done = run(words[0], path, *words[1:])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["polcie"], 'There is nothing called "polcie". Did you mean "police"?'),
        (["p"], '"p" could be any of these:\n  place: Where you are\n  proofs: Papers left\n'),
        (["--why-not", "no such thing"], 'There is nothing called "no such thing". Known here: '),
        (["stay"], '"stay" did not come out here. Try: matchpath explain … --why-not stay'),
        (["--why-not", "queue"], '"queue" is there. Try: matchpath explain … queue'),
    ],
)
def test_a_name_that_is_none_or_did_not_come_out_is_told(run, words, message):
    done = run("explain", LATE, *words)
    assert (done.stdout, done.returncode) == ("", 2)
    assert message in done.stderr


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("hurr", "Hurry: too late"),
        ("Too late for a new one", "Hurry: too late"),
        ("get", "Get the report"),
        ("[ ] MUST  Get the report on paper.", "Get the report"),
        ("Emergency passport or later flight?", "Emergency passport or"),
        ("ruritania", "Country: Ruritania"),
        ("report paper", "Get the report"),
    ],
)
def test_a_result_is_named_by_its_id_its_words_or_the_start_of_either(run, typed, title):
    done = run("explain", LATE, typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(title)


def test_what_is_absent_is_looked_for_before_what_is_there(run):
    done = run("explain", LATE, "--why-not", "leave")
    assert done.stdout.startswith("Not in your plan: Leave another time")


def test_where_a_rule_is_written_is_said_on_request_alone(run):
    for words in (
        ["explain", LATE, "hurry"],
        ["explain", LATE, "--why-not", "stay"],
        ["levers", LATE],
    ):
        place = "tests/small/"
        plain, shown = run(*words).stdout, run(*words, "--rules").stdout
        assert (place in plain, place in shown) == (False, True)


def test_levers_are_given_for_one_answer_by_its_label(run):
    done = run("levers", LATE, "police report")
    assert (
        done.stdout
        == """\
What you can still change

1. Police report, now “I asked, and have no paper”
   Report it at the nearest station, and wait for the paper.
   It takes about 1 week. Have it done before the counter closes for the
   holidays.
   - “Yes, on paper”: off your list: “Get the report on paper”.
   (the gazette, official)

This advice is made up, and holds in Ruritania alone.
"""
    )


def test_levers_of_one_answer_are_data_too_and_a_name_that_is_none_is_told(run):
    named = json.loads(run("levers", LATE, "police", "--format", "json").stdout)
    every = json.loads(run("levers", LATE, "--format", "json").stdout)
    assert named == [one for one in every if one["question"] == "police"]
    assert len(named) < len(every)
    done = run("levers", LATE, "polcie", "--format", "json")
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        'There is nothing called "polcie". Did you mean "police"?\n',
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["explain", LATE, "hurry", "--why-not", "stay"],
            "--why-not and RESULT don't go together. Ask for one at a time.",
        ),
        (
            ["compare", LATE, "--set", "nonsense=1", "--each", "place"],
            "--each and --set don't go together. --each compares the answers of one question, in one case.",
        ),
        (
            ["compare", LATE, "no-such.yaml", "--each", "place"],
            "--each and OTHER_CASE don't go together. --each compares the answers of one question, in one case.",
        ),
    ],
)
def test_words_that_do_not_go_together_are_told_and_none_is_dropped(run, words, said):
    done = run(*words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said + "\n")


def test_a_question_is_named_by_its_label_to_set_it(run):
    same = run("compare", LATE, "--set", "police=yes")
    assert run("compare", LATE, "--set", "Police report=yes").stdout == same.stdout
    assert (
        run("compare", LATE, "--each", "Country").stdout
        == run("compare", LATE, "--each", "country").stdout
    )


def test_explanations_are_data_too(run):
    (chain,) = json.loads(run("explain", LATE, "slack", "--format", "json").stdout)
    assert (chain["kind"], chain["id"], chain["answers"]) == (
        "conclusion",
        "slack",
        {"country": "ruritania", "days": 14},
    )
    assert [rule["id"] for rule in chain["rules"]] == ["wait", "slack"]
    assert set(chain["rules"][0]["rule"]) == {"file", "line", "column"}


def test_what_is_absent_is_data_too(run):
    absent = json.loads(run("explain", LATE, "--why-not", "apply-now", "--format", "json").stdout)
    (failed,) = absent["failed"]
    assert (failed["fact"], failed["is"], failed["fixed"]) == ("hurry", "late", False)
    assert absent["change"] == {"days": 20}


def test_comparisons_and_levers_are_data_too(run):
    changed = json.loads(run("compare", LATE, "--set", "police=yes", "--format", "json").stdout)
    assert changed["actions"]["went"] == ["get-the-report"]
    rows = json.loads(run("compare", LATE, "--each", "country", "--format", "json").stdout)
    waits = [row["facts"]["wait"] for row in rows if isinstance(row["facts"]["wait"], int)]
    assert waits == [10, 10, 20, 40]
    best = json.loads(run("levers", LATE, "--format", "json").stdout)[0]
    assert (best["question"], best["relieves"]) == ("days", ["no-tricks"])
    assert best["facts"] == {"slack": [-6, 0], "hurry": ["late", "tight"]}


WORDS = (
    ["explain"], ["explain", "--why-not", "papers"], ["levers"], ["compare", "--set", "police=yes"],
    ["compare", "--set", "place=airport"], ["compare", "--each", "country"], ["compare", "--each", "proofs"],
    ["compare", "--each", "days"],
)  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
@pytest.mark.parametrize(
    "answers", ["{}", "{place: abroad, country: ruritania}", "{place: airport}"]
)
def test_an_unfinished_case_can_be_asked_about_too(run, tmp_path, words, answers):
    (tmp_path / "me.yaml").write_text(f"answers: {answers}\n")
    for shape in ("text", "json"):
        done = run(words[0], "me.yaml", *words[1:], "--format", shape)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_comparison_without_a_difference_says_so(run):
    done = run("compare", LATE, "--set", "police=asked")
    assert done.stdout == "Nothing that is concluded or advised differs.\n"


def test_two_cases_are_put_side_by_side(run):
    done = run("compare", LATE, small_case("shaken-abroad"))
    assert done.returncode == 0
    assert "late-abroad" in done.stdout.splitlines()[0]
    assert "The path no longer comes to: Wait at the counter." in done.stdout


@pytest.mark.parametrize("typed", ["yes", "Yes, on paper", "1", "YES", "yes, on"])
def test_set_takes_what_a_prompt_takes(run, typed):
    same = run("compare", LATE, "--set", "police=yes")
    assert run("compare", LATE, "--set", f"police={typed}").stdout == same.stdout
    assert same.returncode == 0


def test_set_takes_several_as_a_prompt_does(run):
    same = run("compare", LATE, "--set", "proofs=copy,photos")
    assert run("compare", LATE, "--set", "proofs = 1, Two photo").stdout == same.stdout
    assert same.returncode == 0


def test_set_says_what_a_prompt_says(run):
    said = run("compare", LATE, "--set", "police=i", "--set", "days=91", "--set", "polic=yes")
    assert said.returncode == 2
    assert said.stderr.splitlines() == [
        '--set days: "days" can\'t be 91. Give a whole number from 0 to 90.',
        '--set police: "i" is none of the answers. It could be: I asked, and have no paper, I don\'t know.',
        'unknown-question: there is no question "polic". Did you mean "police"?',
    ]


def test_without_a_name_it_leads_with_what_was_concluded_and_says_how_to_ask_for_the_rest(run):
    named = [
        line for line in run("explain", LATE).stdout.splitlines() if line.startswith("  matchpath")
    ]
    assert named == [
        f'  matchpath explain {LATE} "Hurry"',
        f'  matchpath explain {LATE} "Is there time for a new one?"',
    ]
    for line in named:
        name = line.split('"')[1]
        assert run("explain", LATE, name).returncode == 0


CALLED_ALIKE = """
    support: ["Call 988, at any hour."]
    questions:
      - {id: matched, ask: Did you match?, label: Matched, type: yes-no, source: us}
    first:
      - {id: all, otherwise: true, say: You come first., call: Call 988 now., only: true, source: us}
    nodes:
      - id: start
        title: Did you match?
        source: us
        branches:
          - {when: {matched: yes}, label: you did, go: there, source: us}
          - {when: {matched: no}, label: not yet, go: there, source: us}
      - {id: there, title: There, end: good, source: us}
    sources:
      - {id: us, title: Us, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


def test_what_is_called_alike_is_explained_one_after_the_other(run, tmp_path):
    kb = folder(CALLED_ALIKE, tmp_path)
    (tmp_path / "me.yaml").write_text("answers: {matched: no}\n")
    done = run("--knowledge", kb, "explain", "me.yaml", "Did you match?")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith(("Matched", "Did"))] == [
        "Did you match?",
        "Matched: No",
    ]


@pytest.mark.parametrize("words", [["explain"], ["levers"], ["compare", "--set", "matched=yes"]])
def test_whom_to_call_is_said_before_anything_where_a_person_comes_first(run, tmp_path, words):
    kb = folder(CALLED_ALIKE, tmp_path)
    (tmp_path / "me.yaml").write_text("answers: {matched: no}\n")
    done = run("--knowledge", kb, words[0], "me.yaml", *words[1:])
    assert (done.returncode, done.stderr) == (0, "Call 988, at any hour.\n\n")


def test_a_base_that_was_named_stands_in_the_commands_that_are_offered(run, tmp_path):
    folder(CALLED_ALIKE, tmp_path)
    (tmp_path / "me.yaml").write_text("answers: {}\n")
    words = ("--knowledge", "base", "explain", "me.yaml")
    support = "Call 988, at any hour.\n\n"
    assert run(*words, "there").stderr == (
        f'{support}"there" did not come out here. '
        "Try: matchpath --knowledge base explain … --why-not there\n"
    )
    assert run(*words, "--why-not", "start").stderr == (
        f'{support}"start" is there. Try: matchpath --knowledge base explain … start\n'
    )


@pytest.mark.parametrize(
    "words",
    [
        ["plan", "me.yaml"],
        ["tree", "me.yaml", "--format", "text"],
        ["draft", "me.yaml"],
        ["consult", "--case", "me.yaml", "--no-input"],
    ],
    ids=" ".join,
)
def test_what_shows_a_plan_that_is_kept_is_whole_on_its_line_with_the_base(run, tmp_path, words):
    folder(CALLED_ALIKE, tmp_path)
    (tmp_path / "me.yaml").write_text("answers: {matched: no}\n")
    done = run("--knowledge", "base", *words, COLUMNS="40")
    assert "\nmatchpath --knowledge base plan me.yaml --all\n" in done.stdout + done.stderr
