"""Turn questions and typed answers into a consultation; reading and writing are passed in."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

import msgspec

from engine import case, plan, wording
from engine.consultation import Outcome, consult
from engine.model import DECLINED, NOT_YET, UNKNOWN, Answers, KnowledgeBase, Node, Question, Value, names_in

Read = Callable[[str], str]
Write = Callable[[str], None]
Save = Callable[[Answers], None]

COMMANDS = {
    "?": "the legal answers, and help",
    "why": "what this answer decides, and by which source",
    "back": "the question before",
    "review": "all answers, and a way to change each",
    "support": "someone to talk to",
    "save": "keep the answers in a file",
    "quit": "stop; you can go on later",
}
_SAME = {"help": "?", "exit": "quit", "q": "quit", "b": "back"}
_WORDS = {"unknown": UNKNOWN, "don't know": UNKNOWN, "rather not say": DECLINED, "skip": DECLINED, "not yet": NOT_YET}
_PROMPT = "> "


class Quit(Exception):
    """The person stopped; all that was answered stands in `answers`."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers


class Talk(msgspec.Struct):
    """Hold a consultation under way: what to read and write with, all answers kept, the order they came in.

    An answer that no longer bears on anything is kept, and comes back if it does again.
    """

    kb: KnowledgeBase
    read: Read
    write: Write
    save: Save
    keep: Callable[[Answers], object]
    today: datetime.date | None
    kept: dict[str, Value]
    given: list[str]

    def answer(self, question: Question, value: Value) -> None:
        """Keep an answer, save all of them, and offer support where it speaks of distress."""
        self.kept[question.id] = value
        self.given = [*self.given, *([question.id] if question.id not in self.given else [])]
        self.save(dict(self.kept))
        if _speaks_of_distress(question, value):
            self.write("\n" + "\n".join(self.kb.support))


def converse(
    kb: KnowledgeBase,
    answers: Answers,
    read: Read,
    write: Write,
    save: Save,
    today: datetime.date | None = None,
    keep: Callable[[Answers], object] | None = None,
) -> Outcome:
    """Ask what is needed until nothing is, and give the outcome.

    `today` decides which milestones are past. `save` is called with all the answers after each
    one; `keep` when the person asks to save. Raises Quit when the person stops.
    """
    talk = Talk(kb, read, write, save, keep or save, today, dict(answers), [n for n in kb.questions if n in answers])
    while True:
        outcome = living(kb, talk.kept, today)
        if outcome.pending is None:
            return outcome
        _turn(talk, outcome, outcome.pending)


def living(kb: KnowledgeBase, kept: Mapping[str, Value], today: datetime.date | None) -> Outcome:
    """Consult with those of the answers that bear on the outcome: an answer aside must not speak."""
    known = dict(kept)
    while True:
        outcome = consult(kb, known, today)
        if not outcome.problems:
            return outcome
        known = {name: value for name, value in known.items() if name in outcome.asked}


def _turn(talk: Talk, outcome: Outcome, question: Question) -> None:
    """Put one question until it is answered or the person goes elsewhere."""
    talk.write(f"\n{heading(outcome)}\n{question_text(question)}")
    while True:
        typed = _typed(talk)
        command = _SAME.get(typed.lower(), typed.lower())
        if command == "back":
            return _back(talk, outcome)
        if command == "review":
            return _review(talk, outcome)
        if command in COMMANDS:
            _aside(talk, outcome, question, command)
        elif (value := _answer(talk, question, typed)) is not None:
            return talk.answer(question, value)


def _typed(talk: Talk) -> str:
    try:
        return talk.read(_PROMPT).strip()
    except (EOFError, KeyboardInterrupt):
        raise Quit(talk.kept) from None


def _answer(talk: Talk, question: Question, typed: str) -> Value | None:
    try:
        return read_typed(question, typed)
    except ValueError as error:
        talk.write(" ".join(error.args))
        return None


def _aside(talk: Talk, outcome: Outcome, question: Question, command: str) -> None:
    """Answer a command that leaves the question open."""
    if command == "quit":
        raise Quit(talk.kept)
    if command == "save":
        talk.keep(dict(talk.kept))
    elif command == "support":
        talk.write("\n".join(talk.kb.support))
    elif command == "why":
        source = wording.cited_text(talk.kb, question.sources)
        talk.write("\n".join([*_known_so_far(outcome), plan.why_asked(outcome), f"Source: {source}"]))
    else:
        told = [f"  {name}: {what}" for name, what in COMMANDS.items()]
        talk.write("\n".join([question.help, question_text(question), "Or one of these words:", *told]).strip())


def _known_so_far(outcome: Outcome) -> Iterator[str]:
    """Say which conclusions are known that the pending question stands beside."""
    known = [
        wording.fact_text(outcome.kb, name, outcome.facts[name])
        for name in outcome.kb.headline
        if name in outcome.facts
    ]
    if known:
        yield f"Known so far: {'; '.join(known)}."


def _back(talk: Talk, outcome: Outcome) -> None:
    """Put the answered questions again, the last first, for as long as the person goes further back."""
    for name in reversed([name for name in talk.given if name in outcome.asked]):
        if not _change(talk, name):
            return
    talk.write("This is the first question.")


