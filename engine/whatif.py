"""Turn an Outcome and other answers into what would differ: one change, each in turn, the nearest that does."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, count, islice, product

import msgspec

from engine import condition, explain
from engine.applicants import Applicants
from engine.consultation import Outcome, living
from engine.explain import Failed, Kind
from engine.model import AHEAD, DECLINED, NONE, NOT_YET, UNKNOWN, Action, Lever, Question, Value

_STRONG = ("must", "avoid")
_MOST_TRIED = 120  # outcomes looked at in search of the nearest change; the shipped base needs far fewer


class Effect(msgspec.Struct, frozen=True, eq=False):
    """Hold what differs between two outcomes.

    `facts`: conclusion, before, after (None where it is not known). `came` and `went`: node ids and
    actions. What may only be missing because a question is now open counts as neither. `asks`: the
    question that is open now and was not.
    """

    facts: tuple[tuple[str, Value | None, Value | None], ...]
    nodes_came: tuple[str, ...]
    nodes_went: tuple[str, ...]
    came: tuple[Action, ...]
    went: tuple[Action, ...]
    asks: str = ""

    def headline(self, outcome: Outcome) -> tuple[tuple[str, Value | None, Value | None], ...]:
        """Give the changes in the conclusions that a plan opens with."""
        return tuple(one for one in self.facts if one[0] in outcome.kb.headline)

    @property
    def relieves(self) -> tuple[Action, ...]:
        """Give the musts and the things to avoid that fall away."""
        return tuple(action for action in self.went if action.strength in _STRONG)

    @property
    def nothing(self) -> bool:
        """Tell whether nothing that is advised or concluded differs."""
        return not (self.facts or self.came or self.went)

    def matters(self, outcome: Outcome) -> bool:
        """Tell whether a headline conclusion or anything advised differs, not a figure alone."""
        return bool(self.headline(outcome) or self.came or self.went)


class Option(msgspec.Struct, frozen=True, eq=False):
    """Hold another answer to one question, and what it would change; `lever` is what brings it about."""

    question: Question
    value: Value
    effect: Effect
    lever: Lever | None = None

    def eases(self, outcome: Outcome) -> bool:
        """Tell whether it makes things easier: a better category, or the same one and less that has to be done.

        The choices of the first headline conclusion are read as going from the best to the worst.
        """
        first = outcome.kb.headline[0]
        order = list(outcome.kb.facts[first].words)
        for name, before, after in self.effect.facts:
            if name == first:
                return before not in order or (after in order and order.index(str(after)) < order.index(str(before)))
        if self.effect.relieves:
            return True
        return bool(self.lever and self.lever.to) or len(self.effect.went) > len(self.effect.came)


class Unknown(msgspec.Struct, frozen=True, eq=False):
    """Hold an answer that is not known, and what each answer to it would change; none would when `options` is empty."""

    question: Question
    options: tuple[Option, ...]


class Change(msgspec.Struct, frozen=True, eq=False):
    """Hold the nearest answers that bring a result: those to change, those to add, and the outcome they give."""

    changed: Mapping[str, Value]
    added: Mapping[str, Value]
    outcome: Outcome


def instead(outcome: Outcome, answers: Mapping[str, Value]) -> Outcome:
    """Consult with some answers changed; those that no longer bear on anything are left aside."""
    return living(outcome.kb, {**outcome.answers, **answers}, outcome.today)


def effect(before: Outcome, after: Outcome) -> Effect:
    """Say what differs between two outcomes."""
    seen = [list(dict.fromkeys(step.node.id for step in one.path)) for one in (before, after)]
    actions = [{one.action.id: one.action for one in each.actions} for each in (before, after)]
    names = [name for name in after.kb.conclusions if name in {**before.facts, **after.facts}]
    pairs = ((name, before.facts.get(name), after.facts.get(name)) for name in names)
    return Effect(
        facts=tuple(pair for pair in pairs if pair[1] != pair[2] and (pair[2] is not None or not after.pending)),
        nodes_came=tuple(name for name in seen[1] if name not in seen[0]),
        nodes_went=tuple(name for name in seen[0] if name not in seen[1] and not after.pending),
        came=tuple(action for name, action in actions[1].items() if name not in actions[0]),
        went=tuple(a for name, a in actions[0].items() if name not in actions[1] and _settled(after, a)),
        asks=after.pending.id if after.pending and after.pending is not before.pending else "",
    )


def _settled(outcome: Outcome, action: Action) -> bool:
    """Tell whether an action that is not there stays away, whatever the questions still open."""
    if outcome.pending is None:
        return True
    rows = list(explain.ways_to(outcome, "action", action.id))
    at_hand = any(step.node.id in action.nodes for step in outcome.path)
    return at_hand and all(any(one.value is not None for one in row) for row in rows)


def each(outcome: Outcome, question: Question) -> Iterator[tuple[Value, Outcome]]:
    """Give the outcome for every answer of a question in turn; of a number, for each stretch that tells apart."""
    for value in _every(question, Applicants(outcome.kb)):
        yield value, instead(outcome, {question.id: value})


def _every(question: Question, applicants: Applicants) -> Iterator[Value]:
    """Give the answers of a question one by one; of several choices, each alone; of a number, one for each stretch."""
    for value in applicants.values(question.id) if question.type == "integer" else question.words:
        if value not in (UNKNOWN, DECLINED, NOT_YET):
            yield frozenset({str(value)}) if question.type == "choices" else value


# What could still be changed


def levers(outcome: Outcome) -> tuple[Option, ...]:
    """Give the single changes that are still possible and change something, the best first.

    Best: what alters a headline conclusion, then what lifts most musts and avoids, then what takes
    least time; a change of aim comes last. Of a number, the smallest change with an effect is given.
    """
    applicants = Applicants(outcome.kb)
    found: list[Option] = []
    for name in outcome.asked:
        question = outcome.kb.questions[name]
        for lever in question.can_change if name in outcome.answers else ():
            if outcome.holds(lever.when):
                options = _options(outcome, question, lever, applicants)
                found += islice(options, 1) if question.type == "integer" else options
    return tuple(sorted(found, key=lambda one: _rank(outcome, one)))


def changeable(outcome: Outcome, question: Question) -> bool:
    """Tell whether a person can still bring about another answer to a question; else it is fixed."""
    return any(outcome.holds(lever.when) for lever in question.can_change)


def _options(outcome: Outcome, question: Question, lever: Lever, applicants: Applicants) -> Iterator[Option]:
    for value in _values(question, lever, applicants, outcome.answers[question.id]):
        found = effect(outcome, instead(outcome, {question.id: value}))
        if found.matters(outcome):
            yield Option(question, value, found, lever)


def _values(question: Question, lever: Lever, applicants: Applicants, now: Value) -> Iterator[Value]:
    """Give the answers that a lever can lead to, the nearest number first; "none" is nothing to work for."""
    if question.type == "integer" and isinstance(now, int):
        numbers = [one for one in applicants.values(question.id) if isinstance(one, int)]
        yield from sorted((one for one in numbers if one > now), key=lambda one: one - now)
        return
    wanted = lever.to or tuple(question.words)
    yield from (one for one in wanted if one not in (now, NONE, UNKNOWN, DECLINED, NOT_YET))


def _rank(outcome: Outcome, option: Option) -> tuple[bool, bool, int, int, int]:
    lever = option.lever
    assert lever
    return (
        lever.apart,
        not option.effect.headline(outcome),
        -len(option.effect.relieves),
        lever.weeks,
        -len(option.effect.went),
    )


# What is not known


def unknowns(outcome: Outcome) -> tuple[Unknown, ...]:
    """Give the answers that are not known, with what knowing them would change, the one that matters most first."""
    applicants = Applicants(outcome.kb)
    open_ = [name for name in outcome.asked if outcome.answers.get(name) in (UNKNOWN, DECLINED)]
    found = [_unknown(outcome, outcome.kb.questions[name], applicants) for name in open_]
    return tuple(sorted(found, key=lambda one: _weight(outcome, one)))


def _unknown(outcome: Outcome, question: Question, applicants: Applicants) -> Unknown:
    values = _every(question, applicants)
    options = (Option(question, one, effect(outcome, instead(outcome, {question.id: one}))) for one in values)
    return Unknown(question, tuple(one for one in options if one.effect.matters(outcome)))


def _weight(outcome: Outcome, unknown: Unknown) -> tuple[int, int, int]:
    """Measure what an unknown holds back: headline conclusions, musts and avoids, all actions."""
    effects = [option.effect for option in unknown.options]
    strong = [a for one in effects for a in (*one.came, *one.went) if a.strength in _STRONG]
    every = {a.id for one in effects for a in (*one.came, *one.went)}
    return (-sum(bool(one.headline(outcome)) for one in effects), -len({a.id for a in strong}), -len(every))


# What would bring a result


def nearest(outcome: Outcome, kind: Kind, name: str) -> Change | None:
    """Give the answers nearest to those given that bring a node or an action; None when no few do.

    Answers that a person can still change count as nearer than those that are fixed, and answers
    not given yet as nearest. Every proposal has been run.
    """
    search = _Search(outcome, kind, name)
    return search.run()


class _Search:
    """Look for the nearest change, cheapest first; what to try next comes from the conditions that fail."""

    def __init__(self, outcome: Outcome, kind: Kind, name: str) -> None:
        self._before = outcome
        self._kind: Kind = kind
        self._name = name
        self._applicants = Applicants(outcome.kb)
        self._order = count()

    def run(self) -> Change | None:
        waiting: list[tuple[int, int, int, dict[str, Value]]] = [(0, 0, next(self._order), {})]
        seen: set[frozenset[tuple[str, Value]]] = set()
        tried = 0
        while waiting and tried < _MOST_TRIED:
            *_, answers = heapq.heappop(waiting)
            if (mark := frozenset(answers.items())) in seen:
                continue
            seen.add(mark)
            tried += 1
            outcome = instead(self._before, answers)
            if self._brings(outcome):
                return self._change(answers, outcome)
            for more in self._next(outcome, answers):
                # What was changed stays; what was only added may still be answered otherwise.
                if not any(name in answers and name in self._before.answers for name in more):
                    both = {**answers, **more}
                    # Of changes that cost the same the longest first: it is the nearest to the end.
                    heapq.heappush(waiting, (self._cost(both), -len(both), next(self._order), both))
        return None

    def _brings(self, outcome: Outcome) -> bool:
        return self._name in explain.came_out(outcome, self._kind)

    def _change(self, answers: Mapping[str, Value], outcome: Outcome) -> Change:
        """Give what of the answers found it takes: each that can be left out is."""
        used = {name: value for name, value in answers.items() if name in outcome.answers}
        for name in list(used) if len(used) > 1 else ():
            fewer = {one: value for one, value in used.items() if one != name}
            without = instead(self._before, fewer)
            if self._brings(without):
                used, outcome = fewer, without
        changed = {name: value for name, value in used.items() if name in self._before.answers}
        return Change(changed, {n: v for n, v in used.items() if n not in changed}, outcome)

    def _cost(self, answers: Mapping[str, Value]) -> int:
        return sum(self._price(self._before.kb.questions[name]) for name in answers)

    def _price(self, question: Question) -> int:
        if question.id not in self._before.answers:
            return 0
        return 2 if changeable(self._before, question) else 5

    def _next(self, outcome: Outcome, answers: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
        """Give the answers worth trying next: those that mend a failed condition, those that are still open."""
        rows = list(explain.ways_to(outcome, self._kind, self._name))
        pending = outcome.pending
        if pending and (not rows or any(one.of or one.value is None for row in rows for one in row)):
            yield {pending.id: next(self._values(pending.id))}
        for row in rows:
            known = [one for one in row if one.value is not None]
            yield from self._mending(outcome, known or row, answers)

    def _mending(
        self, outcome: Outcome, row: Iterable[Failed], answers: Mapping[str, Value]
    ) -> Iterator[dict[str, Value]]:
        for one in row:
            if one.name in outcome.kb.questions:
                yield from ({one.name: value} for value in self._near(outcome, one.name) if one.test(value))
            elif one.name in outcome.kb.conclusions:
                yield from self._concluding(outcome, one, answers)
            else:
                yield from self._dating(outcome, one)

    def _values(self, name: str) -> Iterator[Value]:
        return (value for value in self._applicants.values(name) if value != NOT_YET)

    def _near(self, outcome: Outcome, name: str) -> list[Value]:
        """Give the values of a question other than the present one; of a number, the nearest of each stretch."""
        now, values = outcome.answers.get(name), list(self._values(name))
        numbers = [one for one in values if isinstance(one, int)]
        if not isinstance(now, int) or not numbers:
            return [value for value in values if value != now]
        above = [low for low in numbers if low > now]
        below = [high - 1 for high in numbers if high <= now]
        nearest_first: list[int] = sorted(
            (*above, *(one for one in below if one >= numbers[0])), key=lambda one: abs(one - now)
        )
        return [*nearest_first]

    def _concluding(self, outcome: Outcome, one: Failed, answers: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
        """Give the answers, one or else two at once, that make a conclusion pass a test."""
        behind = self._applicants.roots(one.name)
        fixed = answers.keys() & self._before.answers.keys()
        roots = [name for name in outcome.kb.questions if name in behind and name not in fixed]
        enough: set[str] = set()
        for size in (1, 2):
            for names in combinations(roots, size):
                if not enough & set(names) and (more := self._passing(outcome, one, names)):
                    enough.update(names if size == 1 else ())
                    yield more

    def _passing(self, outcome: Outcome, one: Failed, names: tuple[str, ...]) -> dict[str, Value]:
        for values in product(*(self._near(outcome, name) for name in names)):
            more = dict(zip(names, values, strict=True))
            value = self._applicants.given(one.name, {**outcome.answers, **more})
            if value is not None and one.test(value):
                return more
        return {}

    def _dating(self, outcome: Outcome, one: Failed) -> Iterator[dict[str, Value]]:
        """Give the answers for which a milestone's date holds, or does not: whichever makes the test pass."""
        clauses, _ = condition.read(outcome.kb.milestones[one.name].when or {}, outcome.kb.facts)
        wanted = not one.test(AHEAD)
        for name, test in (pair for clause in clauses for pair in clause):
            if name in outcome.kb.questions:
                yield from ({name: value} for value in self._values(name) if test(value) == wanted)
