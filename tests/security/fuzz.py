"""Reads seeded random mutations of an issued file, in a process of its own: `python -m tests.security.fuzz COUNT SEED`.

Prints the kinds of outcome, and the slowest for those who want to know. Ends with status 1 and the number of the mutation if
anything is raised; a process that dies tells the number by the last line printed.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from io import BytesIO

from rv2xl.excel.parts import replace_parts
from rv2xl.excel.returned.read import read_return
from rv2xl.model.finding import CODES, status_of
from rv2xl.returns.check import check
from tests.bench.samples import filled_returns

TOKENS = (
    b"<", b">", b"&", b"'", b'"', b"\x00", b"\xff\xfe", b"<!--", b"]]>", b"<![CDATA[", b"&#0;", b"&#x110000;", b"<f>",
    b"</c>", b'r="A1"', b'r="XFD1048576"', b't="e"', b't="s"', b't="d"', b't="b"', b"<v>-1e300</v>",
    b"<v>99999999999999999999</v>", b"<v>NaN</v>", b"<row>", b"<c>", b"</sheetData>", b"xmlns=", b"1048576", b"-1",
    b"0", b"\xc3\x28", b"\xf0\x9f\x98\x80", b"#REF!",
)  # fmt: skip


def mutated(data: bytes, parts: dict[str, bytes], source: random.Random) -> bytes:
    """Spoil the package's bytes, or one or two of its parts."""
    if source.random() < 0.15:
        return spoilt(data, source)
    names = source.sample(sorted(parts), source.randint(1, 2))
    return replace_parts(data, {name: spoilt(parts[name], source) for name in names})


def spoilt(content: bytes, source: random.Random) -> bytes:
    """Make one to five changes: bytes, spans cut, doubled or exchanged, tokens put in."""
    for _ in range(source.randint(1, 5)):
        start = source.randrange(max(len(content), 1))
        end = min(len(content), start + source.choice((1, 1, 4, 40, 400, 4000)))
        match source.randrange(6):
            case 0:
                content = content[:start] + bytes([source.randrange(256)]) + content[start + 1 :]
            case 1:
                content = content[:start] + content[end:]
            case 2:
                content = content[:end] + content[start:end] + content[end:]
            case 3:
                content = content[:start] + source.choice(TOKENS) + content[start:]
            case 4:
                other = source.randrange(max(len(content), 1))
                content = content[:start] + content[other : other + end - start] + content[end:]
            case _:
                content = content[:start] + source.choice(TOKENS) + content[end:]
    return content


def main(count: int, seed: int) -> int:
    """Read all mutations; return the exit status."""
    data = filled_returns(1)[0]
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    outcomes: Counter[str] = Counter()
    slowest = (0.0, -1)
    for number in range(count):
        file = mutated(data, parts, random.Random(seed * 1_000_003 + number))
        print(number, end="\r", flush=True)
        start = time.perf_counter()
        try:
            found = tuple(check(read_return(file, "mutated.xlsx")))
        except BaseException:
            print(f"mutation {number} of seed {seed}")
            traceback.print_exc()
            return 1
        slowest = max(slowest, (time.perf_counter() - start, number))
        assert {entry.code for entry in found} <= CODES.keys()
        outcomes[str(status_of(found))] += 1
    print(f"{count} mutations: {dict(outcomes)}; slowest {slowest[0]:.2f} s (mutation {slowest[1]})")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