def _change(talk: Talk, name: str) -> bool:
    """Put an answered question again; nothing typed keeps the answer. Tells whether to go further back."""
    question = talk.kb.questions[name]
    now = wording.value_text(talk.kb, name, talk.kept[name])
    talk.write(f"\n{question_text(question)}\n  Now: {now}. Enter keeps it.")
    while typed := _typed(talk):
        command = _SAME.get(typed.lower(), typed.lower())
        if command == "back":
            return True
        if command == "quit":
            raise Quit(talk.kept)
        if command in COMMANDS:
            talk.write(question.help or "Type another answer, or Enter to keep this one.")
        elif (value := _answer(talk, question, typed)) is not None:
            talk.answer(question, value)
            break
    return False


def _review(talk: Talk, outcome: Outcome) -> None:
    """List the answers that count, and let one be changed; what hangs on it is asked again, nothing else."""
    names = [name for name in outcome.asked if name in outcome.answers]
    lines = [f"  {n}. {wording.fact_text(talk.kb, name, outcome.answers[name])}" for n, name in enumerate(names, 1)]
    talk.write("\n".join(["", "Your answers", *(lines or ["  none yet"]), "A number to change one, Enter to go on."]))
    while typed := _typed(talk):
        if typed.isdigit() and 1 <= int(typed) <= len(names):
            _change(talk, names[int(typed) - 1])
            return
        if _SAME.get(typed.lower(), typed.lower()) == "quit":
            raise Quit(talk.kept)
        talk.write(f'"{typed}" is no number from 1 to {len(names)}. Enter goes on.')


def heading(outcome: Outcome) -> str:
    """Say in which phase the pending question stands, and how many are left at most."""
    waiting = next((step for step in reversed(outcome.path) if _asks(outcome, step.node)), outcome.path[-1])
    left = len(remaining(outcome, waiting.node))
    return f"{waiting.phase.title} · at most {left} question{'' if left == 1 else 's'} left"


def _asks(outcome: Outcome, node: Node) -> bool:
    """Tell whether the pending question is needed at a node."""
    kb, pending = outcome.kb, outcome.pending
    return pending is not None and pending.id in _questions_behind(kb, _named_at(kb, node), {})


def remaining(outcome: Outcome, start: Node) -> tuple[str, ...]:
    """Name the questions that can still be asked, as the rules stand: those behind all that lies ahead."""
    kb, seen, waiting = outcome.kb, {start.id}, [start]
    named: set[str] = set()
    while waiting:
        node = waiting.pop()
        named |= _named_at(kb, node)
        for branch in node.branches:
            if branch.go in kb.nodes and branch.go not in seen:
                seen.add(branch.go)
                waiting.append(kb.nodes[branch.go])
    behind = _questions_behind(kb, named, {})
    open_ = behind - outcome.answers.keys() - set(outcome.not_yet)
    return tuple(name for name in kb.questions if name in open_ or (outcome.pending and name == outcome.pending.id))


def _named_at(kb: KnowledgeBase, node: Node) -> set[str]:
    named = {name for branch in node.branches for name in names_in(branch.when)}
    for action in kb.actions.values():
        if node.id in action.nodes:
            named.update(names_in(action.when))
    return named


def _questions_behind(kb: KnowledgeBase, names: set[str], seen: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for name in names:
        if name not in seen:
            seen[name] = {name} if name in kb.questions else set()
            below = set(kb.conclusions[name].rests_on) if name in kb.conclusions else set()
            seen[name] |= _questions_behind(kb, below, seen)
        found |= seen[name]
    return found


def _speaks_of_distress(question: Question, value: Value) -> bool:
    given = value if isinstance(value, frozenset) else {value}
    return any(one in given for one in question.support_after)


def question_text(question: Question) -> str:
    """Give a question as it is shown: its words, then the numbered answers."""
    lines = [question.ask]
    lines += [f"  {number}. {text}" for number, text in enumerate(question.words.values(), 1)]
    if question.type == "choices":
        lines.append("  Several may apply: give the numbers with commas.")
    if question.type == "integer":
        lines.append(f"  A whole number from {question.min} to {question.max}.")
    return "\n".join(lines)


def read_typed(question: Question, typed: str) -> Value:
    """Read an answer as a person types it: a number of the list, an id, the start of a text.

    Raises ValueError(message, hint) when it is none of them.
    """
    if question.type == "choices":
        return case.read_answer(question, _listed(question, typed))
    if question.type == "integer" and typed.lower() not in _WORDS:
        return case.read_answer(question, typed)
    return case.read_answer(question, _choice(question, typed))


def _listed(question: Question, typed: str) -> str | list[str]:
    chosen = [_choice(question, part.strip()) for part in typed.split(",") if part.strip()]
    if not chosen:
        raise ValueError("Nothing was typed.", f"Choose from 1 to {len(question.words)}; several with commas.")
    return chosen[0] if len(chosen) == 1 and chosen[0] in (UNKNOWN, DECLINED) else chosen


def _choice(question: Question, typed: str) -> str:
    words = question.words
    if typed.isdigit() and 1 <= int(typed) <= len(words):
        return list(words)[int(typed) - 1]
    word = typed.lower()
    if word in words or (word := _WORDS.get(word, word)) in words:
        return word
    starts = [name for name, text in words.items() if word and text.lower().startswith(word)]
    starts = starts or [name for name in words if word and name.startswith(word)]
    if len(starts) == 1:
        return starts[0]
    known = {text.lower(): text for text in words.values()} | words
    guess = get_close_matches(word, known, n=1, cutoff=0.6)
    hint = f'Did you mean "{known[guess[0]]}"?' if guess else f"Choose 1 to {len(words)}."
    if len(starts) > 1:
        hint = f"It could be: {', '.join(words[name] for name in starts)}."
    raise ValueError(f'"{typed}" is none of the answers.' if typed else "Nothing was typed.", hint)
