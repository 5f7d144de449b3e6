"""Which changes of a base no case notices, and what would have to be written to notice them."""

import pytest
from small_base import base

from engine.authoring import unheld
from engine.authoring.mutations import mutations
from engine.authoring.unheld_text import summary, unheld_text
from engine.consultation.casefile import Case

FERRY = """
questions:
  - {id: money, ask: x, label: Money, type: integer, min: 0, max: 50}
  - {id: health, ask: x, label: Health, type: choice, private: true, choices: {well: Well, ill: Ill}}
conclusions:
  - id: purse
    label: Purse
    type: choice
    choices: {full: full, empty: empty}
    rules:
      - {when: {money: 10..}, then: full, because: x}
      - {when: {money: ..9}, then: empty, because: x}
nodes:
  - id: gate
    title: x
    branches:
      - {when: {purse: full}, label: enough, go: aboard}
      - {when: {purse: empty}, label: too little, go: ashore}
  - {id: aboard, title: x, end: good}
  - {id: ashore, title: x, end: open}
actions:
  - {id: pay, at: aboard, do: x, how: x, because: x, strength: must}
  - {id: rest, at: ashore, when: {health: ill}, do: x, how: x, because: x, strength: should}
"""
RICH = Case({"money": 30}, expect={"purse": "full", "actions": ["pay"]})
POOR = Case(
    {"money": 3, "health": "ill"},
    expect={"path": ["ashore"], "not-path": ["aboard"], "actions": ["rest"]},
)


@pytest.fixture
def ferry(tmp_path):
    return base(FERRY, tmp_path)


def said(kb, kind, cases):
    """Give what is said of the changes of a kind that no case notices."""
    held_by = unheld.Cases(kb, cases)
    found = [held_by.held(mutation) for mutation in mutations(kb)[kind]]
    lines = [unheld_text(one, "cases") for one in found if one]
    return [line.partition(" ")[2] for line in lines]


def test_a_threshold_that_no_case_stands_at_is_named_with_the_case_to_add(ferry):
    assert said(ferry, "thresholds of tables", {"rich": RICH, "poor": POOR}) == [
        'threshold: conclusion "purse": money parts at 11, not at 10: no case notices.\n'
        "  A case to add:\n    answers:\n      money: 10\n    expect:\n      purse: full",
        'threshold: conclusion "purse": money parts at 9, not at 10: no case notices.\n'
        "  A case to add:\n    answers:\n      money: 9\n    expect:\n      purse: empty",
    ]
    edge = {
        "on": Case({"money": 10}, expect={"purse": "full"}),
        "off": Case({"money": 9}, expect={"purse": "empty"}),
    }
    assert said(ferry, "thresholds of tables", edge) == []


def test_what_a_case_shows_and_does_not_expect_is_named_with_the_case_and_the_words(ferry):
    assert said(ferry, "strengths", {"rich": RICH, "poor": POOR}) == [
        'strength: action "pay": should, not must: no case notices.\n'
        "  In cases/rich.yaml expect: strength: {pay: must}",
        'strength: action "rest": consider, not should: no case notices.\n'
        "  In cases/poor.yaml expect: strength: {rest: should}",
    ]
    held = Case({"money": 30}, expect={"strength": {"pay": "must"}})
    assert len(said(ferry, "strengths", {"rich": held, "poor": POOR})) == 1


def test_privacy_is_held_by_what_a_copy_to_show_around_leaves_out(ferry):
    assert said(ferry, "privacy", {"poor": POOR}) == [
        'private: action "pay": private: no case notices.\n'
        "  Nobody was found for whom it makes a difference (400 people were tried at most).",
        'private: action "rest": private: no case notices.\n'
        "  In cases/poor.yaml expect: pictured: [rest]",
        'private: question "money": private: no case notices.\n'
        "  In cases/poor.yaml expect: not-left-out: [money]",
        'private: question "health": no longer private: no case notices.\n'
        "  In cases/poor.yaml expect: left-out: [health]",
    ]
    held = Case(POOR.answers, expect={"left-out": ["health"]})
    rich = Case(RICH.answers, expect={"not-left-out": ["pay", "money"]})
    assert len(said(ferry, "privacy", {"poor": held, "rich": rich})) == 1


def test_results_and_ways_on_are_noticed_where_a_case_takes_them(ferry):
    cases = {"rich": RICH, "poor": POOR}
    assert said(ferry, "ways on", cases) == []
    assert said(ferry, "results of rows", cases) == []


