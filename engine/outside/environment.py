"""The environment of the process, as far as a library reads its settings there."""

import os


def tell_library(name: str, value: str) -> None:
    """Set what a library reads in the environment, unless whoever started the process has."""
    os.environ.setdefault(name, value)
