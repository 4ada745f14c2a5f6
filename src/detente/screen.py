"""What is printed goes through here, so that no name of a file and no case can steer a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO, cast

__all__ = ["Screen", "screened"]

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


class Screen:
    """A stream on which nothing can steer a terminal: file names and case files come from anyone.

    What detente itself steers with goes past the guard: colours by `as_it_is`, the bar of progress to
    ``unguarded``.
    """

    def __init__(self, unguarded: TextIO, name: str) -> None:
        self.unguarded = unguarded
        self.called = name

    def write(self, text: str) -> int:
        """Write words with every sign that steers put as its number."""
        shown = _numbered(text, _STEERING)
        try:
            self.as_it_is(shown)
        except UnicodeEncodeError:
            self.as_it_is(_numbered(shown, re.compile(r"[^\x00-\x7f]")))
        return len(text)

    def as_it_is(self, text: str) -> None:
        """Write what is ours and may steer."""
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
        """Write several pieces."""
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
    """Put a screen before both streams; where a stream is closed, what is printed is lost."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123  a device, not a path
        out = Screen(sys.stdout or nowhere, "standard output")
        err = Screen(sys.stderr or nowhere, "standard error")
        with redirect_stdout(cast(TextIO, out)), redirect_stderr(cast(TextIO, err)):
            yield
