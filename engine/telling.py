"""Turn explanations and what-ifs into sentences for a person, and into plain data for a program."""

import datetime
import textwrap
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from engine import explain, whatif, wording
from engine.case import plain
from engine.consultation import Outcome
from engine.explain import Chain, Failed, Kind
from engine.model import Action, Branch, KnowledgeBase, Milestone, Question, Value
from engine.wording import WIDTH

if TYPE_CHECKING:
    from engine.inference import Firing


def _wrapped(lines: Iterable[str], width: int) -> str:
    """Wrap lines, each going on below its own start."""
    found = []
    for line in lines:
        start = len(line) - len(line.lstrip(" "))
        found += wording.wrapped(line, width, start + 2 if line.lstrip().startswith("- ") else start)
    return "\n".join(found).rstrip() + "\n"


# How


def overview(outcome: Outcome, width: int = WIDTH) -> str:
    """Say how the conclusions that a plan opens with came about, and why the path turned where it did."""
    lines: list[str] = []
    if chain := explain.overview(outcome):
        lines += ["How the score is read", "", *_chain_lines(outcome, chain), ""]
    if turns := explain.turns(outcome):
        lines += ["Where the path turned, and why", "", *(line for one in turns for line in _step_lines(outcome, one))]
    if outcome.pending:
        lines += ["", f"Not answered yet: {outcome.pending.ask}"]
    return _wrapped(lines, width)


def how(outcome: Outcome, chains: Iterable[Chain], width: int = WIDTH) -> str:
    """Say how some results came about, each from the answers on."""
    parts = [_wrapped([_title(outcome, one.kind, one.id), "", *_chain_lines(outcome, one)], width) for one in chains]
    return "\n".join(parts)


def _title(outcome: Outcome, kind: Kind, name: str) -> str:
    kb = outcome.kb
    if kind == "node":
        return kb.nodes[name].title
    return wording.filled(kb.actions[name].do, outcome) if kind == "action" else _is(outcome, name)


def _is(outcome: Outcome, name: str) -> str:
    return wording.fact_text(outcome.kb, name, outcome.known[name])


def _chain_lines(outcome: Outcome, chain: Chain) -> Iterator[str]:
    kb = outcome.kb
    if chain.answers:
        given = (f"{kb.questions[name].label} {wording.quoted(kb, name, value)}" for name, value in chain.answers)
        yield f"You answered: {'; '.join(given)}."
    if chain.assumed:
        yield f"Not decided yet, so each case is looked at: {'; '.join(kb.questions[q].label for q in chain.assumed)}."
    # A rule may have fired on several ways ahead: it is said once.
    yield from dict.fromkeys(line for firing in chain.firings for line in _step_lines(outcome, firing))


def _step_lines(outcome: Outcome, firing: "Firing") -> Iterator[str]:
    source = wording.cited_text(outcome.kb, firing.entry.sources)
    yield f"- {sentence(outcome, firing)} ({firing.place}{f'; {source}' if source else ''})"


def sentence(outcome: Outcome, firing: "Firing") -> str:
    """Say in a sentence that a rule fired: what it decided, on which facts, and why in the advisor's words."""
    kb, entry = outcome.kb, firing.entry
    if isinstance(entry, Branch):
        title, label = kb.nodes[firing.id].title, entry.label or "on"
        said = f"At “{title}” the way on is “{label}”"
    elif isinstance(entry, Action):
        said = f"“{wording.filled(entry.do, outcome)}” is in the plan ({entry.strength})"
    elif firing.kind == "not-yet":
        return f"“{kb.questions[firing.id].ask}” is not decided yet, so the plan looks at each answer."
    else:
        said = f"{kb.facts[firing.id].label} is {wording.quoted(kb, firing.id, firing.value)}"
    if firing.assumed and (case := wording.supposed(kb, [firing.way])):
        said = f"If {case}: {said[0].lower() + said[1:] if said.startswith('At ') else said}"
    because = wording.filled(getattr(entry, "because", ""), outcome)
    return f"{said}{_since(kb, firing.facts)}. {because}".strip()


def _since(kb: KnowledgeBase, facts: Iterable[tuple[str, Value]]) -> str:
    parts = [f"{kb.facts[name].label} is {wording.quoted(kb, name, value)}" for name, value in facts]
    return f", since {_listed(parts)}" if parts else ""


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def chain_json(outcome: Outcome, chain: Chain) -> dict[str, Any]:
    """Give a chain as plain data: the result, its answers, the rules in the order they fired."""
    return {
        "kind": chain.kind,
        "id": chain.id,
        "title": _title(outcome, chain.kind, chain.id),
        "answers": {name: plain(value) for name, value in chain.answers},
        "assumed": list(chain.assumed),
        "rules": [_firing_json(outcome, firing) for firing in chain.firings],
    }


