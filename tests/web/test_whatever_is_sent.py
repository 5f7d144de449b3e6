"""Whatever is sent, and whatever a browser says it kept, is answered: never an exception."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visitor import DAY
from worlds import EXAMPLES, small

from engine.web.downloads import FILES
from engine.web.respond import _ABOUT, _PAGES, respond

STATUSES = {200, 303, 404, 413, 422}
KB = small()
WORDS = [
    *KB.questions, *KB.actions, *(word for one in KB.questions.values() for word in one.words),
    "answers", "done", "instead", "today", "said", "answer", "undo", "sure", "case", "14", "2026-11-22",
]  # fmt: skip

any_text = st.text(max_size=60) | st.sampled_from(WORDS)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=20,
)
answers = st.dictionaries(st.sampled_from([*KB.questions]), any_json, max_size=6)
kept_values = st.fixed_dictionaries(
    {}, optional={"answers": answers | any_json, "done": any_json, "instead": answers, "today": any_text, "said": any_json}
)  # fmt: skip
places = [path for _, path in _PAGES] + [f"/{name}" for name in FILES]
paths = (
    st.sampled_from(places)
    | st.builds(
        "/{}/{}".format,
        st.sampled_from([name for _, name in _ABOUT]),
        st.sampled_from([*KB.questions]) | any_text,
    )
    | any_text.map("/{}".format)
)
forms = st.dictionaries(any_text, st.lists(any_text, max_size=4), max_size=4)
methods = st.sampled_from(["GET", "POST", "HEAD", "DELETE", ""])


def forged(value):
    data = zlib.compress(json.dumps(value).encode())
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


kept_texts = (
    st.text(max_size=200)
    | st.binary(max_size=200).map(lambda data: base64.urlsafe_b64encode(data).decode())
    | kept_values.map(forged)
)


def is_answered(method, path, form, kept):
    reply = respond(KB, method, path, form, kept, DAY)
    assert reply.status in STATUSES
    assert reply.to.startswith("/") == (reply.status == 303)
    assert "\n" not in reply.to + reply.name + (reply.kept or "")
    return reply


@given(methods, paths, forms, kept_texts)
def test_any_request_is_answered(method, path, form, kept):
    is_answered(method, path, form, kept)


@given(st.sampled_from([*KB.questions]), st.lists(any_text, max_size=3), kept_values.map(forged))
def test_any_answer_is_taken_or_told_and_what_is_kept_can_be_used(name, sent, kept):
    reply = is_answered("POST", f"/question/{name}", {"answer": sent}, kept)
    if reply.status == 303:
        is_answered("GET", reply.to, {}, reply.kept)


@given(st.text(max_size=300) | any_json.map(json.dumps))
def test_any_file_is_opened_or_told(text):
    is_answered("POST", "/open", {"case": [text]}, "")


@pytest.mark.skipif(EXAMPLES > 100, reason="the properties above try more")
@pytest.mark.parametrize("path", places)
def test_every_page_stands_with_nothing_kept(path):
    for method in ("GET", "POST"):
        assert is_answered(method, path, {}, "").status in STATUSES


def test_what_is_typed_is_shown_as_text_never_as_a_tag():
    sent = '"><script>alert(1)</script>'
    form = {"answer": [sent], "case": [sent]}
    kept = forged({"answers": {"place": "abroad", "police": "yes", "nerves": "calm"}, "said": sent})
    for path in ("/question/days", "/open"):
        body = respond(KB, "POST", path, form, kept, DAY).body.decode()
        assert "&lt;script&gt;" in body
        assert "<script>" not in body
