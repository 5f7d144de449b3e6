"""It explains itself: how, why not, what if. Every claim is held against the trace, or run again."""

import functools
import json

import pytest
from conftest import CASES, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.authoring import cases
from engine.consultation import casefile
from engine.consultation.consult import consult, settle
from engine.explanation import change, how, levers, nearest, unknowns, why_not
from engine.language.entries import Branch, Node
from engine.language.loader import load
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN
from engine.output import explanation_text, levers_text

KB = load()
STRONG = ("must", "avoid")


@functools.cache
def outcome_of_case(name):
    return cases.run(casefile.load(ROOT / "knowledge" / "cases" / f"{name}.yaml", KB), KB)


NAMES = [path.stem for path in CASES]


# How


@pytest.mark.parametrize("name", NAMES)
def test_every_chain_ends_in_answers_and_names_the_rules_that_fired_for_it_and_no_other(name):
    outcome = outcome_of_case(name)
    for kind in ("conclusion", "node", "action"):
        for result in how.came_out(outcome, kind):
            chain = how.how(outcome, kind, result)
            fired = [firing for firing in outcome.trace if firing in chain.firings]
            assert list(chain.firings) == fired
            made = {firing.id for firing in fired if firing.kind in ("conclusion", "milestone")}
            reached = {f.entry.go for f in fired if isinstance(f.entry, Branch)} | {KB.start.id}
            rests_on = {fact for firing in fired for fact, _ in firing.facts}
            stands_at = {firing.node for firing in fired if firing.node}
            waits_at = {
                f.entry.id for f in fired if f.kind == "not-yet" and isinstance(f.entry, Node)
            }
            assumed = {question for firing in fired for question in firing.assumed}
            # Nothing is missing: what each rule rested on was answered, or was made by another of them.
            assert dict(chain.answers).items() <= outcome.answers.items()
            assert rests_on <= made | dict(chain.answers).keys()
            assert stands_at <= reached
            assert assumed <= {f.id for f in fired if f.kind == "not-yet"}
            # Nothing is there without need: what each rule made is used, or is what was asked.
            assert made <= rests_on | {result}
            assert reached - {KB.start.id} <= stands_at | waits_at | {result}
            assert set(dict(chain.answers)) <= rests_on


def test_an_answer_explains_itself():
    outcome = outcome_of_case("c-dermatology-228")
    assert how.how(outcome, "answer", "letters").answers == (("letters", "none"),)


@pytest.mark.parametrize("name", NAMES)
def test_an_explanation_never_shows_a_value_as_the_program_writes_it(name):
    outcome = outcome_of_case(name)
    text = explanation_text.overview_text(outcome) + levers_text.levers_text(outcome)
    for alien in ("frozenset", "{", "Atom", "not_yet", "_ck", "'}"):
        assert alien not in text


# Why not


@pytest.mark.parametrize("name", NAMES)
def test_every_action_that_is_absent_names_a_condition_that_failed(name):
    outcome = outcome_of_case(name)
    present = how.came_out(outcome, "action")
    for action in KB.actions:
        if action not in present:
            failed = why_not.failed(outcome, "action", action)
            assert failed, action
            assert all(not one.test(outcome.known.get(one.name)) for one in failed)


ABSENT = [
    (name, action)
    for name in NAMES
    for action in KB.actions
    if action not in how.came_out(outcome_of_case(name), "action")
]


@settings(max_examples=40)
@given(st.sampled_from(ABSENT))
def test_the_change_proposed_brings_the_action(absent):
    name, action = absent
    outcome = outcome_of_case(name)
    change = nearest.nearest(outcome, "action", action)
    if change is None:  # nothing a person answers: it hangs on the date
        assert any(one.name in KB.milestones for one in why_not.failed(outcome, "action", action))
        return
    assert not change.changed.keys() & change.added.keys()
    after = settle(KB, {**outcome.answers, **change.changed, **change.added}, outcome.today)
    assert action in how.came_out(after, "action")


def test_a_node_that_is_not_reached_can_be_asked_about_too():
    outcome = outcome_of_case("c-dermatology-228")
    change = nearest.nearest(outcome, "node", "ranking")
    assert change.changed == {"stage": "interviews"}
    assert "and that is fixed" in explanation_text.why_not_text(outcome, "node", "ranking")


# Levers


def better(before, after):
    order = list(KB.facts["category"].words)
    return order.index(after) < order.index(before)


