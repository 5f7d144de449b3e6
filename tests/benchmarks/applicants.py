"""Draw applicants who answered everything, and work each of them out in three ways that must agree."""

from collections.abc import Callable, Sequence
from itertools import cycle
from random import Random

import msgspec
import polars as pl

from engine.cohort.cells import read_cell
from engine.cohort.synthetic import draw
from engine.cohort.table import ID
from engine.consultation.consult import consult
from engine.consultation.moment import Day, moment_of
from engine.inference.lowered.form import Lowered
from engine.language.base import KnowledgeBase
from engine.language.words import NOT_YET, Answers
from tests.benchmarks.zen_peer import Came, Context, ZenPeer
from tests.straight_line import source

SEED = 1


class Applicant(msgspec.Struct, frozen=True):
    """Hold the answers and the day of an applicant; lowered, and as zen takes them."""

    answers: Answers
    today: Day | None
    codes: tuple[int, ...]
    turns: tuple[int, ...]
    context: Context


def drawn(
    kb: KnowledgeBase, form: Lowered, days: Sequence[Day | None], count: int
) -> list[Applicant]:
    """Draw applicants whose chances are decided, each on one of the days."""
    random = Random(SEED)
    rows = pl.concat(draw(kb, count, SEED)).drop(ID).iter_rows(named=True)
    applicants = []
    for cells, today in zip(rows, cycle(days), strict=False):
        answers = {name: read_cell(kb.questions[name], cell) for name, cell in cells.items()}
        for chance, choices in kb.chances.items():
            if answers[chance] == NOT_YET:
                answers[chance] = random.choice(choices)
        known = consult(kb, answers, today).answers  # with what answers settle of each other
        codes, turns = form.codes(known), form.turns(moment_of(kb, known, today))
        context = ZenPeer.context(codes, turns)
        applicants.append(Applicant(answers, today, codes, turns, context))
    return applicants


def straight_line(form: Lowered) -> Callable[[tuple[int, ...], tuple[int, ...]], tuple]:
    """Give the straight line that is generated from a lowered base, bare: codes in, codes out."""
    names: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], tuple]] = {}
    exec(source(form), names)
    return names["run"]


def require_equal(
    kb: KnowledgeBase, form: Lowered, zen: ZenPeer, applicants: list[Applicant]
) -> None:
    """Hold both peers against Experta, applicant by applicant; exit where one of them differs."""
    run = straight_line(form)
    for applicant in applicants:
        came = _by_experta(kb, form, applicant)
        facts, _, _, reached, _, _, _, first = run(applicant.codes, applicant.turns)
        nodes = {place.node for place, worlds in zip(form.places, reached, strict=True) if worlds}
        named = {step.fact: code for step, code in zip(form.steps, facts, strict=True)}
        if (named, nodes, first) != (came.facts, came.nodes, came.first):
            raise SystemExit(f"the straight line differs from Experta for {applicant.answers}")
        if zen.came(applicant.context) != came:
            raise SystemExit(f"zen differs from Experta for {applicant.answers}")


def _by_experta(kb: KnowledgeBase, form: Lowered, applicant: Applicant) -> Came:
    outcome = consult(kb, applicant.answers, applicant.today)
    known = {**outcome.facts, **outcome.milestones}
    return Came(
        facts={
            step.fact: form.domains[step.fact].code(known.get(step.fact)) for step in form.steps
        },
        nodes={step.node.id for step in outcome.path},
        actions={one.action.id for one in outcome.actions},
        first=outcome.first.id if outcome.first else None,
    )
