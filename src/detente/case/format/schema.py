"""The JSON Schema of a case, for editors and for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.case.checks.identifiers import IDENTIFIER
from detente.case.model import JUDGEMENT, Case

__all__ = ["schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

#: A name, so that files can refer to a schema that they hold themselves; nothing is fetched.
_ID = "urn:detente:case:1"

_IDS = IDENTIFIER.pattern
_KEYS = {
    "sources": _IDS,
    "actors": _IDS,
    "parties": _IDS,
    "options": rf"{_IDS}\.{_IDS}",
    "chance": rf"chance\.{_IDS}",
    "states": r"[A-Za-z0-9][A-Za-z0-9_-]*",
    "definitions": _IDS,
    "consequences": rf"follows\.{_IDS}",
    "constraints": _IDS,
    "common_moves": _IDS,
    "readings": _IDS,
    "perceptions": _IDS,
    "choices": _IDS,
    "policies": _IDS,
    "outcomes": _IDS,
    "claims": _IDS,
    "regimes": _IDS,
    "relations": _IDS,
    "comparisons": _IDS,
    "terms": _IDS,
    "alternatives": _IDS,
    "asks": _IDS,
    "phases": _IDS,
    "issues": _IDS,
}


def schema(extending: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case.

    It accepts what a YAML 1.2 parser makes of a case file, so a number stands for its text.

    Parameters
    ----------
    extending
        Whether it is for a case that extends another: no key is needed but those that every case says for
        itself, and ``null`` takes a key away.

    Examples
    --------
    >>> schema()["properties"]["format"]["const"]
    1
    """
    table = Case.model_json_schema()
    for part in _parts(table):
        if _is_text(part):
            part["type"] = ["string", "number"]
        if "description" in part and isinstance(part["description"], str):
            part["description"] = part["description"].replace("``", "'")
        if "patternProperties" in part:
            part["additionalProperties"] = False
        if part.get("default") == {"at": []}:
            part["default"] = JUDGEMENT
        if part.get("default", JUDGEMENT) is None:
            del part["default"]
            _without_null(part)
    for key, pattern in _KEYS.items():
        table["properties"][key]["propertyNames"] = {"pattern": f"^{pattern}$"}
    _exactly_one(table["$defs"]["Preference"], ("statements", "priority", "ranking"))
    _exactly_one(table["$defs"]["Constraint"], ("forbid", "require"))
    _short_moves(table["$defs"])
    for kind in ("Statement", "Effect"):
        _drafts(table["$defs"][kind])
    if extending:
        for part in [table, *table["$defs"].values()]:
            _in_part(part)
        table["required"] = ["format", "case", "extends"]
    return {"$schema": _DRAFT, "$id": f"{_ID}:extends" if extending else _ID, **table}


def _parts(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object of a schema."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)


def _is_text(part: dict[str, Any]) -> bool:
    """Whether any text may stand here; a year is one, and only looks like a number."""
    fixed = part.keys() & {"pattern", "enum", "const", "format"}
    return part.get("type") == "string" and (not fixed or "\\d{4}" in part.get("pattern", ""))


def _in_part(part: dict[str, Any]) -> None:
    """Let a part say only what differs."""
    for key in ("required", "oneOf", "anyOf"):
        part.pop(key, None)
    for name, inner in part["properties"].items():
        said = {key: inner.pop(key) for key in ("description", "default", "title") if key in inner}
        more = inner.get("additionalProperties")
        if isinstance(more, dict):
            inner["additionalProperties"] = {"anyOf": [more, {"type": "null"}]}
        part["properties"][name] = {**said, "anyOf": [inner, {"type": "null"}]}


def _without_null(part: dict[str, Any]) -> None:
    """Take away that a value may be null: in a case file nothing is said by leaving the key out."""
    kinds = [kind for kind in part.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del part["anyOf"]
        part |= {key: value for key, value in kinds[0].items() if key not in part}


def _exactly_one(part: dict[str, Any], keys: tuple[str, ...]) -> None:
    part["oneOf"] = [{"required": [key]} for key in keys]


def _drafts(part: dict[str, Any]) -> None:
    """Let a statement have a condition, words, or both; what it does not have has no default either."""
    part["anyOf"] = [{"required": ["when"]}, {"required": ["says"]}]
    for key in ("when", "weight"):
        part["properties"][key].pop("default", None)


def _short_moves(parts: dict[str, Any]) -> None:
    """Let a single word stand for the kind of a move."""
    words = {"enum": parts["Moves"]["properties"]["kind"]["enum"]}
    moves = parts["Option"]["properties"]["moves"]
    target = {key: moves.pop(key) for key in ("$ref", "allOf") if key in moves}
    moves |= {"anyOf": [words, target], "default": "free"}
    for package in ("Choice", "Policy"):
        inside = parts[package]["properties"]["moves"]
        inside["additionalProperties"] = {"anyOf": [words, inside["additionalProperties"]]}
