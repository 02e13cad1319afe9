"""A small set of calculations, invented: Fahrtkosten of some providers, one of them unusually dear and one with a slip, and the
Kostenzuordnung of two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from rv2xl.demo.data import Values
from rv2xl.demo.returns import Planted, Sent, fill
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.forms.fahrtkosten.entfernung import TEILNEHMENDE, ZAEHLEND
from rv2xl.forms.fahrtkosten.grundlagen import ANDERE, BA, BERECHNUNG, ENTFERNUNG, KALKULATION, LWV
from rv2xl.forms.kostenzuordnung.eingaben import TABELLEN
from rv2xl.model.definitions.form import Form
from rv2xl.model.finding import Severity
from rv2xl.outgoing.issuing import file_name, issue_for, suggestions
from rv2xl.returns.register import Register

SPARE_ROWS = 10
FAHRTKOSTEN, KOSTENZUORDNUNG = 6, 2
"""How many providers calculate each."""
_DEAR, _SLIP = 3, 5
"""Which of them is unusually dear, and which lists a person twice, counted from 0."""


def calculations(register: Register, year: int, seed: int) -> Iterator[Sent]:
    """Yield what providers send back, as their spreadsheet program would leave it."""
    numbers = [number for number in register.traeger if register.orte_of(number, year)]
    for place, number in enumerate(numbers[:FAHRTKOSTEN]):
        yield _fahrtkosten(register, year, number, place, Random(f"{seed} fahrtkosten {number}"))
    for number in numbers[:KOSTENZUORDNUNG]:
        form = newest("kostenzuordnung")
        yield _sent(form, register, year, number, _kosten(year, Random(f"{seed} kosten {number}")))


def _sent(
    form: Form, register: Register, year: int, number: str, values: dict[str, Values], slips: bool = False
) -> Sent:
    issue = issue_for(form, register, year, number)
    layout = lay_out(issue)
    begun = suggestions(issue, register)
    entered = {key: begun.get(key, {}) | values.get(key, {}) for key in begun.keys() | values.keys()}
    return Sent(file_name(issue), fill(workbook_bytes(layout), layout, entered), _slip(layout) if slips else None)


def _fahrtkosten(register: Register, year: int, number: str, place: int, rng: Random) -> Sent:
    orte = [str(ort["zad"]) for ort in register.orte_of(number, year)]
    count = rng.randint(18, 36)
    form = newest("fahrtkosten").with_rows({TEILNEHMENDE.id: count + SPARE_ROWS})
    people: Values = {}
    kilometres = 0
    for row in range(1, count + 1):
        way = Decimal(rng.randint(900, 32_000)).scaleb(-3)
        kilometres += int(way)
        people |= _person(f"TN-{number}-{row:03}", row, orte, way, year, rng)
    if place == _SLIP:
        people[f"{TEILNEHMENDE.id}.2.kennung"] = people[f"{TEILNEHMENDE.id}.1.kennung"]
    each = rng.randint(380, 460) * (4 if place == _DEAR else 1)
    costs: Values = {
        "kosten.fahrdienst_extern": Decimal(kilometres * each * 7 // 10),
        "kosten.fahrzeuge": Decimal(kilometres * each * 2 // 10),
        "kosten.oepnv": Decimal(kilometres * each // 10),
        "wertmarken.ganzjahr": rng.randint(0, 6),
        "koordination.kosten": Decimal(rng.randint(4, 12) * 1_000),
    }
    values = {ENTFERNUNG: people, KALKULATION: costs, BERECHNUNG: {}}
    return _sent(form, register, year, number, values, place == _SLIP)


def _person(kennung: str, row: int, orte: list[str], way: Decimal, year: int, rng: Random) -> Values:
    """Return a row of the list: nine of ten people are the LWV's."""
    values: Values = {
        "kennung": kennung,
        "zad": rng.choice(orte),
        "traeger": rng.choices((LWV, BA, ANDERE), (90, 7, 3))[0],
        "befoerderung": rng.choices(ZAEHLEND, (80, 17, 3))[0],
        "strecke": way,
        "routenplaner": "Landesplaner",
        "ermittelt_am": date(year, 10, 1) + timedelta(rng.randrange(50)),
        "fahrtdauer": min(8 + int(way * 2), 60),
    }
    return {f"{TEILNEHMENDE.id}.{row}.{name}": value for name, value in values.items()}


def _slip(layout: Layout) -> Planted:
    placed = layout.by_key[ENTFERNUNG]
    return Planted(
        words="Eine Kennung steht zweimal in der Liste.", number=layout.issue.sender,
        file=file_name(layout.issue), code="A1-KENNUNG", severity=Severity.FEHLER,
        sheet=placed.name, cell=placed.plan.fields[f"{TEILNEHMENDE.id}.2.kennung"].name,
    )  # fmt: skip


def _kosten(year: int, rng: Random) -> dict[str, Values]:
    """Return amounts for about two thirds of the lines with a share of their own."""
    amounts: Values = {}
    for table in TABELLEN:
        for line in table.lines:
            if line.written is None and any(line.marks) and rng.random() < 0.65:
                amounts[f"{table.id}.{line.amount.id}"] = Decimal(rng.randint(40_000, 9_000_000)).scaleb(-2)
    head: Values = {"kopf.jahr": year, "kopf.investition_nach_anlage_4_5": "nein"}
    return {"berechnung": amounts | head}
