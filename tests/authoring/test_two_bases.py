"""What two bases differ in: in words, for whom, and what some of them read."""

import itertools
import shutil
from pathlib import Path

import pytest

from engine.authoring import aspects, cases, changes, difference, effects, people, review
from engine.authoring.applicants import Applicant, made_up, result
from engine.authoring.before_after import Piece, Plan, plans_of, reading
from engine.authoring.differing_tests import Differing
from engine.authoring.naming import Naming
from engine.authoring.shown_words import Words
from engine.consultation import casefile
from engine.consultation.casefile import Case
from engine.consultation.consult import consult
from engine.consultation.glance import outlined
from engine.language import loader
from engine.output import plan_text

FILES = {
    "base.yaml": """\
title: A ferry
version: "1"
opening: Two questions.
phases: [pier]
headline: []
caption: []
foot: []
ends: {good: {say: It sails., tone: good}, open: {say: Another one sails., tone: open}}
milestones: [{id: tide, label: the tide}]
""",
    "pier.yaml": """\
phase: pier
title: The pier
nodes:
  - id: gate
    title: How much is left?
    branches:
      - {when: {left: 10..}, label: enough, go: aboard}
      - {when: {left: ..9}, label: too little, go: ashore}
  - {id: aboard, title: Aboard, end: good}
  - {id: ashore, title: Ashore, end: open}
actions:
  - {id: pay, at: aboard, do: Pay., how: In coins., because: It sails., strength: must}
""",
    "lists.yaml": """\
questions:
  - {id: money, ask: How much have you?, label: Money, type: integer, min: 0, max: 50}
  - {id: debt, ask: How much do you owe?, label: Debt, type: integer, min: 0, max: 50}
conclusions:
  - {id: left, label: Left, type: integer, value: money - debt}
""",
}


@pytest.fixture
def changed(tmp_path):
    """Load the base as it is, and with some words changed."""

    count = itertools.count()

    def load(name, *changes):
        folder = Path(tmp_path, f"{name}-{next(count)}")
        folder.mkdir()
        for file, text in FILES.items():
            for old, new in changes:
                text = text.replace(old, new)
            (folder / file).write_text(text)
        return loader.load(folder)

    return lambda *changes: (load("old"), load("new", *changes))


RICH = {"money": 40, "debt": 5}


def told(old, new, cases):
    """Give each effect in a line, and for whom."""
    found = effects.effects(old, new, {name: Case(answers) for name, answers in cases.items()})
    return [(" / ".join(one.sentences), " / ".join(one.who)) for one in found.effects]


def test_words_added_taken_out_and_changed_are_said_entry_by_entry(changed):
    old, new = changed(
        ("id: pay, at: aboard, do: Pay.", "id: sign, at: aboard, do: Sign."),
        ("title: The pier", "title: The pier\nnote: Not compared."),
        ("label: too little, go: ashore", "label: too little, go: ashore, because: It is dear."),
        ("title: Aboard", "title: On deck"),
        ("opening: Two", "opening: Three"),
    )
    assert difference.in_words(old, new) == (
        "added: action sign: {id: sign, at: aboard, do: Sign., how: In coins., because: It sails., "
        "strength: must}",
        "taken out: action pay",
        'changed: node gate: branches "too little" because It is dear. added',
        "changed: node aboard: title was Aboard, is On deck",
        "changed: base.yaml: opening was Two questions., is Three questions.",
    )


BIRDS = (
    "  - {id: boat, ask: Which?, label: Boat, type: choice, choices: {gull: Gull, tern: Tern}}\n"
)
ROWS = """\
first:
  - {id: rich, when: {money: 30..}, say: You are rich., source: paper}
  - {id: indebted, when: {debt: 5..}, say: You owe something., source: paper}
  - {id: plain, otherwise: true, say: You have little., source: paper}
"""
PAPER = """\
sources:
  - {id: paper, title: P, publisher: Harbor, status: ours, checked_on: 2026-11-01, review_by: 2027-11-01}
"""


