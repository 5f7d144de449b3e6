"""Only `engine.outside` asks the file system and the streams; only `terminal` speaks.

`path.exists()` looks harmless, and is a traceback where the name is too long or the folder may not
be entered: every fault of that kind came from a call like it. A linter's list of forbidden
functions sees `os.replace`, and not a method of a value; so this looks for the names of the
methods, wherever they are called.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUTSIDE = ROOT / "engine" / "outside"

METHODS = {
    *("absolute", "chmod", "cwd", "exists", "expanduser", "glob", "hardlink_to", "home"),
    *("is_dir", "is_fifo", "is_file", "is_mount", "is_socket", "is_symlink", "isatty", "iterdir"),
    *("lchmod", "lstat", "mkdir", "open", "owner", "read_bytes", "read_text", "readlink"),
    *("rename", "resolve", "rglob", "rmdir", "samefile", "stat", "symlink_to", "touch"),
    *("unlink", "write_bytes", "write_text"),
}
FUNCTIONS = {"open", "input", "print"}
MODULES = {"os", "fcntl", "filelock", "glob", "subprocess", "tempfile"}
PARTS = {
    "sys": {"stdin", "stdout", "stderr"},
    "io": {"open", "FileIO"},
    "shutil": {"copy", "copyfile", "copytree", "move", "rmtree"},
    "click": {"echo", "secho", "echo_via_pager", "open_file", "prompt", "confirm", "getchar"},
}
# What may stay, and why.
ALLOWED = {
    ("engine/commands/terminal.py", "sys.stdout"),  # told which signs they may show
    ("engine/commands/terminal.py", "sys.stderr"),
    ("engine/commands/terminal.py", "click.echo_via_pager"),  # for one who reads there, alone
}


def forbidden(source: str) -> Iterator[tuple[int, str]]:
    """Name what a module asks of the outside by itself, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = {alias.name.partition(".")[0] for alias in node.names}
            yield from ((node.lineno, name) for name in names & MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            module = node.module.partition(".")[0]
            names = {alias.name for alias in node.names} & PARTS.get(module, set())
            yield from ((node.lineno, f"{module}.{name}") for name in names)
            if module in MODULES and node.level == 0:
                yield node.lineno, module
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names = {node.attr} & PARTS.get(node.value.id, set())
            yield from ((node.lineno, f"{node.value.id}.{name}") for name in names)
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, name) for name in _called(node, node.func))


def _called(call: ast.Call, function: ast.expr) -> Iterator[str]:
    if isinstance(function, ast.Name) and function.id in FUNCTIONS:
        yield function.id
    if isinstance(function, ast.Attribute) and function.attr in METHODS:
        is_ours = isinstance(function.value, ast.Name) and function.value.id == "outside"
        # A path is opened with a mode or nothing; a case is opened with a base.
        is_case = (
            function.attr == "open" and call.args and not isinstance(call.args[0], ast.Constant)
        )
        if not is_ours and not is_case:
            yield f".{function.attr}"


def sources() -> list[Path]:
    folders = (ROOT / "engine", ROOT / "diagrams")
    modules = [path for folder in folders for path in folder.rglob("*.py")]
    return [path for path in [ROOT / "cli.py", *modules] if OUTSIDE not in path.parents]


def test_no_other_module_asks_the_outside_for_anything():
    found = []
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for line, what in forbidden(path.read_text(encoding="utf-8")):
            if (name, what) not in ALLOWED:
                found.append(f"{name}:{line} {what}: ask engine.outside")
    assert found == []


def test_what_is_forbidden_is_seen():
    source = """
import os.path, tempfile
from os import replace
from sys import stdin
from click import echo
Path(name).exists()
case.path.open("w")
open(name)
sys.stdout.write("")
click.echo("")
outside.exists(path)
keeper.open(kb)
text.replace("a", "b")
from engine.outside import exists
"""
    assert sorted(forbidden(source)) == [
        (2, "os"),
        (2, "tempfile"),
        (3, "os"),
        (4, "sys.stdin"),
        (5, "click.echo"),
        (6, ".exists"),
        (7, ".open"),
        (8, "open"),
        (9, "sys.stdout"),
        (10, "click.echo"),
    ]


def test_all_modules_are_looked_at():
    assert len(sources()) > 80
