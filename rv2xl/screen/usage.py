"""What is wrong with a call, as one German sentence.

Click's errors are put into German by their class and parts, never by translating their text: one that is not known here
still becomes a German sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from rv2xl.screen.help import PROGRAM, metavar
from rv2xl.screen.values import BadValue


def usage_sentence(error: click.ClickException) -> str:
    """Say what is wrong, in one sentence, without the English of the error."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    path = ctx.command_path if ctx else PROGRAM
    match error:
        case click.NoSuchOption():
            return f"Die Option {error.option_name} gibt es nicht{_meant(error.possibilities, '{}')}."
        case click.NoSuchCommand():
            hint = _meant(error.possibilities, "„{}“") or f"; „{path} --help“ nennt alle Befehle"
            return f"Den Befehl „{error.command_name}“ gibt es nicht{hint}."
        case click.MissingParameter(param=click.Parameter() as param):
            return f"Die {'Option' if isinstance(param, click.Option) else 'Angabe'} {_name(param)} fehlt."
        case click.BadParameter(param=click.Parameter() as param):
            complaint = error.message if isinstance(error, BadValue) else "die Angabe nicht brauchbar"
            return f"Für {_name(param)} ist {complaint}."
        case click.BadOptionUsage(option_name=name) if ctx is not None:
            params = [param for param in ctx.command.get_params(ctx) if name in param.opts]
            if any(isinstance(param, click.Option) and param.is_flag for param in params):
                return f"Die Option {name} steht allein und nimmt keinen Wert an."
            return f"Hinter {name} fehlt der Wert."
    if ctx is not None and isinstance(ctx.command, click.Group):
        return f"Es fehlt ein Befehl; „{path} --help“ nennt alle Befehle."
    return f"Der Aufruf ist so nicht möglich; „{path} --help“ zeigt, wie er lautet."


def _meant(possibilities: Sequence[str] | None, quoted: str) -> str:
    return f"; gemeint ist vielleicht {quoted.format(possibilities[0])}" if possibilities else ""


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else metavar(param)
