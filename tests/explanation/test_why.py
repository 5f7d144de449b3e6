"""How a result came about, why another did not, and the nearest answers that bring it."""

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.explanation import change, how, levers, nearest, unknowns, why_not

TREE = """
headline: [large]
questions:
  - {id: kind, ask: x, label: Kind, type: choice, choices: {a: A, b: B}, allow: [unknown]}
  - {id: size, ask: x, label: Size, type: integer, min: 1, max: 9, can_change: [{do: Grow, weeks: 3}]}
  - {id: paid, ask: x, label: Paid, type: yes-no, can_change: [{do: Pay, weeks: 1, to: [yes]}]}
conclusions:
  - {id: large, label: Large, type: yes-no, rules: [{when: {size: 5..}, then: yes, because: x}, {when: {size: ..4}, then: no, because: x}]}
nodes:
  - {id: start, title: Start, branches: [{when: {large: yes}, label: large, go: shop}, {when: {large: no}, label: small, go: home}]}
  - {id: shop, title: Shop, branches: [{when: {kind: a, paid: yes}, label: sold, go: home}, {otherwise: true, label: kept, go: home}]}
  - {id: home, title: Home, end: good}
actions:
  - {id: wrap, at: shop, do: Wrap, how: x, because: x, strength: must, when: {kind: a, paid: yes}}
  - {id: wait, at: shop, do: Wait, how: x, because: x, strength: avoid, when: {paid: no}}
"""


@pytest.fixture
def kb(tmp_path):
    return base(TREE, tmp_path)


def conditions(failed):
    return [(one.name, one.value, one.of.id if one.of else "") for one in failed]


def rules(chain):
    return [(firing.kind, firing.id) for firing in chain.firings]


# How


def test_a_node_comes_about_from_answers_by_a_conclusion(kb):
    chain = how.how(consult(kb, {"kind": "a", "size": 7, "paid": "no"}), "node", "shop")
    assert chain.answers == (("size", 7),)
    assert rules(chain) == [("conclusion", "large"), ("branch", "start")]


def test_an_action_comes_about_from_its_own_answers_and_from_those_that_led_to_its_node(kb):
    chain = how.how(consult(kb, {"kind": "a", "size": 7, "paid": "no"}), "action", "wait")
    assert chain.answers == (("size", 7), ("paid", "no"))
    assert rules(chain) == [("conclusion", "large"), ("branch", "start"), ("action", "wait")]


def test_an_id_is_explained_as_all_that_it_came_out_as(kb):
    outcome = consult(kb, {"size": 7})
    assert how.kinds(outcome, "large") == ("conclusion",)
    assert how.kinds(outcome, "size") == ("answer",)
    assert how.kinds(outcome, "wrap") == ()


# Why not


def test_an_action_beside_a_node_that_is_reached_is_kept_away_by_its_own_condition(kb):
    outcome = consult(kb, {"kind": "a", "size": 7, "paid": "no"})
    assert conditions(why_not.failed(outcome, "action", "wrap")) == [("paid", "no", "")]


def test_an_action_elsewhere_is_kept_away_by_the_last_turn_that_led_away(kb):
    outcome = consult(kb, {"size": 2})
    assert conditions(why_not.failed(outcome, "action", "wrap")) == [("large", "no", "start")]


def test_of_the_rows_that_would_do_the_one_with_fewest_failures_is_given(tmp_path):
    kb = base(
        """
        questions:
          - {id: a, ask: x, label: x, type: yes-no}
          - {id: b, ask: x, label: x, type: yes-no}
          - {id: c, ask: x, label: x, type: yes-no}
        nodes:
          - {id: start, title: x, end: good}
        actions:
          - {id: go, at: start, do: x, how: x, because: x, strength: must, when: {any: [{a: yes, b: yes}, {c: yes}]}}
        """,
        tmp_path,
    )
    outcome = consult(kb, {"a": "no", "b": "no", "c": "no"})
    assert conditions(why_not.failed(outcome, "action", "go")) == [("c", "no", "")]


# The nearest change


def test_one_answer_brings_it(kb):
    outcome = consult(kb, {"kind": "a", "size": 7, "paid": "no"})
    found = nearest.nearest(outcome, "action", "wrap")
    assert (found.changed, found.added) == ({"paid": "yes"}, {})
    assert "wrap" in found.outcome.recommended


def test_of_a_number_the_nearest_that_will_do_is_given(kb):
    found = nearest.nearest(consult(kb, {"size": 2}), "node", "shop")
    assert (found.changed, found.added) == ({"size": 5}, {})


def test_two_at_once_bring_it_and_what_was_not_answered_yet_is_added(kb):
    outcome = consult(kb, {"kind": "b", "size": 7, "paid": "no"})
    assert nearest.nearest(outcome, "action", "wrap") is None  # the kind is fixed
    found = nearest.nearest(consult(kb, {"size": 2}), "action", "wrap")
    assert (found.changed, found.added) == ({"size": 5}, {"kind": "a", "paid": "yes"})


