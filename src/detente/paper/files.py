"""Writing files so that a crash leaves either the old contents or the new, never half of them."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

__all__ = ["write_atomically"]


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
        If the file cannot be written.
    """
    import tempfile

    target = Path(os.path.realpath(path))
    data = text.encode() if isinstance(text, str) else text
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode(target))
        os.replace(name, target)  # noqa: PTH105  the tests make this very call fail
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    """Return the mode bits of a file, or those that a new file would get."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Force the new name to disk, where the system can do that for folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
