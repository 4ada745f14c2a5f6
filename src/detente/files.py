"""Files that may be anything: read only if they are files, and no further than asked; never written by half.

A path comes from a command line, a case or a folder of somebody else. It may lead to a pipe that nobody
writes to, to a device without an end, to a text nested ten thousand brackets deep. All that goes wrong here
is an ``OSError`` that names the file, or a ``ValueError`` that says what is wrong with its contents.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import Any

from detente import stopping

__all__ = [
    "beside",
    "filling",
    "named",
    "new_mode",
    "opened",
    "parse_json",
    "read_bytes",
    "read_json",
    "regular",
    "replacing",
    "write_atomically",
]

#: Deepest nesting of a JSON text; a case has twelve levels, and a run holds a case.
MAX_DEPTH = 40

#: Most bytes of a JSON file.
MAX_JSON = 50_000_000

#: Most letters of a file's name that its temporary name repeats; names have 255 bytes at most.
_REPEATED = 40

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@contextlib.contextmanager
def named(path: str | Path, others: bool = True) -> Iterator[None]:
    """Let every ``OSError`` within name this file, which those of reading and writing do not.

    Parameters
    ----------
    path
        The file.
    others
        Whether that goes for errors that name another file, such as a temporary one, too.

    Raises
    ------
    OSError
        Also for a name that no file can have.
    """
    try:
        yield
    except OSError as error:
        if error.errno is None or (error.filename is not None and not others):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
    except ValueError as error:  # a NUL in the name, or what the file system cannot encode
        if "embedded null" in str(error) or isinstance(error, UnicodeEncodeError):
            raise OSError(errno.EINVAL, "no file can have this name", str(path)) from error
        raise


def regular(path: str | Path) -> None:
    """Make sure that a path leads to a file with contents of its own.

    Parameters
    ----------
    path
        The file or folder.

    Raises
    ------
    OSError
        If there is none, or it is a folder, a pipe, a socket or a device.
    """
    with named(path):
        _refuse_others(Path(path).stat().st_mode)


@contextlib.contextmanager
def opened(path: str | Path) -> Iterator[BufferedReader]:
    """Open a regular file for reading.

    Parameters
    ----------
    path
        The file or folder.

    Raises
    ------
    OSError
        If it is none, or cannot be read; names the file.
    """
    regular(path)
    with named(path, others=False):
        # Not to wait, should there be a pipe now where a file was a moment ago.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as stream:
            _refuse_others(os.fstat(handle).st_mode)
            yield stream


def read_bytes(path: str | Path, most: int) -> bytes:
    """Read a regular file of at most so many bytes.

    Parameters
    ----------
    path
        The file or folder.
    most
        Greatest size, in bytes.

    Raises
    ------
    OSError
        If it cannot be read, or is longer.
    """
    with opened(path) as stream:
        data = stream.read(most + 1)
        if len(data) > most:
            raise OSError(errno.EFBIG, f"it has more than {most:,} bytes")
    return data


def read_json(path: str | Path, most: int = MAX_JSON) -> Any:
    """Read a JSON file.

    Parameters
    ----------
    path
        The file or folder.
    most
        Greatest size, in bytes.

    Raises
    ------
    OSError
        If it cannot be read, or is too long.
    ValueError
        As `parse_json`.
    """
    return parse_json(read_bytes(path, most))


def parse_json(text: str | bytes) -> Any:
    """Read a JSON text of bounded depth, with finite numbers and with letters that can be written again.

    Parameters
    ----------
    text
        The text.

    Raises
    ------
    ValueError
        If it is anything else.

    Examples
    --------
    >>> parse_json('{"a": [1, 2.5]}')
    {'a': [1, 2.5]}
    >>> parse_json("[" * 5000)
    Traceback (most recent call last):
    ValueError: it is nested too deeply
    """
    import json

    try:
        found = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    level: list[Any] = [found]
    for _ in range(MAX_DEPTH):
        level = [part for whole in level for part in _parts(whole)]
        if not level:
            return found
    raise ValueError("it is nested too deeply")


@contextlib.contextmanager
def beside(target: str | Path) -> Iterator[Path]:
    """Lend a name beside a file for what is to take its place; whatever is left under it is taken away.

    Nobody else is given the same name. The file is there already, and empty.

    Parameters
    ----------
    target
        The file that is to be replaced.
    """
    import tempfile

    file = Path(target)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:_REPEATED]}.", suffix=".tmp")
    stopping.temporary(name)
    try:
        os.close(handle)
        yield Path(name)
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        stopping.settled(name)


@contextlib.contextmanager
def filling(path: str | Path) -> Iterator[Path]:
    """Make a folder, if it is missing, for what is written to it; nothing empty stays behind a failure.

    Parameters
    ----------
    path
        The file or folder.

    Raises
    ------
    OSError
        If it cannot be made; names the folder.
    """
    place = Path(path)
    with named(path):
        missing = [part for part in (place, *place.parents) if not part.exists()]
    try:
        with named(path):
            place.mkdir(parents=True, exist_ok=True)
        yield place
    except BaseException:
        for made in missing:
            with contextlib.suppress(OSError):
                made.rmdir()
        raise


def write_atomically(path: str | Path, text: str | bytes) -> None:
    """Replace a file's contents in one step.

    The new contents are written to a temporary file in the same folder and forced to disk before
    they take the old file's place; the mode bits are kept. On any failure the old file is intact
    and the temporary one is gone. A link is followed, not replaced.

    Parameters
    ----------
    path
        The file; it need not exist yet, its folder must.
    text
        The contents; text is written as UTF-8, its line ends as they are.

    Raises
    ------
    OSError
        If the file cannot be written, or there is something else under its name; names the file.
    """
    # A name that is no text, of a file or on a command line, may stand in what is written.
    data = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
    with stopping.WHOLE:
        with replacing(path) as spare, _emptied(spare) as stream:
            stream.write(data)
            stream.flush()
        stopping.arrived(path)


@contextlib.contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Lend a name beside a file, for somebody who writes it himself; in the end it takes the file's place.

    Parameters
    ----------
    path
        The file or folder.

    Raises
    ------
    OSError
        As `write_atomically`.
    """
    with stopping.WHOLE, named(path):
        target = Path(os.path.realpath(path))
        mode = _mode(target)
        with beside(target) as spare:
            yield spare
            with spare.open("rb+") as stream:
                os.fsync(stream.fileno())
            spare.chmod(mode)
            os.replace(spare, target)  # noqa: PTH105  the tests make this very call fail
        _sync_folder(target.parent)


def new_mode() -> int:
    """Return the mode bits that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _emptied(file: Path) -> BufferedWriter:
    return os.fdopen(os.open(file, os.O_WRONLY | getattr(os, "O_BINARY", 0)), "wb")


def _mode(target: Path) -> int:
    """Return the mode bits of a file that may be replaced, or those that a new file would get."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return new_mode()
    _refuse_others(mode)
    if not os.access(target, os.W_OK):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(mode)


def _refuse_others(mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = next((what for holds, what in _KINDS if holds(mode)), "something else")
        code = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
        raise OSError(code, f"it is {kind}, not a file")


def _sync_folder(folder: Path) -> None:
    """Force the new name to disk, where the system can do that for folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _finite(text: str) -> float:
    """Read a number, as JSON alone has it; Python would take infinity and what is no number."""
    value = float(text)
    if value - value != 0:
        raise ValueError(f"{text[:20]} is no finite number")
    return value


def _parts(whole: Any) -> list[Any]:
    """What a mapping or a list holds; a text with half a letter in it is refused."""
    if isinstance(whole, str):
        whole.encode()
        return []
    if isinstance(whole, dict):
        return [*whole, *whole.values()]
    return whole if isinstance(whole, list) else []
