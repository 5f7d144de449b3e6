"""`matchpath serve`: says where it serves, ends with a sentence, and says why it can't begin."""

import signal
import socket
import urllib.request

import pytest
import serving
from worlds import SMALL

from engine.commands import web

pytest.importorskip("flask", reason="Flask is not installed")


def test_it_serves_where_it_says_and_ends_with_a_sentence():
    with serving.served(SMALL) as (address, process):
        with urllib.request.urlopen(f"{address}question/place") as response:
            assert b"Where are you now?" in response.read()
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == (
            "",
            "\nStopped. Your answers are in the browser alone, until you close it.\n",
        )
        assert process.returncode == 0


def test_two_runs_have_two_paths():
    with serving.served(SMALL) as (first, _), serving.served(SMALL) as (second, _):
        assert first.split("/")[3] != second.split("/")[3]


def test_a_port_that_is_taken_is_said(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--no-browser", "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"Port {port} can't be had: another program has it. Name another, or no port.\n"
    )


def test_without_flask_it_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr(web, "find_spec", lambda name: None)
    done = run("serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Pages take Flask and waitress, which are not installed: pip install matchpath[web]\n"
    )


def test_a_day_that_can_not_be_planned_for_is_said_before_anything_is_served(run):
    done = run("serve", "--no-browser", "--today", "1800-01-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("1800-01-01 is no day to plan for.")


@pytest.mark.parametrize(
    ("browser", "asked"),
    [
        ("BackgroundBrowser", ["http://127.0.0.1/"]),
        ("GenericBrowser", []),  # one in the terminal would take it over
    ],
)
def test_only_a_browser_with_a_window_of_its_own_is_opened(monkeypatch, browser, asked):
    opened = []
    found = getattr(web.webbrowser, browser)("a-browser")
    monkeypatch.setattr(found, "open", opened.append, raising=False)
    monkeypatch.setattr(web.webbrowser, "get", lambda: found)
    web._open("http://127.0.0.1/")
    assert opened == asked
