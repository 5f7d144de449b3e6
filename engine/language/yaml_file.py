"""Turn a YAML file into plain values, with the place of each, or the list of what is wrong."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from engine import outside
from engine.errors import CaseError, KeyPath, Origin, Place, Problem, nearest, short

ENDING = ".yaml"  # of a base's files and its cases
LARGEST_FILE = 2_000_000  # bytes; the shipped base is a twentieth of it
LARGEST_CASE = 200_000  # bytes of a case, and of answers handed over; the shipped ones are 2,000
DEEPEST = 40  # levels of nesting

# libyaml where it is there; in a browser it is not, and Python reads the same.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What of unquoted text is no text; otherwise yes, no, on and off are words, and 11:30 is no number.
_PLAIN = re.compile(
    r"(?P<null>~|null|Null|NULL|)|(?P<bool>true|True|TRUE|false|False|FALSE)"
    r"|(?P<int>[-+]?[0-9]+)|(?P<float>[-+]?[0-9]*\.[0-9]+)"
)

# A text without quotes, its words, and a # right before another word: `Rank #1 first`.
_CUT = re.compile(
    r"""([ ]*(?:- )?[a-z_-]+: (?!["'\[{>|&*!])([^\s#]+(?:[ \t]+[^\s#]+)*))[ \t]+#([^\s#])"""
)
_COMMENTED = 2  # words, like a strength or a range, behind which `#why` is a comment; `#1` is none
_OPEN = re.compile(r"""(?::|-|,|\[)[ ]+("(?:[^"\\]|\\.)*)$""")  # a quote that its line leaves open
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no file in YAML holds these


class _Refused(Exception):
    """Stop reading a file at something that no file of ours may hold."""

    def __init__(self, place: Place, code: str, message: str, hint: str = "") -> None:
        self.problem = Problem(place, code, message, hint)


class Marks(Mapping[KeyPath, Place]):
    """Map each key path of a file to its place, which is made when a fault asks for it.

    `spots` mirrors the file's value: a mapping or a list of pairs, the parser's mark of what stands
    there and the spots below it; None below a scalar.
    """

    def __init__(self, name: str, spots: Any = None) -> None:
        self._name = name
        self._spots = spots

    def __getitem__(self, path: KeyPath) -> Place:
        place, below = Place(self._name), self._spots
        try:
            for key in path:
                mark, below = below[key]
                place = _marked(self._name, mark)
        except (LookupError, TypeError):
            raise KeyError(path) from None
        return place

    def __iter__(self) -> Iterator[KeyPath]:
        return _paths((), self._spots)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def named(self, name: str) -> "Marks":
        """Give the places of the same text in a file of this name."""
        return Marks(name, self._spots)

    def __reduce__(self) -> tuple[type["Marks"], tuple[str, Any]]:
        """Let a base be kept where there is no such parser: in a page it is read from no YAML."""
        return Marks, (self._name, _kept(self._spots))


class _Spot(NamedTuple):
    """Hold a line and a column as a parser's mark does, counted from 0."""

    line: int
    column: int


def _kept(spots: Any) -> Any:
    """Give spots with marks of our own in place of the parser's."""
    if isinstance(spots, dict):
        return {
            key: (_Spot(at.line, at.column), _kept(below)) for key, (at, below) in spots.items()
        }
    if isinstance(spots, list):
        return [(_Spot(at.line, at.column), _kept(below)) for at, below in spots]
    return spots


def _paths(path: KeyPath, spots: Any) -> Iterator[KeyPath]:
    """Give a key path and all below it, in the order of the file."""
    yield path
    keys = spots if isinstance(spots, dict) else range(len(spots or ()))
    for key in keys:
        yield from _paths((*path, key), spots[key][1])


class Document:
    """Hold what a YAML file says: `value`, `marks` (the place of each key path), `problems`.

    `size` counts the values in it; `text` is the file as it is written, a byte order mark and all.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self.value: Any = None
        self.size = 0
        self.marks: Mapping[KeyPath, Place] = Marks(name)
        self.problems: list[Problem] = []

    def named(self, name: str) -> "Document":
        """Give what was read without a problem as that of a file of this name."""
        document = Document(name)
        document.text, document.value, document.size = self.text, self.value, self.size
        assert isinstance(self.marks, Marks)  # only a layer puts others in their place
        document.marks = self.marks.named(name)
        return document

    @property
    def origin(self) -> Origin:
        """Give the origin of the file as a whole."""
        return Origin(self.marks)

    def fault(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note one problem of this file."""
        self.problems.append(Problem(place, code, message, hint))


def read(path: Path, name: str | None = None, limit: int = LARGEST_FILE) -> Document:
    """Read one YAML file of at most `limit` bytes; what is wrong with it is in its `problems`.

    `name` is how the file is called in messages (its path when not given).
    """
    document = unparsed(path, name, limit)
    if not document.problems:
        _compose(document.text, document)
    return document


def parse(text: str, name: str) -> Document:
    """Read YAML that is there already; `name` is how it is called in messages."""
    document = Document(name)
    document.text = text
    _compose(text, document)
    return document


def unparsed(path: Path, name: str | None = None, limit: int = LARGEST_FILE) -> Document:
    """Read the text of a YAML file, and no more, as `read` does."""
    document = Document(name or str(path))
    place = Place(document.name)
    try:
        document.text = outside.read(path, limit).decode()
    except UnicodeDecodeError:
        document.fault(
            place, "encoding", "the file is not UTF-8 text.", "Save it as UTF-8 and try again."
        )
    except CaseError as error:
        for problem in error.problems:
            hint = nearest_file(path) if problem.code == "no-such-file" else problem.hint
            document.fault(place, problem.code, problem.message, hint)
    return document


def is_yaml(path: Path) -> bool:
    """Tell whether a file is YAML by its name, however that ends."""
    return path.suffix.lower() in (ENDING, ".yml")


def misnamed(paths: Iterable[Path]) -> dict[Path, Problem]:
    """Map the files that are YAML, and not read for the way their names end, to that problem."""
    found = {}
    for path in paths:
        if is_yaml(path) and path.suffix != ENDING:
            message = f"this file is not read: its name must end in {ENDING}."
            hint = f"Rename it to {path.stem}{ENDING}."
            found[path] = Problem(Place(str(path)), "wrong-ending", message, hint)
    return found


def nearest_file(path: Path) -> str:
    """Suggest a YAML file that stands beside a path that doesn't exist."""
    folder = path.parent
    if not outside.is_folder(folder):
        return f'The folder "{folder}" does not exist either.'
    with suppress(CaseError):  # one that may not be listed holds nothing to suggest
        return nearest(
            path.name, (file.name for file in outside.folder(folder) if file.suffix == ENDING)
        )
    return ""


def _compose(text: str, document: Document) -> None:
    text = text.removeprefix("\ufeff")
    try:
        value, spots = _document(iter(_LOADER(text).get_event, None), document)
    except yaml.MarkedYAMLError as error:
        document.problems.append(_no_yaml(error, text, document.name))
    except (yaml.YAMLError, ValueError) as error:
        document.problems.append(_no_text(error, text, document.name))
    except _Refused as refused:
        document.problems.append(refused.problem)
    else:
        document.value, document.marks = value, Marks(document.name, spots)
        if " #" in text:
            _note_cut_texts(text, document)


def _no_text(error: Exception, text: str, name: str) -> Problem:
    """Say what no YAML can hold; a character that nobody sees is named with its place."""
    found = _NO_TEXT.search(text)
    if found is None:
        return Problem(Place(name), "syntax", f"this is not YAML: {error}.")
    before = text[: found.start()]
    place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    message = f"this is not YAML: a character that nobody sees, \\u{ord(found[0]):04x}."
    return Problem(place, "syntax", message, "Delete it.")


def _note_cut_texts(text: str, document: Document) -> None:
    """Find texts without quotes that a `#` cuts: it starts a comment, and the rest is lost."""
    for number, line in enumerate(text.splitlines(), 1):
        cut = _CUT.match(line) if "#" in line else None
        if cut and (len(cut[2].split()) > _COMMENTED or cut[3].isdigit()):
            document.problems.append(_cut_text(line, Place(document.name, number, cut.end(1) + 2)))


def _cut_text(line: str, place: Place) -> Problem:
    message = f'the text ends before "{short(line[place.column - 1 :].strip())}".'
    hint = "Put the text in quotes; for a comment, write a space after the #."
    return Problem(place, "cut-text", message, hint)


def _no_yaml(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    opened = _open_quote(text, place)
    if opened:
        message, hint = "a quote is opened here and not closed.", "Close it where the text ends."
        return Problem(opened, "syntax", message, hint)
    cut = _cut_in_braces(text, place)
    if cut:
        return cut
    message = f"this is not YAML: {error.problem}."
    return Problem(place, "syntax", message, _syntax_hint(text, place))


def _open_quote(text: str, place: Place) -> Place | None:
    """Find the last line, down to where a parser stumbled, on which a quote is left open."""
    lines = text.splitlines()[: place.line]
    for number in range(len(lines), 0, -1):
        found = _OPEN.search(lines[number - 1])
        if found:
            return Place(place.file, number, found.start(1) + 1)
    return None


def _cut_in_braces(text: str, place: Place) -> Problem | None:
    """Find a `#` that cuts off closing braces, where a parser stumbled or on the line before."""
    lines = text.splitlines()[: place.line]
    for number, line in list(enumerate(lines, 1))[-2:]:
        plain = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), line)
        before, _, _ = plain.partition(" #")
        if _is_open(before) and not _is_open(plain):
            return _cut_text(line, Place(place.file, number, len(before) + 2))
    return None


def _is_open(line: str) -> bool:
    """Tell whether braces or brackets are opened on a line and not closed."""
    return line.count("{") > line.count("}") or line.count("[") > line.count("]")


def _syntax_hint(text: str, place: Place) -> str:
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if "\t" in line:
        return "The line holds a tab: indent with spaces."
    return "Look at this line and the one above: a quote, a bracket, a colon or the indentation."


_Events = Iterator[yaml.Event]
"""What the parser makes of a text; values are built from it in one go."""

_Read = tuple[Any, Any]
"""A value, and the spots of what it holds: see `Marks`."""


def _document(events: _Events, document: Document) -> _Read:
    read: _Read = None, None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(
                    _place(event, document),
                    "syntax",
                    "a second document starts here.",
                    "Keep one a file.",
                )
            read = _value(next(events), events, 0, document)
    if not documents:
        raise _Refused(Place(document.name), "empty", "the file is empty.")
    return read


def _place(event: yaml.Event, document: Document) -> Place:
    return _marked(document.name, event.start_mark)


def _marked(name: str, mark: Any) -> Place:
    """Give the place of a parser's mark, which counts from 0."""
    return Place(name, mark.line + 1, mark.column + 1)


def _value(event: Any, events: _Events, depth: int, document: Document) -> _Read:
    """Give the value that starts with an event, so many levels down."""
    if isinstance(event, yaml.AliasEvent):
        message, hint = f'"*{event.anchor}" is an alias.', "Write the text out instead."
        raise _Refused(_place(event, document), "alias", message, hint)
    if event.tag:
        message = f'the tag "{event.tag}" is not allowed.'
        raise _Refused(_place(event, document), "tag", message, "Take it out.")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event), None
    if depth >= DEEPEST:
        message = f"more than {DEEPEST} levels of nesting."
        raise _Refused(_place(event, document), "too-deep", message)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, depth + 1, document)
    return _list(events, depth + 1, document)


def _list(events: _Events, depth: int, document: Document) -> _Read:
    values, spots = [], []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        value, below = _value(event, events, depth, document)
        values.append(value)
        spots.append((event.start_mark, below))
    document.size += len(values)
    return values, spots


def _mapping(events: _Events, depth: int, document: Document) -> _Read:
    values: dict[str, Any] = {}
    spots: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if isinstance(event, yaml.ScalarEvent):
            key = event.value
        else:
            key = "?"  # a list or a mapping as a key: named so in what is said of it
            _value(event, events, depth, document)
        value, below = _value(next(events), events, depth, document)
        if key in values:
            message = f'"{key}" stands here twice.'
            document.fault(
                _place(event, document), "duplicate-key", message, "Keep one of the two."
            )
        else:
            values[key], spots[key] = value, (event.start_mark, below)
    document.size += len(values)
    return values, spots


def _scalar(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    """Give a scalar's value; what was quoted is text."""
    text: str = event.value
    found = _PLAIN.fullmatch(text) if event.implicit[0] else None
    kind = found.lastgroup if found else None
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "bool":
        return text.lower() == "true"
    return None if kind == "null" else text
