"""A form names its parts by role: one that spells them otherwise works, and one that names what it has not is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rv2xl import forms
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms.ansprechstelle import KONTAKT
from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.forms.dokumentation.leistungserbringer import DECKBLATT, LE
from rv2xl.forms.dokumentation.vorjahr import VORJAHR
from rv2xl.forms.stammdaten import ORTE, STAMMDATEN, TRAEGER
from rv2xl.model.definitions.blocks import Block, Record, Roster
from rv2xl.model.definitions.blocks.deckblatt_blocks import DataProtection, Steps
from rv2xl.model.definitions.draft import Lookback, Watched, WatchedChanges
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.definitions.outline import Outline
from rv2xl.model.definitions.roles import OrtColumns, RegisterRoles, Roles, WayRoles
from rv2xl.model.expressions.expr import Ref, Value
from rv2xl.model.soundness.mistakes import DefinitionError
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.reports.replies import replies_of
from rv2xl.returns.batch import check_file, compare_returns
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.register import Register, register_of
from tests.bench.samples import register as small_register
from tests.forms.standard import judged

YEAR = 2025
NAMES = {"korrektur_nr": "nachtrag", "frist": "abgabe_bis", "jahr": "berichtsjahr"}
"""The ids of the Deckblatt, and what the other form calls them."""


OF_DECKBLATT = ("A2-KONZEPTION-DATUM", "A2-AUSGEFUELLT-AM")
"""The rules that read it, which the other form does not have."""


def _renamed(record: Record, name: str, names: dict[str, str]) -> Record:
    entries = tuple(replace(entry, id=names.get(entry.id, entry.id)) for entry in record.entries)
    return replace(record, id=name, entries=entries)


def _sheets() -> tuple[Sheet, ...]:
    """The Dokumentation's sheets with other ids on Deckblatt and „Daten Leistungserbringer“."""
    other: dict[Block, Block] = {
        DECKBLATT: _renamed(DECKBLATT, "vorblatt", NAMES),
        LE: _renamed(LE, "anbieter", {"name": "firma", "nummer": "kennzahl"}),
    }
    changed = (
        replace(sheet, blocks=tuple(other.get(block, block) for block in sheet.blocks))
        for sheet in DOKUMENTATION.sheets
    )
    return tuple(
        replace(sheet, rules=tuple(rule for rule in sheet.rules if rule.code not in OF_DECKBLATT)) for sheet in changed
    )  # fmt: skip


ANDERS = replace(
    DOKUMENTATION, version="1", sheets=_sheets(), sender=Ref("anbieter.kennzahl", "leistungserbringer"),
    roles=Roles(
        year=Ref("vorblatt.berichtsjahr", "deckblatt"), correction=Ref("vorblatt.nachtrag", "deckblatt"),
        deadline=Ref("vorblatt.abgabe_bis", "deckblatt"), sender_name=Ref("anbieter.firma", "leistungserbringer"),
    ),
)  # fmt: skip


@pytest.fixture
def anders(registered: Callable[..., None]) -> None:
    registered("dokumentation", f"{__name__}:ANDERS")


def _file(known: Register, correction: int | None, year: int = YEAR) -> bytes:
    layout = lay_out(issue_for(ANDERS, known, year, "0001"))
    deckblatt = layout.by_key["deckblatt"]
    changes: dict[str, Value] = {deckblatt.plan.fields["vorblatt.nachtrag"].name: correction}
    return set_cells(workbook_bytes(layout), {deckblatt.name: changes})


def _checked(known: Register, *files: bytes) -> list[Checked]:
    return [check_file(lambda data=data: data, f"{at}.xlsx", known, YEAR) for at, data in enumerate(files)]  # type: ignore[misc]


@pytest.mark.usefixtures("anders")
def test_the_number_of_a_correction_sorts_returns() -> None:
    known = small_register(1)
    checked = _checked(known, _file(known, None), _file(known, 2), _file(known, 1), _file(known, 2))
    compare_returns(checked)
    assert [entry.returned.correction for entry in checked] == [0, 2, 1, 2]
    codes = [{found.code for found in entry.findings} & {"FORM-ERSETZT", "FORM-DOPPELT"} for entry in checked]
    assert codes == [{"FORM-ERSETZT"}, set(), {"FORM-ERSETZT"}, {"FORM-DOPPELT"}]


@pytest.mark.usefixtures("anders")
def test_two_that_differ_in_nothing_but_a_blank_number_are_equal() -> None:
    known = small_register(1)
    checked = _checked(known, _file(known, None), _file(known, 0))
    compare_returns(checked)
    assert [entry.counted for entry in checked] == [True, False]


