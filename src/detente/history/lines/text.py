"""Files as lines of text, whatever they are packed in and however they are encoded.

Gzip and zip are told by the first bytes, not by the name; UTF-8, UTF-16 and UTF-32 by their marks, UTF-16
without one by its zeros. What is no UTF-8 is taken for Windows-1252 line by line, as older files are.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Final

from detente.errors import HistoryError
from detente.files import opened

__all__ = ["DAMAGED", "LONGEST", "UNPACKED", "Tally", "lines", "unpacked"]

#: Most characters of a line, and of a packed file once it is unpacked.
LONGEST, UNPACKED = 32_000_000, 4_000_000_000

#: How files begin that are no text, and what they are.
_OTHERS: Final = {
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "a spreadsheet or a document of an older Office",
    b"%PDF": "a PDF",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"7z\xbc\xaf": "packed with 7-Zip",
    b"Rar!": "packed with RAR",
}

_MARKS: Final = {
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}

#: What a system puts into an archive by itself.
_CLUTTER: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db")

#: What may lie beside the data in an archive: texts about them.
_ABOUT: Final = re.compile(
    r"(?i)(?:^|/)(?:read[-_ ]?me|licen[cs]e|codebook|terms|citation|changelog|notice)[^/]*$"
    r"|\.(?:pdf|docx?|rtf|md|html?|png|jpe?g)$"
)

#: What packed files raise that are damaged or cut off.
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile)


@dataclass(slots=True)
class Tally:
    """What is counted while a file is read.

    Parameters
    ----------
    lines, blank, header
        Lines so far, and how many of them were empty or headings.
    western
        Lines that are no UTF-8.
    """

    lines: int = 0
    blank: int = 0
    header: int = 0
    western: int = 0


def lines(file: Path, tally: Tally) -> Iterator[tuple[int, str]]:
    """Yield each line of a file with its number, without its end; a mark at the beginning is left out.

    Parameters
    ----------
    file
        The file, which may be packed.
    tally
        Counts the lines, and those that are no UTF-8.

    Raises
    ------
    HistoryError
        If it is no text, packed in another way, damaged, or much too long.
    OSError
        If it cannot be read.
    """
    encoding = _encoding(_begins(file))
    size = 0
    with unpacked(file) as (stream, packed):
        text = TextIOWrapper(stream, encoding or "latin-1", "replace", newline=None)
        try:
            for line in _cut(file, text, tally):
                size += len(line)
                if packed and size > UNPACKED:
                    raise HistoryError((f"{file}: holds more than {UNPACKED:,} characters; unpack it first",))
                bare = line.removesuffix("\n")
                plain = bare if encoding or bare.isascii() else _decoded(bare, tally)
                yield tally.lines, plain.removeprefix("\ufeff") if tally.lines == 1 else plain
        finally:
            text.detach()  # the stream is closed by those who opened it


def _cut(file: Path, text: TextIOWrapper, tally: Tally) -> Iterator[str]:
    """Yield the lines of a stream and count them; what packs it may turn out to be damaged on the way."""
    try:
        while line := text.readline(LONGEST):
            tally.lines += 1
            if len(line) == LONGEST:
                cause = f"has more than {LONGEST:,} characters, so this is no file of events"
                raise HistoryError((f"{file}:{tally.lines}: the line {cause}",))
            yield line
    except DAMAGED as error:
        cause = f"what is packed in it is damaged or cut off after line {tally.lines} ({error})"
        raise HistoryError((f"{file}: {cause}",)) from None


def _decoded(text: str, tally: Tally) -> str:
    """Take what was read as Latin-1 for UTF-8 if it is that, and for Windows-1252 if not."""
    raw = text.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        tally.western += 1
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return text


@contextmanager
def unpacked(file: Path) -> Iterator[tuple[IO[bytes], bool]]:
    """Open a file for reading as bytes, unpacked; and say whether it was packed.

    Parameters
    ----------
    file
        The file; packed with gzip or zip if its name says so.

    Raises
    ------
    HistoryError
        If it is packed in a way that cannot be read.
    OSError
        If it is no file, or cannot be read.
    """
    with opened(file) as plain:
        start = plain.read(16)
        plain.seek(0)
        if start.startswith(b"\x1f\x8b"):
            with gzip.open(plain) as stream:
                yield stream, True  # type: ignore[misc]
        elif start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            with _member(file, plain) as stream:
                yield stream, True
        else:
            if what := next((what for sign, what in _OTHERS.items() if start.startswith(sign)), ""):
                raise HistoryError((f"{file}: is {what}; plain text, gzip and zip are read",))
            yield plain, False


@contextmanager
def _member(file: Path, plain: IO[bytes]) -> Iterator[IO[bytes]]:
    """Open the one file of an archive."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(plain))
            stream = stack.enter_context(archive.open(_only(file, archive.namelist())))
        except (RuntimeError, NotImplementedError) as error:  # a password, or another way of packing
            raise HistoryError((f"{file}: cannot be unpacked: {error}",)) from None
        except DAMAGED as error:
            raise HistoryError((f"{file}: what is packed in it is damaged ({error})",)) from None
        yield stream


def _only(file: Path, inside: list[str]) -> str:
    """Return the name of the one file of an archive."""
    names = [name for name in inside if not name.endswith("/") and not _clutter(name)]
    if "[Content_Types].xml" in names:
        raise HistoryError((f"{file}: is a spreadsheet or a document; save it as CSV",))
    names = [name for name in names if not _ABOUT.search(name)] or names
    if len(names) != 1:
        told = ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
        told = f"{len(names)} files ({told})" if names else "no file"
        raise HistoryError((f"{file}: holds {told}; an archive with one file is read",))
    return names[0]


def _clutter(name: str) -> bool:
    return name.startswith(_CLUTTER[0]) or name.rpartition("/")[2] in _CLUTTER[1:]


def _begins(file: Path) -> bytes:
    with unpacked(file) as (stream, _):
        try:
            return stream.read(4096)
        except DAMAGED as error:
            raise HistoryError((f"{file}: what is packed in it is damaged ({error})",)) from None


def _encoding(start: bytes) -> str:
    """Return the encoding if it is one of two or four bytes to a sign, and nothing if not."""
    marked = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")
    if marked or len(start) < 8:
        return marked
    even, odd = start[::2].count(0) / len(start[::2]), start[1::2].count(0) / len(start[1::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""
