"""Inputs made from good ones by changes that people, programs and enemies make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

__all__ = ["WORDS", "mutated"]

# fmt: off
_TEXTS = (
    *("", " ", "\t", "\n", "\r", "\r\n", "\0", "\x1b[2J", "\x85", "\u2028", "\ufeff", "\u200b", "\u202e"),
    *("\ufffe", "'", '"', '""', "'" * 3, "\\", "\\u0000", "\\ud800", "`", "{", "}", "[", "]", "(", ")"),
    *("<", ">", "&", "*", ",", ";", ":", ": ", "- ", "|", "||", "#", "%", "@", "$", "=", "==", "+", "-"),
    *("/", "//", "..", "...", "~", "0", "1", "-1", "-0", "0.0", ".5", "1.", "1,5", "1,000.5", "1e5"),
    *("1e400", "-1e400", "1e-400", "0x10", "1_0", "9" * 24, "9" * 400, "9" * 5000, "0" * 400, "nan"),
    *("NaN", "inf", "-inf", "Infinity", "1/0", "50%", "１２", "2020-02-30", "0000-00-00", "9999-12-31"),
    *("10000-01-01", "-1-01-01", "2020-13", "2020", "20200101", "1/2/20", "no", "yes", "true", "false"),
    *("null", "None", "none", "NULL", "on", "off", "½", "ﬁ", "ß", "İ", "\uffff", "٣", "a" * 300),
    *("a" * 200_000, "é", "한", "😀", "\u0301", "\U000e0001", "\ud800", "!!x ", "<<: ", "&a ", "*a "),
    *("[" * 60, "{" * 60, "[" * 3000, '{"a":' * 3000, "(" * 300, "not " * 3000, "- " * 60, "a[1]*?"),
    *("? ", "!", "=1+1", "@SUM(1)", "<script>", "</td>", "]]>", "<!--", "../../x", "/dev/zero", "C:\\x"),
    *("file:///x",),
)
_BYTES = (
    *(b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff\xfe", b"\xfe\xff", b"\x80" * 9),
    *(b"PK\x03\x04", b"\x1f\x8b"),
)
# fmt: on

#: Bits of text, and bits that are none, that have been too much for some reader of some format.
WORDS: tuple[bytes, ...] = (*(text.encode("utf-8", "surrogatepass") for text in _TEXTS), *_BYTES)

Change = Callable[[bytearray, Random, Sequence[bytes]], None]


def _place(data: bytearray, draw: Random) -> int:
    return draw.randint(0, len(data))


def _flip(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    if data:
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _cut(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    at = _place(data, draw)
    del data[at : at + draw.choice((1, 2, 5, 20, 200))]


def _end(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    del data[_place(data, draw) :]


def _word(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    at = _place(data, draw)
    data[at:at] = draw.choice(WORDS)


def _token(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    """Put something else in the place of what stands between two signs that part."""
    at, signs = _place(data, draw), b" ,;:\t\n\"'()[]{}|="
    start = max((data.rfind(bytes([s]), 0, at) for s in signs), default=-1) + 1
    stop = min((k for s in signs if (k := data.find(bytes([s]), at)) >= 0), default=len(data))
    data[start:stop] = draw.choice(WORDS)


def _twice(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    at = _place(data, draw)
    part = data[at : at + draw.choice((1, 8, 64, 400))]
    data[at:at] = part * draw.choice((1, 1, 2, 30))


def _line(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    lines = bytes(data).splitlines(keepends=True)
    if not lines:
        return
    at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    kind = draw.randrange(4)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[other])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = draw.choice((b" ", b"  ", b"\t")) + lines[at]
    data[:] = b"".join(lines)


def _splice(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    other = draw.choice(seeds)
    start = draw.randint(0, len(other))
    at = _place(data, draw)
    data[at : at + draw.randint(0, 50)] = other[start : start + draw.randint(0, 300)]


def _encode(data: bytearray, draw: Random, seeds: Sequence[bytes]) -> None:
    text = data.decode("utf-8", "replace")
    data[:] = text.encode(draw.choice(("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "utf-32")), "replace")


CHANGES: tuple[Change, ...] = (
    _flip,
    _cut,
    _end,
    *2 * (_word,),
    *3 * (_token,),
    _twice,
    *2 * (_line,),
    _splice,
)


def mutated(seeds: Sequence[bytes], draw: Random) -> bytes:
    """Return one of the good inputs with some changes; now and then something that never was one."""
    if draw.random() < 0.01:
        return draw.choice((b"", draw.randbytes(draw.randrange(300)), b"".join(draw.choices(WORDS, k=20))))
    data = bytearray(draw.choice(seeds))
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 5, 9))):
        draw.choice(CHANGES)(data, draw, seeds)
        if len(data) > 400_000:
            break
    if draw.random() < 0.01:
        _encode(data, draw, seeds)
    return bytes(data)
