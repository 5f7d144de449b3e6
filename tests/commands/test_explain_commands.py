"""explain, compare and levers, as typed."""

import json

import pytest
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
        (["p"], 'There is nothing called "p". It could be: papers, place, proofs, police'),
        (["stay"], '"stay" did not come out here. Try: matchpath explain … --why-not stay'),
        (["--why-not", "queue"], '"queue" is there. Try: matchpath explain … queue'),
    ],
)
def test_a_name_that_is_none_or_did_not_come_out_is_told(run, words, message):
    done = run("explain", LATE, *words)
    assert (done.stdout, done.returncode) == ("", 2)
    assert message in done.stderr


@pytest.mark.parametrize(
    ("typed", "title"), [("hurr", "Hurry: too late"), ("get", "Get the report")]
)
def test_a_name_typed_halfway_is_completed(run, typed, title):
    done = run("explain", LATE, typed)
    assert done.returncode == 0
    assert done.stdout.startswith(title)


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
    assert absent["failed"][0]["fact"] == "hurry"
    assert (absent["change"], absent["fixed"]) == ({"country": "graustark"}, [])


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
