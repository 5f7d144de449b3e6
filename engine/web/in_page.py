"""Answer a visitor's pages inside their own browser, where Python runs as a part of the page.

What hosts it there unpacks the archive, which has the base beside the code as the site was made
from it, and hands over each link and form. Nothing is sent anywhere.
"""

import datetime
import json
import pickle
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from engine import outside
from engine.consultation.consult import consult
from engine.consultation.glance import glance
from engine.consultation.moment import eastern
from engine.language.base import KnowledgeBase
from engine.web.respond import respond

BASE = "base.pickle"  # at the root of the archive: read and checked when the site was made
_LARGEST = 100_000_000  # bytes; the shipped one has 1,000,000


def start() -> None:
    """Run the rules once, so that the first answer does not wait for what is slow to import."""
    consult(_base(), {})


def prepared() -> Iterator[None]:
    """Do what a visitor would wait for later, a part at a time: a picture, then searches."""
    first = respond(_base(), "GET", "/next", {}, "", datetime.date.today()).to
    respond(_base(), "GET", first, {}, "", datetime.date.today())
    yield
    glance(_base(), {})


def answer(method: str, path: str, form: str, kept: str, now: float) -> tuple[str, bytes]:
    """Answer a request: the reply as JSON without its body, and the body.

    `form` is JSON, name → list of texts; `now` is the instant in milliseconds, as browsers count.
    """
    instant = datetime.datetime.fromtimestamp(now / 1000, datetime.timezone.utc)
    reply = respond(_base(), method, path, json.loads(form), kept, eastern(instant))
    head = {
        "status": reply.status,
        "media": reply.media,
        "to": reply.to,
        "kept": reply.kept,
        "name": reply.name,
    }
    return json.dumps(head), reply.body


def written(kb: KnowledgeBase) -> bytes:
    """Write a base as a page reads it: no YAML is read there, which takes Python alone seconds."""
    return pickle.dumps(kb, protocol=5)


@cache
def _base() -> KnowledgeBase:
    path = Path(__file__).parents[2] / BASE
    kb: KnowledgeBase = pickle.loads(outside.read(path, _LARGEST))
    return kb
