"""Find what keeps a person in danger from someone to call: no line, a wrong one, a call to avoid.

The lines of `support` in base.yaml are what every other text is held against.
"""

import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher

import msgspec

from engine.checking.wording import last_name, shown_texts
from engine.errors import Problem, short
from engine.language.base import KnowledgeBase
from engine.language.condition import Comparison
from engine.language.entries import Action, First, Question
from engine.language.written import Written

# A number as a telephone has it: 1-888-409-0141, (888) 409-0141, 888.409.0141, 555-0100.
_LONG = re.compile(
    r"(?<![\w$.,–-])((?:\+?\d{1,2}[-. ])?\(?\d{2,4}\)?[-. ]\d{2,4}[-. ]\d{3,5}|\d{3}-\d{4})"
    r"(?![\w%–-]|[.,]\d)"
)
# A short one behind the word to call, but for a count of something: "call 100 programs".
_AFTER_CALL = re.compile(r"\b(?:call|text|dial) (\d{3,6})\b(?!-| \w+s\b)", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\w$.,–-])(\d{3})(?![\w%–-]|[.,]\d)")
# What such a one became with a digit lost or doubled, but for a count: "98 percent", "98 days".
_MISTYPED = re.compile(r"(?<![\w$.,–-])(\d{2,6})(?![\w%–-]|[.,]\d| percent\b| \w\w+s\b)")
_BRACES = re.compile(r"\{[^}]*\}")
_DIGIT = re.compile(r"\d")  # most texts have none
_LOOK_UP = "One of the two is wrong. Look it up where the line itself gives it, and mend that one."

_Texts = Collection[tuple[Written, tuple[str | int, ...], str]]


