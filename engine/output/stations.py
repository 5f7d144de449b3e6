"""Turn an Outcome into the stations of its path: what was decided, what to do, where it leads.

The picture, the list that says the same in words, and the list in the page are made of them.
"""

from collections.abc import Iterator, Mapping

import msgspec

from engine.consultation.deidentified import WITHHELD
from engine.consultation.outcome import Outcome, Recommendation, Step
from engine.explanation import why_not
from engine.inference.ways import Way
from engine.language.entries import Branch, Node
from engine.language.words import END
from engine.output import wording
from engine.output.station import Exit, Road, Run, Station

_Visits = dict[str, list[Step]]


def stations(outcome: Outcome, phases: tuple[str, ...] = ()) -> tuple[Station, ...]:
    """Give the stations of a path in its order; with `phases`, ids of phases, only theirs.

    A node with nothing to decide and nothing to do is left out; the way through it goes on.
    """
    visits = _visits(outcome)
    onward = _left_out(outcome, visits)
    made: list[Station] = []
    for name, steps in visits.items():
        if name not in onward:
            made.append(_station(outcome, steps, onward))
            made += _endings(outcome, steps)
    line = _numbered(outcome, tuple(_placed(outcome, list(_as_tree(made)))))
    return tuple(one for one in line if not phases or one.phase.phase in phases)


def runs(line: tuple[Station, ...]) -> tuple[Run, ...]:
    """Join stations to runs: of one phase, alike certain, with one way from each to the next."""
    entries: dict[str, int] = {}
    for station in line:
        for way in station.exits:
            entries[way.to] = entries.get(way.to, 0) + 1
    made: list[list[Station]] = []
    for station in line:
        before = made[-1][-1] if made else None
        if before and _goes_on(before, station, entries):
            made[-1].append(station)
        else:
            made.append([station])
    return tuple(Run(one[0].phase, tuple(one)) for one in made)


def numbers(outcome: Outcome) -> dict[str, int]:
    """Number the stations of the path that stand in cards, from 1, in their order."""
    return {one.node: one.number for one in stations(outcome) if one.number}


def here(line: tuple[Station, ...]) -> str:
    """Name the first station at which something is to be done now; empty where there is none."""
    return next((station.node for station in line if station.state == "here"), "")


# Which nodes are stations


def _visits(outcome: Outcome) -> _Visits:
    visits: _Visits = {}
    for step in outcome.path:
        visits.setdefault(step.node.id, []).append(step)
    return visits


def _left_out(outcome: Outcome, visits: _Visits) -> dict[str, str]:
    """Map each node that is no station to the node after it."""
    busy = {one.node for one in outcome.actions if one.state != "done"}
    onward: dict[str, str] = {}
    for name, steps in visits.items():
        goals = {step.branch.go if step.branch else "" for step in steps}
        plain = len(steps[0].node.branches) < 2 and not steps[0].node.end
        if plain and name not in busy and len(goals) == 1 and goals < visits.keys():
            onward[name] = goals.pop()
    return onward


def _is_end(steps: list[Step]) -> bool:
    return not steps[0].node.branches


def _resolved(name: str, onward: Mapping[str, str]) -> str:
    while name in onward:
        name = onward[name]
    return name


# One station


def _station(outcome: Outcome, steps: list[Step], onward: Mapping[str, str]) -> Station:
    node = steps[0].node
    exits = tuple(_exits(outcome, steps, onward))
    waits = steps[0].branch is None and not _is_end(steps)
    return Station(
        node=node.id,
        title=node.title,
        text=node.text,
        phase=steps[0].phase,
        number=0,
        roads=() if waits else tuple(_roads(steps, exits, onward)),
        exits=exits,
        steps=tuple(_steps(outcome, node)),
        closed=() if waits else tuple(_closed(outcome, node)),
        ways=() if any(not step.ways for step in steps) else _ways(steps),
        state=steps[0].state,
        end=outcome.kb.ends[node.end] if _is_end(steps) else None,
        waits=waits,
        sources=node.sources,
    )


def _placed(outcome: Outcome, made: list[Station]) -> Iterator[Station]:
    """Say of each station where it lies on the line, so that the line changes at few places.

    The reader stands at the first station where something that has to be done, or should be, can be
    done now. What is certain before it lies behind. After it a station is ahead if all there is to
    do has to wait; one with nothing to do is like the one before it.
    """
    if not any(station.node in outcome.busy for station in made):
        yield from made
        return
    begun, state = False, "past"
    for station in made:
        begun = begun or station.node in outcome.busy or station.waits
        if station.contingent or station.end:
            yield station
            continue
        if begun:
            state = _state_after(state, station, outcome)
        yield msgspec.structs.replace(station, state=state)


def _state_after(before: str, station: Station, outcome: Outcome) -> str:
    """Say where a station lies, from where the reader stands on."""
    if station.steps:
        return "here" if station.node in outcome.busy else "ahead"
    return "here" if before == "past" else before


