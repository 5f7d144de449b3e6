"""Experta, as this project uses it: quiet, in document order, by its public hooks."""

import logging
import subprocess
import sys

from worlds import ROOT


def test_importing_it_leaves_logging_alone():
    script = "import logging, engine.inference.experta_engine; print(logging.root.handlers, logging.getLogger('experta').level)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == f"[] {logging.WARNING}"


def test_rules_of_equal_salience_fire_in_document_order():
    from engine.inference.experta_engine import Engine, Fact, Rule

    class Here(Fact):
        pass

    def rule(number):
        def fire(engine):
            engine.conclude(Fact(number=number))

        fire.order = number
        return Rule(Here())(fire)

    engine = Engine([rule(number) for number in (3, 1, 2, 0)])
    for _ in range(3):
        assert [one.declared[0]["number"] for one in engine.infer(Here())] == [0, 1, 2, 3]


def test_a_rule_that_a_not_has_blocked_does_not_fire():
    from engine.inference.experta_engine import NOT, Engine, Fact, Rule

    class Here(Fact):
        pass

    class Blocked(Fact):
        pass

    def rule(order, salience, declared, *patterns):
        def fire(engine):
            engine.conclude(declared())

        fire.order = order
        return Rule(*patterns, salience=salience)(fire)

    rules = [rule(0, 1, Blocked, Here())] + [
        rule(n, 0, Fact, Here(), NOT(Blocked())) for n in range(1, 21)
    ]
    assert [type(one.declared[0]) for one in Engine(rules).infer(Here())] == [Blocked]
