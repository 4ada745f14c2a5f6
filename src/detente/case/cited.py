"""Every passage that a case cites, and by whom it is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case.fields import Evidence, Part
from detente.case.model import Case
from detente.sources.locator import Locator

__all__ = ["Use", "cited", "uses"]


@dataclass(frozen=True, slots=True)
class Use:
    """A judgement that rests on passages.

    Parameters
    ----------
    name
        Its id; of a part without one, the id of what it belongs to.
    part
        The part of the case: a statement, a constraint, a claim.
    at
        The passages; none where it rests on the analyst alone.
    """

    name: str
    part: Part
    at: tuple[Locator, ...]


def uses(case: Case) -> tuple[Use, ...]:
    """Return every judgement that has to rest on something, in the order of the case.

    Parameters
    ----------
    case
        The case.
    """
    return tuple(_uses(case, case.case))


def cited(case: Case) -> dict[Locator, tuple[Use, ...]]:
    """Return every passage cited, in the order of the documents, with the judgements that cite it.

    Parameters
    ----------
    case
        The case.
    """
    found: dict[Locator, list[Use]] = {}
    for use in uses(case):
        for at in dict.fromkeys(use.at):
            found.setdefault(at, []).append(use)
    return {at: tuple(found[at]) for at in sorted(found)}


def _uses(part: Part, name: str) -> Iterator[Use]:
    for _, value in part:
        if isinstance(value, Evidence):
            yield Use(name, part, value.at)
        else:
            for inner, called in _parts(value, name):
                yield from _uses(inner, called)


def _parts(value: object, name: str) -> Iterator[tuple[Part, str]]:
    """Yield the parts that a value consists of, each with its id."""
    if isinstance(value, Part):
        yield value, name
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _parts(inner, str(key))
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _parts(inner, getattr(inner, "id", "") or name)
