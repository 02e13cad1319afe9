"""Anlage 3: the head, a table for each group of `recht/anlage3.toml` in its order, and the switches of the doubtful lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from rv2xl.forms.berechnung.grundlagen import EUR, JAHR, schalter, text
from rv2xl.forms.berechnung.kopf import LE_NUMMER, LEISTUNGSERBRINGER
from rv2xl.model.definitions.blocks import Column, Matrix, Notes, Record, Row
from rv2xl.model.definitions.blocks.cost_blocks import AMOUNT, LABEL, CostLine, CostTable
from rv2xl.model.definitions.field import ANTEIL, EARLIEST, JA_NEIN, LATEST, Field
from rv2xl.model.expressions.expr import Expr, Ref, if_, sum_of, total
from rv2xl.model.wording import german
from rv2xl.recht.kostenarten import ANGEBOTE, Kostenart, Kostengruppe, kostenarten

ANLAGE = kostenarten().source
GRUPPEN = kostenarten().groups
ABSCHREIBUNGEN = kostenarten().group(15)
SUMME = replace(EUR, minimum=None)
"""A sum from which Erträge are subtracted."""
VOLLE_PROZENT = replace(ANTEIL, scale=2)
"""How a share is printed: „100 %“."""
KREUZ = "X"
KOPFZEILE = "laufende Nummer | Kostenart"
"""The printed heads of the first two columns, which are one here: they stand once over each Abschnitt."""


_FACHDIENST = "Ärztlicher und psychologischer Dienst, Sicherheitsingenieur (Fachkraft für Arbeitssicherheit)"
_IT = "Informationstechnologie (IT) einschließlich Dokumentationssoftware"
_SCHUTZ = "Aufwendungen persönliche Schutzausrüstung"
_TITEL = {
    "Fachkräfte zur Arbeits- und Berufsförderung (FAB)": "Fachkräfte (FAB)",
    "Therapeutisch-/ technisches Personal und arbeitsbegleitende Maßnahmen": "Therapie, Technik, Begleitung",
    _FACHDIENST: "Ärztlicher Dienst, Sicherheit",
    _SCHUTZ: "Persönliche Schutzausrüstung",
    "Erstattungen für Inkontinenzmaterial/ Einmalunterlagen": "Erstattung Inkontinenzmaterial",
    "Eigenbeteiligung Zubereitung Mittagsverpflegung": "Eigenbeteiligung Mittagessen",
}
"""What an amount is called above its message, where the beginning of its label would not tell it apart."""
_KURZ = {
    "Brennstoffe (zum Beispiel Gas, Öl, Fernwärme)": "Brennstoffe",
    "Zubereitung Mittagsverpflegung": "Mittagessen",
    "Haustechnik/ technischer Dienst (ohne Instandhaltung)": "Haustechnik",
    "Verwaltung/ Buchhaltung": "Verwaltung",
    _FACHDIENST: "Ärztl. Dienst",
    "Kraftfahrzeug (KfZ) – Carsharing, zentraler Fahrzeugpool": "Kraftfahrzeug",
    "Telekommunikation": "Telefon",
    "Öffentlichkeitsarbeit": "Öffentlichkeit",
    "Jahresabschlusskosten": "Abschluss",
    "Gästebetreuung und Repräsentation": "Gästebetreuung",
    "Personalmarketing": "Marketing",
    _IT: "IT",
    "Inkontinenzmaterial/ Einmalunterlagen/ Erste Hilfe": "Inkontinenz",
    _SCHUTZ: "Schutzmittel",
    "Hygiene- und Putzmaterial, Desinfektionsmittel": "Hygiene",
}
"""What a line is called above the message of its switches: beside „Arbeitsbereich“ there is room for no more."""


def betrag(line: Kostenart) -> Ref:
    """Return the amount of a line."""
    return Ref(f"{line.id}.{AMOUNT}")


def eingetragen(group: Kostengruppe) -> Expr:
    """Return the sum of what is entered in a group."""
    return total(betrag(line) for line in group.lines)


def anerkannt(lines: tuple[Kostenart, ...], share: Callable[[Kostenart], Decimal | None]) -> Expr:
    """Return the sum of lines, each by its share."""
    by_share: dict[Decimal, list[Ref]] = {}
    for line in lines:
        if (part := share(line)) is not None:
            by_share.setdefault(part, []).append(betrag(line))
    return sum_of(total(refs) if part == 1 else total(refs) * part for part, refs in by_share.items())


def gekreuzt(line: Kostenart, angebot: str, yes: Expr | str, no: Expr | str | int) -> Expr:
    """Return one of two values by the X of a doubtful line: its switch, and while that is blank the reading by twin (A3-X-UNKLAR)."""
    switch = Ref(f"{line.id}.{angebot}")
    return if_(switch.eq("nein"), no, yes) if angebot in line.marks else if_(switch.eq("ja"), yes, no)


KOPF = Record(
    id="kopf", heading="Leistungserbringer und Jahr", source=ANLAGE,
    entries=(
        LEISTUNGSERBRINGER,
        LE_NUMMER,
        Field(id="jahr", label="Jahr der Kosten und Erträge", required=True,
              type=replace(JAHR, minimum=Decimal(EARLIEST.year), maximum=Decimal(LATEST.year))),
        Field(id="investition_nach_anlage_4_5", label="Werden Investitionen nach Anlage 4 oder 5 vergütet?",
              title="Investitionen nach Anlage 4/5", type=JA_NEIN,
              hint="Wichtig, wenn in Gruppe 15 ein Betrag steht (Auslegung A3-DOPPELT). Leer heißt: nein."),
    ))  # fmt: skip


def _line(line: Kostenart, group: Kostengruppe) -> CostLine:
    own = line.id.removeprefix(group.id).removeprefix(".")
    name = f"{own}.{AMOUNT}" if own else AMOUNT
    label = line.label or (f"Freie Zeile {own.rpartition('_')[2]}: Betrag" if line.free else group.title)
    written = (
        text(f"{own}.{LABEL}", label.replace("Betrag", "Kostenart"), hint="Mit Betrag; beides oder keines.")
        if line.free
        else None
    )
    marks = (_share(line.massnahme), _share(line.basis), *(_kreuz(line, angebot) for angebot in ANGEBOTE))
    return CostLine(
        amount=Field(id=name, label=label, title=_TITEL.get(line.label, ""), type=EUR, hint=_hint(line)),
        marks=marks,
        written=written,
        remark=_remark(line),
    )


def _share(share: Decimal | None) -> str:
    if share is None:
        return ""
    return german(share, VOLLE_PROZENT) if share else german(share, EUR)


def _kreuz(line: Kostenart, angebot: str) -> str | Expr:
    if line.doubtful:
        return gekreuzt(line, angebot, KREUZ, "")
    return KREUZ if angebot in line.marks else ""


def _hint(line: Kostenart) -> str:
    if line.share == 0:
        return "Ein Eintrag bleibt stehen und wird mit 0,00 anerkannt (Auslegung A3-NULL)."
    return ""


def _remark(line: Kostenart) -> str:
    if line.doubtful:
        return "X am Original zu prüfen"
    return "freie Zeile" if line.free else ""


def _heads(group: Kostengruppe) -> tuple[str, ...]:
    basis = "Grundpauschale" if group.yields else "Basisbetrag"
    bib = ANGEBOTE["bib"] + (" ²" if group.number == 1 else "")
    return ("Betrag (EUR)", "Maßnahmebetrag", basis, ANGEBOTE["arbeitsbereich"], bib, ANGEBOTE["kombi_bib"])


def _table(group: Kostengruppe) -> CostTable:
    hint = (
        "Ein Betrag in dieser Gruppe wird mit 0,00 anerkannt." if all(line.share == 0 for line in group.lines) else ""
    )
    first = group.section not in (before.section for before in GRUPPEN[: group.number - 1])
    return CostTable(
        id=group.id, heading=f"{group.number} {group.title}", source=group.source, heads=_heads(group), corner=KOPFZEILE if first else "",
        new_page=group.number == NEUE_SEITE,
        lines=tuple(_line(line, group) for line in group.lines),
        sum=Field(id="summe", label=f"Summe {group.number}", type=EUR, expr=anerkannt(group.lines, lambda line: line.share), hint=hint),
    )  # fmt: skip


NEUE_SEITE = 13
"""The group before which a long Abschnitt goes to the next page in print."""
TABELLEN = tuple(_table(group) for group in GRUPPEN)


def _abschnitt(section: str) -> Notes:
    first = section == GRUPPEN[0].section
    yields = any(group.yields for group in GRUPPEN if group.section == section)
    notes = (
        kostenarten().footnotes if first else ("Erträge werden positiv eingetragen und abgezogen.",) if yields else ()
    )
    return Notes(heading=section, source=ANLAGE, notes=notes, new_page=not yields)


def kosten() -> tuple[Notes | CostTable, ...]:
    """Return the tables, before the first of each Abschnitt its title."""
    blocks: list[Notes | CostTable] = []
    for group, table in zip(GRUPPEN, TABELLEN, strict=True):
        if not any(block.heading == group.section for block in blocks):
            blocks.append(_abschnitt(group.section))
        blocks.append(table)
    return tuple(blocks)


_JA, _NEIN = JA_NEIN.choices
ZWEIFELHAFT = tuple(line for line in kostenarten().lines if line.doubtful)
_ZEICHEN = {angebot: label[0] for angebot, label in ANGEBOTE.items()}
_LESARTEN = {line.id: ", ".join(_ZEICHEN[angebot] for angebot in line.marks) for line in ZWEIFELHAFT}
SCHALTER = Matrix(
    id="", heading="Schalter: Kreuze, die der Druck offen lässt", source="Auslegung A3-X-UNKLAR", own=True, corner="Zeile (Lesart)",
    notes=("„ja“ setzt das X, „nein“ nimmt es weg; leer heißt: die Lesart in Klammern ("
           + ", ".join(f"{sign} für {ANGEBOTE[angebot]}" for angebot, sign in _ZEICHEN.items())
           + "). Jede Zeile ist am Original zu prüfen.",),
    rows=tuple(
        Row(line.id, f"{group.number} {line.label} ({_LESARTEN[line.id]})", short=f"{group.number} {_KURZ.get(line.label, line.label)}")
        for group in GRUPPEN for line in group.lines if line.doubtful
    ),
    columns=tuple(Column(angebot, label) for angebot, label in ANGEBOTE.items()), type=JA_NEIN, required=False,
    switches=tuple(
        schalter("kostenzuordnung", "A3-X-UNKLAR", _JA if angebot in line.marks else _NEIN)
        for line in ZWEIFELHAFT for angebot in ANGEBOTE
    ),
)  # fmt: skip