def test_what_makes_a_difference_to_nobody_says_how_many_were_tried(tmp_path):
    kb = base(FERRY.replace("when: {health: ill}", "when: {purse: empty, health: ill}"), tmp_path)
    assert said(kb, "conditions of actions", {"rich": RICH, "poor": POOR})[0] == (
        'condition: action "rest": purse not asked for: no case notices.\n'
        "  Nobody was found for whom it makes a difference (400 people were tried at most)."
    )


def test_a_sample_takes_turns_among_the_kinds_and_is_the_same_for_the_same_seed(ferry):
    kinds = mutations(ferry)
    first = unheld.sample(kinds, 6, seed=3)
    assert [one.said for one in first] == [one.said for one in unheld.sample(kinds, 6, seed=3)]
    assert len({one.kind for one in first}) == 6
    assert len(unheld.sample(kinds, 1_000, seed=3)) == sum(map(len, kinds.values()))


def test_the_summary_counts_what_was_noticed_what_was_not_and_what_makes_no_difference(ferry):
    mutation = mutations(ferry)["privacy"][-1]
    found = [unheld.Unheld(mutation, "poor", None, "left-out", ["health"]), unheld.Unheld(mutation)]
    assert summary(5, found) == (
        "5 changes tried: 3 noticed, 1 not; for 1 nobody was found to whom they make a difference."
    )


def test_a_word_more_or_less_in_a_condition_wants_somebody_who_says_that_word(tmp_path):
    kb = base(FERRY.replace("when: {health: ill}", "when: {health: [ill]}"), tmp_path)
    assert said(kb, "words of actions", {"rich": RICH, "poor": POOR}) == [
        'word: action "rest": health well too: no case notices.\n'
        "  A case to add:\n    answers:\n      money: 3\n      health: well\n    expect:\n"
        "      not-actions: [rest]"
    ]


TICKETS = """
tables:
  - id: tickets
    rows:
      child: {price: 3}
      adult: {price: 9}
questions:
  - {id: age, ask: x, label: Age, type: choice, choices_from: {table: tickets, column: price}}
  - {id: money, ask: x, label: Money, type: integer, min: 0, max: 50}
conclusions:
  - {id: price, label: Price, type: integer, because: x, lookup: {table: tickets, key: age, column: price}}
  - {id: short, label: Short, type: integer, because: x, value: price - money}
nodes:
  - {id: gate, title: x, end: good}
actions:
  - {id: pay, at: gate, do: "Pay {price} crowns at the gate.", how: "You lack {short}.", because: x, strength: must}
"""
CHILD = Case({"age": "child", "money": 1}, expect={"actions": ["pay"]})


def test_a_cell_wants_somebody_in_its_row(tmp_path):
    assert said(base(TICKETS, tmp_path), "cells", {"child": CHILD}) == [
        'cell: table "tickets": price of child is 4, not 3: no case notices.\n'
        "  In cases/child.yaml expect: price: 3",
        'cell: table "tickets": price of adult is 10, not 9: no case notices.\n'
        "  A case to add:\n    answers:\n      age: adult\n      money: 1\n    expect:\n      price: 9",
    ]


BERTHS = """
questions:
  - {id: first, ask: x, label: First, type: choice, choices: {fore: Fore, aft: Aft}}
  - {id: second, ask: x, label: Second, type: choice, choices: {fore: Fore, aft: Aft}, other_than: [first]}
  - {id: crew, ask: x, label: Crew, type: integer, min: 0, max: 9}
conclusions:
  - id: full
    label: Full
    type: yes-no
    rules:
      - {when: {second: fore, crew: 5..}, then: yes, because: x}
      - {otherwise: true, then: no, because: x}
nodes:
  - {id: sea, title: Sea, end: good}
actions:
  - {id: squeeze, at: sea, when: {first: [fore, aft], full: yes}, do: x, how: x, because: x, strength: must}
"""


def test_nobody_is_to_be_added_who_gives_an_answer_twice(tmp_path):
    kb = base(BERTHS, tmp_path)
    aft = Case({"first": "aft", "second": "fore", "crew": 3})
    fore = Case({"first": "fore", "second": "aft", "crew": 3})
    added = said(kb, "thresholds of tables", {"aft": aft})[0]
    assert "A case to add:\n    answers:\n      first: aft\n      second: fore" in added
    assert "Nobody was found" in said(kb, "thresholds of tables", {"fore": fore})[0]