@pytest.mark.usefixtures("anders")
def test_deadline_and_name_are_shown() -> None:
    known = small_register(1)
    known.traeger["0001"] = {**known.traeger["0001"], "frist": date(2026, 5, 15)}
    strangers = Register({}, (), (), {})
    checked = _checked(known, _file(known, None))
    (reply,) = replies_of(consolidate(ANDERS, YEAR, known, checked), ()).senders
    assert reply.frist == date(2026, 5, 15)
    (unknown,) = replies_of(consolidate(ANDERS, YEAR, strangers, checked), ()).senders
    assert (unknown.name, unknown.frist) == ("Werkstatt 1 gGmbH", date(2026, 3, 31))


@pytest.mark.usefixtures("anders")
def test_the_year_is_pointed_at_where_the_form_prints_it() -> None:
    known = small_register(1)
    (checked,) = _checked(known, _file(known, None, 2024))
    (found,) = [entry for entry in checked.findings if entry.code == "FORM-JAHR"]
    assert (found.field, found.cells) == (
        "vorblatt.berichtsjahr",
        (checked.returned.sheets["deckblatt"].cell("vorblatt.berichtsjahr"),),
    )


def test_a_register_may_call_its_lists_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(roster: Roster, name: str, names: dict[str, str]) -> Roster:
        entries = tuple(
            replace(entry, id=names.get(entry.id, entry.id), names_rightly=None) for entry in roster.entries
        )
        return replace(roster, id=name, section=name, entries=entries, rows=3, identifiers=(), lookups=())

    changed: dict[Block, Roster] = {
        TRAEGER: named(TRAEGER, "anbieter", {"nummer": "kennzahl", "name": "firma"}),
        ORTE: named(ORTE, "standorte", {"traeger": "anbieter", "zad": "z", "leistung": "paragraf", "name": "haus",
                                        "kreis": "gebiet", "gueltig_von": "von", "gueltig_bis": "bis"}),
    }  # fmt: skip
    sheets = tuple(
        replace(sheet, rules=(), unsure_when=None, blocks=tuple(changed.get(block, block) for block in sheet.blocks),
                section=next((changed[block].id for block in sheet.blocks if block in changed), sheet.section))
        for sheet in STAMMDATEN.sheets
    )  # fmt: skip
    assert STAMMDATEN.register is not None
    roles = RegisterRoles(
        day=Ref("deckblatt.stichtag", "deckblatt"), kreise=STAMMDATEN.register.kreise, absender=STAMMDATEN.register.absender,
        traeger=replace(STAMMDATEN.register.traeger, roster="anbieter", number="kennzahl", name="firma"),
        orte=OrtColumns(roster="standorte", traeger="anbieter", zad="z", leistung="paragraf", name="haus", kreis="gebiet", since="von",
                        until="bis"),
    )  # fmt: skip
    other = replace(STAMMDATEN, version="1", sheets=sheets, register=roles)
    monkeypatch.setattr(forms, "version", lambda name, number: other)
    entered: dict[str, dict[str, Value]] = {
        "anbieter": {"anbieter.1.kennzahl": "0007", "anbieter.1.firma": "Werk"},
        "standorte": {"standorte.1.anbieter": "0007", "standorte.1.z": "1", "standorte.1.haus": "Haus", "standorte.1.ort": "Erbach",
                      "standorte.1.gebiet": "06437", "standorte.1.paragraf": "58", "standorte.1.bis": date(2025, 3, 1)},
    }  # fmt: skip
    returned, findings = judged(workbook_bytes(lay_out(issue_blank(other, YEAR)), entered))
    assert [found.code for found in findings if found.code != "NICHT-BERECHNET"] == []
    register = register_of(returned)
    assert register.name_of("0007") == "Werk"
    (ort,) = register.orte_of("0007", YEAR)
    assert (ort.zad, ort.leistung, ort.name, ort.kreis) == ("1", "58", "Haus", "06437")
    assert register.orte_of("0007", 2026) == []


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"roles": Roles(correction=Ref("deckblatt.nummer", "deckblatt"))},
         "role correction: there is no field deckblatt.nummer on a section deckblatt of its own"),
        ({"roles": Roles(correction=Ref("deckblatt.korrektur_nr"))},
         "role correction: there is no field deckblatt.korrektur_nr on a section None of its own"),
        ({"roles": Roles(deadline=Ref("deckblatt.korrektur_nr", "deckblatt"))},
         "role deadline: deckblatt.korrektur_nr is of kind anzahl, not datum"),
        ({"roles": Roles(sender_name=Ref("ort.name", "ort_58"))},
         "role sender_name: there is no field ort.name on a section ort_58 of its own"),
        ({"ways": WayRoles(section="ort_58", roster="wege", start="a", end="b", length="c", told_by="d", told_on="e")},
         "ways: there is no roster wege"),
        ({"outline": Outline(nothing="zusatz.nichts")}, "outline: no repeated sheet has a field zusatz.nichts"),
        ({"looks_back": Lookback(suggested=("kontakt.fax",), asked_anew=())}, "looks_back: no repeated sheet has an input kontakt.fax"),
        ({"looks_back": Lookback(suggested=("ort.name",), asked_anew=())}, "looks_back: no repeated sheet has an input ort.name"),
        ({"looks_back": Lookback(suggested=("ausbildung.bildet_aus",), asked_anew=())},
         "looks_back: no repeated sheet has an input ausbildung.bildet_aus"),
        ({"looks_back": Lookback(suggested=(), asked_anew=("konzeption.vom",))},
         "looks_back: konzeption.vom is of kind datum, not ja_nein"),
        ({"watched": replace(VORJAHR, numbers=(Watched("Auszubildende", ("erbracht.lwv", "ausbildung.anzahl")),))},
         "watched: no repeated sheet has a number ausbildung.anzahl"),
        ({"watched": replace(VORJAHR, numbers=(Watched("Name", ("ort.name",)),))}, "watched: no repeated sheet has a number ort.name"),
    ],
)  # fmt: skip
def test_a_role_that_nobody_plays_is_refused(
    changes: dict[str, Roles | WayRoles | Outline | Lookback | WatchedChanges], mistake: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        replace(DOKUMENTATION, **changes)  # type: ignore[arg-type]
    assert str(caught.value).endswith(mistake)


@pytest.mark.parametrize("kind", [Steps, DataProtection])
def test_a_contact_that_no_deckblatt_prints_is_refused(kind: type[Steps | DataProtection]) -> None:
    contact = replace(KONTAKT, telephone=Ref("absender.fax", "deckblatt"))
    sheets = tuple(
        replace(sheet, blocks=tuple(replace(block, contact=contact) if isinstance(block, kind) else block for block in sheet.blocks))
        for sheet in DOKUMENTATION.sheets
    )  # fmt: skip
    with pytest.raises(DefinitionError) as caught:
        replace(DOKUMENTATION, sheets=sheets)
    assert str(caught.value).endswith(
        "role telephone: there is no field absender.fax on a section deckblatt of its own"
    )


def test_a_register_without_a_column_is_refused() -> None:
    assert STAMMDATEN.register is not None
    traeger = replace(STAMMDATEN.register.traeger, name="firma")
    with pytest.raises(DefinitionError, match="register: there is no column firma in traeger"):
        replace(STAMMDATEN, register=replace(STAMMDATEN.register, traeger=traeger))


def test_a_register_without_a_field_for_its_letters_is_refused() -> None:
    assert STAMMDATEN.register is not None
    absender = replace(STAMMDATEN.register.absender, closing="schluss")
    with pytest.raises(DefinitionError, match="register: there is no field schluss in absender"):
        replace(STAMMDATEN, register=replace(STAMMDATEN.register, absender=absender))
    with pytest.raises(DefinitionError, match="register: there is no section briefkopf"):
        replace(STAMMDATEN, register=replace(STAMMDATEN.register, absender=replace(absender, section="briefkopf")))


def test_what_the_forms_take_from_the_register_is_there() -> None:
    """Forms name the register's lists and columns where they are prefilled from it; a Kreis has a row with its agreement."""
    known = {block.id: {entry.id for entry in block.entries} for block in (TRAEGER, ORTE)}
    known["kreise"] = set(Register({}, (), (), {}).senders(forms.newest("meldung_8c"), YEAR)["06437"])
    for name in forms.NAMES:
        for sheet in (sheet for form in forms.versions(name) for sheet in form.sheets if not sheet.rosters):
            columns = known[sheet.prefilled_from] if sheet.prefilled_from else set()
            assert {sheet.name_from, *(sheet.only or ())[:1]} - {None} <= columns, (name, sheet.section)
            for field in sheet.fields.values():
                assert set(field.origin) <= columns, (name, field.id)
                roster, _, column = field.suggested_from.partition(".")
                assert not roster or column in known[roster], (name, field.id)
