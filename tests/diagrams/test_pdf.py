"""The text of a PDF: what a reader searches for is there, and what is copied is plain letters."""

import io
import re

import pypdf
import pytest
from conftest import ROOT
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

import diagrams
from diagrams import pdf
from engine.authoring import cases
from engine.consultation import casefile
from engine.output.stations import stations

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


@pytest.fixture
def outcome(kb):
    return cases.run(casefile.load(ROOT / "knowledge" / "cases" / "week-waiting.yaml", kb), kb)


def text_of(data):
    sheets = pypdf.PdfReader(io.BytesIO(data)).pages
    return "\n".join(sheet.extract_text() for sheet in sheets)


@pytest.mark.parametrize("shape", ["sheets", "one picture"])
def test_words_in_which_fonts_have_ligatures_are_found_whole(outcome, shape):
    drawing = diagrams.draw_path(outcome)
    data = diagrams.draw_pages(outcome) if shape == "sheets" else diagrams.render(drawing, "pdf")
    text = text_of(data)
    assert not set(text) & set(LIGATURES)
    titles = " ".join(station.title for station in stations(outcome))
    words = re.findall(r"\w*f[fil]\w*", titles)
    assert "offer" in words
    assert set(words) <= set(re.findall(r"\w+", text))


def one_glyph(text):
    """Give a PDF of one page that shows one glyph, which stands for a text."""
    table, show = DecodedStreamObject(), DecodedStreamObject()
    table.set_data(
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        b"1 beginbfchar\n<0001> <%s>\nendbfchar\n" % text.encode("utf-16-be").hex().encode()
    )
    show.set_data(b"BT /F 12 Tf 20 20 Td <0001> Tj ET")
    writer = pypdf.PdfWriter()
    font = DictionaryObject()
    for name, value in {
        "/Type": NameObject("/Font"),
        "/Subtype": NameObject("/Type0"),
        "/BaseFont": NameObject("/Any"),
        "/Encoding": NameObject("/Identity-H"),
        "/ToUnicode": writer._add_object(table.flate_encode()),
    }.items():
        font[NameObject(name)] = value
    fonts = DictionaryObject({NameObject("/F"): font})
    page = writer.add_blank_page(100, 100)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(show)
    return writer


@pytest.mark.parametrize(("ligature", "letters"), list(LIGATURES.items()))
def test_the_glyph_of_a_ligature_reads_as_its_letters(ligature, letters):
    """Whatever the fonts of this machine: here a font has one glyph, and its text is a ligature."""
    assert text_of(pdf.finished(one_glyph(ligature), "x")) == letters


def test_any_other_glyph_reads_as_before():
    for sign in "é…א":
        assert text_of(pdf.finished(one_glyph(sign), "x")) == sign
