"""Two cases side by side, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from detente.brief.words.clauses import clause
from detente.brief.words.naming import actor_name, choice_name, outcome_name
from detente.case import Case
from detente.insight.mediation.comparison import Beside, Comparison
from detente.insight.mediation.differences import Difference
from detente.paper.english import capital, sentence
from detente.paper.estimate import plain
from detente.paper.model import Listing, Part, Table, row
from detente.paper.numbers import change, count, occurs, share

__all__ = ["comparison_json", "comparison_parts"]

#: Differences between the files that are told, and characters of what they say.
TOLD, LONG = 40, 90

#: Sections -> what one part of them is called.
_PARTS = {
    "actors": "actor",
    "options": "option",
    "chance": "chance option",
    "constraints": "constraint",
    "choices": "choice",
    "outcomes": "outcome",
    "claims": "claim",
    "readings": "reading",
    "perceptions": "perception",
    "preferences": "preference",
    "definitions": "definition",
    "common_moves": "common move",
    "policies": "policy",
    "alternatives": "alternative",
    "sources": "source",
    "states": "state",
    "scales": "word",
    "phases": "phase",
    "issues": "issue",
    "terms": "term",
    "regimes": "regime",
    "relations": "relation",
    "comparisons": "comparison",
    "consequences": "consequence",
    "parties": "party",
}

#: Sections that change no answer, and are told last.
_BESIDE = ("sources", "title", "summary", "hindsight", "terms", "case", "comparisons", "parties")


def comparison_json(a: Case, b: Case, found: Comparison) -> str:
    """Return the comparison as JSON, with each difference in words.

    Parameters
    ----------
    a, b
        The two cases.
    found
        What was found.
    """
    said = [{**plain(d), "kind": d.kind, "words": _words(a, b, d)} for d in found.said]
    return json.dumps({**plain(found), "said": said}, ensure_ascii=False, indent=2)


def comparison_parts(a: Case, b: Case, found: Comparison) -> list[Part]:
    """Say what two cases say differently, and what they answer differently.

    Parameters
    ----------
    a, b
        The two cases.
    found
        What was found.
    """
    if not found.said:
        return ["The two cases say the same, so they answer the same."]
    ordered = sorted(found.said, key=lambda d: d.path[0] in _BESIDE)
    told = [_words(a, b, d) for d in ordered[:TOLD]]
    left = len(found.said) - len(told)
    more = [sentence(f"and {count(left, 'further difference', 'further differences')}")] if left > 0 else []
    parts: list[Part] = [Listing("What the files say differently", (*told, *more))]
    if not _changes(found):
        return [*parts, "What both ask is answered alike in every world."]
    for choice, outcomes in found.outcomes.items():
        parts += _outcomes(a, found, choice, outcomes)
    if found.best:
        rows = tuple(row(capital(choice_name(a, c)), *_cells(found, x)) for c, x in found.best.items())
        title = f"Which choice is better for {actor_name(a, a.focal)}"
        parts.append(Table(title, ("Choice", *_heads(found)), rows, _note(found)))
    return parts


def _changes(found: Comparison) -> bool:
    every = [x for outcomes in found.outcomes.values() for x in outcomes.values()] + list(found.best.values())
    return any(x.change.value or x.change.se for x in every)


def _outcomes(case: Case, found: Comparison, choice: str, outcomes: Mapping[str, Beside]) -> list[Part]:
    shown = {o: x for o, x in outcomes.items() if occurs(x.before) or occurs(x.after)}
    rows = tuple(row(capital(outcome_name(case, o)), *_cells(found, x)) for o, x in shown.items())
    title = f"What follows ({choice_name(case, choice)})" if choice else "What follows"
    return [Table(title, ("Outcome", *_heads(found)), rows, _note(found))] if rows else []


def _heads(found: Comparison) -> tuple[str, str, str]:
    a, b = found.cases
    return (a, b, "Change") if a != b else ("First", "Second", "Change")


def _cells(found: Comparison, x: Beside) -> tuple[Any, ...]:
    certain = not found.worlds
    return share(x.before, certain), share(x.after, certain), change(x.change, certain)


def _note(found: Comparison) -> str:
    drawn = f"{found.worlds:,} worlds" if found.worlds else "one world, since nothing is uncertain"
    names = list(dict.fromkeys(found.concepts))
    concept = f"{'Concept' if len(names) == 1 else 'Concepts'}: {', '.join(names)}."
    same = ", the same draws in both, so the change has an error of its own" if found.worlds else ""
    return f"Share of worlds ± one standard error; {drawn}{same}. {concept}"


def _words(a: Case, b: Case, d: Difference) -> str:
    """Say one difference."""
    section, known = d.path[0], b if d.after is not None else a
    if section == "preferences" and len(d.path) >= 2:
        return sentence(_preference(known, d))
    if len(d.path) == 1:
        return sentence(f"{section.replace('_', ' ')}: {_change(d)}")
    name = f"{_PARTS.get(section, section)} {d.path[1]}"
    if len(d.path) == 2:
        whole = {"added": f"the {name} is new", "removed": f"the {name} is gone"}
        return sentence(whole.get(d.kind, f"the {name}: {_change(d)}"))
    return sentence(f"the {name}, {', '.join(d.path[2:])}: {_change(d)}")


def _preference(case: Case, d: Difference) -> str:
    who = actor_name(case, d.path[1])
    if len(d.path) >= 4 and d.path[2] == "statements":
        about = _statement(case, d.path[1], d.path[3])
        if len(d.path) == 4:
            weight = (d.after or d.before).get("weight", "none")
            return (
                f"{who} {'now wants' if d.kind == 'added' else 'no longer wants'}: {about} (weight {weight})"
            )
        return f"{who}, {about}: {d.path[4]} {_change(d)}"
    rest = f", {', '.join(d.path[2:])}" if len(d.path) > 2 else ""
    return f"preferences of {who}{rest}: {_change(d)}"


def _statement(case: Case, actor: str, name: str) -> str:
    tell: Callable[[Any], str] = lambda s: clause(case, s.when)  # noqa: E731
    found = case.preferences.get(actor)
    every = found.statements if found else ()
    return next((f"“{tell(s)}”" for s in every if s.id == name), name)


def _change(d: Difference) -> str:
    if d.kind == "added":
        return f"now {_text(d.after)}"
    if d.kind == "removed":
        return f"no longer {_text(d.before)}"
    if isinstance(d.after, str) and max(len(str(d.before)), len(d.after)) > LONG:
        return "is worded differently"
    return f"{_text(d.before)} has become {_text(d.after)}"


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else _listed(value)
    text = " ".join(text.split())
    return text if len(text) <= LONG else f"{text[:LONG].rstrip()} …"


def _listed(value: Any) -> str:
    """Write a ranking as readers do, and anything else as JSON."""
    if isinstance(value, list) and value and all(isinstance(x, list) for x in value):
        return " > ".join(" = ".join(map(str, x)) for x in value)
    return json.dumps(value, ensure_ascii=False)