def test_two_answers_at_once_bring_a_conclusion_that_neither_brings_alone(tmp_path):
    kb = base(
        """
        questions:
          - {id: a, ask: x, label: x, type: yes-no, can_change: [{do: x, weeks: 1}]}
          - {id: b, ask: x, label: x, type: yes-no, can_change: [{do: x, weeks: 1}]}
        conclusions:
          - {id: both, label: x, type: yes-no, rules: [{when: {a: yes, b: yes}, then: yes, because: x}, {otherwise: true, then: no, because: x}]}
        nodes:
          - {id: start, title: x, end: good}
        actions:
          - {id: go, at: start, do: x, how: x, because: x, strength: must, when: {both: yes}}
          - {id: ask, at: start, do: x, how: x, because: x, strength: must, when: {b: yes}}
        """,
        tmp_path,
    )
    outcome = consult(kb, {"a": "no", "b": "no"})
    assert nearest.nearest(outcome, "action", "go").changed == {"a": "yes", "b": "yes"}


CHOICES = """
    questions:
      - {id: fixed, ask: x, label: x, type: yes-no}
      - {id: first, ask: x, label: x, type: yes-no, can_change: [{do: x, weeks: 1}]}
      - {id: second, ask: x, label: x, type: yes-no, can_change: [{do: x, weeks: 1}]}
    nodes:
      - {id: start, title: x, end: good}
    actions:
      - {id: go, at: start, do: x, how: x, because: x, strength: must, when: {any: [{fixed: yes}, {first: yes, second: yes}]}}
    """
ALL_NO = {"fixed": "no", "first": "no", "second": "no"}


def test_what_nobody_can_change_is_never_proposed(tmp_path):
    outcome = consult(base(CHOICES, tmp_path), ALL_NO)
    assert nearest.nearest(outcome, "action", "go").changed == {"first": "yes", "second": "yes"}
    rigid = base(CHOICES.replace(", can_change: [{do: x, weeks: 1}]", ""), tmp_path / "rigid")
    assert nearest.nearest(consult(rigid, ALL_NO), "action", "go") is None


def test_a_change_of_aim_is_never_proposed(tmp_path):
    apart = base(CHOICES.replace("weeks: 1", "weeks: 1, apart: true"), tmp_path)
    assert nearest.nearest(consult(apart, ALL_NO), "action", "go") is None


def test_a_choice_that_is_weighed_is_the_persons_own_to_make_anew(tmp_path):
    weighed = "id: fixed, weigh: [{choice: yes, stand: for, say: x}]"
    kb = base(CHOICES.replace("id: fixed", weighed), tmp_path)
    assert nearest.nearest(consult(kb, ALL_NO), "action", "go").changed == {"fixed": "yes"}


def test_what_no_answer_brings_has_no_nearest_change(tmp_path):
    kb = base(
        """
        questions:
          - {id: size, ask: x, label: x, type: integer, min: 1, max: 9}
        nodes:
          - {id: start, title: x, end: good}
        actions:
          - {id: go, at: start, do: x, how: x, because: x, strength: must, when: {size: 5.., any: [{size: ..3}]}}
        """,
        tmp_path,
    )
    assert nearest.nearest(consult(kb, {"size": 4}), "action", "go") is None


def needing(count, beside, tmp_path):
    """Give a base with an action for which so many answers must be yes, and some large ones beside."""
    asked = [f"  - {{id: q{n}, ask: x, label: x, type: yes-no}}" for n in range(100)]
    act = "  - {{id: {0}, at: start, do: x, how: x, because: x, strength: must, when: {{{1}}}}}"
    actions = [act.format("go", ", ".join(f"q{n}: yes" for n in range(count)))]
    large = ", ".join(f"q{n}: no" for n in range(100))
    actions += [act.format(f"large{n}", large) for n in range(beside)]
    text = ["questions:", *asked, "nodes:", "  - {id: start, title: x, end: good}"]
    return base("\n".join([*text, "actions:", *actions]), tmp_path)


@pytest.mark.parametrize(("count", "beside", "is_found"), [(12, 0, True), (80, 0, False), (12, 40, False)])  # fmt: skip
def test_what_takes_too_many_answers_in_a_base_of_its_size_is_not_looked_for(
    tmp_path, count, beside, is_found
):
    outcome = consult(needing(count, beside, tmp_path), {"q0": "yes"})
    change = nearest.nearest(outcome, "action", "go")
    assert (change is not None) == is_found


# What another answer changes


