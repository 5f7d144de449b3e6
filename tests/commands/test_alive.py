"""A sign of life while a command works in silence: on a dressed screen, and gone before it speaks."""

import time

import pytest

from engine import outside
from engine.commands import alive


@pytest.fixture
def said(monkeypatch):
    """Give all that is said on a dressed screen, where nobody has any patience."""
    texts = []
    monkeypatch.setattr(outside, "is_dressed", lambda: True)
    monkeypatch.setattr(outside, "write_error", texts.append)
    monkeypatch.setattr(alive, "_PATIENCE", 0)
    return texts


def wait_for(texts):
    """Wait until something was said."""
    until = time.monotonic() + 10
    while not texts and time.monotonic() < until:
        time.sleep(0.01)


def test_the_sign_comes_and_goes(said):
    with alive.sign():
        wait_for(said)
    assert said == ["Working …", "\r\x1b[K"]


def test_it_is_gone_before_anything_else_is_said(said):
    with alive.sign():
        wait_for(said)
        alive.end()
        outside.write_error("A result")
    assert said == ["Working …", "\r\x1b[K", "A result"]


def test_it_does_not_come_once_something_was_said(said, monkeypatch):
    monkeypatch.setattr(alive, "_PATIENCE", 0.1)
    with alive.sign():
        alive.end()
        time.sleep(0.3)
    assert said == []


def test_it_comes_on_no_other_screen(said, monkeypatch):
    monkeypatch.setattr(outside, "is_dressed", lambda: False)
    with alive.sign():
        time.sleep(0.1)
    assert said == []