def _firing_json(outcome: Outcome, firing: "Firing") -> dict[str, Any]:
    place = firing.place
    return {
        "kind": firing.kind,
        "id": firing.id,
        "text": sentence(outcome, firing),
        "facts": {name: plain(value) for name, value in firing.facts},
        "assumed": list(firing.assumed),
        "rule": {"file": place.file, "line": place.line, "column": place.column},
        "sources": list(firing.entry.sources),
    }


# Why not


def why_not(outcome: Outcome, kind: Kind, name: str, width: int = WIDTH) -> str:
    """Say which conditions kept a node or an action away, and the nearest answers that would bring it."""
    kb = outcome.kb
    called = kb.nodes[name].title if kind == "node" else wording.filled(kb.actions[name].do, outcome)
    lines = [f"Not in your plan: {called}", ""]
    lines += [f"- {_failed_text(outcome, one)}" for one in explain.failed(outcome, kind, name)]
    change = whatif.nearest(outcome, kind, name)
    lines += ["", *(_change_lines(outcome, change) if change else ["No other answers would bring it on this date."])]
    return _wrapped(lines, width)


def _failed_text(outcome: Outcome, one: Failed) -> str:
    kb = outcome.kb
    fact = kb.facts[one.name]
    where = f"“{one.of.title}” leads there only if" if one.of else "It is for those for whom"
    asked = f"{where} {fact.label} is {wording.test_text(kb, one.name, one.test)}"
    if one.value is None:
        return f"{asked}; that is not known here. ({one.at.place})"
    is_ = f"here it is {wording.quoted(kb, one.name, one.value)}"
    fixed = isinstance(fact, Question) and not whatif.changeable(outcome, fact)
    return f"{asked}; {is_}{', and that is fixed' if fixed else ''}. ({one.at.place})"


def _change_lines(outcome: Outcome, change: whatif.Change) -> Iterator[str]:
    kb = outcome.kb
    yield "The nearest answers with which it would be:"
    for name, value in change.changed.items():
        question = kb.questions[name]
        fixed = "" if whatif.changeable(outcome, question) else " (fixed: nothing you do now changes it)"
        now = wording.quoted(kb, name, outcome.answers[name])
        yield f"- {question.label} {wording.quoted(kb, name, value)}, where you said {now}{fixed}"
    for name, value in change.added.items():
        yield f"- {kb.questions[name].label} {wording.quoted(kb, name, value)}, which would then be asked"


def why_not_json(outcome: Outcome, kind: Kind, name: str) -> dict[str, Any]:
    """Give why something is not there as plain data, with the change that would bring it."""
    change = whatif.nearest(outcome, kind, name)
    return {
        "kind": kind,
        "id": name,
        "failed": [
            {
                "fact": one.name,
                "wanted": wording.test_text(outcome.kb, one.name, one.test),
                "is": plain(one.value),
                "node": one.of.id if one.of else None,
                "rule": str(one.at.place),
                "text": _failed_text(outcome, one),
            }
            for one in explain.failed(outcome, kind, name)
        ],
        "change": change and {n: plain(v) for n, v in {**change.changed, **change.added}.items()},
        "fixed": [n for n in change.changed if not whatif.changeable(outcome, outcome.kb.questions[n])]
        if change
        else [],
    }


# What if


def comparison(before: Outcome, after: Outcome, names: tuple[str, str], width: int = WIDTH) -> str:
    """Put two outcomes side by side: answers, conclusions, path and actions in which they differ."""
    kb, effect = after.kb, whatif.effect(before, after)
    pairs = [(name, before.answers.get(name), after.answers.get(name)) for name in kb.questions]
    facts = [one for one in effect.facts if one[2] is not None]
    rows: list[tuple[str, ...]] = [("", *names)]
    rows += [_side_by_side(kb, pair) for pair in (*pairs, *facts) if pair[1] != pair[2]]
    lines = []
    for said, nodes in (("The path no longer comes to", effect.nodes_went), ("The path comes to", effect.nodes_came)):
        if nodes:
            lines.append(f"{said}: {'; '.join(kb.nodes[name].title for name in nodes)}.")
    for said, actions, where in (("Falls away", effect.went, before), ("Comes in", effect.came, after)):
        if actions:
            lines += ["", said, *(f"- {_action_text(where, one)}" for one in actions)]
    if effect.nothing:
        lines.append("Nothing that is concluded or advised differs.")
    if effect.asks:
        lines += ["", f"Asked next: {kb.questions[effect.asks].ask}"]
    table = "\n".join(_table(rows, width)) + "\n\n" if len(rows) > 1 else ""
    return table + _wrapped(lines, width)


