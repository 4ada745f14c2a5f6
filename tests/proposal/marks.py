"""How much of a marked text a reader finds: a type, a sentence, and at least one word in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from detente.proposal import Item

TEXTS = Path(__file__).parent / "texts"
SECTIONS = {
    "interest": ("interests", ("goal",)),
    "lever": ("levers", ("lever",)),
    "causal": ("causal_claims", ("cause", "effect")),
    "conditional": ("conditional_claims", ("if", "then")),
    "forecast": ("forecasts", ("claim",)),
    "event": ("events", ("summary",)),
}


def gold(name: str) -> dict[str, Any]:
    found = yaml.safe_load((TEXTS / f"{name}.gold.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}


def share_found(name: str, items: Iterable[Item]) -> float:
    """Of all marked interests, levers, claims, forecasts and events, those that some item is about."""
    held = list(items)
    marked = [
        (kind, set(entry["at"]), stems(" ".join(str(entry[f]) for f in fields)))
        for kind, (section, fields) in SECTIONS.items()
        for entry in gold(name)[section]
    ]
    found = [
        any(i.type == kind and at & set(i.at) and words & stems(i.quote) for i in held)
        for kind, at, words in marked
    ]
    return sum(found) / len(found)
