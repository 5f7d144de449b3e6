"""Tell how deep each fact of a lowered base lies: how many others have to be known before it."""

from collections.abc import Iterable, Iterator

from engine.cohort.moments import CYCLE
from engine.inference.lowered.form import Cells, Guard, Lowered, Parts, Rows, Step, Total, Within


def fact_depths(form: Lowered) -> dict[str, int]:
    """Map every question to 0, every other fact to one more than the deepest it rests on.

    The cycle, on which dates rest, rests on questions.
    """
    depths = {**dict.fromkeys(form.questions, 0), CYCLE: 1}
    for step in form.steps:
        depths[step.fact] = 1 + max((depths[name] for name in _rests_on(step)), default=0)
    return depths


def _rests_on(step: Step) -> Iterator[str]:
    """Name the facts from which a fact is worked out."""
    if isinstance(step, Cells):
        yield from filter(None, (step.key, step.missing))
    elif isinstance(step, Total):
        yield from (name for _, name in step.terms)
    elif isinstance(step, Rows):
        yield from _guarding(guard for _, _, guard in step.rows)
    else:
        yield CYCLE
        yield from _guarding((*step.past, *step.ahead))


def _guarding(guards: Iterable[Guard]) -> Iterator[str]:
    for guard in guards:
        for parts in (guard.parts, *guard.unless):
            yield from _named(parts)


def _named(parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Within):
            yield part.fact
        else:
            for option in part.options:
                yield from _named(option)
