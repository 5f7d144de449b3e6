"""Make a folder for a web server, in which the consultation runs in the visitor's browser."""

from pathlib import Path

import click

from engine import outside
from engine.checking.required import require
from engine.commands import inputs, options
from engine.commands.terminal import fail, give
from engine.language import loader

_RUNTIME = Path(".site")


@click.command("site", short_help="Make pages that any web server can host.")
@click.option(
    "-o",
    "--output",
    type=options.FILE,
    required=True,
    metavar="DIR",
    help="Write to the new folder DIR.",
)
@click.option(
    "--runtime",
    type=options.FILE,
    default=_RUNTIME,
    show_default=True,
    metavar="FOLDER",
    help="Take Python and Graphviz for browsers from FOLDER, where make site fetches them to.",
)
@click.option(
    "--with-figures",
    is_flag=True,
    help="Take the base's figures along, where you have the right to republish them.",
)
def command(output: Path, runtime: Path, with_figures: bool) -> None:
    """Make a folder for a web server: the same consultation, in the visitor's browser.

    No answer leaves the browser, and it works without a network once it is loaded. HOSTING.md in
    the folder says what a server needs. With --knowledge, for a base of one's own.

    Example: matchpath site -o site
    """
    if outside.exists(output):
        fail(f"{output}: this exists already. Name a new folder; nothing is overwritten.")
    from engine.web.site import archive, compiled, folder
    from engine.web.site.runtime import unpacked

    kb = require(loader.load(inputs.folder(), with_figures=with_figures))
    fetched = unpacked(runtime)
    packed = archive.zipped(archive.contents(kb, fetched.modules))
    app, library = compiled.compiled(packed, fetched)
    made = folder.files(kb, inputs.moment(None), fetched, app, library)
    outside.write_new_folder(output, made)
    size = sum(map(len, made.values())) / 1e6
    give(f"Written: {output}, {len(made)} files, {size:.1f} MB. Read {output / 'HOSTING.md'}.")
