"""The matcher: what a rule fires on, and in which order."""

import pytest

from engine.inference.experta_engine import NOT, Engine, Fact, P, Rule, W


class Guest(Fact):
    pass


class Seat(Fact):
    pass


class Told(Fact):
    pass


def rule(order, *patterns, act=None, salience=0):
    """Write a rule that tells what its patterns bind, and what it does beside."""

    def fire(engine, **bound):
        engine.conclude(Told(order=order, **bound))
        if act:
            act(engine)

    fire.order = order
    return Rule(*patterns, salience=salience)(fire)


def told(engine, *facts):
    """Give what each firing told, in order: the values it bound, else the number of its rule."""
    first = [fired.declared[0] for fired in engine.infer(*facts)]
    fields = [{key: value for key, value in one.items() if key != "__factid__"} for one in first]
    return [tuple(one.values())[1:] or one["order"] for one in fields]


def named():
    return Guest(name="name" << W())


def test_a_rule_fires_on_each_choice_of_facts_by_their_numbers():
    engine = Engine([rule(0, named(), Seat(row="row" << W()))])
    facts = Guest(name="ann"), Seat(row=1), Guest(name="bob"), Seat(row=2)
    assert told(engine, *facts) == [("ann", 1), ("ann", 2), ("bob", 1), ("bob", 2)]


def test_a_fact_that_passes_no_test_of_a_pattern_is_left_out():
    engine = Engine([rule(0, named(), Seat(row="row" << P(lambda row: row > 1), free=True))])
    seats = Seat(row=1, free=True), Seat(row=2, free=False), Seat(row=3, free=True)
    assert told(engine, Guest(name="ann"), *seats) == [("ann", 3)]


def test_patterns_that_bind_one_name_match_where_they_agree():
    engine = Engine([rule(0, named(), Seat(taken="name" << W()))])
    facts = Guest(name="ann"), Guest(name="bob"), Seat(taken="bob")
    assert told(engine, *facts) == [("bob",)]


def test_a_fact_that_comes_later_fires_only_what_is_new_with_it():
    come = rule(1, Seat(row=1), act=lambda engine: engine.declare(Guest(name="bob")))
    engine = Engine([rule(0, named(), salience=1), come])
    assert told(engine, Guest(name="ann"), Seat(row=1)) == [("ann",), 1, ("bob",)]


def test_a_rule_that_comes_first_fires_between_two_matches_of_another():
    come = rule(1, named(), act=lambda engine: engine.declare(Seat(row=1)))
    engine = Engine([rule(0, Seat()), come])
    assert told(engine, Guest(name="ann"), Guest(name="bob")) == [("ann",), 0, ("bob",)]


def test_a_not_forbids_just_the_matches_with_which_its_fact_agrees():
    engine = Engine([rule(0, named(), NOT(Seat(taken="name" << W())))])
    facts = Guest(name="ann"), Guest(name="bob"), Seat(taken="bob")
    assert told(engine, *facts) == [("ann",)]


def test_a_not_forbids_what_stood_on_the_agenda_when_its_fact_came():
    take = rule(0, named(), act=lambda engine: engine.declare(Seat(taken="bob")), salience=1)
    engine = Engine([take, rule(1, named(), NOT(Seat(taken="name" << W())))])
    assert told(engine, Guest(name="ann"), Guest(name="bob")) == [("ann",), ("bob",), ("ann",)]


def test_a_fact_told_twice_is_there_once():
    assert told(Engine([rule(0, named())]), Guest(name="ann"), Guest(name="ann")) == [("ann",)]


@pytest.mark.parametrize(("row", "fires"), [(1, [1]), (2, []), (3, [])])
def test_each_of_two_nots_of_one_type_forbids_the_values_that_it_tests(row, fires):
    nots = NOT(Seat(row=P(lambda row: row == 2))), NOT(Seat(row=3))
    engine = Engine([rule(1, Guest(name="ann"), *nots)])
    assert told(engine, Guest(name="ann"), Seat(row=row)) == fires


def test_a_not_that_tests_and_binds_forbids_by_both():
    taken = NOT(Seat(taken="name" << W(), free=False))
    engine = Engine([rule(0, named(), taken)])
    seats = Seat(taken="bob", free=False), Seat(taken="ann", free=True)
    assert told(engine, Guest(name="ann"), Guest(name="bob"), *seats) == [("ann",)]
    assert told(engine, Guest(name="ann"), seats[1]) == [("ann",)]


@pytest.mark.parametrize("second", [Seat(row=2), Guest(name="bob")])
def test_a_rule_waits_until_a_fact_comes_that_it_could_match(second):
    wanted = {type(fact): fact for fact in (Guest(name="bob"), Seat(row=2))}
    come = rule(1, Told(), act=lambda engine: engine.declare(wanted[type(second)].copy()))
    engine = Engine([rule(0, Guest(name="bob"), Seat(row=2)), come])
    there = [fact.copy() for kind, fact in wanted.items() if kind is not type(second)]
    assert told(engine, Guest(name="ann"), Seat(row=1), *there, Told(order=-1))[:2] == [1, 0]


def test_two_patterns_of_one_type_may_match_two_facts():
    engine = Engine([rule(0, Seat(row=1), Seat(row=P(lambda row: row > 1)))])
    assert told(engine, Seat(row=1), Seat(row=2)) == [0]
    assert told(engine, Seat(row=1)) == told(engine, Seat(row=2)) == []


def test_a_late_field_is_tested_at_the_turn_of_its_rule_alone():
    tested = []

    class Plan(Fact):
        late = frozenset({"text"})

    def is_read(text):
        tested.append(text)
        return text == "b"

    engine = Engine([rule(0, Plan(text=P(is_read)), Seat(row=1)), rule(1, Guest())])
    assert told(engine, Plan(text="a"), Guest(name="ann")) == [1]
    assert tested == []
    assert told(engine, Plan(text="a"), Plan(text="b"), Seat(row=1)) == [0]
    assert tested == ["a", "b"]


def test_no_fact_can_be_retracted():
    engine = Engine([rule(0, named())])
    engine.reset()
    guest = engine.declare(Guest(name="ann"))
    with pytest.raises(NotImplementedError):
        engine.retract(guest)