def test_rows_of_what_comes_first_that_changed_places_are_said_and_told_for_whom(changed):
    first, second = ROWS.splitlines(keepends=True)[1:3]
    both = ("questions:\n", f"{PAPER}{ROWS}questions:\n")
    _, old = changed(both)
    _, new = changed(both, (first + second, second + first))
    assert difference.in_words(old, new) == ("moved: first row indebted: now before rich",)
    assert told(old, new, {"rich": RICH}) == [
        (
            "what comes first was rich, is indebted",
            "money from 30, debt 5 / debt from 5, money 40 / case rich",
        ),
    ]


def test_choices_in_another_order_are_said_and_read_by_who_is_asked(changed):
    asked = ("left: 10..", "left: 10.., boat: [gull, tern]")
    both = ("questions:\n", f"questions:\n{BIRDS}"), asked
    _, old = changed(*both)
    _, new = changed(*both, ("gull: Gull, tern: Tern", "tern: Tern, gull: Gull"))
    assert difference.in_words(old, new) == (
        "changed: question boat: choices now in this order: tern, gull",
    )
    assert told(old, new, {"rich": RICH}) == [("reads question boat otherwise", "case rich")]


@pytest.mark.parametrize(
    ("before", "after", "reads"),
    [
        ("status: ours", "status: official", "reads source paper otherwise"),
        ("headline: []", "headline: [left]", "reads base.yaml headline otherwise"),
        ("max: 50}", "max: 50, usual: [0, 45]}", "reads question money otherwise / reads question debt otherwise"),
    ],
)  # fmt: skip
def test_what_decides_nothing_and_is_no_text_is_read_otherwise_all_the_same(
    changed, before, after, reads
):
    cited = ("do: Pay.,", "do: Pay., source: paper,"), ("questions:\n", f"{PAPER}questions:\n")
    _, old = changed(*cited)
    _, new = changed(*cited, (before, after))
    assert told(old, new, {"rich": RICH}) == [(reads, "case rich")]


def test_a_moved_threshold_is_told_as_a_range_given_the_rest_of_the_sum(changed):
    old, new = changed(("left: 10..", "left: 12.."), ("left: ..9", "left: ..11"))
    cases = {"rich": RICH, "late": {"money": 40, "debt": 20}, "silent": {}}
    change = "passes ashore / no longer passes aboard / is no longer advised pay"
    ((changes, who),) = told(old, new, cases)
    assert sorted(changes.split(" / ")) == sorted(change.split(" / "))
    assert who == "money 15 to 16, debt 5 / money 30 to 31, debt 20 / debt 29 to 30, money 40"


def test_the_lowest_and_the_highest_answer_are_among_the_applicants(changed):
    old, new = changed(("left: 10..", "left: 11.."), ("left: ..9", "left: ..10"))
    ((_, who),) = told(
        old, new, {"poor": {"money": 5, "debt": 40}, "free": {"money": 10, "debt": 5}}
    )
    assert who == "money from 50, debt 40 / money 15, debt 5 / debt up to 0, money 10"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("strength: must", "strength: avoid", "strength of pay was must, is avoid / what is next was pay, is nothing"),
        ("strength: must", "strength: must, private: true", "no longer shows around pay"),
        ("strength: must", "strength: must, by: tide", "due of pay was nothing, is tide"),
        ("do: Pay.", "do: Pay now.", "reads action pay otherwise"),
        ("title: Aboard", "title: On deck", "reads node aboard otherwise"),
        ("title: The pier", "title: The quay", "reads phase pier otherwise"),
        ("label: enough,", "label: plenty,", "reads node gate otherwise"),
        ("opening: Two", "opening: Three", "reads base.yaml opening otherwise"),
        ("foot: []", "foot: [No crossing is sure.]", "reads base.yaml foot otherwise"),
        ("foot: []", "foot: []\nsupport: [Call 988.]", "reads base.yaml support otherwise"),
        ("ends: {good: {say: It sails.", "ends: {good: {say: It has sailed.", "reads end good otherwise"),
    ],
)  # fmt: skip
def test_strength_privacy_dates_and_words_count_among_what_comes_out(changed, old, new, said):
    ((changes, _),) = told(*changed((old, new)), {"rich": RICH})
    assert changes == said


