"""edit.py finds the sheets of three writers and leaves alone what it does not replace."""

from __future__ import annotations

import struct
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest

from rv2xl.excel.parts import replace_parts
from tests.programs.package import sheet_parts
from tests.unit.excel.workbooks import NAMED, ORT, handmade, parts, rows


def test_sheet_parts(workbook: bytes) -> None:
    found = sheet_parts(workbook)
    assert list(found) == [ORT, NAMED]
    assert set(found.values()) == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}


@pytest.mark.parametrize(
    "target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"]
)
def test_sheet_targets(target: str) -> None:
    assert sheet_parts(handmade(rows(""), target=target)) == {"S": "xl/worksheets/sheet1.xml"}


class _Pipe(BytesIO):
    """Not seekable, so that zipfile writes sizes behind the bytes, as LibreOffice and Java do."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


@pytest.mark.parametrize("stream", [BytesIO, _Pipe])
def test_entries_keep_their_attributes(stream: type[BytesIO]) -> None:
    out = stream()
    with ZipFile(out, "w") as archive:
        archive.comment = b"Kommentar"
        for number, name in enumerate(["b", "ä", "c"]):
            info = ZipInfo(name, (1999, 12, 31, 23, 59, 58))
            info.compress_type, info.external_attr = (ZIP_STORED, 0o644 << 16) if number == 1 else (8, 0)
            info.extra = b"UT\x05\x00\x01\x00\x00\x00\x00"
            archive.writestr(info, name * 1000)
    data = replace_parts(out.getvalue(), {"b": b"new" * 99, "ä": b"newer"})
    with ZipFile(BytesIO(out.getvalue())) as before, ZipFile(BytesIO(data)) as after:
        assert after.testzip() is None
        assert after.comment == b"Kommentar"
        assert [after.read(name) for name in after.namelist()] == [b"new" * 99, b"newer", b"c" * 1000]
        for old, new in zip(before.infolist(), after.infolist(), strict=True):
            for attribute in ("filename", "date_time", "compress_type", "create_system", "internal_attr"):
                assert getattr(old, attribute) == getattr(new, attribute)
            assert new.external_attr == old.external_attr
            assert old.flag_bits & 0x08 == (0x08 if stream is _Pipe else 0)
            assert new.extra == b""
            sizes = struct.unpack_from("<LLL", data, new.header_offset + 14)
            assert sizes == (new.CRC, new.compress_size, new.file_size)
        assert after.getinfo("b").compress_size < 30
        assert after.getinfo("c").compress_size == before.getinfo("c").compress_size
    assert list(parts(replace_parts(data, {"ä": None}))) == ["b", "c"]
    with pytest.raises(KeyError, match="missing"):
        replace_parts(data, {"missing": b""})
