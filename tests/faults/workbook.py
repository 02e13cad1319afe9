"""A workbook whose rows, columns and sheets can be maltreated, as a spreadsheet program or a script does it.

Independent of the program under test: the parts are cut with regular expressions and put together again. Works on files as
XlsxWriter and as LibreOffice write them.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl.utils.cell import column_index_from_string, get_column_letter

_ROW = re.compile(r"<row ([^>]*?)(?:/>|(?<!/)>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|(?<!/)>(.*?)</c>)', re.DOTALL)
_SHEET = re.compile(r"<sheet [^>]*/>")
_NAME = re.compile(r"(<definedName [^>]*>)([^<]*)(</definedName>)")
_REFERENCE = re.compile(
    r"""("(?:[^"]|"")*")|((?:'(?:[^']|'')+'|[A-Za-zÄÖÜäöü_]\w*)!)?(?<![\w.])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])"""
)

Shift = Callable[[int, int], tuple[int, int] | None]
"""Where a cell (row and column from 1) goes; None if it is deleted."""


@dataclass
class Cell:
    """A cell with its attributes but the address, and its contents as XML."""

    attributes: str
    content: str | None

    @property
    def formula(self) -> str | None:
        found = re.search(r"<f[^>]*>([^<]*)</f>", self.content or "")
        return html.unescape(found[1]) if found else None


