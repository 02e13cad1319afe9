"""„Rücklauf“ of a summary: who has sent a Bogen, who is missing, and that of some forms nobody is."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from tests.unit.reports.test_calculations import FAHRTKOSTEN, NEUBAU, summary
from tests.unit.reports.workbook import opened, table

MISSING = [f"{number:04d}" for number in (7, 8, 9, 10, 11, 13)]


def test_who_has_not_sent_one_stands_there() -> None:
    """0001 to 0005 are accepted, 0006 is rejected; 0012 has no Ort in the year."""
    book = opened(summary("fahrtkosten", FAHRTKOSTEN))
    rows = table(book, "Rücklauf")
    assert [(row["LE-Nr."], row["erwartet"], row["Status"], row["Dateien"]) for row in rows] == [
        *((f"{number:04d}", "ja", "angenommen", 1) for number in range(1, 6)), ("0006", "ja", "zurückgewiesen", 1),
        *((number, "ja", "fehlt", 0) for number in MISSING),
    ]  # fmt: skip
    assert [row["Welche Dateien"] for row in rows[4:7]] == ["0005.xlsx", "0006.xlsx", None]
    named = ", ".join(f"Träger {number} gGmbH ({number})" for number in ("0006", *MISSING[:-1]))
    assert book["Rücklauf"]["A3"].value == (
        f"5 von 12 Leistungserbringern haben einen angenommenen Bogen. Es fehlen noch {named} und Träger 0013 gGmbH (0013)."
    )


def test_of_many_missing_the_first_are_named() -> None:
    said = str(opened(summary("fahrtkosten", ()))["Rücklauf"]["A3"].value)
    assert said.startswith("0 von 12 Leistungserbringern haben")
    assert said.endswith("Träger 0010 gGmbH (0010) und 2 weitere.")


def test_nobody_is_awaited_where_a_measure_is_the_occasion() -> None:
    book = opened(summary("neubau", NEUBAU))
    assert [(row["LE-Nr."], row["erwartet"], row["Status"], row["Dateien"]) for row in table(book, "Rücklauf")] == [
        ("0001", "nein", "angenommen", 2), ("0002", "nein", "angenommen", 1), ("0003", "nein", "zurückgewiesen", 1),
        ("0004", "nein", "zurückgewiesen", 1),
    ]  # fmt: skip
    assert "Niemand wird erwartet, und niemand fehlt." in str(book["Rücklauf"]["A2"].value)
    assert book["Rücklauf"]["A3"].value is None


def test_without_a_bogen_it_says_so() -> None:
    (row,) = table(opened(summary("neubau", ())), "Rücklauf")
    assert row["Leistungserbringer"] == "Kein Bogen eingegangen."


def scale(page: Worksheet) -> float:
    """The scale in print, in percent; of a sheet made to fit a page's width what that comes to, by its columns in points."""
    if page.sheet_properties.pageSetUpPr is None or not page.sheet_properties.pageSetUpPr.fitToPage:
        return float(page.page_setup.scale or 100)
    widths = [dimension.width * (dimension.max - dimension.min + 1) for dimension in page.column_dimensions.values()]
    by_width = 786 / (sum(widths) * 5.56) * 100
    if page.page_setup.fitToHeight == 0:
        return min(100.0, by_width)
    default = page.sheet_format.defaultRowHeight or 15
    height = sum(page.row_dimensions[row].height or default for row in range(1, page.max_row + 1))
    return min(100.0, by_width, 522 / height * 100)


def test_every_sheet_of_a_summary_prints_at_eight_points_at_least() -> None:
    """The smallest letters have nine points, on „Titel“ ten."""
    for form, sent in (("fahrtkosten", FAHRTKOSTEN), ("neubau", NEUBAU), ("neubau", ())):
        for page in opened(summary(form, sent)):
            smallest = min(cell.font.size for row in page for cell in row if cell.value is not None)
            assert smallest * scale(page) / 100 >= 8, (form, page.title)