def test_a_new_question_is_answered_by_made_up_applicants(changed):
    question = "  - {id: mate, ask: x, label: Mate, type: yes-no}\n"
    old, new = changed(
        ("questions:\n", "questions:\n" + question),
        ("at: aboard, do", "at: aboard, when: {mate: yes}, do"),
    )
    found = effects.effects(old, new, {"rich": Case(RICH)})
    assert found.made_up == 1  # who has a mate is advised as everybody was
    (who,) = [who for changes, who in told(old, new, {"rich": RICH}) if "pay" in changes]
    assert who.endswith("case rich with mate no")


def test_a_new_choice_that_nobody_could_give_before_says_what_comes_out(changed):
    asked = "  - {id: deck, ask: x, label: Deck, type: choice, choices: {a: A, b: B}}\n"
    with_deck = (
        ("questions:\n", "questions:\n" + asked),
        ("at: aboard, do", "at: aboard, when: {deck: [a, b]}, do"),
    )
    _, old = changed(*with_deck)
    _, new = changed(*with_deck, ("b: B}", "b: B, c: C}"))
    assert told(old, new, {"rich": {**RICH, "deck": "a"}}) == [
        ("could not be answered before; now 0 actions", "such as case rich with deck c"),
        ("reads question deck otherwise", "case rich"),
    ]


LISTED = """\
  - {id: boat, ask: x, label: Boat, type: choice, choices: {gull: The Gull, other: Another boat}, unlisted: other}
  - {id: size, ask: x, label: Size of the boat, type: choice, choices: {small: Small, large: Large}}
"""
SAFETY = """\
  - id: safe
    label: Safe
    type: yes-no
    rules:
      - {when: {boat: [gull]}, then: no, because: x}
      - {when: {boat: other, size: large}, then: yes, because: x}
      - {when: {boat: other, size: small}, then: no, because: x}
"""
LIST_OF_BOATS = (
    ("questions:\n", "questions:\n" + LISTED),
    ("conclusions:\n", "conclusions:\n" + SAFETY),
    ("at: aboard, do", "at: aboard, when: {safe: yes}, do"),
)
ONE_BOAT_MORE = (
    ("gull: The Gull", "gull: The Gull, tern: The Tern"),
    ("{boat: [gull]}, then: no, because: x}", "{boat: [gull]}, then: no, because: x}\n      - {when: {boat: tern}, then: yes, because: x}"),
    ("do: Pay.", "do: Pay now."),
)  # fmt: skip


def test_who_finds_a_new_choice_is_held_against_the_answer_for_what_was_not_listed(changed):
    _, old = changed(*LIST_OF_BOATS)
    _, new = changed(*LIST_OF_BOATS, *ONE_BOAT_MORE, ("strength: must", "strength: should"))
    cases = {
        "gull": {**RICH, "boat": "gull"},
        "small": {**RICH, "boat": "other", "size": "small"},
    }
    # What the old base asked beside is answered as the new one has it: the Tern is a large boat.
    assert told(old, new, cases) == [
        (
            "strength of pay was must, is should",
            "those who answered boat other, size large and mean tern: such as cases small, gull; "
            "money from 15; debt up to 30",
        ),
        ("reads question boat otherwise / reads conclusion safe otherwise", "cases gull, small"),
    ]


def test_what_a_plan_opens_with_comes_first_and_what_is_read_otherwise_last(changed):
    _, old = changed(*LIST_OF_BOATS, ("headline: []", "headline: [safe]"))
    _, new = changed(
        *LIST_OF_BOATS,
        ("headline: []", "headline: [safe]"),
        ("{boat: other, size: small}, then: no", "{boat: other, size: small}, then: yes"),
        ("strength: must", "strength: should"),
        ("title: Aboard", "title: On board"),
    )
    small, large = ({**RICH, "boat": "other", "size": size} for size in ("small", "large"))
    found = told(old, new, {"one": large, "two": large, "three": small})
    assert [changes.split(" / ")[0] for changes, _ in found] == [
        "safe was no, is yes",
        "strength of pay was must, is should",
        "is advised pay",
        "reads node aboard otherwise",
    ]


