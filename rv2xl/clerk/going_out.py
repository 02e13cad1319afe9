"""„Bögen erzeugen“: workbooks for everybody in the register, with letters."""

from __future__ import annotations

from rv2xl.clerk.context import Context, Done
from rv2xl.clerk.due import generating
from rv2xl.clerk.sheets import Action
from rv2xl.letters.rendering import Templates
from rv2xl.letters.sending_out import send_out
from rv2xl.outgoing.issuing import form_file_name, is_in_file_names
from rv2xl.screen.console import written_into

SENT = (
    "Die Bögen aus dem Ordner „Versand“ verschicken. Was zurückkommt, im Ordner „Rücklauf“ ablegen, dann "
    f"„{Action.CHECK.label}“."
)
"""What comes after the workbooks."""


def generate(context: Context) -> Done:
    """Write the workbooks, and make the folder for what comes back. Raises Abbruch as `send_out` does."""
    settings = context.settings
    written, told, said = send_out(
        settings.form, context.register, settings.year, settings.versand, context.clock.today, context.progress,
        previous=[settings.vorjahr] if settings.vorjahr is not None else [],
        templates=Templates(None) if settings.with_letters else None, numbers=(), rows=None, last=None,
    )  # fmt: skip
    if settings.ruecklauf.parent.is_dir():
        settings.ruecklauf.mkdir(exist_ok=True)
    shown = written_into(settings.versand, written, "Arbeitsmappe", "Arbeitsmappen")
    return Done((*told, shown, *said), SENT, {Action.GENERATE: generating(*issued(context), settings.form.senders)})


def issued(context: Context) -> tuple[int, int]:
    """Return for how many senders there is a workbook, and for how many there is to be one."""
    settings, register = context.settings, context.register
    numbers = register.asked(settings.form, settings.year)
    names = [form_file_name(settings.form, settings.year, number) for number in numbers if is_in_file_names(number)]
    return sum((settings.versand / name).exists() for name in names), len(numbers)
