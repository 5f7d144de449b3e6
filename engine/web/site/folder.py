"""Put the files of a site together: the page that comes first, what it loads, how to host it."""

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from engine import outside
from engine.consultation.moment import Day
from engine.language.base import KnowledgeBase
from engine.web.respond import respond
from engine.web.site.runtime import Runtime
from engine.web.visit import Reply

_SHELL = Path(__file__).with_name("shell")
_LARGEST = 1_000_000  # bytes of a file of the shell
_SCRIPTS = ("boot.js", "shell.js", "site.css", "worker.js")

# What a page may do: run our scripts and Python, look as it looks, ask its own server for files.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; worker-src 'self'; img-src data:; form-action 'none'; base-uri 'none'"
)

# The picture beside a question says what day it is; the page draws its own as soon as it can.
_PICTURE = re.compile("<aside.*?</aside>", re.DOTALL)


def files(
    kb: KnowledgeBase, today: Day, runtime: Runtime, archive: bytes, library: bytes
) -> dict[str, bytes]:
    """Give the files of a site by their paths in its folder.

    `archive` and `library` are what Python runs, compiled. What a page loads lies in two folders
    named by what is in them: a file with a name never changes, and may be kept for good.
    """
    runtime_files = {**runtime.shown, "library.zip": library}
    runtime_folder = f"runtime-{_digest(runtime_files)}/"
    pages = _early_pages(kb, today)
    settings = {
        "runtime": f"../{runtime_folder}",
        "bytes": sum(map(len, (runtime.shown["pyodide.asm.wasm"], library, archive))),
        "pages": pages,
    }
    app_files = {"app.zip": archive, **{name: _shell(name) for name in _SCRIPTS}}
    app_folder = f"app-{_digest({**app_files, 'site.js': _script(settings)})}/"
    app_files["site.js"] = _script({**settings, "folders": [app_folder, runtime_folder]})
    made = {
        "index.html": _index(pages["/"]["html"], app_folder),
        "sw.js": _shell("sw.js"),
        **{app_folder + name: data for name, data in app_files.items()},
        **{runtime_folder + name: data for name, data in runtime_files.items()},
    }
    size = sum(len(gzip.compress(data, 9)) for data in made.values())
    hosting = _shell("HOSTING.md").decode().format(policy=POLICY, megabytes=f"{size / 1e6:.1f}")
    return {**made, "HOSTING.md": hosting.encode()}


def _index(start: str, app_folder: str) -> bytes:
    """Give the start page with what loads the rest."""
    head = _shell("head.html").decode().format(policy=POLICY, app=app_folder)
    loading = _shell("loading.html").decode()
    return start.replace("<head>", head, 1).replace("<main", loading, 1).encode()


def _shell(name: str) -> bytes:
    return outside.read(_SHELL / name, _LARGEST)


def _early_pages(kb: KnowledgeBase, today: Day) -> dict[str, dict[str, str]]:
    """Give the pages that can be read before the rules are ready, by the paths that lead there."""
    start = _reply(kb, today, "/")
    first = _reply(kb, today, "/next")
    question = _reply(kb, today, first.to)
    asked = {"path": first.to, "html": _PICTURE.sub("", question.body.decode())}
    return {
        "/": {"path": "/", "html": start.body.decode()},
        "/next": asked,
        first.to: asked,
    }


def _reply(kb: KnowledgeBase, today: Day, path: str) -> Reply:
    return respond(kb, "GET", path, {}, "", today)


def _script(settings: Mapping[str, object]) -> bytes:
    return f"export default {json.dumps(settings)};\n".encode()


def _digest(named: Mapping[str, bytes]) -> str:
    """Give eight signs that stand for these files as they are."""
    whole = hashlib.sha256()
    for name in sorted(named):
        whole.update(name.encode() + b"\0" + named[name] + b"\0")
    return whole.hexdigest()[:8]
