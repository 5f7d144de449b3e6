"""Turn the pages of a PDF into bytes: no moment in them, and text to search and to copy."""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import cast

from pypdf import PdfWriter
from pypdf.generic import (
    BooleanObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

# A line of a font's table from glyphs to text, where the text is one ligature: ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ
_LIGATURE = re.compile(rb"(<[0-9a-f]+>\s*)<(fb0[0-6])>", re.IGNORECASE)


def finished(writer: PdfWriter, title: str) -> bytes:
    """Give the bytes of a PDF: the same drawing gives the same, and its text holds no ligature.

    It says its title and its language, and viewers show the title in place of the file's name.
    """
    writer.metadata = {"/Title": title}  # it held the moment at which the PDF was made
    writer.root_object[NameObject("/Lang")] = TextStringObject("en-US")
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.root_object[NameObject("/ViewerPreferences")] = shown
    for font in _fonts(writer):
        if "/ToUnicode" in font:
            table = cast(StreamObject, font["/ToUnicode"])
            table.set_data(_LIGATURE.sub(_spelled_out, table.get_data()))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _fonts(writer: PdfWriter) -> Iterator[DictionaryObject]:
    for page in writer.pages:
        resources = cast(DictionaryObject, page["/Resources"])
        fonts = cast(DictionaryObject, resources.get("/Font", DictionaryObject()).get_object())
        for font in fonts.values():
            yield cast(DictionaryObject, font.get_object())


def _spelled_out(line: re.Match[bytes]) -> bytes:
    """Have the glyph of a ligature stand for its letters: it looks as before, and reads "fi".

    Where the font of a machine has ligatures they are drawn, for they look better; a reader who
    searches for "fields" or copies it would not find it otherwise.
    """
    letters = unicodedata.normalize("NFKC", chr(int(line[2], 16)))
    return line[1] + b"<" + letters.encode("utf-16-be").hex().encode() + b">"
