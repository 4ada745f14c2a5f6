"""The text of a case file: its encoding, its characters, and what is wrong with it in plain words."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from detente.case.file.origin import Span

__all__ = ["BREAK", "MAX_BYTES", "MAX_PROBLEMS", "Found", "decode", "explain", "unseen"]

MAX_BYTES = 2_000_000

#: Problems collected at most in one pass, so that a hostile file cannot make the report endless.
MAX_PROBLEMS = 500

#: Where a line ends.
BREAK = re.compile(r"\r\n|\r|\n")

#: Controls, what only some programs take for the end of a line, what turns the direction of writing, and
#: what has no width.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)

#: Signs that some scripts are spelt with: joiners, and marks of direction.
_JOINERS, _MARKS = "\u200c\u200d", "\u200e\u200f\u061c"

#: Scripts that are spelt without joiners.
_UNJOINED = ("LATIN", "GREEK", "CYRILLIC", "HANGUL", "CJK", "HIRAGANA", "KATAKANA", "ARMENIAN", "GEORGIAN")

_ENCODINGS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Code, place and cause.
Found = tuple[str, Span, str]


def decode(data: bytes | str) -> tuple[str, list[Found]]:
    """Return the text of a file, and what is wrong with it as text: size, encoding, characters.

    The text is empty where it cannot be told.

    Parameters
    ----------
    data
        The bytes of the file.
    """
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        cause = f"the file has more than {MAX_BYTES:,} bytes, the most that a case may have"
        return "", [("DT104", (1, 1, 2), cause)]
    text, wrong = (data, []) if isinstance(data, str) else _read(data)
    return text, [*wrong, *islice(_hidden(text), MAX_PROBLEMS)]


def unseen(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and name of each character that cannot be seen and that no script is spelt with.

    Parameters
    ----------
    text
        The text as it is written.

    Examples
    --------
    >>> list(unseen("a\u202eb"))
    [(1, 'U+202E RIGHT-TO-LEFT OVERRIDE')]
    """
    for found in _UNSEEN.finditer(text):
        sign, at = found[0], found.start()
        joins = sign in _JOINERS and _joined(text, at)
        turns = sign in _MARKS and any(
            unicodedata.bidirectional(c) in ("R", "AL") for c in text if c not in _MARKS
        )
        if not (joins or turns):
            name = unicodedata.name(sign, "")
            yield at, f"U+{ord(sign):04X}{' ' * bool(name)}{name}"


def _joined(text: str, at: int) -> bool:
    """Whether a joiner stands after a letter or a picture that is written with joiners."""
    before = next(
        (c for c in reversed(text[:at]) if not unicodedata.combining(c) and c not in "\ufe0e\ufe0f"), " "
    )
    letter = unicodedata.category(before)[0] in "LSM" and not before.isascii()
    return letter and not unicodedata.name(before, "").startswith(_UNJOINED)


def _two_ways(text: str) -> bool:
    """Whether a text holds letters that are written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text if c not in _MARKS)


def _read(data: bytes) -> tuple[str, list[Found]]:
    """Decode the bytes of a file; what is no UTF-8 is read as what it surely is, and said."""
    kind = next((name for mark, name in _ENCODINGS if data.startswith(mark)), "") or _unmarked(data)
    if kind:
        cause = "the file is written in UTF-16 or UTF-32; save it as UTF-8"
        try:
            text = data.decode(kind)
        except UnicodeDecodeError:
            text = ""
        return text, [("DT103", (1, 1, 2), cause)]
    wrong: list[Found] = []
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        cause = "the file begins with a byte order mark; save it as UTF-8 without one"
        wrong = [("DT103", (1, 1, 2), cause)]
    try:
        return data.decode("utf-8"), wrong
    except UnicodeDecodeError as error:
        return data.decode("utf-8", "replace"), [*wrong, _undecodable(data, error.start)]


def _unmarked(data: bytes) -> str:
    """Tell an encoding of two or four bytes that has no mark by where its zeros stand."""
    known: dict[tuple[bool, ...], str] = {
        (True, True, True, False): "utf-32-be",
        (False, True, True, True): "utf-32-le",
        (True, False, True, False): "utf-16-be",
        (False, True, False, True): "utf-16-le",
    }
    return known.get(tuple(byte == 0 for byte in data[:4]), "")


def _undecodable(data: bytes, at: int) -> Found:
    before = BREAK.split(data[:at].decode("utf-8"))
    line, column = len(before), len(before[-1]) + 1
    cause = f"byte {at + 1:,} (0x{data[at]:02X}) is not UTF-8; save the file as UTF-8"
    return "DT102", (line, column, column + 1), cause


def _hidden(text: str) -> Iterator[Found]:
    """Find characters that cannot be seen."""
    if not _UNSEEN.search(text):
        return
    for n, line in enumerate(BREAK.split(text), 1):
        for at, name in unseen(line):
            yield "DT105", (n, at + 1, at + 2), f"{name} cannot be seen; delete it"


_CAUSES = {
    "mapping values are not allowed": "a ':' cannot stand here; check the indentation, or quote the text",
    "did not find expected key": "a key is expected here; check the indentation and the quotes above",
    "could not find expected ':'": "a ':' is missing after this key, or a quote above is not closed",
    "did not find expected ',' or '}'": "a ',' or the closing '}' is missing before this",
    "did not find expected ',' or ']'": "a ',' or the closing ']' is missing before this",
    "did not find expected '-'": "an item of a list begins with '- '; check the indentation",
    "did not find expected node content": "a value is expected here",
    "unexpected end of stream": "the quote that opens here is never closed",
    "unknown escape character": "a backslash in double quotes has a meaning; use single quotes",
    "did not find expected <document start>": "the text goes on after its end; check the indentation",
    "block sequence entries are not allowed": "a '-' cannot stand here; lists begin on a line of their own",
}


def explain(said: str, letter: str) -> str:
    """Say in plain words what the YAML parser says in its own.

    Parameters
    ----------
    said
        The parser's words.
    letter
        The character at the place of the error.
    """
    if "cannot start any token" in said:
        return f"a value cannot begin with {letter!r}; put the text in quotes"
    known = [words for phrase, words in _CAUSES.items() if phrase in said]
    return known[0] if known else f"not YAML: {said}"