def test_of_who_falls_into_a_gap_it_is_said_that_nothing_comes_out_and_no_more(changed):
    old, new = changed(("{left: 10..}, label", "{left: 11..}, label"))
    ((change, who),) = told(old, new, {"rich": {"money": 40, "debt": 30}})
    place, _, message = change.partition(" gap: ")
    assert place.startswith("nothing comes out: ")
    assert message == 'no branch of node "gate" holds for these answers. Add a branch for them.'
    assert who == "money 40, debt 30 / debt 30, money 40 / case rich"
    found = review.review(("old", "new"), (old, new), {"rich": Case(RICH)}, faults=1)
    said = "The new base has 1 problem, which matchpath kb check names. Mend that before anybody agrees to this."
    assert " ".join(review.to_text(found).split()).startswith(said)
    assert said in review.to_html(found)
    assert said in review.to_markdown(found)


def test_of_who_finds_a_new_choice_and_is_told_the_same_nothing_is_said(changed):
    _, old = changed(*LIST_OF_BOATS)
    _, new = changed(*LIST_OF_BOATS, *ONE_BOAT_MORE[:2])
    ((_, who),) = told(old, new, {"gull": {**RICH, "boat": "gull"}})
    assert who == "case gull"


def test_a_plan_before_a_new_choice_is_that_of_the_answer_for_what_is_not_listed(changed):
    _, old = changed(*LIST_OF_BOATS)
    _, new = changed(*LIST_OF_BOATS, *ONE_BOAT_MORE)
    (found,) = made_up(old, new, {"rich": Case({**RICH, "boat": "gull"})})
    assert found.case.answers == {**RICH, "boat": "tern"}
    assert found.before.answers == {**RICH, "boat": "other", "size": "large"}
    before, after = plans_of(old, new, found, words_alone=False)
    assert ("Pay." in before.whole, "Pay now." in after.whole) == (True, True)


def test_a_review_shows_the_plan_before_and_after_with_its_words_marked(changed):
    old, new = changed(("do: Pay.", "do: Pay at once."))
    found = review.review(("old", "new"), (old, new), {"rich": Case(RICH)})
    assert review.to_text(found) == (
        "changed: action pay: do was Pay., is Pay at once.\n\n"
        "reads action pay otherwise\n  for case rich\n\n"
        "The plan of rich:\n  [ ] MUST  [-Pay.-]{+Pay at once.+}\n\n"
        "1 change in words; something else comes out for 1 case."
    )
    page = review.to_html(found)
    assert "<del>Pay.</del><ins>Pay at once.</ins>" in page
    assert "<script" not in page
    assert "~~Pay.~~ **Pay at once.**" in review.to_markdown(found)


def test_where_no_case_meets_what_changed_it_is_said_that_this_proves_nothing(changed):
    old, new = changed(("end: open", "end: open, text: Wait here."))
    found = review.review(("old", "new"), (old, new), {"rich": Case(RICH)})
    assert " ".join(found.counts.split()) == (
        "1 change in words; something else comes out for 0 cases. No case meets what changed, "
        "which proves nothing for others: write one whom it is meant for, or hold many against "
        "both bases (matchpath cohort --synthetic)."
    )


def test_how_an_end_is_drawn_is_read_by_those_whose_path_ends_so(changed):
    old, new = changed(("say: It sails., tone: good", "say: It sails., tone: person"))
    assert told(old, new, {"rich": RICH}) == [("reads end good otherwise", "case rich")]


def test_of_a_list_of_levers_the_one_is_told_that_differs(changed):
    levers = "can_change: [{do: Earn., weeks: 3}, {do: Save., weeks: 8}]}"
    both = (
        "label: Money, type: integer, min: 0, max: 50}",
        f"label: Money, type: integer, min: 0, max: 50, {levers}",
    )
    _, old = changed(both)
    _, new = changed(both, ("weeks: 8", "weeks: 9"))
    assert difference.in_words(old, new) == (
        "changed: question money: can_change (2) weeks was 8, is 9",
    )