def _side_by_side(kb: KnowledgeBase, pair: tuple[str, Value | None, Value | None]) -> tuple[str, str, str]:
    name, *values = pair
    one, other = ("-" if value is None else wording.value_text(kb, name, value) for value in values)
    return kb.facts[name].label, one, other


def _action_text(outcome: Outcome, action: Action) -> str:
    return f"{action.strength}: {wording.filled(action.do, outcome)}"


def _table(rows: list[tuple[str, ...]], width: int) -> list[str]:
    """Set rows in columns, numbers to the right; what is too long for its column goes on below."""
    columns = list(zip(*rows, strict=True))
    words = [max(map(len, column[0].split()), default=0) for column in columns]
    widths = [max([word, *map(len, column[1:])]) for word, column in zip(words, columns, strict=True)]
    least = [max(len(word) for text in column for word in (text.split() or [""])) for column in columns]
    while sum(widths) + 2 * (len(widths) - 1) > width and widths != least:
        shrinking = max((n for n in range(len(widths)) if widths[n] > least[n]), key=lambda n: widths[n])
        widths[shrinking] -= 1
    numeric = [all(text.lstrip("-").isdigit() or text == "-" for text in column[1:]) for column in columns]
    return [line for row in rows for line in _row(row, widths, numeric)]


