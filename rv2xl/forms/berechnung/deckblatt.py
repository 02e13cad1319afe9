"""The sheet „Deckblatt“ of a Berechnungsbogen: what it is, which edition, how far it is filled in."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.ansprechstelle import ANSPRECHSTELLE, KONTAKT
from rv2xl.model.definitions.blocks import Identification, Notes, Progress, Record
from rv2xl.model.definitions.blocks.deckblatt_blocks import DataProtection, Steps
from rv2xl.model.definitions.field import ANZAHL, DATUM, TEXT, Field, FilledBy
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.definitions.roles import Roles
from rv2xl.model.expressions.expr import Ref

AUSGEFUELLT_AM = Ref("deckblatt.ausgefuellt_am", "deckblatt")
"""The day as of which a calculation stands: it tells the versions of the two sides apart."""

ROLLEN = Roles(
    year=Ref("deckblatt.jahr", "deckblatt"), correction=Ref("deckblatt.korrektur_nr", "deckblatt"), filled_on=AUSGEFUELLT_AM
)  # fmt: skip
"""What other rooms ask this sheet for."""


_PERSONAL = "der Name unter „Ausgefüllt von“"
_PURPOSE = "um den Bogen zu prüfen und Rückfragen zu stellen"
"""What every Berechnungsbogen asks about a person, and what for."""


def deckblatt(
    title: str,
    source: str,
    notes: tuple[str, ...],
    *,
    purpose: str = _PURPOSE,
    data: str = "",
    first: tuple[str, ...] = (),
) -> Sheet:
    """Return the sheet with the form's title and what is printed below it.

    `purpose` is what personal data are processed for („um … zu …“), `data` what of them the form has beside the name on this sheet, `first`
    the sections that are always to be filled in, if not those with duties.
    """
    return Sheet(section="deckblatt", name="Deckblatt", title=title, source=source, blocks=(
        Steps(heading="In drei Schritten", own=True, first=first, contact=KONTAKT), Notes(notes=notes), _bogen(source), ANSPRECHSTELLE,
        Progress(heading="So weit sind Sie", own=True),
        DataProtection(heading="Datenschutz", own=True, data=f"{_PERSONAL} und {data}" if data else _PERSONAL, purpose=purpose,
                       contact=KONTAKT),
        Identification(),
    ))  # fmt: skip


def _bogen(source: str) -> Record:
    return Record(
        id="deckblatt", heading="Dieser Bogen", source=source, own=True,
        entries=(
            Field(id="jahr", label="Jahr der Ausgabe", type=replace(ANZAHL, grouping=False), filled_by=FilledBy.LWV,
                  given=lambda jahr: jahr),
            Field(id="korrektur_nr", label="Korrektur Nr.", type=ANZAHL, hint="Leer heißt: erste Abgabe."),
            Field(id="ausgefuellt_von", label="Ausgefüllt von", type=TEXT, personal=True, hint="Name für Rückfragen."),
            Field(id="ausgefuellt_am", label="Ausgefüllt am", type=DATUM, hint="Der Stand der Berechnung."),
        ))  # fmt: skip