def test_bases_that_say_the_same_are_told_to_and_nobody_is_looked_at(changed):
    found = review.review(("old", "new"), changed(), {"rich": Case(RICH)})
    assert review.to_text(found) == "0 changes in words; something else comes out for 0 cases."


def test_where_words_alone_changed_the_old_plan_is_the_one_that_the_old_base_gives(changed):
    old, new = changed(("do: Pay.", "do: Pay the fare."), ("title: Aboard", "title: On board"))
    applicant = Applicant("rich", Case(RICH))
    apart = plans_of(old, new, applicant, words_alone=False)
    assert plans_of(old, new, applicant, words_alone=True) == apart
    assert apart[0] != apart[1]


@pytest.mark.parametrize(
    "change",
    [
        ("label: Money", "label: Purse"),
        ("label: Left", "label: Left over"),
        ("title: Aboard", "title: On board"),
        ("title: The pier", "title: The quay"),
        ("how: In coins.", "how: In notes."),
        ("label: the tide", "label: the ebb"),
        ("say: It sails.", "say: It has sailed."),
        ("say: It can wait", "say: It will wait"),
        ("opening: Two", "opening: Some"),
        ("publisher: Harbor", "publisher: The harbor"),
    ],
)
def test_who_reads_a_changed_word_is_found_without_the_rest_of_what_comes_out(changed, change):
    more = (
        ("strength: must", "strength: must, by: tide"),
        ("conclusions:", "first: [{id: wait, otherwise: true, say: It can wait}]\nconclusions:"),
        (
            "questions:",
            "sources: [{id: s, title: S, publisher: Harbor, status: ours, checked_on: 2026-11-01, review_by: 2027-11-01}]\nquestions:",
        ),
    )
    _, old = changed(*more)
    _, new = changed(*more, change)
    words = Words(old, new)
    for case in map(Case, ({}, {"money": 5, "debt": 5}, RICH)):
        assert words.read_in(case) == list(words.shown(result(new, case), "after"))


def test_what_a_phase_is_for_is_told_and_read_by_nobody_in_a_plan(changed):
    old, new = changed(("title: The pier", "title: The pier\naim: To sail."))
    assert difference.in_words(old, new) == ("changed: phase pier: aim To sail. added",)
    assert told(old, new, {"rich": RICH}) == []


def test_a_phase_is_called_by_its_title_for_who_knows_no_ids(changed):
    old, new = changed(("title: The pier", "title: The quay"))
    assert with_labels(old, new, {"rich": RICH}) == [("reads “The quay” otherwise", "case rich")]


def test_who_falls_into_a_gap_or_is_left_to_the_rules_reads_what_they_give(changed):
    lacking = ("      - {when: {left: ..9}, label: too little, go: ashore}\n", "")
    _, old = changed(lacking)
    _, new = changed(lacking, ("title: How much is left?", "title: What is left?"))
    words = Words(old, new)
    assert words.read_in(Case({"money": 40})) == [("words", "node gate")]  # debt is asked next
    assert words.read_in(Case({"money": 5, "debt": 5})) == []
    assert words.read_in(Case(RICH)) == [("words", "node gate")]


def test_a_plan_in_outline_reads_as_the_plan_of_the_rules(kb):
    for path in cases.files(loader.BUILT_IN / "cases")[::15]:
        case = casefile.load(path, kb)
        given = (kb, case.answers, case.today, case.done)
        outcome, outline = consult(*given), outlined(*given)
        assert plan_text.to_text(outline, whole=True) == plan_text.to_text(outcome, whole=True)
        assert outline.problems == outcome.problems


MOVED = ("10..", "12.."), ("..9", "..11")


def test_a_case_that_passes_each_changed_test_alike_gets_the_same_from_both_bases(changed):
    old, new = changed(*MOVED)
    differing, otherwise = Differing(old, new), []
    for money in range(51):
        case = Case({"money": money, "debt": 30})
        is_alike = aspects.aspects_of(old, case) == aspects.aspects_of(new, case)
        assert differing.is_alike(case) == is_alike
        otherwise += [] if is_alike else [money]
    assert otherwise == [40, 41]