def _row(row: tuple[str, ...], widths: list[int], numeric: list[bool]) -> Iterator[str]:
    cells = [textwrap.wrap(text, size) or [""] for text, size in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        placed = (
            part.rjust(size) if right else part.ljust(size)
            for part, size, right in zip(parts, widths, numeric, strict=True)
        )
        yield "  ".join(placed).rstrip()


def comparison_json(before: Outcome, after: Outcome) -> dict[str, Any]:
    """Give what differs between two outcomes as plain data."""
    effect = whatif.effect(before, after)
    return {
        "facts": {name: [plain(one), plain(other)] for name, one, other in effect.facts},
        "path": {"came": list(effect.nodes_came), "went": list(effect.nodes_went)},
        "actions": {"came": [one.id for one in effect.came], "went": [one.id for one in effect.went]},
        "asks": effect.asks or None,
    }


def each(outcome: Outcome, question: Question, width: int = WIDTH) -> str:
    """Set every answer of a question in a table, the nearest category first; with what the columns are."""
    kb = outcome.kb
    columns = [kb.conclusions[name] for name in kb.columns if name in kb.conclusions]
    found = sorted(whatif.each(outcome, question), key=lambda one: _order(kb, one[1]))
    rows = [(question.label, *(one.heading or one.label for one in columns), "musts")]
    for value, after in found:
        cells = [_cell_text(kb, one.id, after.facts.get(one.id)) for one in columns]
        musts = sum(one.action.strength == "must" for one in after.actions)
        rows.append((wording.value_text(kb, question.id, value), *cells, str(musts)))
    notes = [f"{one.heading}: {one.label} ({wording.cited_text(kb, one.sources)})." for one in columns if one.heading]
    return "\n".join(_table(rows, width)) + "\n\n" + _wrapped([*notes, *kb.foot[:1]], width)


def _cell_text(kb: KnowledgeBase, name: str, value: Value | None) -> str:
    return "-" if value is None or value == "unknown" else wording.value_text(kb, name, value)


def _order(kb: KnowledgeBase, outcome: Outcome) -> tuple[float, ...]:
    """Order outcomes by their columns: words as the base lists them, numbers from low to high, the unknown last."""
    keys = []
    for name in (*kb.headline[:1], *kb.columns):
        value, words = outcome.facts.get(name), list(kb.facts[name].words)
        place = words.index(value) if isinstance(value, str) and value in words else None
        keys.append(float(value) if isinstance(value, int) else 1e6 if place is None else float(place))
    return tuple(keys)


def each_json(outcome: Outcome, question: Question) -> list[dict[str, Any]]:
    """Give the outcome of every answer of a question as plain data."""
    return [
        {"answer": plain(value), "facts": {n: plain(after.facts.get(n)) for n in outcome.kb.columns}}
        for value, after in sorted(whatif.each(outcome, question), key=lambda one: _order(outcome.kb, one[1]))
    ]


# Levers


def levers(outcome: Outcome, width: int = WIDTH) -> str:
    """Say what can still be changed and what for, the best first; a change of aim apart from the rest."""
    options = [one for one in whatif.levers(outcome) if one.eases(outcome)]
    lines: list[str] = []
    for title, apart in (("What you can still change", False), ("Changing the aim", True)):
        found = list(_alike(outcome, (one for one in options if one.lever and one.lever.apart == apart)))
        if found:
            lines += [title, ""]
            lines += [line for number, alike in enumerate(found, 1) for line in _lever_lines(outcome, number, alike)]
    if not lines:
        lines = ["Nothing that you could still change makes it easier here.", ""]
    return _wrapped([*lines, *outcome.kb.foot[:1]], width)


def _alike(outcome: Outcome, options: Iterable[whatif.Option]) -> Iterable[list[whatif.Option]]:
    """Put options together that differ in the answer alone: one thing to do, with one effect."""
    groups: dict[object, list[whatif.Option]] = {}
    for one in options:
        effect = one.effect
        moved = (tuple(a.id for a in effect.came), tuple(a.id for a in effect.went))
        groups.setdefault((one.question.id, id(one.lever), effect.headline(outcome), moved), []).append(one)
    return groups.values()


def _lever_lines(outcome: Outcome, number: int, alike: list[whatif.Option]) -> Iterator[str]:
    kb, option = outcome.kb, alike[0]
    question, lever, effect = option.question, option.lever, option.effect
    assert lever
    now = wording.quoted(kb, question.id, outcome.answers[question.id])
    then = _either([wording.quoted(kb, question.id, one.value) for one in alike])
    yield f"{number}. {question.label}: from {now} to {then}"
    yield f"   {lever.do} {_time_text(outcome, option)}"
    for name, one, other in effect.headline(outcome):
        _, before, after = _side_by_side(kb, (name, one, other))
        yield f"   Changes {kb.conclusions[name].label} from “{before}” to “{after}”."
    for action in effect.relieves:
        yield f"   Takes off the plan: {_action_text(outcome, action)}"
    if moved := _moved(len(effect.went) - len(effect.relieves), len(effect.came)):
        yield f"   {moved}"
    yield f"   ({lever.place}; {wording.cited_text(kb, lever.sources)})"
    yield ""


def _either(parts: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _moved(went: int, came: int) -> str:
    """Count the steps that fall away and come in, in a sentence; empty when none does."""
    away = f"{went} other step{'' if went == 1 else 's'} fall{'s' if went == 1 else ''} away" if went else ""
    new = f"{came} step{'' if came == 1 else 's'} come{'s' if came == 1 else ''} in" if came else ""
    said = ", ".join(filter(None, (away, new)))
    return f"{said}." if said else ""


def _time_text(outcome: Outcome, option: whatif.Option) -> str:
    """Say how long a lever takes, and whether there is time for it."""
    assert option.lever
    weeks = option.lever.weeks
    takes = f"That takes about {weeks} week{'' if weeks == 1 else 's'}."
    milestone, left = _time_left(outcome, option.lever.milestones)
    if milestone is None:
        return takes
    if left is None:
        return f"{takes} It counts if it is done {milestone.label}."
    enough = "" if left >= weeks else "too few: "
    return f"{takes} {enough[:1].upper() + enough[1:]}{left} weeks are left, {milestone.label}."


def _time_left(outcome: Outcome, names: Iterable[str]) -> tuple[Milestone | None, int | None]:
    """Give the first milestone that is still ahead, and the whole weeks until it; None where it has no date."""
    for milestone in (outcome.kb.milestones[name] for name in names):
        date: datetime.date | None = wording.date_of(outcome, milestone)
        if date is None or outcome.today is None:
            return milestone, None
        if date >= outcome.today:
            return milestone, (date - outcome.today).days // 7
    return None, None


def levers_json(outcome: Outcome) -> list[dict[str, Any]]:
    """Give the levers as plain data, the best first."""
    return [
        {
            "question": option.question.id,
            "answer": plain(option.value),
            "do": option.lever.do,
            "weeks": option.lever.weeks,
            "weeks_left": _time_left(outcome, option.lever.milestones)[1],
            "apart": option.lever.apart,
            "facts": {name: [plain(one), plain(other)] for name, one, other in option.effect.facts},
            "relieves": [action.id for action in option.effect.relieves],
            "came": [action.id for action in option.effect.came],
            "went": [action.id for action in option.effect.went],
        }
        for option in whatif.levers(outcome)
        if option.lever
    ]
