"""Small conflicts written by hand, in few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.case import Case

JUDGEMENT = "analyst judgement"

#: Levels in a row, and how the owner may move them: ``"no yes"``, ``("no yes", "up")``.
Levels = str | tuple[str, Any]


def option(levels: Levels) -> dict[str, Any]:
    names, moves = (levels, "free") if isinstance(levels, str) else levels
    return {"name": "an option", "levels": names.split(), "moves": moves}


def written(
    options: Mapping[str, Levels],
    wants: Mapping[str, Mapping[str, object] | Sequence[str]] | None = None,
    constraints: Mapping[str, str] | None = None,
    **parts: Any,
) -> dict[str, Any]:
    """A case as a mapping.

    `wants` gives each actor statements as condition -> weight (their ids are ``a-0``, ``a-1``, ...) or a
    priority order; owners that it leaves out want everything equally. Constraints are written
    ``require ...`` or ``forbid ...``.
    """
    actors = dict.fromkeys([*(o.partition(".")[0] for o in options), *(wants or {})])
    preferences = {a: preference(a, (wants or {}).get(a, {"true": 1})) for a in actors}
    rules = {
        name: dict(zip((word := rule.split(" ", 1))[:1], word[1:], strict=True), evidence=JUDGEMENT)
        for name, rule in (constraints or {}).items()
    }
    return {
        "format": 1,
        "case": "small",
        "title": "A small conflict",
        "as_of": "2000-01-01",
        "actors": {a: {"name": f"Actor {a}"} for a in actors},
        "options": {o: option(levels) for o, levels in options.items()},
        **({"constraints": rules} if rules else {}),
        "preferences": preferences,
        **parts,
    }


def preference(actor: str, wanted: Mapping[str, object] | Sequence[str]) -> dict[str, Any]:
    if not isinstance(wanted, Mapping):
        return {"priority": list(wanted)}
    statements = [
        {"id": f"{actor}-{k}", "when": when, "weight": weight, "evidence": JUDGEMENT}
        for k, (when, weight) in enumerate(wanted.items())
    ]
    return {"statements": statements}


def small(*args: Any, **parts: Any) -> Case:
    """A case; see `written`."""
    return Case.model_validate(written(*args, **parts))


def chance(levels: Mapping[str, object]) -> dict[str, Any]:
    return {"name": "chance", "levels": list(levels), "probabilities": levels, "evidence": JUDGEMENT}


def graph(names: str, arcs: Mapping[str, str], rankings: Mapping[str, Sequence[Any]], quo: str = "") -> Case:
    """A case in graph form; arcs are written ``p>q q>r``."""
    return Case.model_validate(
        {
            "format": 1,
            "case": "small",
            "title": "A small conflict",
            "as_of": "2000-01-01",
            "actors": {a: {"name": f"Actor {a}"} for a in rankings},
            "states": {s: f"the conflict is in {s}" for s in names.split()},
            "arcs": {a: [pair.split(">") for pair in listed.split()] for a, listed in arcs.items()},
            **({"status_quo": quo} if quo else {}),
            "preferences": {a: {"ranking": list(r)} for a, r in rankings.items()},
        }
    )