def test_what_everyone_reads_of_base_yaml_decides_nothing(changed):
    assert Differing(*changed(("opening: Two", "opening: Three"))).words_alone


def test_the_plan_of_a_case_is_read_once_whatever_changes_at_its_other_numbers(changed):
    found = review.review(
        ("old", "new"), changed(*MOVED, ("do: Pay.", "do: Pay now.")), {"rich": Case(RICH)}
    )
    examples = [one.example for one in found.effects.effects]
    assert [(one.origin, one.number) for one in examples] == [("rich", 15), ("rich", 0)]
    assert len(found.readings) == 1


def test_of_a_case_that_lacks_an_answer_it_is_not_told_that_it_comes_out_alike(changed):
    assert not Differing(*changed(*MOVED)).is_alike(Case({"money": 40}))


@pytest.mark.parametrize(
    "change",
    [
        ("strength: must", "strength: should"),
        ("money - debt", "money + debt"),
        ("left: 10..", "money: 10.."),
        ("go: aboard", "go: ashore"),
    ],
)
def test_bases_that_differ_in_more_than_tests_and_words_are_told_to(changed, change):
    assert Differing(*changed(change)).tests is None


@pytest.fixture
def shipped_with(kb, tmp_path):
    """Load the shipped base with some words of a file changed."""

    def load(file, words, others):
        shutil.copytree(loader.BUILT_IN, tmp_path, ignore=lambda *_: ["cases"], dirs_exist_ok=True)
        text = (tmp_path / file).read_text()
        assert words in text
        (tmp_path / file).write_text(text.replace(words, others, 1))
        return loader.load(tmp_path)

    return load


EMERGENCY = "name: Emergency medicine, tier: competitive, service: residencycas"


@pytest.mark.parametrize(
    ("file", "words", "others"),
    [
        ("specialties.yaml", "low: 240", "low: 243"),
        ("specialties.yaml", EMERGENCY, EMERGENCY.replace("competitive", "mid-competitive")),
        ("specialties.yaml", EMERGENCY, EMERGENCY.replace("residencycas", "eras")),
        ("figures.yaml", "quartile, value: 240", "quartile, value: 236"),
    ],
)
def test_what_facts_tell_of_another_cell_is_all_that_differs(
    kb, shipped_with, monkeypatch, file, words, others
):
    new = shipped_with(file, words, others)
    read = {
        path.stem: casefile.load(path, kb) for path in cases.files(loader.BUILT_IN / "cases")[::3]
    }
    some = {
        name: case
        for name, case in read.items()
        if case.answers.get("specialty") == "emergency-medicine"
    }
    assert Differing(kb, new).cells_alone
    quick = whole(effects.effects(kb, new, some))
    monkeypatch.setattr(Differing, "is_told_by_facts", lambda *_: False)
    assert quick == whole(effects.effects(kb, new, some))
    assert quick[0]


def whole(found):
    """Give all that is found, as what can be compared."""
    each = [(one.changes, one.who, one.example.origin) for one in found.effects]
    return each, found.cases, found.ranges, found.made_up, found.dated


def test_a_base_with_a_cell_less_differs_in_more_than_what_stands_in_cells(kb, shipped_with):
    new = shipped_with("specialties.yaml", ", service: residencycas", "")
    assert not Differing(kb, new).cells_alone


DECK = "  - {id: deck, ask: x, label: Deck, type: choice, choices: {a: Upper, b: Lower}}\n"


def with_labels(old, new, cases):
    found = effects.effects(old, new, {name: Case(one) for name, one in cases.items()}, labels=True)
    return [(" / ".join(one.sentences), " / ".join(one.who)) for one in found.effects]


def test_for_who_knows_no_ids_entries_and_values_are_called_by_their_labels(changed):
    old, new = changed(("left: 10..", "left: 12.."), ("left: ..9", "left: ..11"))
    ((changes, who),) = with_labels(old, new, {"rich": RICH})
    assert sorted(changes.split(" / ")) == [
        "is no longer advised “Pay.”", "no longer passes “Aboard”", "passes “Ashore”",
    ]  # fmt: skip
    assert who == "Money 15 to 16, Debt 5 / Debt 29 to 30, Money 40"


