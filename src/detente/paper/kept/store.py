"""Short forms that were made before: kept in the user's cache, and shown again to who asks the same.

An answer is kept under a digest of everything that it follows from: what the case says, the command with its
seed and numbers of worlds, and the program itself, file by file. So whoever changes any of these is answered
anew; whoever changes none is answered with the same bytes. Nothing that goes wrong here stops an analysis.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from detente.files import read_json, write_atomically
from detente.paper.document import Document
from detente.paper.kept.packing import packed, unpacked
from detente.version import VERSION

__all__ = ["FOLDER", "folder", "key_of", "recall", "remember"]

#: The environment variable that names another folder; set but empty, nothing is kept.
FOLDER = "DETENTE_CACHE"

#: Most answers that are kept, and bytes of one of them.
MOST, LARGEST = 50, 2_000_000


def folder() -> Path | None:
    """Return where answers are kept, or ``None`` where they are not."""
    chosen = os.environ.get(FOLDER)
    if chosen is not None:
        return Path(chosen) if chosen else None
    from platformdirs import user_cache_path

    return user_cache_path("detente", appauthor=False) / "short"


def key_of(*asked: str | int) -> str:
    """Return the name of an answer.

    Parameters
    ----------
    asked
        All that it follows from but the program: the digest of the case with what is held and pooled in it,
        the command with every option that changes it, the most states held at once.
    """
    made_of = json.dumps([*asked, VERSION, _program()])
    return hashlib.blake2b(made_of.encode(), digest_size=20).hexdigest()


def _program() -> list[tuple[str, int, int]]:
    """Name, size and time of every file of the program: a changed program answers anew."""
    root = Path(__file__).parents[2]
    found = ((f, f.stat()) for f in sorted(root.rglob("*.py")))
    return [(f.relative_to(root).as_posix(), s.st_size, s.st_mtime_ns) for f, s in found]


def recall(key: str) -> Document | None:
    """Return an answer that is kept, or ``None``.

    Parameters
    ----------
    key
        Its name.
    """
    place = folder()
    if place is None:
        return None
    file = place / f"{key}.json"
    try:
        told = read_json(file, LARGEST)
        kept = unpacked(told["brief"]) if told["key"] == key else None
    except Exception:  # whatever lies there is no answer of ours
        return None
    with suppress(OSError):
        os.utime(file)  # the one that was asked for last is forgotten last
    return kept


def remember(key: str, brief: Document) -> None:
    """Keep an answer, and forget those that were asked for longest ago.

    Parameters
    ----------
    key
        Its name.
    brief
        What is shown; without a lead nothing is kept.
    """
    place = folder()
    if place is None or not brief.lead:
        return
    text = json.dumps({"key": key, "brief": packed(brief)}, ensure_ascii=False)
    with suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(place / f"{key}.json", text)
        kept = sorted(place.glob("*.json"), key=lambda f: f.stat().st_mtime_ns)
        for file in kept[:-MOST]:
            file.unlink(missing_ok=True)
