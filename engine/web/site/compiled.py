"""Compile what Python runs in a page, by that very Python: it starts in less than half the time.

A page would otherwise compile some three hundred modules anew on each visit. Code that is compiled
fits one version of Python alone, which Node can run too; a visit is made there to see which of
Python's own modules one needs, and that the pages come.
"""

from pathlib import Path

from engine import outside
from engine.web.site.runtime import Runtime

_SHELL = Path(__file__).with_name("shell")
_LARGEST = 1_000_000  # bytes of a script
_HINT = "Install Node.js, which brings npm along."


def compiled(app: bytes, runtime: Runtime) -> tuple[bytes, bytes]:
    """Give the archive and Python's own library with their modules compiled.

    Raises CaseError where Node is not there, or the pages don't come.
    """
    scripts = ("compile.js", "compile.py", "boot.js")
    files = {name: outside.read(_SHELL / name, _LARGEST) for name in scripts}
    files["package.json"] = b'{"type": "module"}'
    files |= {**runtime.shown, "app.zip": app, "library.zip": runtime.library}
    made = ("app-compiled.zip", "library-compiled.zip")
    result = outside.made_by(("node", "compile.js"), files, made, _HINT)
    return result[made[0]], result[made[1]]