def test_one_more_question_is_what_is_waited_for_and_nothing_else(changed):
    _, new = changed(("questions:\n", "questions:\n" + DECK))
    before = {("conclusion", "left"): 35, ("pending", ""): ""}
    after = {("pending", ""): "deck", ("waits", "deck"): True}
    told_of = [
        one for one in aspects.changed(before, after) if not effects._goes_along(one, before, after)
    ]
    said = [
        one.said
        for one in changes.as_changes(told_of, before, after, Naming(new, new, labels=True))
    ]
    assert said == ["now waits for Deck"]


BOATS = {boat: {**RICH, "debt": debt, "boat": boat} for boat, debt in (("gull", 5), ("tern", 20))}
ASKED_FOR_A_BOAT = (
    ("questions:\n", f"questions:\n{BIRDS}"),
    ("{left: 10..}, label", "{left: 10.., boat: [gull, tern]}, label"),
    ("{left: ..9}, label", "{left: ..9, boat: [gull, tern]}, label"),
)


def test_who_is_advised_anew_is_said_by_what_it_hangs_on_and_by_no_other_answer(changed):
    _, old = changed(*ASKED_FOR_A_BOAT)
    wave = "\n  - {id: wave, at: aboard, when: {boat: tern}, do: Wave., how: x, because: x, strength: must}"
    _, new = changed(*ASKED_FOR_A_BOAT, ("strength: must}", "strength: must}" + wave))
    assert told(old, new, BOATS) == [
        (
            "is advised wave",
            "money from 30, debt 20; boat tern / debt up to 30, money 40; boat tern / case tern",
        )
    ]


def test_a_range_hangs_on_what_its_own_ends_do_and_not_on_what_other_thresholds_do(changed):
    # Of the two sums the first alone has another threshold; the debt goes into the second.
    sums = (
        ("{id: left, label: Left, type: integer, value: money - debt}", "{id: left, label: Left, type: integer, value: money + 0}\n  - {id: after, label: After, type: integer, value: money - debt}"),
        ("do: Pay.,", "do: Pay., when: {after: 3..},"),
    )  # fmt: skip
    _, old = changed(*sums)
    _, new = changed(*sums, *MOVED)
    ((_, who),) = told(old, new, {"rich": RICH})
    assert who == "money 10 to 11"


def test_a_private_question_that_is_new_is_not_told_as_left_out(changed):
    asked = ("{left: 10..}, label", "{left: 10.., deck: [a, b]}, label")
    _, old = changed()
    _, new = changed(
        ("questions:\n", "questions:\n" + DECK.replace("Deck,", "Deck, private: true,")), asked
    )
    changes = [change for change, _ in told(old, new, {"rich": {**RICH, "deck": "a"}})]
    assert all("shows around" not in change for change in changes)


def test_who_is_asked_a_new_question_is_said_though_the_cases_answer_it(changed):
    asked = ("{left: 10..}, label", "{left: 10.., deck: [a, b]}, label")
    _, old = changed()
    _, new = changed(("questions:\n", "questions:\n" + DECK), asked)
    found = told(old, new, {"rich": {**RICH, "deck": "a"}})
    assert "is asked deck" in found[0][0]
    assert found[0][1].endswith("case rich")


def test_a_question_that_waits_behind_the_next_one_is_told_too(changed):
    both = (("aboard, do", "aboard, when: {money: 1.., debt: 1..}, do"),)
    _, old = changed(*both)
    asked = ("{left: 10..}, label", "{left: 10.., deck: [a, b]}, label")
    _, new = changed(*both, ("conclusions:", DECK + "conclusions:"), asked)
    assert told(old, new, {"silent": {}}) == [("also waits for deck", "case silent")]


def test_all_values_of_a_question_are_every_one(changed):
    _, new = changed(("questions:\n", "questions:\n" + DECK))
    naming = Naming(new, new, labels=True)
    assert naming.is_every("deck", frozenset({"a", "b"}))
    assert not naming.is_every("deck", frozenset({"a"}))
    assert people.any_of("deck", ["b", "a"], naming) == "every Deck"
    assert people.any_of("deck", ["b"], naming) == "Deck “Lower”"


