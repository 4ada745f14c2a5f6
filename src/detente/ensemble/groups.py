"""The uncertain quantities of a case, by the names of their streams, and natural groups of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.case import Case
from detente.case.quantity import Quantity

__all__ = ["groups", "quantities", "uncertain"]


def quantities(case: Case) -> Mapping[str, Quantity]:
    """Return what is drawn for each world: name of the stream -> the quantity, most telling kinds first.

    The picks of a reading and of chance levels have no quantity of their own and stand as ``0..1``. A weight
    that only some readings leave uncertain counts, with the first quantity that is.

    Parameters
    ----------
    case
        The case.
    """
    found = dict.fromkeys(_picks(case), _UNIT)
    for name, several in _written(case):
        drawn = [meaning for q in several if (meaning := case.resolve(q)).uncertain]
        if drawn:
            found[name] = drawn[0]
    return found


def groups(case: Case) -> dict[str, tuple[str, ...]]:
    """Return group -> names of its uncertain quantities; groups without any are left out.

    ``actor:ID`` are all weights of an actor, ``statement:ID`` is one weight, ``source:KEY`` are the weights
    that cite a source, ``reading``, ``chance`` and ``perceptions`` are all that belongs to these.

    Parameters
    ----------
    case
        The case.

    Examples
    --------
    >>> from detente.catalog import load
    >>> list(groups(load("prisoners-dilemma")))
    []
    """
    drawn = quantities(case)
    found: dict[str, list[str]] = {"reading": [], "chance": [], "perceptions": []}
    for name in drawn:
        kind = name.partition(":")[0]
        if kind != "weight":
            found["perceptions" if kind == "perception" else kind].append(name)
    weights = [(a, s) for a in case.actors for s in case.statements(a) if f"weight:{s.id}" in drawn]
    for actor, s in weights:
        found.setdefault(f"actor:{actor}", []).append(f"weight:{s.id}")
    for _, s in weights:
        found[f"statement:{s.id}"] = [f"weight:{s.id}"]
    for _, s in weights:
        for key in dict.fromkeys(locator.key for locator in s.evidence.at):
            found.setdefault(f"source:{key}", []).append(f"weight:{s.id}")
    return {group: tuple(names) for group, names in found.items() if names}


def uncertain(case: Case) -> bool:
    """Whether anything in a case is drawn.

    Parameters
    ----------
    case
        The case.
    """
    return bool(case.readings or case.chance or quantities(case))


_UNIT = Quantity("uniform", (0.0, 1.0), "0..1")


def _picks(case: Case) -> list[str]:
    return (["reading"] if len(case.readings) > 1 else []) + [f"chance:{c}" for c in case.chance]


def _written(case: Case) -> Iterator[tuple[str, list[Quantity]]]:
    """Every name with the quantities that may stand behind it: the case's own and those of its readings."""
    readings = list(case.readings.values())
    for actor in case.actors:
        for s in case.statements(actor):
            overlays = [r.weights[s.id] for r in readings if s.id in r.weights]
            yield f"weight:{s.id}", [s.weight, *overlays]
    for name, perception in case.perceptions.items():
        yield from ((f"perception:{name}:{s}", [q]) for s, q in perception.weights.items())
    yield from ((f"reading:{k}", [r.share]) for k, r in case.readings.items())
    for option, chance in case.chance.items():
        for level, base in chance.probabilities.items():
            overlays = [r.chance[option][level] for r in readings if level in r.chance.get(option, {})]
            yield f"chance:{option}:{level}", [base, *overlays]
