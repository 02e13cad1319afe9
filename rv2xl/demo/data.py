"""The invented data: Leistungserbringer and Orte that do not exist, in Hessian towns that do, and what they report.

No name of an organisation or a person is a real one; streets are invented, mail goes to example.org, telephone numbers
come from the range that the Bundesnetzagentur keeps free for films. All follows from the seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from rv2xl.excel.sheets.plan import Layout
from rv2xl.forms.dokumentation.ort import ALTER, HERKUNFT, PROZESS, STRUKTUR
from rv2xl.model.expressions.expr import Value
from rv2xl.recht.agreements import agreements
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import known_regions, regions
from rv2xl.returns.register import RegisterRow

Values = dict[str, Value]
"""Entered values of one sheet, by field id."""

PLACES = """
06431 Bergstraße: 64625 Bensheim, 64646 Heppenheim (Bergstraße), 68623 Lampertheim, 64653 Lorsch
06437 Odenwald: 64711 Erbach, 64720 Michelstadt, 64739 Höchst i. Odw., 64732 Bad König
06432 Gersprenztal: 64807 Dieburg, 64823 Groß-Umstadt, 64347 Griesheim, 64354 Reinheim
06411 Ludwigshöhe: 64283 Darmstadt, 64293 Darmstadt, 64297 Darmstadt
06433 Ried: 64521 Groß-Gerau, 65428 Rüsselsheim am Main, 64560 Riedstadt
06438 Rodautal: 63128 Dietzenbach, 63303 Dreieich, 63225 Langen (Hessen), 63500 Seligenstadt
06413 Mainbogen: 63065 Offenbach am Main, 63071 Offenbach am Main
06412 Niddaufer: 60326 Frankfurt am Main, 60386 Frankfurt am Main, 65929 Frankfurt am Main
06436 Vordertaunus: 65719 Hofheim am Taunus, 65795 Hattersheim am Main, 65779 Kelkheim (Taunus)
06414 Salzbachtal: 65189 Wiesbaden, 65203 Wiesbaden
06439 Rheingau: 65510 Idstein, 65232 Taunusstein, 65366 Geisenheim, 65307 Bad Schwalbach
06434 Hochtaunus: 61348 Bad Homburg v. d. Höhe, 61440 Oberursel (Taunus), 61250 Usingen
06440 Wetterau: 61169 Friedberg (Hessen), 35510 Butzbach, 63667 Nidda, 63654 Büdingen
06415 Kinzigaue: 63450 Hanau, 63452 Hanau
06435 Kinzigtal: 63571 Gelnhausen, 36381 Schlüchtern, 63477 Maintal, 63607 Wächtersbach
06631 Rhön: 36037 Fulda, 36043 Fulda, 36088 Hünfeld, 36129 Gersfeld (Rhön)
06535 Vogelsberg: 36341 Lauterbach (Hessen), 36304 Alsfeld, 63679 Schotten
06531 Wiesecktal: 35390 Gießen, 35305 Grünberg, 35423 Lich, 35410 Hungen
06533 Mittellahn: 65549 Limburg a. d. Lahn, 35781 Weilburg, 65589 Hadamar
06532 Dilltal: 35576 Wetzlar, 35683 Dillenburg, 35745 Herborn, 35708 Haiger
06534 Burgwald: 35037 Marburg, 35216 Biedenkopf, 35260 Stadtallendorf
06635 Edertal: 34497 Korbach, 35066 Frankenberg (Eder), 34537 Bad Wildungen
06634 Knüll: 34576 Homberg (Efze), 34613 Schwalmstadt, 34212 Melsungen, 34560 Fritzlar
06632 Seulingswald: 36251 Bad Hersfeld, 36199 Rotenburg a. d. Fulda, 36179 Bebra
06636 Meißner: 37269 Eschwege, 37213 Witzenhausen, 36205 Sontra
06633 Reinhardswald: 34225 Baunatal, 34369 Hofgeismar, 34466 Wolfhagen
06611 Habichtswald: 34117 Kassel, 34123 Kassel, 34131 Kassel
"""
"""Kreisschlüssel, a landscape for names, and towns with their PLZ; neighbours stand one below the other."""

FORMER_KREIS = {"06415": "06435"}
"""Where the towns of a region belong as long as it is none: Hanau left the Main-Kinzig-Kreis."""

NAMES = (
    "Werkstätten Muster-{} gGmbH", "Beispielwerk {} e. V.", "Musterhilfe {} gGmbH", "Arbeit und Beispiel {} gGmbH",
    "Stiftung Muster-{}",
)  # fmt: skip
ANDERE_NAMES = ("Musterbetrieb {} GmbH", "Probewerk {} gGmbH")
STREETS = (
    "Musterstraße", "Beispielweg", "Am Musterfeld", "An der Beispielmühle", "Probestraße", "Vorlagenring",
    "Mustergasse", "Zum Beispielgrund",
)  # fmt: skip
OFFICES = ("Geschäftsführung", "Vorstand", "Geschäftsführung und Prokura")
ART = {"58": "Arbeitsbereich WfbM", "60": "Anderer Leistungsanbieter"}
ORT_NAMES = ("Werkstatt {}", "Betriebsstätte {}", "Zweigwerkstatt {}")
ABSENDER: RegisterRow = {
    "name": "Landeswohlfahrtsverband Hessen",
    "strasse": "Musterplatz 1",
    "plz": "34117",
    "ort": "Kassel",
    "mail": "rahmenvertrag@example.org",
    "telefon": "069 90009-100",
    "unterschrift": "Im Auftrag",
    "gruss": "Mit freundlichen Grüßen",
    "zusatz": "Dieses Schreiben gehört zu einer Vorführung; alle Angaben darin sind erfunden.",
}
MAX_ORTE = 5

CONTACTS = ("A. Muster", "B. Beispiel", "C. Probe", "D. Vorlage")
FUNCTIONS = ("Werkstattleitung", "Standortleitung", "Begleitender Dienst", None)
REMARKS = (
    "Eine Arbeitsgruppe ist im Herbst in ein anderes Gebäude umgezogen.",
    "Zwei Vollzeitstellen waren am Stichtag unbesetzt.",
    "Im August war der Standort wegen Umbaus zwei Wochen geschlossen.",
)
NOTHING_DONE: Values = {
    "zusatz.fehlanzeige": "ja",
    "zusatz.bemerkung": "Der Standort war wegen Sanierung geschlossen.",
}
"""What is entered for an Ort where no Leistung was provided in the year."""

AGES = (24, 23, 19, 11, 12, 10, 1)
"""How the age bands weigh, in their order."""

ORIGINS = (78, 18, 4)
"""How eigene Region, Hessen and outside weigh."""


class Town(NamedTuple):
    """A region as the register needs it: key on the day, landscape, towns as (PLZ, name)."""

    kreis: str
    landscape: str
    towns: tuple[tuple[str, str], ...]


def places(day: date) -> tuple[Town, ...]:
    """Return all places with the Kreisschlüssel that is valid on the day."""
    valid = {region.schluessel for region in regions(day)}
    found = []
    for line in PLACES.strip().splitlines():
        head, _, towns = line.partition(": ")
        kreis, _, landscape = head.partition(" ")
        pairs = tuple((town[:5], town[6:]) for town in towns.split(", "))
        found.append(Town(kreis if kreis in valid else FORMER_KREIS[kreis], landscape, pairs))
    return tuple(found)


def street(rng: Random) -> str:
    """Return an invented street with a number."""
    return f"{rng.choice(STREETS)} {rng.randint(1, 98)}"


def register_values(providers: int, seed: int, year: int) -> dict[str, Values]:
    """Return what is entered into the Stammdaten: by sheet key and field id.

    The Leistungserbringer share Hessen among themselves, so that as many regions as possible are in use; every eighth is
    an „anderer Leistungsanbieter“ alone. One Ort ended before the year, one starts within it.
    """
    known = places(year_end(year))
    traeger: list[RegisterRow] = []
    orte: list[RegisterRow] = []
    for index in range(providers):
        rng = Random(f"{seed}:{index}")
        first = index * len(known) // providers
        stretch = known[first : max(first + 1, (index + 1) * len(known) // providers)]
        earlier = index - -(-first * providers // len(known))
        number, leistung = f"{index + 1:04d}", "60" if index % 8 == 5 else "58"
        line = _traeger(index, number, leistung, earlier, stretch[0], rng)
        own = _orte(index, number, leistung, stretch, rng)
        extended: Values = {"frist": date(year + 1, 4, 30)} if index % 10 == 7 else {}
        traeger.append(line | _vereinbarungen(own, rng) | extended)
        orte += own
    orte[-1] = {**orte[-1], "gueltig_von": date(year, 7, 1)}
    orte.append(_closed(known[0], year))
    return {
        "deckblatt": {"deckblatt.ausgefuellt_von": "Vorführung mit erfundenen Daten"},
        "traeger": _rows("traeger", traeger),
        "orte": _rows("orte", orte),
        "kreise": _kreise(),
        "absender": {f"absender.{column}": value for column, value in ABSENDER.items()},
    }


def _kreise() -> Values:
    """Say where the Kreise with an agreement are reached; they stand among the others, which are printed."""
    rows = {region.schluessel: row for row, region in enumerate(known_regions(), 1)}
    found: Values = {}
    for key, agreement in agreements().items():
        found[f"kreise.{rows[key]}.mail"] = f"kreis-{key}@example.org"
        found[f"kreise.{rows[key]}.ansprechstelle"] = agreement.kreis.office
    return found


def _rows(roster: str, lines: Iterable[RegisterRow]) -> Values:
    """Number the rows of a roster: „orte.7.zad“."""
    return {f"{roster}.{row}.{column}": value for row, line in enumerate(lines, 1) for column, value in line.items()}


def _traeger(index: int, number: str, leistung: str, earlier: int, home: Town, rng: Random) -> Values:
    """Return a Leistungserbringer; `earlier` ones have the same home, and no two the same name."""
    names = ANDERE_NAMES if leistung == "60" else NAMES
    again = earlier // len(NAMES)
    plz, ort = home.towns[0]
    return {
        "nummer": number,
        "name": names[index % len(names)].format(home.landscape) + (f" {again + 1}" if again else ""),
        "strasse": street(rng),
        "plz": plz,
        "ort": ort,
        "web": f"www.example.org/le-{number}",
        "vertreten_durch": rng.choice(OFFICES),
        "mail": f"le-{number}@example.org",
    }


def _vereinbarungen(orte: Iterable[RegisterRow], rng: Random) -> Values:
    """Date the agreements: on the first of a month of the first half-year of the Rahmenvertrag."""
    agreed = {f"p{ort['leistung']}_am" for ort in orte}
    return {column: date(2023, rng.randint(7, 12), 1) for column in ("p58_am", "p60_am") if column in agreed}


def _orte(index: int, number: str, leistung: str, stretch: Sequence[Town], rng: Random) -> list[Values]:
    """Return one to five Orte, in all regions of the stretch; every sixth has both Leistungen at its first Ort."""
    wanted = rng.choices(range(1, MAX_ORTE + 1), (14, 22, 26, 22, 16))[0]
    found: list[Values] = []
    for position in range(min(MAX_ORTE, max(wanted, len(stretch)))):
        place = stretch[position % len(stretch)]
        town = place.towns[(position // len(stretch) + index) % len(place.towns)]
        found.append(_ort(number, position + 1, place.kreis, town) | _leistung(leistung, rng))
        found[-1] |= {"strasse": street(rng), "web": f"www.example.org/le-{number}/ort-{position + 1}"}
    if index % 6 == 2:
        found.append(found[0] | _leistung("60", rng))
    return found


def _ort(number: str, position: int, kreis: str, town: tuple[str, str]) -> Values:
    name = ORT_NAMES[min(position, len(ORT_NAMES)) - 1].format(town[1])
    return {
        "traeger": number, "zad": f"11{number}{position:02d}", "name": name, "plz": town[0], "ort": town[1],
        "kreis": kreis, "aktenzeichen": f"RV2.{number}.{position:02d}",
    }  # fmt: skip


def _leistung(leistung: str, rng: Random) -> Values:
    platzzahl = rng.randrange(6, 25, 2) if leistung == "60" else rng.randrange(24, 241, 6)
    return {"leistung": leistung, "art": ART[leistung], "platzzahl": platzzahl}


def _closed(place: Town, year: int) -> RegisterRow:
    """Return an Ort of the first Leistungserbringer that ended on the last day of the year before."""
    ort = _ort("0001", 99, place.kreis, place.towns[-1])
    return {**ort, "leistung": "58", "art": ART["58"], "platzzahl": 36, "gueltig_bis": year_end(year - 1)}


def filled_values(layout: Layout, rng: Random) -> dict[str, Values]:
    """Return valid inputs for one issued Dokumentation, by sheet key and field id."""
    year = layout.issue.year
    bildet_aus = rng.random() < 0.6
    values: dict[str, Values] = {
        "deckblatt": {
            "deckblatt.ausgefuellt_von": rng.choice(CONTACTS),
            "deckblatt.ausgefuellt_am": date(year + 1, 1, 12) + timedelta(rng.randrange(70)),
        },
        "leistungserbringer": {"ausbildung.bildet_aus": "ja" if bildet_aus else "nein"},
    }
    if bildet_aus:
        values["leistungserbringer"]["ausbildung.anzahl"] = rng.randint(1, 6)
    if rng.random() < 0.2:
        values["leistungserbringer"]["le.strasse.korrektur"] = street(rng)
    for key in ort_keys(layout):
        values[key] = _ort_values(layout.by_key[key].given, year, rng)
    return values


def ort_keys(layout: Layout) -> list[str]:
    """Return the keys of the sheets for single Orte."""
    return [sheet.key for sheet in layout.issue.sheets if layout.issue.section(sheet.key).repeated]


def _ort_values(given: Mapping[str, Value], year: int, rng: Random) -> Values:
    """Fill in one Ort; there are never more people than places."""
    agreed = given["kopf.platzzahl"]
    people = max(1, (agreed if isinstance(agreed, int) else 60) * rng.randint(82, 100) // 100)
    andere = min(rng.choice((0, 0, 0, 1, 2, 3, 5)), people // 4)
    liegt_vor = rng.random() < 0.9
    values: Values = {
        "kontakt.name": rng.choice(CONTACTS),
        "kontakt.funktion": rng.choice(FUNCTIONS),
        "kontakt.telefon": f"069 90009-{rng.randint(101, 999)}",
        "kontakt.mail": f"ort-{given['kopf.zad']}@example.org",
        "konzeption.liegt_vor": "ja" if liegt_vor else "nein",
        "konzeption.vom": date(rng.randint(2019, year), rng.randint(1, 12), 1) if liegt_vor else None,
    }
    values |= _people("lwv", people - andere, rng) | _people("andere", andere, rng) | _capacity(people, rng)
    for question in (*STRUKTUR.questions, *PROZESS.questions):
        values[f"fragen.{question.id}"] = "ja" if rng.random() < 0.93 else "nein"
    if rng.random() < 0.15:
        values["zusatz.bemerkung"] = rng.choice(REMARKS)
    if rng.random() < 0.1:
        values["ort.web.korrektur"] = "www.example.org/neu"
    return {name: value for name, value in values.items() if value is not None}


def _people(traeger: str, count: int, rng: Random) -> Values:
    """Return people and hours of one Leistungsträger: 300 to 420 h a year were granted for each, most of them given."""
    granted = Decimal(count * rng.randint(30_000, 42_000)).scaleb(-2)
    given = (granted * rng.randint(930, 998) / 1000).quantize(Decimal("0.01"))
    rows: Values = {"bewilligt": granted, "erbracht": given, "personen.kombi_bib": rng.randint(0, count // 12)}
    for block, lines, weights in (("personen", HERKUNFT, ORIGINS), ("alter", ALTER.rows, AGES)):
        drawn = rng.choices(lines, weights, k=count)
        rows |= {f"{block}.{row.id}": drawn.count(row) for row in lines}
    return {f"{row}.{traeger}": value for row, value in rows.items()}


def _capacity(people: int, rng: Random) -> Values:
    """Return staff in quarters of a post, and groups outside."""
    groups = rng.randint(0, people // 20)
    return {
        "personal.fab": Decimal(max(2, people * 4 // rng.randint(9, 12))) / 4,
        "personal.sozialer_dienst": Decimal(max(1, people * 4 // 110)) / 4,
        "personal.therapeutisch": Decimal(people * 4 // 70) / 4,
        "ausgelagert.gruppen": groups,
        "ausgelagert.betriebe": rng.randint((groups + 1) // 2, groups),
    }