class Spoilt:
    """A workbook that is being spoilt; `file` gives its bytes."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.book = self.parts["xl/workbook.xml"].decode()
        rels = self.parts["xl/_rels/workbook.xml.rels"].decode()
        targets = {
            _attribute(rel, "Id"): _attribute(rel, "Target") for rel in re.findall(r"<Relationship [^>]*/>", rels)
        }
        self.tabs = {
            html.unescape(_attribute(sheet, "name")): "xl/" + targets[_attribute(sheet, "r:id")]
            for sheet in _SHEET.findall(self.book)
        }

    def file(self) -> bytes:
        """Return the workbook as it is now."""
        self.parts["xl/workbook.xml"] = self.book.encode()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, content in self.parts.items():
                package.writestr(name, content)
        return out.getvalue()

    def cells(self, tab: str) -> dict[tuple[int, int], Cell]:
        """Return the cells of a sheet by row and column, from 1."""
        xml = self.parts[self.tabs[tab]].decode()
        return {
            (int(row), column_index_from_string(column)): Cell(attributes, content if content else None)
            for column, row, attributes, content in _CELL.findall(xml)
        }

    def put(self, tab: str, cells: dict[tuple[int, int], Cell]) -> None:
        """Give a sheet these cells instead of its own."""
        part = self.tabs[tab]
        xml = self.parts[part].decode()
        lines: dict[int, list[str]] = {}
        for (row, column), cell in sorted(cells.items()):
            head = f'<c r="{get_column_letter(column)}{row}"{cell.attributes}'
            lines.setdefault(row, []).append(f"{head}/>" if cell.content is None else f"{head}>{cell.content}</c>")
        rows = "".join(f'<row r="{row}">{"".join(line)}</row>' for row, line in lines.items())
        before, rest = re.split(r"<sheetData\s*/?>", xml, maxsplit=1)
        after = rest.partition("</sheetData>")[2]
        self.parts[part] = f"{before}<sheetData>{rows}</sheetData>{after}".encode()

    def move(self, tab: str, shift: Shift, follow: bool) -> None:
        """Move every cell of a sheet. Names and formulas `follow` in spreadsheet programs, not in scripts."""
        moved = {}
        for place, cell in self.cells(tab).items():
            if (now := shift(*place)) is not None:
                moved[now] = cell
        self.put(tab, moved)
        if follow:
            self._follow(tab, shift)

    def _follow(self, tab: str, shift: Shift) -> None:
        self._rewrite(lambda formula, home: _referring(formula, home, tab, shift))

    def rename(self, names: dict[str, str], follow: bool = True) -> None:
        """Give tabs other names, all at once."""
        self.tabs = {names.get(tab, tab): part for tab, part in self.tabs.items()}
        self._sheets(lambda sheet: _renamed(sheet, names))
        if follow:
            self._rewrite(lambda formula, home: _of_renamed(formula, names))

    def _rewrite(self, change: Callable[[str, str], str]) -> None:
        """Change every formula and every name: `change` gets a formula and the tab it stands on."""
        for tab in self.tabs:
            cells = self.cells(tab)
            for cell in cells.values():
                if cell.formula is not None and cell.content is not None:
                    new = html.escape(change(cell.formula, tab))
                    head, _, rest = cell.content.partition("</f>")
                    cell.content = f"{head[: head.index('>') + 1]}{new}</f>{rest}"
            self.put(tab, cells)
        self.book = _NAME.sub(
            lambda name: name[1] + html.escape(change(html.unescape(name[2]), "")) + name[3], self.book
        )

    def remove(self, tab: str) -> None:
        """Delete a sheet."""
        position = list(self.tabs).index(tab)
        del self.tabs[tab]
        self._sheets(lambda sheet: "" if html.unescape(_attribute(sheet, "name")) == tab else sheet)
        self._reindex(lambda old: None if old == position else old - (old > position))

    def reorder(self, tabs: list[str]) -> None:
        """Put the tabs into another order."""
        old = list(self.tabs)
        sheets = {html.unescape(_attribute(sheet, "name")): sheet for sheet in _SHEET.findall(self.book)}
        self.book = re.sub(
            r"(<sheets>).*?(</sheets>)",
            lambda found: found[1] + "".join(sheets[tab] for tab in tabs) + found[2],
            self.book,
        )
        self.tabs = {tab: self.tabs[tab] for tab in tabs}
        self._reindex(lambda position: tabs.index(old[position]))

    def copy(self, tab: str, name: str) -> None:
        """Copy a sheet to the end, with its names."""
        number = len(self.parts) + 1
        part = f"xl/worksheets/sheet{number}.xml"
        self.parts[part] = re.sub(
            rb"<(hyperlinks|legacyDrawing|drawing|pageSetup).*?(/>|</hyperlinks>)",
            b"",
            self.parts[self.tabs[tab]],
            flags=re.DOTALL,
        )
        position = list(self.tabs).index(tab)
        self.tabs[name] = part
        types = self.parts["[Content_Types].xml"].decode()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        self.parts["[Content_Types].xml"] = types.replace(
            "</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
        ).encode()
        rels = self.parts["xl/_rels/workbook.xml.rels"].decode()
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        new = f'<Relationship Id="rIdCopy{number}" Type="{relation}" Target="worksheets/sheet{number}.xml"/></Relationships>'
        self.parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", new).encode()
        sheet = f'<sheet name="{html.escape(name)}" sheetId="{900 + number}" r:id="rIdCopy{number}"/></sheets>'
        self.book = self.book.replace("</sheets>", sheet)
        own = [found for found in _NAME.finditer(self.book) if f'localSheetId="{position}"' in found[1]]
        last = len(self.tabs) - 1
        copies = "".join(
            found[1].replace(f'localSheetId="{position}"', f'localSheetId="{last}"')
            + html.escape(_of_renamed(html.unescape(found[2]), {tab: name}))
            + found[3]
            for found in own
        )
        self.book = self.book.replace("</definedNames>", copies + "</definedNames>")

    def comment(self, tab: str, cells: Sequence[str], threaded: bool = False, strict: bool = False) -> None:
        """Hang a comment on each of these cells, of the older kind or of the newer; `strict` is the other family of namespaces."""
        if threaded:
            kind, part = (
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "threadedComments/t1.xml",
            )
            head = '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            line, end = (
                '<threadedComment ref="%s" personId="{1}" id="{2}"><text>offen!</text></threadedComment>',
                "</ThreadedComments>",
            )
        else:
            space, year = (
                ("http://purl.oclc.org/ooxml", "") if strict else ("http://schemas.openxmlformats.org", "2006/")
            )
            kind, part = f"{space}/officeDocument/{year}relationships/comments", "comments1.xml"
            head = f'<comments xmlns="{space}/spreadsheetml/{year}main"><authors><author>Muster</author></authors><commentList>'
            line, end = (
                '<comment ref="%s" authorId="0"><text><r><t>offen!</t></r></text></comment>',
                "</commentList></comments>",
            )
        self.parts[f"xl/{part}"] = "".join((head, *(line % cell for cell in cells), end)).encode()
        folder, _, sheet = self.tabs[tab].rpartition("/")
        rels = f"{folder}/_rels/{sheet}.rels"
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        new = f'<Relationship Id="rId{len(self.parts)}" Type="{kind}" Target="../{part}"/></Relationships>'
        self.parts[rels] = self.parts.get(rels, empty).replace(b"</Relationships>", new.encode())

    def unprotect(self, tab: str) -> None:
        """Lift the protection of a sheet."""
        part = self.tabs[tab]
        self.parts[part], count = re.subn(rb"<sheetProtection[^>]*/>", b"", self.parts[part])
        assert count == 1, tab

    def hide(self, tab: str) -> None:
        """Hide a sheet."""
        self._sheets(
            lambda sheet: (
                sheet.replace("<sheet ", '<sheet state="hidden" ')
                if html.unescape(_attribute(sheet, "name")) == tab and "state=" not in sheet
                else sheet
            )
        )

    def forget_names(self) -> None:
        """Drop all defined names."""
        self.book = re.sub(r"<definedNames>.*?</definedNames>", "", self.book, flags=re.DOTALL)

    def paste_values(self, tab: str) -> None:
        """Replace every formula of a sheet by its value."""
        cells = self.cells(tab)
        for cell in cells.values():
            cell.content = re.sub(r"<f[^>]*?(/>|>[^<]*</f>)", "", cell.content) if cell.content else None
        self.put(tab, cells)

    def enter(self, tab: str, place: tuple[int, int], value: str | float | None) -> None:
        """Write a text or number into a cell, whatever stood there."""
        cells = self.cells(tab)
        old = cells.get(place, Cell("", None))
        style = "".join(re.findall(r' s="\d+"', old.attributes))
        if value is None:
            cells[place] = Cell(style, None)
        elif isinstance(value, str):
            cells[place] = Cell(f'{style} t="inlineStr"', f'<is><t xml:space="preserve">{html.escape(value)}</t></is>')
        else:
            cells[place] = Cell(style, f"<v>{value}</v>")
        self.put(tab, cells)

    def _sheets(self, change: Callable[[str], str]) -> None:
        self.book = _SHEET.sub(lambda found: change(found[0]), self.book)

    def _reindex(self, new: Callable[[int], int | None]) -> None:
        def changed(name: re.Match[str]) -> str:
            local = re.search(r'localSheetId="(\d+)"', name[1])
            if local is None:
                return name[0]
            index = new(int(local[1]))
            return "" if index is None else name[0].replace(local[0], f'localSheetId="{index}"')

        self.book = _NAME.sub(changed, self.book)


def rows_put_in(before: int, count: int = 1) -> Shift:
    """Insert rows before a row."""
    return lambda row, column: (row + count if row >= before else row, column)


def rows_deleted(first: int, count: int = 1) -> Shift:
    """Delete rows from one on."""
    return lambda row, column: None if first <= row < first + count else (row - count if row >= first else row, column)


def columns_put_in(before: int, count: int = 1) -> Shift:
    """Insert columns before a column."""
    return lambda row, column: (row, column + count if column >= before else column)


def columns_deleted(first: int) -> Shift:
    """Delete a column."""
    return lambda row, column: None if column == first else (row, column - 1 if column > first else column)


def rows_cut(first: int, last: int, to: int) -> Shift:
    """Cut rows out and put them in before another row further down."""

    def shift(row: int, column: int) -> tuple[int, int]:
        if first <= row <= last:
            return (row + to - last - 1, column)
        return (row - (last - first + 1) if last < row < to else row, column)

    return shift


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'(?<![\w:]){name}="([^"]*)"', tag)
    return found[1] if found else ""


def _renamed(sheet: str, names: dict[str, str]) -> str:
    old = html.unescape(_attribute(sheet, "name"))
    return (
        sheet.replace(f'name="{_attribute(sheet, "name")}"', f'name="{html.escape(names[old])}"')
        if old in names
        else sheet
    )


def _of_renamed(formula: str, names: dict[str, str]) -> str:
    def changed(found: re.Match[str]) -> str:
        if found[2] is None or (old := found[2][:-1].strip("'").replace("''", "'")) not in names:
            return found[0]
        return found[0].replace(found[2], "'" + names[old].replace("'", "''") + "'!")

    return _REFERENCE.sub(changed, formula)


def _referring(formula: str, home: str, tab: str, shift: Shift) -> str:
    """Return a formula of one sheet after the cells of another have moved."""
    last = home  # of „'58 Erbach'!B45:C47“ the second corner is on the sheet of the first

    def changed(found: re.Match[str]) -> str:
        nonlocal last
        if found[1] is not None:
            return found[0]
        before = formula[: found.start()]
        if found[2] is not None:
            last = found[2][:-1].strip("'").replace("''", "'")
        elif not before.endswith(":"):
            last = home
        if last != tab:
            return found[0]
        now = shift(int(found[6]), column_index_from_string(found[4]))
        if now is None and (
            step := (formula[found.end() :][:1] == ":") - before.endswith(":")
        ):  # a range becomes smaller
            left = (shift(int(found[6]) + step * more, column_index_from_string(found[4])) for more in range(1, 20))
            now = next(filter(None, left), None)
        prefix = found[2] or ""
        return f"{prefix}#REF!" if now is None else f"{prefix}{found[3]}{get_column_letter(now[1])}{found[5]}{now[0]}"

    return _REFERENCE.sub(changed, formula)
