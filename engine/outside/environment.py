"""The environment of the process, as far as a library reads its settings there."""

import os
import sys

# Python runs inside a web page: there is no paper, and other parts draw.
IN_PAGE = sys.platform == "emscripten"

# Set, they ask for plain text; what a terminal that shows none calls itself.
_PLAIN = ("NO_COLOR", "ACCESSIBLE")
_SHOWS_NONE = ("", "dumb")


def wants_plain() -> bool:
    """Tell whether whoever started the process asks for text without looks."""
    return any(map(os.environ.get, _PLAIN)) or os.environ.get("TERM", "") in _SHOWS_NONE


def tell_library(name: str, value: str) -> None:
    """Set what a library reads in the environment, unless whoever started the process has."""
    os.environ.setdefault(name, value)
