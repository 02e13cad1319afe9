"""The page of a consolidation: what stands on top and at the end of it, by edition; and whether a file is such a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rv2xl.files import content_of
from rv2xl.reports.page.page import MARK, PageHead, page_of
from rv2xl.reports.regional.caveats import caveats, compared_with, readings
from rv2xl.reports.regional.earlier import Comparison
from rv2xl.reports.regional.external.external import WORDS, external_edition
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.large_changes import NOT_CONTAINED, changes_since, largest
from rv2xl.reports.regional.published import ABOUT, Edition, Internal, Published
from rv2xl.reports.replies import Reply, State, replies_of
from rv2xl.reports.workbook.replaced import not_ours
from rv2xl.reports.workbook.title_sheet import INTERNAL, TitlePage, for_publication
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear

_BEGIN = 1_000


def page_bytes(
    consolidation: Consolidation,
    *,
    today: date,
    earlier: Sequence[EarlierYear] = (),
    edition: Edition = Edition.INTERNAL,
) -> bytes:
    """Return the page in UTF-8. The edition for publication names no Leistungserbringer and compares with no other year."""
    external = edition is Edition.EXTERNAL
    published: Published = (
        external_edition(consolidation) if external else Internal(consolidation, figures_of(consolidation))
    )
    title = TitlePage(
        title=f"Regionalbericht {consolidation.year}", words=f"{ABOUT}.", edition=for_publication(WORDS) if external else INTERNAL,
        form=consolidation.form, year=consolidation.year, day=today, register=consolidation.register,
    )  # fmt: skip
    if external:
        notes = (WORDS, *readings(consolidation))
        return page_of(published, PageHead(title, notes, uncompared=NOT_CONTAINED))
    replies = replies_of(consolidation, ())
    notes = (*caveats(consolidation, replies), *map(compared_with, earlier))
    changes = tuple(map(str, largest(changes_since(Comparison(published, earlier[-1]))))) if earlier else None
    missing = tuple(_missing(reply) for reply in replies.senders if reply.expected and not reply.is_done)
    return page_of(published, PageHead(title, notes, changes, missing))


def _missing(reply: Reply) -> str:
    orte = "ein Ort" if len(reply.missing) == 1 else f"{len(reply.missing)} Orte"
    why = "nicht im Rücklauf" if reply.state is State.ANGENOMMEN else str(reply.state)
    return f"{reply.name or 'ohne Namen'} ({reply.number}): {why}, {orte}"


def require_own_page(path: Path) -> None:
    """Raise Abbruch if something stands there that is no such page."""
    if path.exists() and MARK.encode() not in content_of(path)[:_BEGIN]:
        raise not_ours(path, "keine Seite dieses Programms")
