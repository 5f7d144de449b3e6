"""Serve the consultation as pages in a browser, on this machine alone."""

import webbrowser
from importlib.util import find_spec

import click

from engine.commands import inputs, options
from engine.commands.terminal import fail, say, tell
from engine.consultation.consult import consult
from engine.consultation.moment import Day

_NEEDS = ("flask", "waitress")


@click.command("serve", short_help="Answer the questions in a browser.")
@click.option(
    "--port",
    type=click.IntRange(1_024, 65_535),
    metavar="N",
    help="Listen there, not on a free one.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@options.today
def command(port: int | None, no_browser: bool, today: Day | None) -> None:
    """Serve the consultation as pages for the browser on this machine, until Ctrl-C.

    Nothing leaves this machine: nobody else can reach the pages, and the browser alone keeps the
    answers, until it is closed or they are erased. The address is another one each time.

    Example: matchpath serve
    """
    if not all(map(find_spec, _NEEDS)):
        fail("Pages take Flask and waitress, which are not installed: pip install matchpath[web]")
    from engine.web import server  # Flask is there for those who installed it

    inputs.moment(today)  # a day that can't be planned for is told before anything is served
    secret = server.new_secret()
    app = server.application(inputs.base(), secret, today)
    try:
        serving = server.server(app, port or 0)
    except OSError:
        fail(f"Port {port} can't be had: another program has it. Name another, or no port.")
    address = f"http://{server.ADDRESS}:{serving.effective_port}/{secret}/"
    tell(f"Open {address} in a browser on this machine. Ctrl-C ends it.")
    if not no_browser:
        _open(address)
    consult(inputs.base(), {}, inputs.moment(today))  # the rules are ready when the first comes
    serving.run()
    say("\nStopped. Your answers are in the browser alone, until you close it.")


def _open(address: str) -> None:
    """Open a browser with a window of its own; one that takes the terminal over is left alone."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        browser.open(address)