@pytest.mark.parametrize(
    "name",
    [
        "c-dermatology-228",
        "b-general-surgery-222",
        "a-anesthesiology-234",
        "failed-once-210",
        "undecided-230",
    ],
)
def test_levers_are_true_and_none_is_missing(name):
    outcome = outcome_of_case(name)
    found = {(one.question.id, one.value): one for one in levers.levers(outcome)}
    by_hand = {}
    for question in (KB.questions[one] for one in outcome.asked if KB.questions[one].can_change):
        for lever in question.can_change:
            for value in lever.to or (question.words if question.type == "choice" else ()):
                if value in (outcome.answers[question.id], UNKNOWN, DECLINED, NOT_YET, NONE):
                    continue
                after = settle(KB, {**outcome.answers, question.id: value}, outcome.today)
                if outcome.holds(lever.when):
                    by_hand[question.id, value] = after
    strong = {one.action for one in outcome.actions if one.action.strength in STRONG}
    for key, after in by_hand.items():
        lifted = strong - {one.action for one in after.actions} if after.pending is None else set()
        changes_category = after.facts.get("category") not in (None, outcome.facts.get("category"))
        if lifted or changes_category:
            assert key in found, key
        if key in found:
            effect = found[key].effect
            assert set(effect.relieves) <= strong - {one.action for one in after.actions}
            for fact, before, then in effect.facts:
                assert (outcome.facts.get(fact), after.facts.get(fact)) == (before, then)
            assert {a.id for a in effect.came} == {one.action.id for one in after.actions} - {
                one.action.id for one in outcome.actions
            }
    assert {key for key in found if KB.questions[key[0]].type != "integer"} <= by_hand.keys()


def test_nothing_is_suggested_that_cannot_be_changed():
    for name in NAMES:
        for option in (
            levers.levers(outcome_of_case(name)) if name.startswith(("a-", "week")) else ()
        ):
            assert option.question.can_change
            assert option.question.id != "step2_ck"


def test_a_failed_score_can_be_retaken_and_the_smallest_change_is_named():
    outcome = outcome_of_case("failed-once-210")
    (retake,) = [one for one in levers.levers(outcome) if one.question.id == "step2_ck"]
    assert {name: after for name, _, after in retake.effect.facts}["passed"] == "yes"
    assert (
        consult(KB, {**outcome.answers, "step2_ck": retake.value - 1}, outcome.today).facts[
            "passed"
        ]
        == "no"
    )


def test_a_lever_says_how_long_it_takes_and_whether_there_is_time():
    outcome = outcome_of_case("c-dermatology-228")
    text = " ".join(levers_text.levers_text(outcome).split())
    assert (
        "That takes about 8 weeks. It counts if it is done before programs start reading applications."
        in text
    )
    assert (
        text.index("What you can still change")
        < text.index("Changing the aim")
        < text.index("Target specialty:")
    )


def test_what_could_be_changed_covers_the_file_and_a_change_of_aim_stands_apart():
    changeable = {q.id for q in KB.questions.values() if q.can_change}
    assert changeable >= {
        "letters", "research", "geography", "backup_specialty", "away_fit", "clinical_reputation",
    }  # fmt: skip
    assert [q.id for q in KB.questions.values() if any(one.apart for one in q.can_change)] == [
        "specialty"
    ]


# What is not known


@pytest.mark.parametrize("name", NAMES)
def test_the_unknowns_that_would_matter_are_told_from_those_that_would_not(name):
    outcome = outcome_of_case(name)
    found = unknowns.unknowns(outcome)
    assert {one.question.id for one in found} == {
        q for q in outcome.asked if outcome.answers.get(q) in (UNKNOWN, DECLINED)
    }
    for one in found:
        matters = False
        values = [v for v in one.question.words if v not in (UNKNOWN, DECLINED, NOT_YET)]
        for value in values:
            raw = frozenset({value}) if one.question.type == "choices" else value
            effect = change.effect(outcome, change.instead(outcome, {one.question.id: raw}))
            matters = matters or effect.matters(outcome)
        assert matters == bool(one.options)


# For and against


def test_the_case_for_and_against_is_shown_where_it_holds_and_no_where_else(kb):
    from test_dialogue import converse

    near = outcome_of_case("c-dermatology-228").answers
    known = {name: value for name, value in near.items() if name not in ("dual", "line")}
    _, written, _ = converse(kb, "quit", known=known)
    assert "For “Yes”: The score is in range in the backup, or close to it." in written
    assert "Against “Yes”: It is two of everything" in written
    assert "opens no easier door" not in written
    _, written, _ = converse(
        kb, "quit", known={**known, "backup_specialty": "radiology", "second_backup": "other"}
    )
    assert "The score is in range in the backup" not in written


# The command line


