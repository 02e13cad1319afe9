"""Invented worlds: who works where, and what each Ort reports. Small counts are frequent, for those are the dangerous ones."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from rv2xl.model.expressions.expr import Value
from rv2xl.model.returned import Return, ReturnedSheet
from rv2xl.outgoing.issuing import issue_for
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import regions
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation, consolidate
from rv2xl.returns.register import Register
from tests.unit.reports.folder import FORM, YEAR, ort, register

BODIES = ("lwv", "andere")
ORIGINS = ("eigene_region", "hessen", "ausserhalb")
BANDS = ("a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")
QUESTIONS = [f"fragen.struktur_{n}" for n in range(1, 10)] + [f"fragen.prozess_{n}" for n in range(1, 7)]
KREISE = tuple(region.schluessel for region in regions(year_end(YEAR)))


@dataclass(frozen=True)
class Size:
    """How large a world is: of how many Kreise, of how many Leistungserbringer with at most so many Orte, and how many people."""

    kreise: int
    senders: int
    orte: int
    people: int


SMALL = Size(kreise=3, senders=7, orte=2, people=12)
STATE = Size(kreise=len(KREISE), senders=60, orte=5, people=60)


def world(seed: int, size: Size = SMALL, year: int = YEAR) -> Consolidation:
    """Return what came back in a world; about one in ten has not sent anything yet. In another year the same Orte tell other numbers."""
    random = Random(seed)
    kreise = random.sample(KREISE, size.kreise)
    senders = [f"{number:04}" for number in range(1, size.senders + 1)]
    orte = [
        (sender, random.choice(kreise), random.choice(("58", "60")))
        for sender in senders
        for _ in range(random.randint(1, size.orte))
    ]
    known = register(
        ort(sender, f"{11_000_000 + at}", kreis, leistung) for at, (sender, kreis, leistung) in enumerate(orte)
    )
    sent = [sender for sender in senders if random.random() < 0.9]
    random = random if year == YEAR else Random(f"{seed} {year}")
    return consolidate(FORM, year, known, [_returned(random, known, sender, size, year) for sender in sent])


def _returned(random: Random, known: Register, sender: str, size: Size, year: int) -> Checked:
    issue = issue_for(FORM, known, year, sender)
    sheets = {}
    for issued in issue.sheets:
        values: dict[str, Value] = dict(issued.given)
        if issued.section.startswith("ort_"):
            values |= _reported(random, size)
        sheets[issued.key] = ReturnedSheet(issued.key, issued.name, issue.section(issued.key), values=values)
    return Checked(Return(f"Ruecklauf/dokumentation_{year}_{sender}.xlsx", issue, sender, sheets))


def _reported(random: Random, size: Size) -> dict[str, Value]:
    """Return the answers of an Ort: few people of other Leistungsträger, or none."""
    values: dict[str, Value] = {name: random.choice(("ja", "nein")) for name in QUESTIONS}
    for body, most in (("lwv", size.people), ("andere", 3)):
        origins = [random.randint(0, most), random.randint(0, most // 3), random.choice((0, 0, 1, 2))]
        ages = dict.fromkeys(BANDS, 0)
        for _ in range(sum(origins)):
            ages[random.choices(BANDS, (8, 8, 7, 4, 4, 3, 1))[0]] += 1
        values |= {f"personen.{row}.{body}": count for row, count in zip(ORIGINS, origins, strict=True)}
        values |= {f"alter.{band}.{body}": count for band, count in ages.items()}
        values[f"personen.kombi_bib.{body}"] = random.randint(0, min(2, sum(origins)))
        approved = Decimal(random.randint(1, 400_000)) / 100
        values |= {f"bewilligt.{body}": approved, f"erbracht.{body}": round(approved * 9 / 10, 2)}
    values["erbracht.gesamt"] = sum(Decimal(str(values[f"erbracht.{body}"])) for body in BODIES)
    values |= {
        f"personal.{kind}": Decimal(random.randint(1, 900)) / 100
        for kind in ("fab", "sozialer_dienst", "therapeutisch")
    }
    return values | {"ausgelagert.gruppen": random.randint(0, 4), "ausgelagert.betriebe": random.randint(0, 6)}
