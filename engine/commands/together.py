"""Refuse words of a command that don't go together, so that none of them is dropped unsaid."""

import click
from click.core import ParameterSource

from engine.commands.terminal import fail


def refuse(what: str, *others: str, instead: str) -> None:
    """Fail where one of some other parameters was given beside what takes its place.

    `what` is said as it stands, the others by their options; `instead` says what to do.
    """
    context = click.get_current_context()
    for param in context.command.params:
        if param.name in others and _is_given(context, param):
            fail(f"{what} and {_called(param)} don't go together. {instead}")


def _is_given(context: click.Context, param: click.Parameter) -> bool:
    """Tell whether a parameter was typed; an argument of several words may have none."""
    name = param.name or ""
    is_typed = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    return is_typed and context.params[name] != ()


def _called(param: click.Parameter) -> str:
    """Name an option as it is typed, an argument as the help calls it."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.make_metavar(click.get_current_context()).strip("[].")