def test_a_review_is_titled_by_its_base_and_the_content_before_and_after(changed):
    old, new = changed(("do: Pay.", "do: Pay at once."))
    found = review.review(("old", "new"), (old, new), {"rich": Case(RICH)}, labels=True)
    before, after = difference.fingerprint(old), difference.fingerprint(new)
    assert before != after
    assert found.title == (
        f"Changes to A ferry, version 1 (content {before}) to version 1 (content {after})"
    )
    assert review.to_markdown(found).startswith(f"# {found.title}\n")


def test_lines_of_dashes_below_headings_are_no_text(changed):
    found = reading("rich", Plan("", "Aboard\n------\nPay."), Plan("", "On deck\n-------\nPay."))
    assert found.paragraphs == ((Piece("Aboard", "out"),), (Piece("On deck", "in"),))


def test_a_paragraph_that_only_stands_elsewhere_is_no_news():
    found = reading("rich", Plan("", "Pay.\nWait.\nSail."), Plan("", "Sail now.\nPay.\nWait."))
    assert found.paragraphs == ((Piece("Sail now.", "in"),), (Piece("Sail.", "out"),))


LINES = [f"Line {number}" for number in range(40)]


def test_of_a_plan_that_is_quite_another_the_first_page_is_shown():
    before, after = Plan("You stay.", "You stay."), Plan("You sail.", "\n".join(LINES))
    found = reading("rich", before, after)
    assert found.paragraphs == ((Piece("You "), Piece("stay.", "out"), Piece("sail.", "in")),)
    assert found.note == "This is the first page. In the whole plan 41 paragraphs read otherwise."


def test_where_the_first_page_reads_alike_the_first_paragraphs_that_differ_are_shown():
    found = reading("rich", Plan("You stay.", "You stay."), Plan("You stay.", "\n".join(LINES)))
    assert len(found.paragraphs) == 24
    assert found.note == "These are the first 24 of 41 paragraphs that read otherwise."


def test_of_who_could_not_answer_so_before_no_whole_plan_is_shown(changed):
    with_deck = (
        ("questions:\n", "questions:\n" + DECK),
        ("aboard, do", "aboard, when: {deck: a}, do"),
    )
    _, old = changed(*with_deck)
    _, new = changed(*with_deck, ("b: Lower}", "b: Lower, c: Open}"))
    found = review.review(("old", "new"), (old, new), {"rich": Case({**RICH, "deck": "a"})})
    assert "with deck c" in review.to_text(found)
    assert all("deck c" not in one.who for one in found.readings)


def test_what_changes_at_every_threshold_changes_for_any_number(changed):
    wave = "\n  - {id: wave, at: gate, do: Wave., how: x, because: x, strength: must}"
    old, new = changed(("strength: must}", "strength: must}" + wave))
    assert told(old, new, {"rich": RICH}) == [
        ("is advised wave", "any money / any debt / case rich")
    ]


def test_what_to_avoid_is_called_so(changed):
    old, new = changed(("strength: must", "strength: avoid"), *MOVED)
    ((changes, _),) = [
        one for one in with_labels(old, new, {"rich": RICH}) if "no longer advised" in one[0]
    ]
    assert "is no longer advised DON'T “Pay.”" in changes


def test_another_source_is_read_by_all_who_read_the_action(changed):
    one, other = ((("strength: must", f"strength: must, source: {name}"),) for name in "ab")
    (_, old), (_, new) = changed(*one), changed(*other)
    assert told(old, new, {"rich": RICH}) == [("reads action pay otherwise", "case rich")]


def test_a_late_text_that_is_taken_out_or_a_fact_that_is_shown_is_more_than_words(changed):
    def with_text(old, new):
        return changed((old, new))[1]

    plain = with_text("In coins.", "In coins.")
    late, later = (with_text("strength: must", f"strength: must, late: {text}") for text in "xy")
    shows = with_text("In coins.", '"In coins, {left}."')
    assert Differing(late, later).words_alone
    assert not Differing(late, plain).words_alone
    assert not Differing(plain, shows).words_alone
