"""The text of a case file: its encoding, its characters, and what is wrong with it in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from detente.case.file.origin import Span

__all__ = ["BREAK", "CONTROL", "MAX_BYTES", "MAX_PROBLEMS", "Found", "decode", "explain"]

MAX_BYTES = 2_000_000

#: Problems collected at most in one pass, so that a hostile file cannot make the report endless.
MAX_PROBLEMS = 500

#: Where a line ends.
BREAK = re.compile(r"\r\n|\r|\n")

#: What cannot be seen, and what only some programs take for the end of a line.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")

_UTF16 = (b"\xff\xfe", b"\xfe\xff")

#: Code, place and cause.
Found = tuple[str, Span, str]


def decode(data: bytes | str) -> tuple[str, list[Found]]:
    """Return the text of a file, and what is wrong with it as text: size, encoding, characters."""
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        cause = f"the file has more than {MAX_BYTES:,} bytes, the most that a case may have"
        return "", [("DT104", (1, 1, 2), cause)]
    if isinstance(data, str):
        return data, list(islice(_controls(data), MAX_PROBLEMS))
    if data[:2] in _UTF16 or b"\x00" in data[:4]:
        return "", [("DT103", (1, 1, 2), "the file is written in UTF-16 or UTF-32; save it as UTF-8")]
    if data.startswith(b"\xef\xbb\xbf"):
        cause = "the file begins with a byte order mark; save it as UTF-8 without one"
        return data[3:].decode("utf-8", "replace"), [("DT103", (1, 1, 2), cause)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.decode("utf-8", "replace"), [_undecodable(data, error.start)]
    return text, list(islice(_controls(text), MAX_PROBLEMS))


def _undecodable(data: bytes, at: int) -> Found:
    before = BREAK.split(data[:at].decode("utf-8"))
    line, column = len(before), len(before[-1]) + 1
    cause = f"byte {at + 1:,} (0x{data[at]:02X}) is not UTF-8; save the file as UTF-8"
    return "DT102", (line, column, column + 1), cause


def _controls(text: str) -> Iterator[Found]:
    """Find control characters, and line ends that only some programs take for line ends."""
    if not CONTROL.search(text):
        return
    for n, line in enumerate(BREAK.split(text), 1):
        for found in CONTROL.finditer(line):
            cause = f"U+{ord(found[0]):04X} is a control character"
            yield "DT105", (n, found.start() + 1, found.end() + 1), cause


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
