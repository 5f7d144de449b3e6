"""Turn a case's text and the answers that changed into the text with those answers, all else kept.

A person gives a case a name, comments and an order of its own, so it is edited, never rewritten:

1. The text is parsed, which tells where the key of each answer stands.
2. What an answer said, from behind its colon on, is replaced on its line; a comment behind it
   stays. Where each answer has lines of its own (a block), what it said on the lines below goes.
3. An answer that is withdrawn goes with its lines; in braces ({a: b}), with its comma.
4. New answers stand behind the last one: on lines of their own, or in the same braces.
5. The text is parsed again. Where it does not say exactly what was wanted (it was written in a
   way that 2 to 4 do not know), the lines of the answers alone are written anew, every comment
   kept below them. Where that does not read back either, nothing is changed: CaseError.

All edits are found in the old text first and made from its end to its start, so that no edit
moves the place of one still to be made. What was done is edited just as the answers are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Literal, NamedTuple

from engine.consultation.answers import plain
from engine.errors import CaseError, KeyPath, Place, Problem
from engine.language import yaml_file
from engine.language.words import Answers

Changes = Mapping[str, Any]
"""What changed, by question, action or what is expected; None withdraws it, NULL writes null."""

NULL = object()

Part = Literal["answers", "done", "expect", "with_figures"]

_WIDEST = 120  # columns of a mapping that stays on one line
_BYTE_ORDER_MARK = "\ufeff"  # stands before the text where some editors saved it
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML counts as the end of a line
_QUOTED = r""""(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*'|"""
_IN_BLOCK = _QUOTED + r"(?:(?!#)\S+(?:[ \t]+(?!#)\S+)*)?"  # words, up to a comment
_IN_BRACES = _QUOTED + r"\[[^\]\[{}#]*\]|(?:(?!#)[^\s,\]\[{}]+(?:[ \t]+(?!#)[^\s,\]\[{}]+)*)?"
_NOTHING = r"\{\s*\}|~|null|"
_COMMENT = re.compile(r"(?:^|\s)(#[^\r\n]*)")
_WORD = re.compile(r"(?!(?:null|true|false)$)[a-z_][a-z0-9_-]*|\d{4}-\d\d-\d\d", re.IGNORECASE)


_CALLED: Mapping[Part, tuple[str, str]] = {
    "answers": ("its answers are", "Write one answer a line."),
    "done": ("what is done is", "Write one action a line."),
    "expect": ("what it expects is", "Write one expectation a line."),
    "with_figures": ("what it expects is", "Write one expectation a line."),
}


class _Odd(Exception):
    """Answers are written in a way that this way of editing does not know."""


class _Edit(NamedTuple):
    """Put a text in place of what stands from `start` to `end` (offsets in the old text)."""

    start: int
    end: int
    text: str = ""


