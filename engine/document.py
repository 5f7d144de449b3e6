"""Turn a YAML file into plain values, with the place of each, or the list of what is wrong."""

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml

from engine.errors import KeyPath, Origin, Place, Problem, nearest

LARGEST_FILE = 2_000_000  # bytes; the shipped base is a twentieth of it
DEEPEST = 40  # levels of nesting

# YAML 1.2 core: yes, no, on and off are words, and 11:30 is no number.
_SCALARS = (
    ("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")),
    ("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789")),
    ("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]*\.[0-9]+$"), list("-+.0123456789")),
)


class _Reader(yaml.CSafeLoader):
    """Compose nodes by the YAML 1.2 core schema, which PyYAML does not ship."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]


for _tag, _pattern, _starts in _SCALARS:
    _Reader.add_implicit_resolver(_tag, _pattern, _starts)


class Document:
    """Hold what a YAML file says: `value`, `marks` (the place of each key path), `problems`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.value: Any = None
        self.marks: dict[KeyPath, Place] = {(): Place(name)}
        self.problems: list[Problem] = []

    @property
    def origin(self) -> Origin:
        """Give the origin of the file as a whole."""
        return Origin(self.marks)

    def fault(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note one problem of this file."""
        self.problems.append(Problem(place, code, message, hint))


def read(path: Path, name: str | None = None) -> Document:
    """Read one YAML file; what is wrong with it is in the document's `problems`.

    `name` is how the file is called in messages (its path when not given).
    """
    document = Document(name or str(path))
    text = _text(path, document)
    if text is not None:
        _compose(text, document)
    return document


def parse(text: str, name: str) -> Document:
    """Read YAML that came from elsewhere than a file; `name` is how it is called in messages."""
    document = Document(name)
    _compose(text, document)
    return document


def _text(path: Path, document: Document) -> str | None:
    place = Place(document.name)
    try:
        if path.is_dir():
            document.fault(place, "unreadable", "this is a folder, not a file.", "Name a YAML file.")
        elif path.exists() and not path.is_file():
            document.fault(place, "unreadable", "this is not an ordinary file.", "Name a YAML file.")
        elif path.stat().st_size > LARGEST_FILE:
            document.fault(place, "too-large", f"the file is larger than {LARGEST_FILE:,} bytes.")
        else:
            return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        near = nearest_file(path)
        document.fault(place, "no-such-file", "there is no file of this name.", near)
    except UnicodeDecodeError:
        document.fault(place, "encoding", "the file is not UTF-8 text.", "Save it as UTF-8 and try again.")
    except OSError as error:
        document.fault(place, "unreadable", f"the file can't be read ({error.strerror}).")
    return None


def nearest_file(path: Path) -> str:
    """Suggest a YAML file that stands beside a path that doesn't exist."""
    folder = path.parent
    if not folder.is_dir():
        return f'The folder "{folder}" does not exist either.'
    return nearest(path.name, (file.name for file in folder.glob("*.yaml")))


def _compose(text: str, document: Document) -> None:
    try:
        if fault := _too_deep(text, document):
            document.problems.append(fault)
            return
        root = yaml.compose(text, Loader=_Reader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(document.name, mark.line + 1, mark.column + 1) if mark else Place(document.name)
        document.fault(place, "syntax", f"this is not YAML: {error.problem}.", _syntax_hint(text, place))
    except (yaml.YAMLError, ValueError) as error:
        document.fault(Place(document.name), "syntax", f"this is not YAML: {error}.")
    else:
        if root is None:
            document.fault(Place(document.name), "empty", "the file is empty.")
        else:
            document.value = _value(root, (), document)


def _syntax_hint(text: str, place: Place) -> str:
    lines = text.splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if "\t" in line:
        return "The line holds a tab: indent with spaces."
    return "Look at this line and the one above: a quote, a bracket, a colon or the indentation."


def _too_deep(text: str, document: Document) -> Problem | None:
    """Look for nesting and aliases before composing, which would recurse into them."""
    depth = 0
    for event in yaml.parse(text, Loader=_Reader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        place = _place(event, document)
        if depth > DEEPEST:
            return Problem(place, "too-deep", f"more than {DEEPEST} levels of nesting.")
        if isinstance(event, yaml.AliasEvent):
            return Problem(place, "alias", f'"*{event.anchor}" is an alias.', "Write the text out instead.")
        tag = getattr(event, "tag", None)
        if tag:
            return Problem(place, "tag", f'the tag "{tag}" is not allowed.', "Take it out.")
    return None


def _place(item: yaml.Node | yaml.Event, document: Document) -> Place:
    mark: Any = item.start_mark
    return Place(document.name, mark.line + 1, mark.column + 1)


def _value(node: yaml.Node, path: KeyPath, document: Document) -> Any:
    document.marks.setdefault(path, _place(node, document))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), document) for index, item in enumerate(node.value)]
    return _scalar(node) if isinstance(node, yaml.ScalarNode) else None


def _mapping(node: yaml.MappingNode, path: KeyPath, document: Document) -> dict[str | int, Any]:
    result: dict[str | int, Any] = {}
    for key_node, value_node in node.value:
        place = _place(key_node, document)
        key = _scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        if key in result:
            document.fault(place, "duplicate-key", f'"{key}" stands here twice.', "Keep one of the two.")
            continue
        document.marks[(*path, key)] = place
        result[key] = _value(value_node, (*path, key), document)
    return result


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    kind = node.tag.rsplit(":", 1)[-1]
    if kind == "int":
        return int(node.value)
    if kind == "float":
        return float(node.value)
    if kind == "bool":
        return bool(node.value.lower() == "true")
    return None if kind == "null" else str(node.value)
