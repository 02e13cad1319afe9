"""What the Dokumentation says of a Kreis, beside its Regierungsbezirk and Hessen: figures of the year, and over the years.

It is what the report on the whole state shows: the same edition, made of the whole state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.wording import german
from rv2xl.recht.law import year_end
from rv2xl.reports.overview.parts import Cell, Part, beside, of_region, sign, told
from rv2xl.reports.regional.earlier import Comparison, earlier_rows
from rv2xl.reports.regional.external.earlier_edition import EarlierExternal
from rv2xl.reports.regional.figures import STATE_KEY, Figures, Level, RegionRow
from rv2xl.reports.regional.ort_columns import narrow
from rv2xl.reports.regional.profile.sections import Section, sections_of
from rv2xl.reports.regional.published import Edition, Internal, Published
from rv2xl.reports.regional.sheets.regional_book import look_of
from rv2xl.reports.workbook.report_book import Head
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear

NOT_GIVEN = "Rückläufe der Dokumentation sind nicht angegeben."
_SECTION, _LINE, _BREAK = (
    Head("Abschnitt", 36, "small"),
    Head("Angabe", 44, "strong"),
    Head("Was beim Vergleich zu beachten ist", 46, "small"),
)
_FIGURE, _HALF, _YEAR = 21.0, 11.5, 12.0
_AREAS = ("Kreis", "Bezirk", "Hessen")
"""The three regions where there is no room for their names."""
_NUMBER = "cell.text"
_REPLIES = "Rücklauf"
FIGURES_NAME, BODIES_NAME, SERIES_NAME = "Kennzahlen", "Leistungsträger", "Zeitreihe"


class Documented:
    """The figures of the Dokumentation as an edition of the whole state has them, seen from one Kreis."""

    def __init__(self, whole: Published, key: str, earlier: Sequence[EarlierYear] = ()) -> None:
        self.whole, self.earlier = whole, earlier
        self.year = whole.consolidation.year
        self.rows = tuple(whole.row(one) for one in (key, key[:3], STATE_KEY))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What the form asks, as the profile of a Kreis has it."""
        return sections_of(self.whole.consolidation.versions)

    def figures(self) -> Part:
        """Return every figure of all Leistungsträger together."""
        heads = (_SECTION, _LINE, *(Head(row.name, _FIGURE, _NUMBER) for row in self.rows))
        coverage = (
            told(_REPLIES),
            told("Orte gemeldet"),
            *(beside(self.whole.marked_coverage(row)) for row in self.rows),
        )
        lines = (
            (told(section.title), told(line.label), *(of_region(self.whole, row, line.together) for row in self.rows))
            for section in self.sections
            for line in section.lines
        )
        return Part("kennzahlen", FIGURES_NAME, FIGURES_WORDS, heads, (coverage, *lines), self._notes, grouped=True)

    def bodies(self) -> Part:
        """Return what is told of each Leistungsträger."""
        names = [*map(narrow, self.whole.outline.columns)]
        heads = [Head(f"{area}: {name}", _HALF, _NUMBER) for area in _AREAS for name in names]
        lines = (
            (
                told(section.title),
                told(line.label),
                *(of_region(self.whole, row, one) for row in self.rows for one in line.bodies),
            )
            for section in self.sections
            for line in section.lines
            if line.bodies
        )
        return Part(
            "leistungstraeger",
            BODIES_NAME,
            BODIES_WORDS,
            (_SECTION, _LINE, *heads),
            tuple(lines),
            self._notes,
            grouped=True,
        )

    @property
    def _notes(self) -> tuple[str, ...]:
        day = f"Summe der Ortsmeldungen, Bestände am {german(year_end(self.year))}; gezählt nach dem Ort der Leistung."
        return (*filter(None, (day, self.whole.note)),)

    def series(self) -> Part:
        """Return the leading Kennzahlen over the years; a year between of which nothing is given says so."""
        first = min((one.year for one in self.earlier), default=self.year)
        years = range(first, self.year + 1)
        heads = (
            Head("Kennzahl", 24, "small"),
            Head("Region", 30, "strong"),
            *(Head(str(one), _YEAR, _NUMBER) for one in years),
            _BREAK,
        )
        comparisons = {one.year: Comparison(self.whole, one) for one in self.earlier}
        editions = {one.year: self._edition(one) for one in self.earlier}
        lines = (
            tuple(self._over_the_years(row, one, years, comparisons, editions))
            for one in self.whole.outline.leading
            for row in self.rows
        )
        notes = [*self._notes, _SERIES_NOTE]
        missing = [str(one) for one in years if one != self.year and one not in comparisons]
        if not self.earlier:
            notes.append(f"Nur {self.year}: Frühere Jahre sind nicht angegeben.")
        if missing:
            notes.append(f"Nicht angegeben: {', '.join(missing)} („{Sign.SECRET}“).")
        if self.earlier and self.whole.edition is Edition.EXTERNAL:
            notes.append(_EARLIER_EDITIONS)
        return Part("zeitreihe", SERIES_NAME, SERIES_WORDS, heads, tuple(lines), tuple(notes), grouped=True)

    def _edition(self, earlier: EarlierYear) -> Published:
        consolidation = self.whole.consolidation
        if self.whole.edition is Edition.EXTERNAL:
            return EarlierExternal(consolidation.form, consolidation.register, earlier)
        rows = tuple(earlier_rows(earlier, consolidation.form).values())
        return Internal(
            Consolidation(consolidation.form, earlier.year, consolidation.register, ()), Figures((), rows, 0)
        )

    def _over_the_years(
        self, row: RegionRow, one: Indicator, years: range, comparisons: Mapping[int, Comparison], editions: Mapping[int, Published]
    ) -> Iterator[Cell]:  # fmt: skip
        yield from (told(one.name), told(row.name))
        reasons = []
        look = look_of(self.whole, one, Level.REGION)
        for year in years:
            if year == self.year:
                yield of_region(self.whole, row, one)
            elif year not in comparisons:
                yield sign(Sign.SECRET, f"{year} ist nicht angegeben", look)
            elif reason := comparisons[year].reason(row.key, (*one.parts, *one.over)):
                reasons.append(reason)
                yield sign(Sign.SENSELESS, reason, look)
            else:
                yield of_region(editions[year], editions[year].row(row.key), one)
        if self.whole.mark(row) is not None:
            reasons.append(f"{self.year}: erst {self.whole.marked_coverage(row)}")
        yield told("; ".join(reasons))


FIGURES_WORDS = "Was melden die Orte im Kreis, und wie steht er neben seinem Regierungsbezirk und Hessen?"
BODIES_WORDS = "Wie verteilen sich Menschen und Leistungen auf den LWV Hessen und andere Leistungsträger?"
SERIES_WORDS = "Wie haben sich die wichtigsten Kennzahlen über die Jahre entwickelt?"
_SERIES_NOTE = f"„{Sign.SENSELESS}“: mit dem Jahr des Berichts nicht vergleichbar, der Grund steht rechts."
_EARLIER_EDITIONS = (
    "Frühere Jahre sind nach denselben Regeln aus ihren Werten bestimmt; was damals veröffentlicht wurde, gilt weiter."
)


def not_given(name: str) -> Part:
    """Return one of the parts, by its name, for an overview without returns."""
    known = {
        FIGURES_NAME: ("kennzahlen", FIGURES_WORDS), BODIES_NAME: ("leistungstraeger", BODIES_WORDS),
        SERIES_NAME: ("zeitreihe", SERIES_WORDS),
    }  # fmt: skip
    id_, words = known[name]
    return Part(id_, name, words, (_SECTION, _LINE), (), grouped=True, empty=NOT_GIVEN)
