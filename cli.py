"""Turn a command line into a command, whose module is imported when it is called."""

import atexit
import gc
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from engine import outside
from engine.commands import completion
from engine.commands.alive import sign
from engine.commands.session import Session, caught
from engine.commands.terminal import allow_any_encoding

# Told before a command is known: a shell that completes asks before any is called.
completion.register()

# Reading a base makes many objects and hardly any garbage: looking for it often only takes time,
# and so it does at the end, when everything goes anyway. Python would do it several times.
gc.set_threshold(300_000)  # more than a plan from a base as shipped makes
atexit.register(gc.freeze)

COMMANDS = {
    "cohort": "engine.commands.cohort:command",
    "compare": "engine.commands.explain:compare",
    "completion": "engine.commands.completion:command",
    "consult": "engine.commands.consult:command",
    "done": "engine.commands.done:command",
    "draft": "engine.commands.draft:command",
    "explain": "engine.commands.explain:explain",
    "forget": "engine.commands.forget:command",
    "kb": "engine.commands.advisor:group",
    "levers": "engine.commands.explain:levers",
    "plan": "engine.commands.plan:command",
    "serve": "engine.commands.web:command",
    "site": "engine.commands.site:command",
    "tree": "engine.commands.plan:tree",
}


class LazyGroup(click.Group):
    """Import a command's module when the command is called: a first question waits for no other."""

    def __init__(self, *args: Any, homes: Mapping[str, str] = {}, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._homes = homes
        for name in homes:  # click lists and suggests names from these
            self.add_command(click.Command(name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command by its name, imported now; None for a name that is none."""
        module, _, attribute = self._homes.get(cmd_name, "").partition(":")
        found: click.Command | None = getattr(import_module(module), attribute) if module else None
        return found

    def main(  # type: ignore[override]  # click has two shapes of it; this one always exits
        self, args: Sequence[str] | None = None, **extra: Any
    ) -> NoReturn:
        """Run a command line and exit: whatever happens is told in sentences, never a traceback."""
        outside.hold_streams()
        allow_any_encoding()
        session = extra.setdefault("obj", Session())
        with caught(session), sign():
            sys.exit(super().main(args, **{**extra, "standalone_mode": False}))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take --debug wherever it stands: a line that failed is run again with it at the end."""
        words = [word for word in args if word != "--debug"]
        ctx.ensure_object(Session).debug = len(words) < len(args)
        return super().parse_args(ctx, words)


@click.group(
    cls=LazyGroup, homes=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="matchpath")
@click.option(
    "--knowledge",
    type=click.Path(path_type=Path),
    envvar="MATCHPATH_KNOWLEDGE",
    help="Use the knowledge base in DIR, not the built-in one (also: MATCHPATH_KNOWLEDGE).",
)
@click.option("--debug", is_flag=True, help="Show where in the code a fault arose.")
def main(knowledge: Path | None, debug: bool) -> None:
    """A plan and a decision tree of your own, from answers to a few questions.

    Nothing leaves this machine. Start with: matchpath consult
    """
    del knowledge, debug  # read from the context, by what needs them


if __name__ == "__main__":
    main()