GOLDEN = {
    "explain-overview": ["explain", "c-dermatology-228"],
    "explain-failed": ["explain", "failed-once-210"],
    "explain-category": ["explain", "b-general-surgery-222", "category"],
    "explain-action": ["explain", "a-anesthesiology-234", "list-a"],
    "explain-week": ["explain", "week-soap-nothing", "mw-7"],
    "why-not-away": ["explain", "c-dermatology-228", "--why-not", "go-away"],
    "why-not-node": ["explain", "c-dermatology-228", "--why-not", "ranking"],
    "compare-letters": ["compare", "c-dermatology-228", "--set", "letters=strong"],
    "compare-specialties": ["compare", "c-dermatology-228", "--each", "specialty"],
    "levers": ["levers", "c-dermatology-228"],
}


def of_case(words):
    return [words[0], ROOT / "knowledge" / "cases" / f"{words[1]}.yaml", *words[2:]]


@pytest.mark.parametrize("name", GOLDEN)
def test_an_explanation_reads_as_before(run, name, request):
    done = run(*of_case(GOLDEN[name]), COLUMNS="80")
    expected = ROOT / "tests" / "golden" / f"{name}.txt"
    if request.config.getoption("--golden"):
        expected.write_text(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == expected.read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lettrs"], 'There is nothing called "lettrs". Did you mean "letters"?'),
        (["list"], None),
        (
            ["list-"],
            'There is nothing called "list-". It could be: list-in-range, list-a, list-b, list-c',
        ),
        (["categ"], None),
        (
            ["go-away"],
            '"go-away" did not come out here. Try: matchpath explain … --why-not go-away',
        ),
        (["--why-not", "list-c"], '"list-c" is there. Try: matchpath explain … list-c'),
    ],
)
def test_names_are_completed_and_corrected(run, words, message):
    done = run(*of_case(["explain", "c-dermatology-228", *words]))
    assert (done.returncode, message is not None) in ((0, False), (2, True))
    assert (message or "") in done.stderr


def test_explanations_are_data_too(run):
    (chain,) = json.loads(
        run(*of_case(["explain", "c-dermatology-228", "gap", "--format", "json"])).stdout
    )
    assert (chain["kind"], chain["id"], chain["answers"]) == (
        "conclusion",
        "gap",
        {"step2_ck": 228, "specialty": "dermatology"},
    )
    assert [rule["id"] for rule in chain["rules"]] == ["tier", "range_low", "gap"]
    assert set(chain["rules"][0]["rule"]) == {"file", "line", "column"}
    absent = json.loads(
        run(
            *of_case(["explain", "c-dermatology-228", "--why-not", "list-b", "--format", "json"])
        ).stdout
    )
    assert absent["failed"][0]["fact"] == "category"
    assert (absent["change"], absent["fixed"]) == ({"specialty": "emergency-medicine"}, [])
    changed = json.loads(
        run(
            *of_case(
                ["compare", "c-dermatology-228", "--set", "letters=strong", "--format", "json"]
            )
        ).stdout
    )
    assert "ask-for-strong-letters" in changed["actions"]["went"]
    rows = json.loads(
        run(
            *of_case(["compare", "c-dermatology-228", "--each", "specialty", "--format", "json"])
        ).stdout
    )
    gaps = [row["facts"]["gap"] for row in rows if isinstance(row["facts"]["gap"], int)]
    assert gaps == sorted(gaps)
    assert len(gaps) == 14
    best = json.loads(run(*of_case(["levers", "c-dermatology-228", "--format", "json"])).stdout)[0]
    assert (best["question"], best["relieves"]) == ("advisor_met", ["meet-someone-blunt"])


WORDS = (
    ["explain"], ["explain", "--why-not", "list-b"], ["levers"], ["compare", "--set", "letters=strong"],
    ["compare", "--set", "stage=ranked"], ["compare", "--each", "specialty"], ["compare", "--each", "red_flags"],
    ["compare", "--each", "step2_ck"],
)  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
@pytest.mark.parametrize(
    "answers", ["{}", "{stage: rotations, specialty: dermatology}", "{stage: match-week}"]
)
def test_an_unfinished_case_can_be_asked_about_too(run, tmp_path, words, answers):
    (tmp_path / "me.yaml").write_text(f"answers: {answers}\n")
    for shape in ("text", "json"):
        done = run(words[0], "me.yaml", *words[1:], "--format", shape)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_comparison_without_a_difference_says_so(run):
    done = run(*of_case(["compare", "c-dermatology-228", "--set", "letters=none"]))
    assert done.stdout == "Nothing that is concluded or advised differs.\n"


def test_two_cases_are_put_side_by_side(run):
    cases = ROOT / "knowledge" / "cases"
    done = run("compare", cases / "c-dermatology-228.yaml", cases / "a-anesthesiology-234.yaml")
    assert done.returncode == 0
    assert "c-dermatology-228" in done.stdout.splitlines()[0]
    assert "The path no longer comes to: Work in a clinical role." in done.stdout