def _numbered(outcome: Outcome, line: tuple[Station, ...]) -> Iterator[Station]:
    """Number the stations in cards, and name where their roads would have led."""
    carded = [one.node for run in runs(line) if run.is_card for one in run.stations]
    numbers = {name: number for number, name in enumerate(carded, 1)}
    for station in line:
        roads = []
        for road in station.roads:
            to = str(numbers.get(road.goal, "")) or _called(outcome, road.goal)
            roads.append(msgspec.structs.replace(road, to=to if road.goal else ""))
        number = numbers.get(station.node, 0)
        yield msgspec.structs.replace(station, roads=tuple(roads), number=number)


def _as_tree(made: list[Station]) -> Iterator[Station]:
    """Mark the ways that make a tree of stations: the last that leads to each."""
    last = {way.to: station.node for station in made for way in station.exits}
    for station in made:
        exits = tuple(
            msgspec.structs.replace(way, below=last[way.to] == station.node)
            for way in station.exits
        )
        yield msgspec.structs.replace(station, exits=exits)


def _ways(steps: list[Step]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(way for step in steps for way in step.ways))


def _exits(outcome: Outcome, steps: list[Step], onward: Mapping[str, str]) -> Iterator[Exit]:
    """Give the ways on, one for each station that branches lead to."""
    goals: dict[str, list[Branch]] = {}
    for step in steps:
        if step.branch:
            branch = _worded(outcome, step)
            goal = f"{step.node.id}--end" if step.branch.go == END else step.branch.go
            goals.setdefault(_resolved(goal, onward), []).append(branch)
    for goal, branches in goals.items():
        labels = tuple(dict.fromkeys(branch.label for branch in branches if branch.label))
        because = " ".join(branch.because for branch in branches)
        yield Exit(goal, _called(outcome, goal), labels, because)


def _worded(outcome: Outcome, step: Step) -> Branch:
    """Give the branch of a step; where its label is withheld, it is called by what it hangs on."""
    assert step.branch
    if step.branch.label != WITHHELD or not step.ways:
        return step.branch
    supposed = wording.supposed(outcome.kb, step.ways)
    return msgspec.structs.replace(step.branch, label=supposed)


def _roads(
    steps: list[Step],
    exits: tuple[Exit, ...],
    onward: Mapping[str, str],
) -> Iterator[Road]:
    """Give the roads of a station where it has a choice: the one taken first."""
    node, goals = steps[0].node, {way.to for way in exits}
    if len(node.branches) < 2:
        return
    taken = [step.branch for step in steps]
    for branch in node.branches:
        if branch in taken and len(goals) == 1:
            yield Road(branch.label, True, because=branch.because)
    for branch in node.branches:
        if branch not in taken:
            goal = _resolved(branch.go, onward)
            rejoins = goal in goals
            yield Road(branch.label, False, "" if rejoins else goal, because=branch.because)


def _called(outcome: Outcome, name: str) -> str:
    """Name where a road leads by the title of a node."""
    return outcome.kb.nodes[name].title if name in outcome.kb.nodes else "the end"


def _steps(outcome: Outcome, node: Node) -> Iterator[Recommendation]:
    """Give the actions beside a node that are not done: what comes next, the musts, the others."""
    beside = [one for one in outcome.actions if one.node == node.id and one.state != "done"]
    first = [one for name in outcome.next for one in beside if one.action.id == name]
    musts = [one for one in beside if one.action.strength == "must"]
    rest = [one for one in beside if one.action.strength not in ("must", "avoid")]
    yield from dict.fromkeys([*first, *musts, *rest, *beside])


def _closed(outcome: Outcome, node: Node) -> Iterator[tuple[str, str]]:
    """Give the facts that closed the roads of a node: each by its label, with its value."""
    for name in why_not.closed_by(outcome, node):
        yield outcome.kb.facts[name].label, own_value(outcome, name)


def own_value(outcome: Outcome, name: str) -> str:
    """Say what a fact is for the reader; of a conclusion, the number it was drawn from as well."""
    kb = outcome.kb
    value = wording.value_text(kb, name, outcome.known[name])
    if name in kb.milestones:
        return value
    for firing in outcome.firings("conclusion", name):
        for fact, number in firing.facts:
            if getattr(kb.facts[fact], "type", "") == "integer" and fact in outcome.known:
                return f"yours: {value}; {wording.fact_text(kb, fact, number)}"
    return f"yours: {value}"


def _endings(outcome: Outcome, steps: list[Step]) -> Iterator[Station]:
    """Give the end that a branch leads to where no node stands for it."""
    ending = [step for step in steps if step.branch and step.branch.go == END]
    if not ending:
        return
    step = ending[0]
    assert step.branch
    yield Station(
        node=f"{step.node.id}--end",
        title=wording.capitalized(step.branch.label) or "Done",
        text=step.branch.because,
        phase=step.phase,
        number=0,
        roads=(),
        exits=(),
        steps=(),
        closed=(),
        ways=_ways(ending) if all(one.ways for one in ending) else (),
        state="ahead",
        end=outcome.kb.ends[step.node.end],
    )


def _goes_on(before: Station, station: Station, entries: Mapping[str, int]) -> bool:
    """Tell whether a station stands in one run with the one before it."""
    return (
        [way.to for way in before.exits] == [station.node]
        and entries[station.node] == 1
        and before.phase is station.phase
        and before.contingent == station.contingent
        and not station.end
    )
