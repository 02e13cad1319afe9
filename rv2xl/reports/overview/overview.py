"""The overview of a Kreis under its agreement, put together: one description for workbook and page (Nr. 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.recht.agreements import Agreement, agreements, without_agreement
from rv2xl.recht.law import auslegungen, year_end
from rv2xl.recht.regions import regions
from rv2xl.reports.overview import figures_parts
from rv2xl.reports.overview.agreement_parts import bodies, duties
from rv2xl.reports.overview.figures_parts import Documented
from rv2xl.reports.overview.meldungen import Meldungen
from rv2xl.reports.overview.meldungen_part import meldungen_part
from rv2xl.reports.overview.parts import Overview, Part, texts
from rv2xl.reports.regional.caveats import readings
from rv2xl.reports.regional.external.external import WORDS, external_edition
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.published import Edition, Internal
from rv2xl.reports.workbook.report_book import Head
from rv2xl.reports.workbook.title_sheet import INTERNAL, TitlePage, for_publication
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.register import Register

NAME = "Regionalübersicht"


@dataclass(frozen=True, eq=False, kw_only=True)
class Sources:
    """What an overview is made of: the agreement, the year, for whom it is, and what was returned; None where no returns are given.

    `earlier` are years of the Dokumentation, the oldest first.
    """

    agreement: Agreement
    year: int
    edition: Edition = Edition.EXTERNAL
    consolidation: Consolidation | None = None
    meldungen: Sequence[Meldungen] = ()
    earlier: Sequence[EarlierYear] = ()


def agreement_with(key: str, year: int) -> Agreement:
    """Return the agreement with a Kreis, of which an overview is made for a year.

    The overview is what Nr. 9 of an agreement asks for, and nothing is asked of a Kreis without one: then there is none, and its figures
    are in the regional report, which has a page for every Kreis. Raises Abbruch for such a Kreis, for one that the year does not know,
    and for a year before the agreement.
    """
    known = {region.schluessel for region in regions(year_end(year))}
    agreement = agreements().get(key)
    if key not in known or agreement is None:
        raise Abbruch(without_agreement(key, year))
    if agreement.since > year_end(year):
        raise Abbruch(
            f"Die Vereinbarung mit „{agreement.kreis.name}“ gilt erst seit dem {agreement.since:%d.%m.%Y}; {year} gab es sie nicht."
        )
    return agreement


def documentation() -> Form:
    """Return the form whose figures are those of the regions."""
    return next(form for form in map(forms.newest, forms.NAMES) if form.is_for_each_ort)


def overview_of(sources: Sources, today: date) -> Overview:
    """Return the whole description, with the Stand `today`."""
    return Overview(_title(sources, today), tuple(_parts(sources)))


def title_of(sources: Sources) -> str:
    """Return what the overview is called: „Regionalübersicht 2025 – 06437 Odenwaldkreis“, with its edition if it is the internal one."""
    agreement = sources.agreement
    named = f" ({sources.edition})" if sources.edition is Edition.INTERNAL else ""
    return f"{NAME} {sources.year} – {agreement.key} {agreement.kreis.name}{named}"


def _title(sources: Sources, today: date) -> TitlePage:
    consolidation, agreement = sources.consolidation, sources.agreement
    return TitlePage(
        title=title_of(sources),
        words=f"Was der LWV Hessen dem Kreis nach Nr. {agreement.overview.nr} der Kooperationsvereinbarung zur Verfügung stellt. {FORMAT}",
        edition=for_publication(WORDS) if sources.edition is Edition.EXTERNAL else INTERNAL,
        form=documentation(), year=sources.year, day=today,
        register=consolidation.register if consolidation is not None else Register({}, (), (), {}),
    )  # fmt: skip


FORMAT = "Das landesweit festgelegte Format steht nicht in der Quelle: Der Aufbau ist ein eigener."


def _parts(sources: Sources) -> Iterator[Part]:
    agreement, consolidation = sources.agreement, sources.consolidation
    if consolidation is None:
        yield from map(
            figures_parts.not_given, (figures_parts.FIGURES_NAME, figures_parts.BODIES_NAME, figures_parts.SERIES_NAME)
        )
    else:
        external = sources.edition is Edition.EXTERNAL
        whole = external_edition(consolidation) if external else Internal(consolidation, figures_of(consolidation))
        documented = Documented(whole, agreement.key, sources.earlier)
        yield from (documented.figures(), documented.bodies(), documented.series())
    yield meldungen_part(agreement, sources.year, sources.meldungen, sources.edition)
    yield from (bodies(agreement, sources.year), duties(agreement), _notes(sources))


def _notes(sources: Sources) -> Part:
    """Return what must be known of the figures: how they were read, what the Kennzahlen mean, what the source leaves open."""
    agreement, form = sources.agreement, documentation()
    lines = [(f"Nr. {agreement.overview.nr}", f"„{agreement.overview.words}“ {FORMAT}")]
    if sources.edition is Edition.EXTERNAL:
        lines.append(("Ausgabe", WORDS))
    if sources.consolidation is not None:
        lines += [("Dokumentation", said) for said in readings(sources.consolidation)]
    lines.append(("Nicht enthalten", _LEFT_OUT))
    read = {entry.id: entry for entry in auslegungen("kooperation")}
    lines += [(id_, f"{read[id_].question} {read[id_].reading}") for id_ in _READ]
    told = [
        *form.outline.leading,
        *(one for one in form.outline.indicators.values() if one not in form.outline.leading),
    ]
    lines += [(one.name, one.words) for one in told if one.words]
    heads = (Head("Wozu", 28, "strong"), Head("Hinweis", 122, "small"))
    words = "Was sagen die Zahlen, was enthalten sie nicht, und wie sind die Quellen gelesen?"
    return Part("hinweise", "Hinweise", words, heads, tuple(texts(*line) for line in lines))


_LEFT_OUT = (
    "Preise und Budgets einzelner Leistungserbringer, Angaben zu einzelnen Menschen und die Meldung 8 b sind in dieser Übersicht nicht "
    "enthalten."
)
_READ = ("KV-STICHTAG", "KV-8D-DOPPELT", "KV-HAG-2024", "KV-GREMIEN", "KV-TURNUS", "KV-GF")