def nobody_to_call(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find answers after which a person comes first, where nobody to call is named for them.

    The base names some under `support`; where those have numbers, what is to be done first after
    such an answer names one too: it is read by who reads no further. So does the call of a row that
    names nothing to be done, or leaves out the rest of the plan.
    """
    numbers = _numbers_of(kb)
    for question in kb.questions.values():
        if question.support_after and not kb.head.support:
            message = f'question "{question.id}" has support_after, and the base names no support.'
            hint = "Say in base.yaml whom to call (support: […]), or take support_after out."
            yield question.problem("missing-key", message, hint, "support_after")
    if not numbers:
        return
    either = " or ".join(numbers)
    for name, question in _first_in_distress(kb).items():
        action = kb.actions[name]
        if not _names_a_line(f"{action.do} {action.how}", numbers):
            message = (
                f'action "{name}" comes first after an answer to "{question.id}" that needs '
                "support, and names no line to call."
            )
            yield action.problem("no-line", message, f"Name one in do or how: {either}.", "how")
    for row, question in _rows_in_distress(kb).items():
        is_alone = not row.first or (row.only and row.call)
        if is_alone and not _names_a_line(row.call, numbers):
            message = (
                f'row "{row.id}" comes first after an answer to "{question.id}" that needs '
                "support, and its call names no line."
            )
            yield row.problem("no-line", message, f"Name one in call: {either}.", "call")


def _names_a_line(text: str, numbers: Collection[str]) -> bool:
    """Tell whether a text names a line; that one is a digit off is for `numbers` to say."""
    return any(_meant(number, numbers) for number in _written_in(text, numbers, is_urgent=True))


def told_not_to_call(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find actions to avoid that give a number of support, or come first in distress."""
    known = set(map(_digits, _numbers_of(kb)))
    firsts = _first_in_distress(kb)
    for action in kb.actions.values():
        if action.strength != "avoid":
            continue
        called = [number for number in _numbers_in(action.do) if _digits(number) in known]
        if called:
            yield _to_avoid(action, f'says in do to call "{called[0]}"')
        elif action.id in firsts:
            reason = f'comes first after an answer to "{firsts[action.id].id}" that needs support'
            yield _to_avoid(action, reason)


def weakly_advised(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find what comes first in distress, and is neither a must nor to be avoided."""
    for name, question in _first_in_distress(kb).items():
        action = kb.actions[name]
        if action.strength not in ("must", "avoid"):
            message = (
                f'action "{name}" comes first after an answer to "{question.id}" that needs '
                f"support, and is no must: its strength is {action.strength}."
            )
            yield action.problem("no-line", message, "Write strength: must.", "strength")


def _to_avoid(action: Action, reason: str) -> Problem:
    message = (
        f'action "{action.id}" {reason}, and is to be avoided: '
        f'a plan would say "Don\'t" before "{short(action.do)}".'
    )
    hint = "Write strength: must for what is to be done."
    return action.problem("to-avoid", message, hint, "strength")


def _first_in_distress(kb: KnowledgeBase) -> dict[str, Question]:
    """Map the actions that come first after an answer of distress to its question."""
    found: dict[str, Question] = {}
    for row, question in _rows_in_distress(kb).items():
        if row.first:
            found.setdefault(row.first[0], question)
    return found


def _rows_in_distress(kb: KnowledgeBase) -> dict[First, Question]:
    """Map the rows that are for an answer after which a person comes first to its question."""
    found: dict[First, Question] = {}
    for question in kb.questions.values():
        for row in kb.first.values() if question.support_after else ():
            if any(_is_distress(compared, question) for compared in row.when.comparisons):
                found.setdefault(row, question)
    return found


def _is_distress(compared: Comparison, question: Question) -> bool:
    """Tell whether a comparison holds for no other answers than those that need support."""
    if compared.name != question.id or compared.operator in ("not", "lacks"):
        return False
    named = {str(operand.written) for operand in compared.operands}
    return bool(named) and named <= set(question.support_after)


def numbers(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find telephone numbers in texts that are not those of a line of support, nor of a source."""
    of_support = _numbers_of(kb)
    of_sources = [source.url for source in kb.sources.values() if source.url.startswith("tel:")]
    known = {_digits(number) for number in (*of_support, *of_sources)}
    urgent = _urgent(kb)
    texts = list(shown_texts(kb)) if of_support else []
    places: dict[str, list[Problem]] = {}
    for entry, keys, text in texts:
        for number in _written_in(text, of_support, entry in urgent):
            if _digits(number) not in known:
                problem = _unknown(number, entry, keys, of_support)
                places.setdefault(number, []).append(problem)
    for number, found in places.items():
        yield from _or_support(number, found, kb, texts)
    for index, number in _in_support(kb):
        other = _near(number, of_sources)
        if other and _digits(number) not in map(_digits, of_sources):
            message = f'support has the number "{number}", and a source "{other}".'
            yield kb.head.problem("unknown-number", message, _LOOK_UP, "support", index)


def _or_support(
    number: str, found: list[Problem], kb: KnowledgeBase, texts: _Texts
) -> list[Problem]:
    """Doubt the line of support where no other text has its number, and not only those that differ.

    Who was told to follow the line would put a wrong number into every text.
    """
    for index, of_support in _in_support(kb):
        if not _is_near(_digits(number), _digits(of_support)):
            continue
        if any(of_support in text for _, keys, text in texts if keys[0] != "support"):
            continue
        if len(found) > 1:
            message = f'support has "{of_support}", and {len(found)} other texts "{number}".'
            return [kb.head.problem("unknown-number", message, _LOOK_UP, "support", index)]
        hint = f'There it is "{of_support}". {_LOOK_UP}'
        return [msgspec.structs.replace(problem, hint=hint) for problem in found]
    return found


def _in_support(kb: KnowledgeBase) -> Iterator[tuple[int, str]]:
    """Give the numbers of each line of support, with the place of the line."""
    for index, line in enumerate(kb.head.support):
        for number in _numbers_in(line):
            yield index, number


def _unknown(
    number: str, entry: Written, keys: tuple[str | int, ...], of_support: Collection[str]
) -> Problem:
    key = last_name(keys)
    message = f'"{key}" gives the number "{number}", which no line of support has.'
    add = "Add it to support in base.yaml, or give it a source with url: tel:…"
    return entry.problem("unknown-number", message, _meant(number, of_support) or add, *keys)


def _written_in(text: str, of_support: Collection[str], is_urgent: bool) -> list[str]:
    """Give the numbers to call in a text; where it is for a person in danger, any that is near."""
    if not _DIGIT.search(text):
        return []
    plain = _BRACES.sub("", text)
    found = [*_LONG.findall(plain), *_AFTER_CALL.findall(plain)]
    if is_urgent:
        short_ones = _MISTYPED.findall(_LONG.sub(" ", plain))
        found += [number for number in short_ones if _meant(number, of_support)]
    return list(dict.fromkeys(found))


def _urgent(kb: KnowledgeBase) -> set[Written]:
    """Give the rows and actions that somebody in danger is shown first."""
    found: set[Written] = set()
    for row in _rows_in_distress(kb):
        found.update((row, *(kb.actions[name] for name in row.first)))
    return found


def _numbers_of(kb: KnowledgeBase) -> list[str]:
    """Give the numbers of the lines of support, as they are written."""
    return list(dict.fromkeys(one for line in kb.head.support for one in _numbers_in(line)))


def _numbers_in(text: str) -> list[str]:
    """Give what in a text that is about calling can be called."""
    long = _LONG.findall(text)
    return [*long, *_AFTER_CALL.findall(text), *_SHORT.findall(_LONG.sub(" ", text))]


def _meant(number: str, known: Collection[str]) -> str:
    """Ask whether a number that is near was meant."""
    other = _near(number, known)
    return f'Did you mean "{other}"?' if other else ""


def _near(number: str, known: Collection[str]) -> str:
    """Give a number that is near, one digit off, or two the other way round; empty for none."""
    for other in known:
        if _is_near(_digits(number), _digits(other)):
            return other
    return ""


def _is_near(one: str, other: str) -> bool:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= max(len(one), len(other)) - 1


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))