class _Case:
    """Hold a case's text: what it says, and the offset of each key path and of each line.

    `entries` is what stands in the part that is edited.
    """

    def __init__(self, text: str, name: str, part: Part) -> None:
        document = yaml_file.parse(text, name)
        if document.problems:
            raise CaseError(document.problems)
        self.text = text
        self.value: dict[str, Any] = document.value
        self.part = part
        self.entries: dict[str, Any] = document.value.get(part) or {}
        starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]
        self.lines = list(zip(starts, [*starts[1:], len(text)], strict=True))
        self.offsets = {
            path: starts[place.line - 1] + place.column - 1
            for path, place in document.marks.items()
            if path
        }
        first_break = _LINE_BREAK.search(text)
        self.line_break = first_break.group() if first_break else "\n"

    def entry(self, path: KeyPath, said: str) -> re.Match[str]:
        """Match a key and what is `said` behind it on its line."""
        key = rf"(?P<quote>['\"]?){re.escape(str(path[-1]))}(?P=quote)[ \t]*:"
        pattern = re.compile(rf"{key}(?P<gap>[ \t]*)(?P<said>{said})")
        found = pattern.match(self.text, self.offsets[path])
        if found is None:
            raise _Odd
        return found

    def in_braces(self, path: KeyPath) -> bool:
        """Tell whether what is below a path stands in braces, and not on lines of its own."""
        below = [at for key, at in self.offsets.items() if key[:-1] == path]
        return not below or self.text[: min(below)].rstrip().endswith("{")

    def lines_of(self, path: KeyPath) -> list[tuple[int, int]]:
        """Give the lines a key fills: its own, and those below but for blank ones and comments."""
        at = self.offsets[path]
        others = (place for key, place in self.offsets.items() if key[: len(path)] != path)
        end = min((place for place in others if place > at), default=len(self.text))
        own, *below = (line for line in self.lines if line[1] > at)
        filled = [own]
        for start, stop in below:
            line = self.text[start:stop].strip()
            if stop > end or line == "...":
                break
            if line and not line.startswith("#"):
                filled.append((start, stop))
        return filled

    def end_of(self, path: KeyPath) -> int:
        """Give the offset behind a key's last line, and the indented comments right below it."""
        end = self.lines_of(path)[-1][1]
        for start, stop in self.lines:
            line = self.text[start:stop]
            if start == end and line.startswith(" ") and line.lstrip().startswith("#"):
                end = stop
        return end

    def block(self, offset: int, lines: Iterable[str]) -> _Edit:
        """Give the edit that puts lines where a line begins, or behind a last one without end."""
        text = "".join(line + self.line_break for line in lines)
        begins_line = offset in (start for start, _ in self.lines)
        return _Edit(offset, offset, text if begins_line or not text else self.line_break + text)

    def comment_of(self, line: tuple[int, int]) -> str:
        """Give the comment at the end of a line as a line of its own; empty where there is none."""
        text = self.text[slice(*line)]
        found = _COMMENT.search(text)
        indent = text[: len(text) - len(text.lstrip())]
        return indent + found[1] + self.line_break if found else ""

    def with_edits(self, edits: Iterable[_Edit]) -> str:
        """Give the text with the edits made, the last first."""
        text = self.text
        for edit in sorted(edits, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text


def edited(text: str, name: str, changes: Changes, part: Part = "answers") -> str:
    """Give a case's text with changes made to its answers, or to another part of it.

    `name` is how its file is called in messages.

    Raises CaseError when the text is no YAML, or is written so that it can't be edited.
    """
    if text.startswith(_BYTE_ORDER_MARK):
        return _BYTE_ORDER_MARK + edited(text[1:], name, changes, part)
    case = _Case(text, name, part)
    wanted = _wanted(case, changes)
    if wanted == case.entries:
        return text
    for attempt in (_in_place, _anew):
        with suppress(_Odd):
            result = attempt(case, changes)
            if _says(result, name, part) == case.value | {part: wanted}:
                return result
    what, hint = _CALLED[part]
    message = f"{what} written in a way that can't be edited."
    raise CaseError([Problem(Place(name), "unwritable", message, hint)])


def changed(before: Answers, after: Answers) -> Changes:
    """Give what is to be edited so that a case with some answers has others."""
    new = {name: value for name, value in after.items() if before.get(name) != value}
    return new | {name: None for name in before if name not in after}


def pair(name: str, value: object) -> str:
    """Write an answer as YAML, on one line; what YAML would misread is quoted."""
    return f"{_written(name)}: {_written(value)}"


def _plain(value: Any) -> object:
    return None if value is NULL else plain(value)


def _wanted(case: _Case, changes: Changes) -> dict[str, Any]:
    """Give all entries as the text is to say them, those that no base knows among them."""
    wanted = dict(case.entries)
    for name, value in changes.items():
        if value is None:
            wanted.pop(name, None)
        else:
            wanted[name] = _plain(value)
    return wanted


def _says(text: str, name: str, part: Part) -> dict[str, Any] | None:
    """Give what a text says, with a part of it as a mapping; None where it is no YAML."""
    document = yaml_file.parse(text, name)
    if document.problems:
        return None
    value: dict[str, Any] = document.value
    return value | {part: value.get(part) or {}}


def _in_place(case: _Case, changes: Changes) -> str:
    """Edit each answer where it stands, and put the new ones behind the last."""
    added = {key: value for key, value in changes.items() if key not in case.entries}
    new = [pair(key, _plain(value)) for key, value in added.items() if value is not None]
    if not case.entries:
        return case.with_edits(_first(case, new))
    old = {key: value for key, value in changes.items() if key in case.entries}
    last = max(case.entries, key=lambda key: case.offsets[case.part, key])
    edit = _edits_in_braces if case.in_braces((case.part,)) else _edits_in_block
    return case.with_edits(edit(case, old, new, (case.part, last)))


def _first(case: _Case, new: Iterable[str]) -> Iterator[_Edit]:
    """Put answers into a case that has none yet, one a line."""
    if case.in_braces(()):
        raise _Odd
    lines = ["  " + line for line in new]
    if case.part not in case.value:
        yield case.block(len(case.text), [f"{case.part}:", *lines])
        return
    key = case.entry((case.part,), _NOTHING)
    if key["said"]:
        yield _Edit(key.start("gap"), key.end("said"))
    yield case.block(case.end_of((case.part,)), lines)


def _edits_in_block(
    case: _Case, changes: Changes, new: Iterable[str], last: KeyPath
) -> Iterator[_Edit]:
    """Edit answers that stand on lines of their own."""
    for name, value in changes.items():
        path = (case.part, name)
        own, *below = case.lines_of(path)
        if value is None:
            yield from (_Edit(*line) for line in (own, *below))
        elif isinstance(value, Mapping) and (below or len(pair(name, value)) > _WIDEST):
            yield from _over_lines(case, path, value)
        else:
            yield _replaced(case.entry(path, _IN_BLOCK), value)
            yield from (_Edit(*line, case.comment_of(line)) for line in below)
    indent = next(case.offsets[last] - start for start, _ in case.lines_of(last))
    yield case.block(case.end_of(last), [" " * indent + line for line in new])


def _over_lines(case: _Case, path: KeyPath, value: Mapping[str, object]) -> Iterator[_Edit]:
    """Write a mapping with a line for each of its keys; comments among them come before it."""
    own, *below = case.lines_of(path)
    comments = "".join(case.comment_of(line) for line in (own, *below))
    indent = " " * (case.offsets[path] - own[0])
    entries = [f"{indent}  {pair(*entry)}" for entry in value.items()]
    block = case.block(own[0], [f"{indent}{_written(path[-1])}:", *entries])
    yield _Edit(*own, comments + block.text)
    yield from (_Edit(*line) for line in below)


def _edits_in_braces(
    case: _Case, changes: Changes, new: Iterable[str], last: KeyPath
) -> Iterator[_Edit]:
    """Edit answers that stand in braces, with commas between them."""
    for name, value in changes.items():
        entry = case.entry((case.part, name), _IN_BRACES)
        yield _replaced(entry, value) if value is not None else _cut(case, entry)
    end = case.entry(last, _IN_BRACES).end()
    yield _Edit(end, end, "".join(f", {answer}" for answer in new))


def _replaced(entry: re.Match[str], value: object) -> _Edit:
    """Put a value in place of what was said; where nothing was, in front of any comment."""
    written = _written(_plain(value))
    if entry["said"]:
        return _Edit(entry.start("gap"), entry.end(), (entry["gap"] or " ") + written)
    return _Edit(entry.start("gap"), entry.start("gap"), " " + written)


def _cut(case: _Case, entry: re.Match[str]) -> _Edit:
    """Take an answer out of braces, with the comma behind it, or else the one before it."""
    behind = re.compile(r"\s*,\s*").match(case.text, entry.end())
    if behind:
        return _Edit(entry.start(), behind.end())
    before = case.text[: entry.start()].rstrip()
    return _Edit(len(before) - 1 if before.endswith(",") else entry.start(), entry.end())


def _anew(case: _Case, changes: Changes) -> str:
    """Write the lines of the answers anew, and keep every comment among them."""
    if case.part not in case.value or case.in_braces(()):
        raise _Odd
    own, *below = case.lines_of((case.part,))
    lines = [f"{case.part}:", *("  " + pair(*answer) for answer in _wanted(case, changes).items())]
    block = case.comment_of(own) + case.block(own[0], lines).text
    edits = [_Edit(*line, case.comment_of(line)) for line in below]
    return case.with_edits([_Edit(*own, block), *edits])


def _written(value: object) -> str:
    if isinstance(value, str):
        return value if _WORD.fullmatch(value) else f'"{"".join(map(_sign, value))}"'
    if isinstance(value, Mapping):
        return f"{{{', '.join(pair(key, below) for key, below in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return str(value)


def _sign(sign: str) -> str:
    """Write a sign inside double quotes; one that can't be seen by its number."""
    if sign in '"\\':
        return "\\" + sign
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"
