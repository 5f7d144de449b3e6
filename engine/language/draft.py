"""Hold a text that is written ahead, to be copied and finished by hand."""

from typing import Literal

import msgspec

from engine.language.words import Line, Text


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold a text to send or to say: facts in braces are filled in, a gap in brackets is not."""

    title: Line
    text: Text
    kind: Literal["", "letter", "mail", "call", "answer", "statement"] = ""
