"""Anlage 3: the Rechenweg from the lines to Maßnahmebetrag and Basisbetrag, and the results it comes to."""

from __future__ import annotations

from decimal import Decimal

from rv2xl.forms.berechnung.deckblatt import AUSGEFUELLT_AM
from rv2xl.forms.berechnung.grundlagen import EUR, ergebnis_aus, guarded, schritt_von
from rv2xl.forms.kostenzuordnung.eingaben import ANLAGE, GRUPPEN, SUMME, anerkannt, betrag, gekreuzt
from rv2xl.model.definitions.blocks.calculation import BarChart, Calculation, Results
from rv2xl.model.definitions.field import Field, Type
from rv2xl.model.expressions.expr import DASH, Expr, Ref, if_, numbers, sum_of, total
from rv2xl.recht.kostenarten import ANGEBOTE, Kostenart

KOSTEN = tuple(line for group in GRUPPEN if not group.yields for line in group.lines)
ERTRAEGE = tuple(line for group in GRUPPEN if group.yields for line in group.lines)
ALLE = (*KOSTEN, *ERTRAEGE)
NULL = tuple(line for line in ALLE if line.share == 0)
ETWAS_EINGETRAGEN = numbers(betrag(line) for line in ALLE) > 0


def _bei(lines: tuple[Kostenart, ...], angebot: str) -> Expr:
    """The sum of the lines with an X at this Angebot, of doubtful ones by their switch."""
    plain = tuple(line for line in lines if angebot in line.marks and not line.doubtful)
    doubtful = (gekreuzt(line, angebot, anerkannt((line,), _basis), 0) for line in lines if line.doubtful)
    return sum_of((anerkannt(plain, _basis), *doubtful))


def _basis(line: Kostenart) -> Decimal | None:
    return line.basis


def _schritt(name: str, label: str, expr: Expr, hint: str, abschnitt: str, type_: Type = EUR) -> Field:
    return Field(id=name, label=label, type=type_, expr=if_(ETWAS_EINGETRAGEN, expr, DASH), hint=hint, source=abschnitt)


def _differenz(name: str, kosten: str, ertraege: str, label: str, hint: str) -> Field:
    parts: tuple[Ref, Ref] = (schritt_von(kosten), schritt_von(ertraege))
    return Field(
        id=name,
        label=label,
        type=SUMME,
        expr=guarded(parts, parts[0] - parts[1]),
        hint=hint,
        source="Abschnitt 1 bis 3",
    )


def _angebot(angebot: str, label: str) -> tuple[Field, ...]:
    return (
        _schritt(f"kosten_{angebot}", f"Kosten mit X bei {label}", _bei(KOSTEN, angebot),
                 f"Summe der Zeilen im Basisbetrag mit X bei {label}", "Abschnitt 1 und 2"),
        _schritt(f"ertraege_{angebot}", f"Erträge mit X bei {label}", _bei(ERTRAEGE, angebot),
                 f"Summe der Zeilen der Gruppe 17 mit X bei {label}", "Abschnitt 3"),
        _differenz(f"basis_{angebot}", f"kosten_{angebot}", f"ertraege_{angebot}", f"Basisbetrag {label}",
                   f"Kosten − Erträge mit X bei {label}"),
    )  # fmt: skip


RECHENWEG = Calculation(
    id="rechenweg", heading="Rechenweg", source=ANLAGE, new_page=True,
    steps=(
        _schritt("massnahmebetrag", "Maßnahmebetrag", anerkannt(KOSTEN, lambda line: line.massnahme),
                 "Summe der Zeilen mit 100 % beim Maßnahmebetrag", "Abschnitt 1 und 2"),
        _schritt("kosten_basis", "Kosten im Basisbetrag", anerkannt(KOSTEN, _basis),
                 "Summe der Zeilen mit 100 % beim Basisbetrag", "Abschnitt 1 und 2"),
        _schritt("ertraege", "Erträge", anerkannt(ERTRAEGE, _basis), "Summe der Gruppe 17", "Abschnitt 3"),
        _differenz("basisbetrag", "kosten_basis", "ertraege", "Basisbetrag", "Kosten im Basisbetrag − Erträge"),
        *(step for angebot, label in ANGEBOTE.items() for step in _angebot(angebot, label)),
        _schritt("nicht_anerkannt", "Mit 0,00 anerkannte Einträge", total(betrag(line) for line in NULL),
                 "Summe der Einträge in den Gruppen 14 und 18", "Nr. 14 und 18"),
    ))  # fmt: skip


def _ergebnis(name: str, label: str = "") -> Field:
    """A step as a result, with what it is the sum of."""
    return ergebnis_aus(RECHENWEG, name, label=label, hint=RECHENWEG.step(name).hint)


ERGEBNIS = Results(
    id="summe", heading="Ergebnis der Zuordnung nach Anlage 3", source=ANLAGE,
    finished="Zuordnung nach Anlage 3", as_of=AUSGEFUELLT_AM,
    chart=BarChart(
        title="Maßnahmebetrag und Basisbetrag, dieser auch je Angebot", rows=len(("Maßnahmebetrag", "Basisbetrag", *ANGEBOTE)),
        description="Balkendiagramm: Maßnahmebetrag, Basisbetrag und Basisbetrag je Angebot. Die Zahlen stehen in den Zeilen darüber."),
    notes=("Die drei Beträge je Angebot stehen nebeneinander und werden nicht zusammengezählt (Auslegung A3-X).",),
    steps=(
        _ergebnis("massnahmebetrag"),
        _ergebnis("basisbetrag"),
        *(_ergebnis(f"basis_{angebot}") for angebot in ANGEBOTE),
        _ergebnis("ertraege", "Erträge, im Basisbetrag abgezogen"),
        _ergebnis("nicht_anerkannt", "Eingetragen, mit 0,00 anerkannt"),
    ))  # fmt: skip
