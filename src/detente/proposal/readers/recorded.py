"""A reader that answers from a file: what a model once answered, or what another program or a person wrote.

The file is JSON: a list of answers, each the text of one, in the order in which the questions are asked; or
one answer as it is, ``{"items": [...]}``, which then answers the first question.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from detente.files import parse_json, read_bytes
from detente.proposal.readers.answers import MOST_LETTERS, Speaker

__all__ = ["recorded"]


def recorded(path: str | Path) -> Speaker:
    """Return a speaker that gives the answers of a file one after the other, and then nothing.

    Parameters
    ----------
    path
        The file of answers.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    answers = _answers(read_bytes(path, MOST_LETTERS).decode("utf-8", "replace"))

    def speak(_: str) -> str:
        return next(answers, '{"items": []}')

    return speak


def _answers(text: str) -> Iterator[str]:
    try:
        plain = parse_json(text)
    except ValueError:
        return iter([text])  # what is no JSON is an answer too, and is refused as one
    if isinstance(plain, list) and plain and all(isinstance(one, str) for one in plain):
        return iter(plain)
    return iter([text if not isinstance(plain, dict) else json.dumps(plain)])
