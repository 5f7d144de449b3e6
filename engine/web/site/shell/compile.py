"""Make a visit, then compile our archive, and of Python's own library what the visit imported.

All of the library, compiled, would be a megabyte more to send; what no visit needs stays source.
"""

import importlib.util
import marshal
import sys
import zipfile

from engine.web import in_page

VISIT = ("/", "/answers", "/keep", "/plan", "/plan.html", "/plan.ics", "/path.svg", "/me.yaml")
NOW = 1_800_000_000_000.0  # milliseconds
UNCHECKED = (1).to_bytes(4, "little") + bytes(8)  # the source is not there to be compared with


def visit() -> None:
    """Ask for pages of every kind."""
    in_page.start()
    for path in VISIT:
        head, body = in_page.answer("GET", path, "{}", "", NOW)
        if '"status": 200' not in head:
            raise SystemExit(f"{path} gave {head} {body.decode()}")


def imported(archive: str) -> set[str]:
    """Name the modules that came out of an archive, by their paths in it."""
    files = (getattr(module, "__file__", None) or "" for module in list(sys.modules.values()))
    return {file.removeprefix(f"{archive}/") for file in files if file.startswith(archive)}


def compile_archive(source: str, target: str, names: set[str] | None = None) -> None:
    """Compile the modules of an archive into another: those of the names, all where none are."""
    with (
        zipfile.ZipFile(source) as given,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made,
    ):
        for entry in given.infolist():
            data, name = given.read(entry), entry.filename
            if name.endswith(".py") and (names is None or name in names):
                # Without texts for programmers, which no visitor reads.
                code = compile(data, name, "exec", dont_inherit=True, optimize=2)
                data = importlib.util.MAGIC_NUMBER + UNCHECKED + marshal.dumps(code)
                name += "c"
            made.writestr(zipfile.ZipInfo(name, entry.date_time), data, zipfile.ZIP_DEFLATED)


visit()
LIBRARY = next(path for path in sys.path if path.endswith(".zip"))
compile_archive("/app.zip", "/app-compiled.zip")
compile_archive("/library.zip", "/library-compiled.zip", imported(LIBRARY))