def test_a_fact_in_a_text_is_held_by_some_words_of_the_plan(tmp_path):
    kb = base(TICKETS, tmp_path)
    assert said(kb, "facts and dates in texts", {"child": CHILD}) == [
        'text: "pay" shows {short}, not {price}: no case notices.\n'
        '  In cases/child.yaml expect: text: ["MUST Pay 3 crowns at the gate."]',
        'text: "pay" shows {price}, not {short}: no case notices.\n'
        '  In cases/child.yaml expect: text: ["You lack 2."]',
    ]
    held = Case(CHILD.answers, expect={"text": ["Pay 3 crowns", "You lack 2."]})
    assert said(kb, "facts and dates in texts", {"child": held}) == []


SHIP = """
stage: voyage
questions:
  - {id: voyage, ask: x, label: Voyage, type: choice, choices: {out: Out, home: Home}}
  - id: sail
    ask: Which sail?
    label: Sail
    type: choice
    choices: {small: Small, large: Large}
    can_change:
      - {do: Sew., weeks: 3, to: [large]}
    weigh:
      - {choice: large, stand: for, say: It is faster.}
conclusions:
  - id: speed
    label: Speed
    type: choice
    choices: {slow: slow, fast: fast}
    rules:
      - {when: {sail: large}, then: fast, because: "With {sail} and {voyage}."}
      - {when: {sail: small}, then: slow, because: x}
nodes:
  - {id: sea, title: Sea, end: good}
actions:
  - {id: reef, at: sea, when: {sail: small}, do: Reef, how: x, because: x, strength: must}
  - {id: sew, at: sea, do: Sew, how: x, because: x, strength: must, settles: {sail: large}}
first:
  - {id: slow, when: {speed: slow}, say: You are slow., first: [sew]}
  - {id: fast, otherwise: true, say: You are fast.}
"""
SLOW = Case({"voyage": "out", "sail": "small"})
FAST = Case({"voyage": "home", "sail": "large"})
CREW = {"slow": SLOW, "fast": FAST}


@pytest.mark.parametrize(
    ("kind", "change", "expected"),
    [
        ("ends", 'end: node "sea": ends as open, not as good', 'sea: ["The path ends here."]'),
        (
            "levers",
            'lever: question "sail": an answer changes in 4 weeks, not in 3',
            'sail: ["It takes about 3 weeks."]',
        ),
        (
            "arguments",
            'argument: question "sail": an argument stands against, not for',
            'sail: ["For “Large”: It is faster."]',
        ),
        (
            "what is answered once done",
            'settles: action "sew": answers nothing once it is done',
            'sew: ["Once it is done: Sail: Large"]',
        ),
    ],
)
def test_what_is_told_beside_the_plan_is_held_by_its_words(kind, change, expected, tmp_path):
    kb = base(SHIP, tmp_path)
    assert said(kb, kind, CREW)[0] == (
        f"{change}: no case notices.\n  In cases/slow.yaml expect: says: {{{expected}}}"
    )
    name, _, words = expected.partition(": ")
    held = Case(SLOW.answers, expect={"says": {name: [words[2:-2]]}})
    assert change not in "".join(said(kb, kind, {"slow": held, "fast": FAST}))


@pytest.mark.parametrize(
    ("kind", "change", "expected"),
    [
        ("levers", "a change is one of the aim", "What you can still change"),
        ("levers", "one only for voyage home", "What you can still change"),
        ("arguments", "one only for voyage home", "For “Large”: It is faster."),
    ],
)
def test_a_lever_is_held_with_its_heading_and_an_argument_for_each_stage(
    kind, change, expected, tmp_path
):
    found = [one for one in said(base(SHIP, tmp_path), kind, CREW) if change in one]
    assert found == [
        f'{kind.rstrip("s")}: question "sail": {change}: no case notices.\n'
        f'  In cases/slow.yaml expect: says: {{sail: ["{expected}"]}}'
    ]


def test_the_reason_of_a_row_is_held_by_what_explain_says(tmp_path):
    kb = base(SHIP, tmp_path)
    words = "Speed is “fast”, since Sail is “Large”. With Large and Home."
    assert said(kb, "facts in reasons", CREW)[0] == (
        'text: "speed" shows {voyage}, not {sail}: no case notices.\n'
        f'  In cases/fast.yaml expect: says: {{speed: ["{words}"]}}'
    )
    held = Case(FAST.answers, expect={"says": {"speed": words}})
    assert said(kb, "facts in reasons", {"slow": SLOW, "fast": held}) == []


