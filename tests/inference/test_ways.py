"""Ways: what is assumed of the world, exactly."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from small_base import base
from worlds import EXAMPLES

from engine.consultation.consult import consult
from engine.inference import ways

CHOICES = {
    "matched": ("yes", "some", "no"),
    "spots": ("yes", "no"),
    "offer": ("all", "part", "none"),
}

assumed = st.fixed_dictionaries(
    {}, optional={q: st.sets(st.sampled_from(c), min_size=1) for q, c in CHOICES.items()}
).map(
    lambda found: tuple(
        (q, tuple(c for c in CHOICES[q] if c in found[q])) for q in CHOICES if q in found
    )
)
way = assumed.map(lambda row: (ways.narrow(ways.CERTAIN, row, CHOICES) or ((),))[0])
some = st.lists(way, min_size=1, max_size=5).map(lambda found: ways.merge(found, CHOICES))

many = settings(max_examples=7 * EXAMPLES)


def combinations(found):
    every = [dict(zip(CHOICES, c, strict=True)) for c in product(*CHOICES.values())]
    return [c for c in every if any(ways.holds(one, c) for one in found or [()])]


@many
@given(some, assumed)
def test_narrowing_keeps_just_what_both_allow(found, row):
    narrowed = ways.narrow(found, row, CHOICES)
    left = combinations(narrowed) if narrowed is not None else []
    assert left == [c for c in combinations(found) if ways.holds(row, c)]


@many
@given(st.lists(way, min_size=1, max_size=5))
def test_merging_changes_no_combination(found):
    joined = ways.merge(found, CHOICES)
    assert combinations(joined) == combinations(found)
    assert len(joined) <= len(found)


@many
@given(st.lists(way, min_size=1, max_size=5))
def test_what_leaves_out_no_combination_is_certain(found):
    assert (ways.merge(found, CHOICES) == ways.CERTAIN) == (len(combinations(found)) == 18)


@many
@given(st.lists(some, min_size=1, max_size=3))
def test_a_union_has_the_combinations_of_all_its_parts(parts):
    every = [c for part in parts for c in combinations(part)]
    union = combinations(ways.union(parts, CHOICES))
    assert union == [c for c in combinations(ways.CERTAIN) if c in every]


@many
@given(some, st.lists(some, max_size=4))
def test_filling_means_that_nothing_of_the_ways_is_left_out(found, parts):
    within = [c for part in parts for c in combinations(part)]
    assert ways.fill(found, parts, CHOICES) == all(c in within for c in combinations(found))


@many
@given(some, some)
def test_ways_meet_where_they_share_a_combination(first, second):
    shared = [c for c in combinations(first) if c in combinations(second)]
    assert ways.meet(first, second) == bool(shared)


def in_a_row(number):
    """Give a base of chances in a row: each is answered in two ways, which meet again."""
    names = [f"came{place}" for place in range(number)]
    lines = ["questions:"]
    for name in names:
        lines.append(f"  - {{id: {name}, ask: x, label: x, type: yes-no, future: Not yet}}")
    lines.append("nodes:")
    for name, go in zip(names, [*names[1:], "rest"], strict=True):
        branches = ", ".join(
            f"{{when: {{{name}: {word}}}, label: {word}, go: {go}}}" for word in ("yes", "no")
        )
        lines.append(f"  - {{id: {name}, title: x, branches: [{branches}]}}")
    lines.append("  - {id: rest, title: x, end: good}")
    return "\n".join(lines)


def test_ways_that_meet_again_are_one_however_many_chances_stand_in_a_row(tmp_path):
    kb = base(in_a_row(40), tmp_path)
    outcome = consult(kb, {"came0": "not_yet"})
    told = [(one.id, one.origin, one.ways) for one in outcome.trace if one.kind == "branch"]
    assert told == [
        (name, ways.CERTAIN, (((name, (word,)),),)) for name in kb.chances for word in ("yes", "no")
    ]
    assert outcome.path[-1].ways == ways.CERTAIN


TWO_DOORS = """
questions:
  - {id: came, ask: x, label: x, type: yes-no, future: Not yet}
  - {id: paid, ask: x, label: x, type: yes-no, future: Not yet}
nodes:
  - {id: start, title: x, branches: [{when: {came: yes}, label: come, go: shop}, {when: {came: no}, label: lost, go: rest}]}
  - {id: shop, title: x, branches: [{when: {paid: yes}, label: fine, go: end}, {when: {paid: no}, label: poor, go: rest}]}
  - {id: rest, title: x, branches: [{label: on, go: end}]}
"""


def test_a_node_is_left_once_on_all_the_ways_that_lead_to_it(tmp_path):
    outcome = consult(base(TWO_DOORS, tmp_path), {"came": "not_yet"})
    poor, lost = (("came", ("yes",)), ("paid", ("no",))), (("came", ("no",)),)
    assert [one.ways for one in outcome.firings("branch", "rest")] == [(poor, lost)]


LATE = """
questions:
  - {id: came, ask: x, label: x, type: yes-no, future: Not yet}
  - {id: fits, ask: x, label: x, type: yes-no, future: Not yet}
nodes:
  - {id: start, title: x, branches: [{when: {came: yes}, label: come, go: shop}, {when: {came: no, fits: yes}, label: sent, go: shop}, {when: {came: no, fits: no}, label: lost, go: end}]}
  - {id: shop, title: x, branches: [{label: on, go: till}]}
  - {id: till, title: x, branches: [{when: {fits: yes}, label: fine, go: end}, {when: {fits: no}, label: tight, go: end}]}
"""


def test_a_branch_that_an_open_chance_brings_late_is_followed_by_itself(tmp_path):
    outcome = consult(base(LATE, tmp_path), {"came": "not_yet"})
    come, sent = (("came", ("yes",)),), (("came", ("no",)), ("fits", ("yes",)))
    assert [one.ways for one in outcome.firings("branch", "shop")] == [(come,), (sent,)]
    assert [step.ways for step in outcome.path if step.node.id == "shop"] == [(come, sent)]
