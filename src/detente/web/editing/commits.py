"""Earlier versions of a file in the git repository that it stands in, if it stands in one."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from detente.errors import DetenteError

__all__ = ["commits", "committed"]

#: How commits are named; nothing that git could take for an option.
_NAME = re.compile(r"[0-9a-f]{7,64}")

#: Commits that are listed, and seconds that git is waited for.
MOST, SECONDS = 30, 10


def commits(file: Path) -> list[tuple[str, str, str]]:
    """Return the commits that changed a file, the newest first: id, day and subject.

    Parameters
    ----------
    file
        The file. Where there is no git, or no repository, there are none.
    """
    form = "--format=%H%x1f%cs%x1f%s"
    try:
        told = _git(file, "log", f"-n{MOST}", form, "--", file.name)
    except DetenteError:
        return []
    rows = (line.split("\x1f") for line in told.splitlines())
    return [(row[0], row[1], row[2]) for row in rows if len(row) == 3]


def committed(file: Path, commit: str) -> str:
    """Return what a file held at a commit.

    Parameters
    ----------
    file
        The file.
    commit
        Id of the commit: hexadecimal, 7 digits or more.

    Raises
    ------
    DetenteError
        If there is no such commit, or the file was not in it.
    """
    if not _NAME.fullmatch(commit):
        raise DetenteError("a commit is named by 7 or more hexadecimal digits")
    return _git(file, "show", f"{commit}:./{file.name}")


def _git(file: Path, *what: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(file.parent), "--no-pager", *what],
            capture_output=True,
            timeout=SECONDS,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        return done.stdout.decode("utf-8")
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        raise DetenteError("git has no such version of this file") from None