def test_a_stage_that_an_action_does_not_ask_for_is_held_by_people_at_two_of_them(tmp_path):
    kb = base(SHIP, tmp_path)
    out, home = (Case({**SLOW.answers, "voyage": v}) for v in ("out", "home"))
    assert said(kb, "stages of actions", {"out": out, "home": home})[0] == (
        'stage: action "reef": only for voyage out: no case notices.\n'
        "  In cases/home.yaml expect: actions: [reef]"
    )
    each = [Case(case.answers, expect={"actions": ["reef", "sew"]}) for case in (out, home)]
    assert said(kb, "stages of actions", {"out": each[0], "home": each[1]}) == []


def test_what_stands_alone_or_is_filled_up_is_held_by_what_comes_next_and_what_does_not(tmp_path):
    unfilled = SHIP.replace("first: [sew]}", "first: [sew], fill: false}")
    kb = base(unfilled, tmp_path)
    assert said(kb, "what stands alone", CREW)[1] == (
        'first: "slow" is filled up: no case notices.\n'
        "  In cases/slow.yaml expect: not-next: [reef]"
    )


HARBOR = """
support: ["Call 988."]
questions:
  - {id: depth, ask: How deep?, label: Depth, type: integer, min: 0, max: 90, coarse: 10, beside: [room]}
  - {id: mood, ask: How are you?, label: Mood, type: choice, choices: {fine: Fine, low: Low}, support_after: [low]}
conclusions:
  - {id: room, label: Room, type: integer, value: depth - 3, because: x}
nodes:
  - id: bar
    title: Over the bar?
    branches:
      - {when: {room: 1..}, label: deep enough, go: quay}
      - {when: {room: ..0}, label: too shallow, go: quay}
  - {id: quay, title: The quay, end: good}
actions:
  - {id: moor, at: quay, when: {mood: [fine, low]}, do: Moor., how: x, because: x, strength: must, by: dusk, draft: {title: To the quay, text: x}}
  - {id: hail, at: quay, when: {mood: fine}, do: Hail., how: x, because: x, strength: must, draft: {title: To the bar, text: y}}
milestones:
  - {id: dawn, label: the dawn}
  - {id: dusk, label: the dusk}
  - {id: dark, label: the dark}
first:
  - {id: in, otherwise: true, say: You are in., decide: "Stay, or go.", not_now: [The paint.], first: [moor]}
"""
HARBORED = Case({"depth": 14, "mood": "low"})


@pytest.mark.parametrize(
    ("kind", "number", "change", "expected"),
    [
        (
            "titles of nodes",
            0,
            'text: node "bar": its title is that of "quay"',
            {"says": {"bar": ["Over the bar?"]}},
        ),
        (
            "labels of facts",
            0,
            'text: question "depth": its label is that of "mood"',
            {"says": {"depth": ["Depth: 14"]}},
        ),
        (
            "texts of choices",
            0,
            'text: question "mood": the texts of "fine" and "low" are exchanged',
            {"says": {"mood": ["Mood: Low"]}},
        ),
        (
            "drafts",
            0,
            'text: action "moor": its draft is that of "hail"',
            {"says": {"moor": ["Draft: To the quay"]}},
        ),
        (
            "labels of milestones",
            0,
            'text: milestone "dusk": its label is that of "dark"',
            {"text": ["When: Before the dusk"]},
        ),
        (
            "labels of ways on",
            0,
            'label: node "bar": "deep enough" and "too shallow" are exchanged',
            {"says": {"bar": ["Way on: deep enough"]}},
        ),
        (
            "keys of questions",
            1,
            'question: question "depth": in bands of 20',
            {"says": {"depth": ["In a copy to show around: 10 to 19"]}},
        ),
        (
            "keys of questions",
            2,
            'question: question "mood": support_after without low',
            {"says": {"mood": ["Call 988."]}},
        ),
        (
            "what is to decide and what can wait",
            0,
            'text: "in" gives nothing to decide',
            {"text": ["To decide: Stay, or go."]},
        ),
        (
            "what is to decide and what can wait",
            1,
            'text: "in" says of nothing that it can wait',
            {"text": ["Not for now: The paint."]},
        ),
    ],
)
def test_what_stands_beside_an_answer_or_the_first_step_is_held(
    kind, number, change, expected, tmp_path
):
    kb = base(HARBOR, tmp_path)
    mutation = mutations(kb)[kind][number]
    missing = unheld.Cases(kb, {"in": HARBORED}).held(mutation)
    assert (f"{mutation.kind}: {mutation.said}", missing.case) == (change, "in")
    assert {missing.key: missing.value} == expected
    held = Case(HARBORED.answers, expect=expected)
    assert unheld.Cases(kb, {"in": held}).held(mutation) is None
