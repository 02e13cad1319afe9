"""Texts, numbers, dates and truth values."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from rv2xl.model.definitions.field import Kind
from tests.programs.package import (
    RELS,
    STRINGS,
    TYPES,
    WORKBOOK,
    Parts,
    in_sheets,
    packed,
    replaced,
    rewritten,
    substituted,
    texts_of,
)
from tests.programs.traits.table import TRAITS, enter, trait


def inline(parts: Parts) -> Parts:
    texts = texts_of(parts)
    written = substituted(rb' t="s"><v>(\d+)</v>', lambda match: b' t="inlineStr"><is>%s</is>' % texts[int(match[1])])
    return in_sheets(written)(parts)


def without_strings(parts: Parts) -> Parts:
    kept = {name: xml for name, xml in inline(parts).items() if name != STRINGS}
    return kept | {
        TYPES: re.sub(rb'<Override PartName="/xl/sharedStrings.xml"[^>]*>', b"", kept[TYPES]),
        RELS: re.sub(rb"<Relationship [^>]*sharedStrings[^>]*>", b"", kept[RELS]),
    }


def runs(text: bytes) -> bytes:
    """Cut a text in two runs, the second bold."""
    plain = re.fullmatch(rb"<t(?: xml:space=\"preserve\")?>(.*)</t>", text, re.DOTALL)
    assert plain is not None
    signs = re.findall(r"&[^;]*;|_x[0-9A-F]{4}_|.", plain[1].decode(), re.DOTALL)
    first, second = "".join(signs[:3]).encode(), "".join(signs[3:]).encode()
    keep = b'<t xml:space="preserve">%s</t>'
    return b'<r>%s</r><r><rPr><b/><sz val="10"/></rPr>%s</r>' % (keep % first, keep % second)


PHONETIC = b'<rPh sb="0" eb="1"><t>falsch</t></rPh><phoneticPr fontId="1"/>'

enter("inline strings", inline)
enter("no shared strings", without_strings)
enter(
    "rich text",
    lambda parts: (
        parts
        | {STRINGS: re.sub(rb"(?<=<si>)(.*?)(?=</si>)", lambda text: runs(text[1]), parts[STRINGS], flags=re.DOTALL)}
    ),
)
enter(
    "rich text inline",
    lambda parts: in_sheets(substituted(rb"(?<=<is>)(.*?)(?=</is>)", lambda text: runs(text[1])))(inline(parts)),
)
enter("phonetic runs", lambda parts: parts | {STRINGS: replaced(parts[STRINGS], b"</si>", PHONETIC + b"</si>")})
enter(
    "phonetic runs inline",
    lambda parts: in_sheets(lambda xml: xml.replace(b"</is>", PHONETIC + b"</is>"))(inline(parts)),
)
enter("all texts escaped by number", lambda parts: parts | {
    STRINGS: re.sub(r"[^\x00-\x7f]", lambda sign: f"&#{ord(sign[0])};", parts[STRINGS].decode()).encode()})  # fmt: skip


def iso(number: int) -> bytes:
    return (date(1899, 12, 30) + timedelta(number)).isoformat().encode()


def dates(form: str, parts: Parts, written: Callable[[int], bytes], *, styled: bool = True) -> Parts:
    """Write all dates in another way, with their style or without."""
    return rewritten(
        form, parts, Kind.DATUM, rb"><v>(\d+)</v>", lambda match: (match[1] if styled else b"") + written(int(match[2]))
    )


# --- Numbers, dates, truth values ---------------------------------------------------------------------------------


def exponent(match: re.Match[bytes]) -> bytes:
    return b"><v>%s</v>" % f"{float(match[1]):.16E}".encode()


def plainly(number: int) -> bytes:
    return b"><v>%d</v>" % number


def shifted(number: int) -> bytes:
    return plainly(number - 1462)


def since_1904(parts: Parts) -> Parts:
    return parts | {WORKBOOK: replaced(parts[WORKBOOK], b"<workbookPr ", b'<workbookPr date1904="1" ')}


enter("numbers with exponents", in_sheets(substituted(rb'(?<!t="s")(?<!t="str")><v>(\d+(?:\.\d+)?)</v>', exponent)))
TRAITS["dates as plain numbers"] = lambda form, parts: packed(dates(form, parts, plainly, styled=False))
TRAITS["dates as ISO values"] = lambda form, parts: packed(
    dates(form, parts, lambda day: b' t="d"><v>%sT00:00:00</v>' % iso(day))
)
TRAITS["dates since 1904"] = lambda form, parts: packed(since_1904(dates(form, parts, shifted)))
TRAITS["dates since 1904 as ISO values"] = lambda form, parts: packed(
    since_1904(dates(form, parts, lambda day: b' t="d"><v>%s</v>' % iso(day))))  # fmt: skip
TRAITS["dates since 1904 as plain numbers"] = lambda form, parts: packed(
    since_1904(dates(form, parts, shifted, styled=False))
)


@trait("truth values for ja and nein")
def truth(form: str, parts: Parts) -> bytes:
    texts = texts_of(parts)

    def written(match: re.Match[bytes]) -> bytes:
        text = texts[int(match[3])] if match[3] else match[2]
        return b'%s t="b"><v>%d</v>' % (match[1], b">ja<" in text)

    content = rb' t="(?:inlineStr"><is>(.*?)</is>|s"><v>(\d+)</v>)'
    return packed(rewritten(form, parts, Kind.JA_NEIN, content, written))
