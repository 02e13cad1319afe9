"""The commands about Konsolidierung.xlsm: `clerk` does what its buttons do, on the closed file; `doctor` says what is set up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click import argument

from rv2xl.clerk.sheets import NAME, Action
from rv2xl.screen.console import progress, say
from rv2xl.screen.options import FILE
from rv2xl.screen.options import today as today_option
from rv2xl.screen.values import OneOf

CREATE = "create"


@argument(
    "book", metavar="ARBEITSMAPPE", type=FILE, help=f"Die {NAME} der Sachbearbeitung; sie darf nicht geöffnet sein."
)
@argument(
    "action",
    metavar="AUFGABE",
    type=OneOf(CREATE, *Action),
    help=f"{CREATE}: eine neue Arbeitsmappe anlegen; sonst, was der Knopf tut: "
    + ", ".join(f"{action} ({action.label})" for action in Action)
    + ".",
)
@today_option
def clerk(book: Path, action: str, today: date | None) -> None:
    """Ohne Makros tun, was die Knöpfe der Arbeitsmappe tun, oder eine neue anlegen."""
    from rv2xl.clerk.books.closed_book import ClosedBook
    from rv2xl.clerk.context import Clock
    from rv2xl.clerk.new_book import create_book
    from rv2xl.clerk.run import run

    if action == CREATE:
        for path in create_book(book, {}):
            say(f"Geschrieben: „{path}“")
        say("Nächster Schritt: die Arbeitsmappe öffnen und auf dem Blatt „Start“ eintragen, wo alles liegt.")
        return
    done = run(Action(action), ClosedBook(book), Clock.of(today), progress)
    for sentence in done.said:
        say(sentence)
    say(f"Nächster Schritt: {done.next_step}")


@argument(
    "book", metavar="ARBEITSMAPPE", type=FILE, required=False, help=f"Auch prüfen, wo diese {NAME} liest und schreibt."
)
def doctor(book: Path | None) -> None:
    """Sagen, was eingerichtet ist, ob Excel erreichbar ist, und was zu tun bleibt."""
    from rv2xl.clerk.doctor import diagnosis

    for point in diagnosis(book):
        say(point.text)
