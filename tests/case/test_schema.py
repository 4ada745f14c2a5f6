"""The JSON Schema accepts what the reader accepts, and the reference page is current."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from detente.case import RULES, examine_text, reference, schema
from detente.case.file.origin import Origin
from detente.case.file.origin import Path as CasePath
from detente.case.file.yaml import read_tree

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.yaml"))
SCHEMA = schema()

_TYPES = {
    "string": str,
    "object": dict,
    "array": list,
    "boolean": bool,
    "number": (int, float),
    "integer": int,
    "null": type(None),
}


def typed(value: object, path: CasePath, origin: Origin) -> object:
    """Read plain texts as YAML 1.2 does, as an editor would: numbers and true and false."""
    if isinstance(value, dict):
        return {k: typed(v, (*path, k), origin) for k, v in value.items()}
    if isinstance(value, list):
        return [typed(v, (*path, n), origin) for n, v in enumerate(value)]
    line, column, _, _ = origin.values[path]
    if not isinstance(value, str) or origin.lines[line][column : column + 1] in ("'", '"', "|", ">"):
        return value
    if re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", value):
        return float(value) if set(value) & set(".eE") else int(value)
    return {"true": True, "false": False}.get(value, value)


def complaints(value: Any, part: dict[str, Any], at: str = "") -> list[str]:
    """Validate by the few keywords that the schema uses; an unknown keyword is an error."""
    if "$ref" in part:
        found = complaints(value, SCHEMA["$defs"][part["$ref"].removeprefix("#/$defs/")], at)
        part = {k: v for k, v in part.items() if k != "$ref"}
        return found + complaints(value, part, at)
    found = []
    for keyword, wanted in part.items():
        found += [f"{at}: {keyword} {wanted!r}"] * (not _KEYWORDS[keyword](value, wanted))
    if isinstance(value, dict):
        found += [f"{at}: unknown key {key!r}" for key in value if _below(part, key) is None]
        for key, inner in value.items():
            found += complaints(inner, _below(part, key) or {}, f"{at}/{key}")
    if isinstance(value, list) and "items" in part:
        for n, inner in enumerate(value):
            found += complaints(inner, part["items"], f"{at}/{n}")
    if isinstance(value, list) and "prefixItems" in part:
        for n, (inner, item) in enumerate(zip(value, part["prefixItems"], strict=False)):
            found += complaints(inner, item, f"{at}/{n}")
    return found


def _below(part: dict[str, Any], key: str) -> dict[str, Any] | None:
    """Return what is said of the value under a key, or ``None`` if the key is not allowed."""
    if key in part.get("properties", {}):
        return part["properties"][key]
    for pattern, inner in part.get("patternProperties", {}).items():
        if re.search(pattern, key):
            return inner
    more = part.get("additionalProperties", {})
    return None if more is False else more if isinstance(more, dict) else {}


def _kind(value: Any, wanted: Any) -> bool:
    kinds = wanted if isinstance(wanted, list) else [wanted]
    return any(isinstance(value, _TYPES[k]) and (k == "boolean") == isinstance(value, bool) for k in kinds)


def _nothing(*_: Any) -> bool:
    return True


_KEYWORDS = {
    "type": _kind,
    "const": lambda v, w: v == w,
    "enum": lambda v, w: v in w,
    "pattern": lambda v, w: not isinstance(v, str) or re.search(w, v) is not None,
    "required": lambda v, w: not isinstance(v, dict) or set(w) <= v.keys(),
    "minItems": lambda v, w: not isinstance(v, list) or len(v) >= w,
    "maxItems": lambda v, w: not isinstance(v, list) or len(v) <= w,
    "minProperties": lambda v, w: not isinstance(v, dict) or len(v) >= w,
    "uniqueItems": lambda v, w: not isinstance(v, list) or len(set(map(str, v))) == len(v),
    "anyOf": lambda v, w: any(not complaints(v, p) for p in w),
    "minimum": lambda v, w: not isinstance(v, (int, float)) or v >= w,
    "oneOf": lambda v, w: sum(not complaints(v, p) for p in w) == 1,
    "propertyNames": lambda v, w: all(not complaints(k, w) for k in v),
    "format": lambda v, w: w != "date" or re.fullmatch(r"\d{4}-\d{2}-\d{2}", v) is not None,
    **dict.fromkeys(["title", "description", "default", "properties", "patternProperties"], _nothing),
    **dict.fromkeys(["additionalProperties", "items", "prefixItems", "$schema", "$id", "$defs"], _nothing),
}


@pytest.mark.parametrize("file", GOOD, ids=lambda f: f.stem)
def test_the_schema_accepts_the_good_cases(file: Path) -> None:
    tree = read_tree(file.read_bytes(), "")
    assert complaints(typed(tree.root, (), tree.origin), SCHEMA) == []


def test_the_schema_of_extending_cases_lets_them_say_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "SCHEMA", schema(extending=True))
    text = (HERE / "bad" / "extends-and-takes-away-nothing.yaml").read_text(encoding="utf-8")
    for said, wrong in ((text, False), (text.replace("outcomes", "outcome"), True)):
        tree = read_tree(said, "")
        assert bool(complaints(typed(tree.root, (), tree.origin), SCHEMA)) is wrong


REFUSED = """
    modality-unknown concept-unknown moves-unknown evidence-missing title-missing key-misspelt
    draft-says-nothing list-where-text-belongs
    iso-of-two-letters option-without-owner one-level format-two language-in-capitals
    rate-count-is-no-number seed-answer-in-words shock-sets-nothing question-measure-unknown
    constraint-says-nothing preference-of-two-kinds arc-with-three-states text-where-mapping-belongs
"""


@pytest.mark.parametrize("name", REFUSED.split())
def test_the_schema_refuses_what_it_can_know(name: str) -> None:
    tree = read_tree((HERE / "bad" / f"{name}.yaml").read_bytes(), "")
    assert complaints(typed(tree.root, (), tree.origin), SCHEMA)


def test_the_schema_is_json_and_says_what_it_is() -> None:
    table = json.loads(json.dumps(SCHEMA))
    assert table["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert table["$id"]
    assert table["title"] == "Case"
    assert table["properties"]["format"]["const"] == 1
    for part in [table, *table["$defs"].values()]:
        assert part["description"]
        assert part["additionalProperties"] is False
        assert all("description" in p for p in part["properties"].values())


def test_the_reference_page_is_current() -> None:
    page = HERE.parents[1] / "docs" / "case-format.md"
    assert page.read_text(encoding="utf-8") == reference(), "write it again: make docs"


def test_the_reference_page_names_every_key_and_every_rule() -> None:
    page = reference()
    for part in [SCHEMA, *SCHEMA["$defs"].values()]:
        assert all(f"| `{key}` |" in page for key in part["properties"])
    assert all(f"| {code} | {rule.name} |" in page for code, rule in RULES.items())


def test_the_complete_case_of_the_reference_page_is_one() -> None:
    text = reference().rsplit("```yaml\n", 1)[1].split("```")[0]
    assert examine_text(text)[1] == ()
