"""What is printed goes through here, so that no name of a file and no case can steer a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout, suppress
from typing import Any, TextIO, cast

from detente import stopping
from detente.steps import under_way

__all__ = ["Line", "Screen", "harmless", "screened"]

#: Signs that steer a terminal or turn a line round: control signs (CR only where no line ends with it),
#: separators of lines and paragraphs, overrides of direction; and halves of signs, which cannot be written.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)


def _numbered(text: str, wanted: re.Pattern[str]) -> str:
    r"""Write signs by their numbers, as JSON does: ``\\u001b``."""
    return wanted.sub(lambda m: "".join(f"\\u{u:04x}" for u in _units(m[0])), text)


def _units(sign: str) -> Iterator[int]:
    raw = sign.encode("utf-16-be", "surrogatepass")
    yield from (int.from_bytes(raw[k : k + 2]) for k in range(0, len(raw), 2))


def harmless(text: str) -> str:
    r"""Return a text in which signs that steer a terminal stand as numbers.

    Parameters
    ----------
    text
        What is to be shown.

    Examples
    --------
    >>> print(harmless("a\x1b[2Jb"))
    a\u001b[2Jb
    """
    return _numbered(text, _STEERING)


class Line:
    """The last line of a terminal, which says what is under way; it is gone before anything else is printed.

    Parameters
    ----------
    stream
        The terminal.
    """

    #: Seconds without a word before the line comes, and between two of its states.
    PATIENCE, PACE = 0.7, 0.2

    #: Goes to the begin of the line and empties it.
    WIPE = "\r\x1b[2K"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._shown = False
        self._silent = time.monotonic()

    def show(self, words: str) -> None:
        """Put words on the line, cut where the terminal ends.

        Parameters
        ----------
        words
            What to say, on one line.
        """
        shown = _numbered(words, _STEERING)[: shutil.get_terminal_size().columns - 1]
        with self._lock, suppress(OSError, UnicodeEncodeError):
            if not stopping.leaving():
                self._stream.write(self.WIPE + shown)
                self._stream.flush()
                self._shown = True

    def wipe(self) -> None:
        """Take the line away, since something else is printed or over."""
        with self._lock, suppress(OSError):
            if self._shown:
                self._stream.write(self.WIPE)
                self._stream.flush()
            self._shown, self._silent = False, time.monotonic()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Show the steps that take long, from a thread, and take the line away at the end."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(self.PACE):
                spent = time.monotonic() - self._silent
                words = under_way()
                if words and (self._shown or spent >= self.PATIENCE):
                    self.show(f"{words} · {spent:.0f} s")
                elif self._shown:
                    self.wipe()

        watcher = threading.Thread(target=watch, name="detente-line", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()
            self.wipe()


class Screen:
    """A stream on which nothing can steer a terminal: file names and case files come from anyone.

    What detente itself steers with, colours, goes past the guard by `as_it_is`.
    """

    def __init__(self, unguarded: TextIO, name: str, line: Line | None = None) -> None:
        self.unguarded = unguarded
        self.called = name
        self._line = line

    def write(self, text: str) -> int:
        """Write words with every sign that steers put as its number.

        Parameters
        ----------
        text
            Words of a case, a file or a person.

        Returns
        -------
        int
            Number of characters, as streams count them.
        """
        shown = _numbered(text, _STEERING)
        try:
            self.as_it_is(shown)
        except UnicodeEncodeError:
            self.as_it_is(_numbered(shown, re.compile(r"[^\x00-\x7f]")))
        return len(text)

    def as_it_is(self, text: str) -> None:
        """Write what is ours and may steer.

        Parameters
        ----------
        text
            Words and control sequences of ours alone.
        """
        if self._line is not None:
            self._line.wipe()
        with self._named():
            self.unguarded.write(text)

    def flush(self) -> None:
        """Write out what is held back."""
        with self._named():
            self.unguarded.flush()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Let an error say where it came from."""
        try:
            yield
        except OSError as error:
            error.filename = error.filename or self.called
            raise

    def writelines(self, lines: Any) -> None:
        """Write several pieces.

        Parameters
        ----------
        lines
            Each as to `write`.
        """
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> _Bytes:
        """The same for whoever writes bytes."""
        return _Bytes(self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.unguarded, name)


class _Bytes:
    """What is written here in UTF-8 goes to a screen."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def write(self, data: bytes) -> int:
        self.screen.write(data.decode("utf-8", "surrogateescape"))
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.screen, name)


@contextmanager
def screened() -> Iterator[None]:
    """Put a screen before both streams; where a stream is closed, what is printed is lost.

    Where somebody watches the error stream, a line on it says what takes long.
    """
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  a device, not a path
        errors = sys.stderr or nowhere
        line = Line(errors) if errors.isatty() and os.environ.get("TERM", "dumb") != "dumb" else None
        out = Screen(sys.stdout or nowhere, "standard output", line)
        err = Screen(errors, "standard error", line)
        watched = line.watched() if line else nullcontext()
        with redirect_stdout(cast(TextIO, out)), redirect_stderr(cast(TextIO, err)), watched:
            yield
