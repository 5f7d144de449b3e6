"""Ways: what is assumed of the world, exactly."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import EXAMPLES

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
way = assumed.map(lambda one: ways.narrow(ways.CERTAIN, one, CHOICES))

many = settings(max_examples=7 * EXAMPLES)


def combinations(found):
    every = [dict(zip(CHOICES, c, strict=True)) for c in product(*CHOICES.values())]
    return [c for c in every if any(ways.holds(one, c) for one in found)]


@many
@given(way, assumed)
def test_narrowing_keeps_just_what_both_allow(one, more):
    narrowed = ways.narrow(one, more, CHOICES)
    left = combinations([narrowed]) if narrowed is not None else []
    assert left == [c for c in combinations([one]) if ways.holds(more, c)]


@many
@given(st.lists(way, min_size=1, max_size=5))
def test_merging_changes_no_combination(found):
    joined = ways.merge(found, CHOICES) or (ways.CERTAIN,)
    assert combinations(joined) == combinations(found)
    assert len(joined) <= len(found)


@many
@given(st.lists(way, min_size=1, max_size=5))
def test_covering_means_that_no_combination_is_left_out(found):
    assert ways.cover(found, CHOICES) == (len(combinations(found)) == 18)


@many
@given(way, st.lists(way, max_size=4))
def test_filling_means_that_nothing_within_the_way_is_left_out(one, parts):
    within = [p for p in (ways.narrow(one, part, CHOICES) for part in parts) if p is not None]
    assert ways.fill(one, within, CHOICES) == (combinations(within) == combinations([one]))
