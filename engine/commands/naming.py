"""Turn what a person calls a thing into its id: an id, a title, a label, an answer, or part of one.

The words are tried in this order, and the first that fits decides; where it fits several things,
they are listed:

1. the id, as the base writes it;
2. the whole text: a title, a label, what there is to do, an answer that was given;
3. the start of an id or of a text;
4. the starts of words, anywhere in a text.

Capitals, a full stop at the end, and the box and the `MUST` that a plan prints make no difference.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain

from engine.commands.terminal import fail
from engine.consultation.outcome import Outcome
from engine.errors import nearest
from engine.language.base import KnowledgeBase
from engine.output import wording

Texts = Mapping[str, tuple[str, ...]]
"""Maps each id to the texts that a person may call it by, the one that names it first."""

_MOST_LISTED = 12
_MARK = re.compile(r"^(\[.\]\s*)?((must|should|consider):?\s+)?")  # as a plan prints it


def results(outcome: Outcome) -> Texts:
    """Give the names of all that can be explained: conclusions, nodes, actions, questions."""
    kb = outcome.kb
    texts: dict[str, tuple[str, ...]] = {}
    for name, conclusion in kb.conclusions.items():
        _add(texts, name, (conclusion.label, conclusion.heading, *_value(outcome, name)))
    for name, given in steps(outcome).items():
        _add(texts, name, given)
    for name, given in questions(kb).items():
        _add(texts, name, (*given, *_value(outcome, name)))
    return texts


def steps(outcome: Outcome) -> Texts:
    """Give the names of the nodes and the actions."""
    texts: dict[str, tuple[str, ...]] = {}
    for name, node in outcome.kb.nodes.items():
        _add(texts, name, (node.title,))
    for name, action in outcome.kb.actions.items():
        _add(texts, name, (wording.called(outcome, action), wording.filled(action.do, outcome)))
    return texts


def questions(kb: KnowledgeBase) -> Texts:
    """Give the names of the questions: what each asks, and its label."""
    return {name: (question.label, question.ask) for name, question in kb.questions.items()}


def titled(titles: Mapping[str, str]) -> Texts:
    """Give the names of things that have one title each."""
    return {name: (title,) for name, title in titles.items()}


def _add(texts: dict[str, tuple[str, ...]], name: str, given: Iterable[str]) -> None:
    texts[name] = (*texts.get(name, ()), *filter(None, given))


def _value(outcome: Outcome, name: str) -> tuple[str, ...]:
    """Give the text of what a fact is here, if that is known."""
    known = outcome.known
    return (wording.value_text(outcome.kb, name, known[name]),) if name in known else ()


def meant(typed: str, texts: Texts, likely: Collection[str] = ()) -> str:
    """Give the id of the one thing that a person means; fail, and list, where there are several.

    Of what fits in part, the `likely` are looked at before the others.
    """
    fits = fitting(typed, texts, likely)
    if len(fits) == 1:
        return fits[0]
    if fits:
        fail(f'"{typed}" could be any of these:\n{_listed(fits, texts)}')
    return fail(f'There is nothing called "{typed}". {nearest_named(typed, texts)}')


def all_meant(typed: str, texts: Texts, likely: Collection[str] = ()) -> list[str]:
    """Give the ids of all of the `likely` that are called just so; else of what is meant."""
    called_so = next(filter(None, _exactly(typed, texts)), [])
    alike = [name for name in called_so if name in likely]
    return alike if len(alike) > 1 else [meant(typed, texts, likely)]


def fitting(typed: str, texts: Texts, likely: Collection[str] = ()) -> list[str]:
    """Give the ids of what fits by the first of the ways by which anything does, else none."""
    at_first = {name: given for name, given in texts.items() if name in likely}
    exactly, partly = _exactly(typed, texts), (_partly(typed, some) for some in (at_first, texts))
    return next(filter(None, chain(exactly, *partly)), [])


def nearest_named(typed: str, texts: Texts) -> str:
    """Suggest the nearest text or id; where none is near, a few of the names."""
    shown = {name: name for name in texts}
    for given in texts.values():
        shown.update({_folded(text): text for text in given})
    close = get_close_matches(_folded(typed), shown, n=1, cutoff=0.6)
    return f'Did you mean "{shown[close[0]]}"?' if close else nearest(typed, texts)


def _exactly(typed: str, texts: Texts) -> Iterator[list[str]]:
    """Give the things of that id, then those of that text."""
    word = _folded(typed)
    yield [name for name in texts if name == typed]
    yield _where(texts, lambda text: text == word)


def _partly(typed: str, texts: Texts) -> Iterator[list[str]]:
    """Give the things whose id or text starts so, then those with all the words."""
    word = _folded(typed)
    if not word:
        return
    by_id = [name for name in texts if name.startswith(typed)]
    by_text = _where(texts, lambda text: text.startswith(word))
    yield list(dict.fromkeys([*by_id, *by_text]))
    yield _where(texts, lambda text: all(f" {part}" in f" {text}" for part in word.split()))


def _where(texts: Texts, fits: Callable[[str], bool]) -> list[str]:
    """Name the things with a text that fits."""
    return [name for name, given in texts.items() if any(map(fits, map(_folded, given)))]


def _folded(text: str) -> str:
    """Give a text as it is compared."""
    plain = " ".join(text.casefold().strip(" .“”\"'").split())
    return _MARK.sub("", plain)


def _listed(names: list[str], texts: Texts) -> str:
    lines = [f"  {name}: {texts[name][0]}" for name in names[:_MOST_LISTED]]
    left = len(names) - len(lines)
    return "\n".join([*lines, f"  … and {left} more."] if left > 0 else lines)