def test_an_effect_names_what_came_what_went_and_what_is_asked_now(kb):
    before = consult(kb, {"kind": "a", "size": 7, "paid": "no"})
    after = change.instead(before, {"paid": "yes"})
    found = change.effect(before, after)
    assert [action.id for action in found.came] == ["wrap"]
    assert [action.id for action in found.went] == ["wait"]
    assert (found.facts, found.nodes_came, found.nodes_went, found.asks) == ((), (), (), "")
    small = consult(kb, {"size": 2})
    found = change.effect(small, change.instead(small, {"size": 6}))
    assert found.facts == (("large", "no", "yes"),)
    assert (found.nodes_came, found.asks) == (("shop",), "kind")


def test_two_cases_that_are_alike_and_unfinished_ask_nothing_new_of_each_other(kb, tmp_path):
    again = base(TREE, tmp_path / "again")
    before, after = (consult(one, {"size": 7}) for one in (kb, again))
    assert before.pending.id == after.pending.id == "kind"
    found = change.effect(before, after)
    assert (found.asks, found.nothing, found.nodes_came) == ("", True, ())


# Levers and unknowns


def test_a_lever_leads_to_its_own_answers_and_to_the_smallest_number_with_an_effect(kb):
    outcome = consult(kb, {"kind": "a", "size": 7, "paid": "no"})
    assert [(one.lever.do, one.value) for one in levers.levers(outcome)] == [("Pay", "yes")]
    small = consult(kb, {"size": 2})
    assert [(one.lever.do, one.value) for one in levers.levers(small)] == [("Grow", 5)]
    paid = consult(kb, {"kind": "a", "size": 7, "paid": "yes"})
    assert levers.levers(paid) == ()


def test_a_lever_without_answers_of_its_own_leads_to_every_other_choice(tmp_path):
    kb = base(TREE.replace(", to: [yes]", ""), tmp_path)
    paid = consult(kb, {"kind": "a", "size": 7, "paid": "yes"})
    assert [(one.lever.do, one.value) for one in levers.levers(paid)] == [("Pay", "no")]


LIGHT = """
questions:
  - {id: light, ask: x, label: Light, type: choice, choices: {sun: Sun, lamp: Lamp, dark: Dark}, can_change: [{do: Move, weeks: 1, to: [sun, lamp]}]}
nodes:
  - {id: start, title: Start, end: good}
actions:
  - {id: read, at: start, do: Read, how: x, because: x, strength: should, when: {light: sun}}
  - {id: look, at: start, do: Look, how: x, because: x, strength: should, when: {light: lamp}}
"""


@pytest.mark.parametrize(
    ("now", "then"), [("dark", ["sun", "lamp"]), ("lamp", ["sun"]), ("sun", [])]
)
def test_no_lever_leads_backwards_from_the_best_of_its_answers(tmp_path, now, then):
    outcome = consult(base(LIGHT, tmp_path), {"light": now})
    assert [option.value for option in levers.levers(outcome)] == then


AIMS = """
headline: [far]
questions:
  - {id: aim, ask: x, label: Aim, type: choice, choices: {near: Near, away: Away, same: Same}, can_change: [{do: Turn, weeks: 1, apart: true}]}
conclusions:
  - {id: far, label: Far, type: yes-no, rules: [{when: {aim: near}, then: yes, because: x}, {when: {aim: [away, same]}, then: no, because: x}]}
nodes:
  - {id: start, title: Start, end: good}
actions:
  - {id: pack, at: start, do: Pack, how: x, because: x, strength: must, when: {aim: away}}
"""


def test_a_change_of_aim_eases_by_a_better_category_alone(tmp_path):
    outcome = consult(base(AIMS, tmp_path), {"aim": "away"})
    eases = {option.value: option.eases(outcome) for option in levers.levers(outcome)}
    # To be near is the better category; the same one with a must less is no reason to turn.
    assert eases == {"near": True, "same": False}


def test_a_lever_with_answers_of_its_own_eases_though_it_lifts_nothing(tmp_path):
    answers = {"kind": "a", "size": 7, "paid": "no"}
    leading = TREE.replace("strength: avoid", "strength: consider")
    for text, eases in ((leading, True), (leading.replace(", to: [yes]", ""), False)):
        outcome = consult(base(text, tmp_path / str(eases)), answers)
        (pay,) = levers.levers(outcome)
        assert (pay.effect.relieves, pay.eases(outcome)) == ((), eases)


def test_what_is_not_known_is_told_with_the_answers_that_would_matter(kb):
    outcome = consult(kb, {"kind": "unknown", "size": 7, "paid": "yes"})
    (unknown,) = unknowns.unknowns(outcome)
    assert unknown.question.id == "kind"
    assert [(one.value, [action.id for action in one.effect.came]) for one in unknown.options] == [
        ("a", ["wrap"])
    ]
    assert unknowns.unknowns(consult(kb, {"kind": "a", "size": 7, "paid": "yes"})) == ()
