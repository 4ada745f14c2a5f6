"""The reference page of the case format, made from the types, the grammar and the rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from detente.case import model, time
from detente.case.condition import GRAMMAR, MAX_DEPTH, MAX_LENGTH, RESERVED, Condition
from detente.case.fields import JUDGEMENT, Evidence, Part
from detente.case.file.rules import RULES
from detente.case.file.template import template
from detente.case.file.text import MAX_BYTES
from detente.case.file.yaml import MAX_DEPTH as MAX_NESTING
from detente.case.file.yaml import MAX_NODES
from detente.case.play import issues
from detente.case.quantity import DISTRIBUTIONS, LIMIT, Quantity
from detente.registry import names
from detente.sources.locator import Locator

__all__ = ["reference"]

#: The parts in the order of the page.
_PARTS: tuple[type[Part], ...] = (
    model.Case,
    model.Source,
    model.Actor,
    model.Party,
    model.Option,
    model.Moves,
    model.Chance,
    model.Definition,
    model.Consequence,
    model.Following,
    model.Constraint,
    model.CommonMove,
    model.BarredMove,
    model.Preference,
    model.Statement,
    model.Reading,
    model.Order,
    model.Perception,
    model.Choice,
    model.Policy,
    model.Asked,
    model.Outcome,
    model.Claim,
    model.Regime,
    model.Moved,
    model.Exemption,
    model.Effect,
    model.Relation,
    model.Comparison,
    model.Side,
    model.Term,
    time.Event,
    time.Question,
    time.Threshold,
    issues.Issue,
    issues.Position,
    issues.Decision,
    issues.Sets,
    issues.Written,
    model.Alternative,
    time.Phase,
    time.Clock,
    time.Rate,
    time.ChanceRate,
    time.Shock,
    time.DatedTurn,
    time.HistoryFiles,
    time.SeriesFile,
    time.Elicitation,
    time.Seed,
)

_WORDS: dict[Any, str] = {
    str: "text",
    bool: "yes or no",
    int: "whole number",
    float: "number",
    datetime.date: "date",
    Condition: "[condition](#conditions)",
    Quantity: "[quantity](#quantities)",
    Evidence: "[evidence](#evidence)",
    Locator: "[locator](#evidence)",
}

#: Values that may be written in a shorter form than their type.
_SHORT = {
    (model.Case, "concept"): f"{', '.join(names())}, or one of them with -irr",
    (model.Case, "concepts"): "list of names of concepts",
    (model.Case, "states"): "mapping to mappings from option to level, or to phrases",
    (model.Case, "status_quo"): "mapping from option to level, or the name of a state",
    (model.Option, "levels"): "list of names, or name -> phrase",
    (model.Chance, "levels"): "list of names, or name -> phrase",
    (model.Option, "moves"): "free, up, down, fixed, or [Moves](#moves)",
    (model.Choice, "moves"): "mapping to free, up, down, fixed, or [Moves](#moves)",
    (model.Policy, "moves"): "mapping to free, up, down, fixed, or [Moves](#moves)",
    (model.Regime, "levels"): "level -> clause, or the id of an option or a consequence",
    (model.Moved, "from"): "level, or list of levels",
    (model.Moved, "by"): "actor, or list of actors",
    (model.Preference, "attitudes"): "mapping from actor to +, - or 0 (positive, negative, neutral)",
    (model.Preference, "degrees"): "mapping from state to mappings from state to [quantity](#quantities)",
    (model.Preference, "strength"): "list of numbers, names, or lists of names",
    (model.Preference, "unknown"): "list of pairs of states or conditions",
    (model.Order, "ranking"): "list of names; inside it, lists of tied names",
    (model.Perception, "ranking"): "list of names; inside it, lists of tied names",
    (model.Preference, "ranking"): "list of names; inside it, lists of tied names",
}

_INTRODUCTION = f"""\
# The case format

*Made from the code by `detente.case.format.reference()`; change the types, not this page.*

A case is one YAML file in UTF-8. Every value is text: `no` is the word no, and quotes are needed only where
YAML wants them (a text with `: ` or ` #` in it). An empty value, `~` and `null` are no value. Anchors,
aliases, tags, merge keys, directives, tabs in the indentation, duplicate keys and several documents are
refused. A file has at most {MAX_BYTES:,} bytes, {MAX_NODES:,} values and {MAX_NESTING} levels of nesting.

`detente check` names everything that is wrong at once, with line and column; `detente schema` writes the
JSON Schema that editors complete and check by: begin a file with
`# yaml-language-server: $schema=case.schema.json`.

Ids and levels are Latin letters, digits, `_` and `-`, a letter first; named states may begin with a digit.
"""

_CONDITIONS = f"""\
## Conditions

A condition is true or false in each state.

| written | true where |
|---|---|
| `dprk.posture == testing` | the option has the level; `!=` for any other |
| `chn.pressure >= some` | it has this level or a later one; also `<`, `<=`, `>`; only for ordered options |
| `dprk.posture in (testing, crisis)` | it has one of the levels; also `not in` |
| `rus.vote == chn.vote` | both have the same level; the two must have the same levels |
| `follows.labour >= many` | the consequence has this level or a later one, and so on as for options |
| `regime.council == tightened` | the regime with levels of its own is at this one, and so on |
| `standoff` | the definition of that name is true |
| `not a`, `a and b`, `a or b` | as in English; `not` binds closest, then `and`, then `or` |
| `if a then b` | `b` is true or `a` is not |
| `at least 2 of (a, b, c)` | so many of them are true; also `at most`, `exactly` |
| `true`, `false` | always, never |

Parentheses group. A condition has at most {MAX_LENGTH:,} characters and parentheses {MAX_DEPTH} deep.
These words cannot name a level or a definition: {", ".join(f"`{w}`" for w in sorted(RESERVED))}.

The grammar, in the notation of Lark:

```
{GRAMMAR.strip()}
```
"""

_EXTENDING = """\
## Extending a case

A case that says `extends: ID` has all parts of the case with that id, but for what it says otherwise. The
other is looked for as `ID.yaml` or `ID/case.yaml` in the same folder, as `../ID/case.yaml`, and among the
shipped cases. `format` and `case` it says itself.

| written | does |
|---|---|
| a key of a mapping | adds it, or lays what is said over what is there, key by key |
| `levels`, `set`, `hold`, `probabilities`, how an option moves, a rate of the clock | replaces the whole |
| a key with the value `null` | takes it away |
| an item of statements, events, questions, shocks or seeds | adds it, or lays it over that of the same `id` |
| `forbid` where `require` was, and the like | takes the place of the other |
| `without: {events: all, statements: [calm]}` | takes away what stands in lists |
| files under `history` | are added; each lies beside the case that names it |
| any other list, or value | replaces what is there |

Problems are reported in the file and line that have them, the digest is that of the whole, and an edit
changes the case's own file only: `detente schema --extends` is the schema for editors.

```yaml
format: 1
case: strait-2030
extends: strait
as_of: 2030-01-01
status_quo: {usa.policy: talks}
constraints: {no_reward: null}
preferences:
  usa: {statements: [{id: calm, weight: 4}]}
```
"""

_QUANTITIES = f"""\
## Quantities

A quantity is a number that may be uncertain, from -{LIMIT:,.0f} to {LIMIT:,.0f}.

| written | means |
|---|---|
| `3`, `-0.5`, `30%` | a number |
| `2..4`, `20..40%` | anything from 2 to 4, all equally likely |
@distributions@
| `strong` | a word that `scales` gives a meaning |
"""

_EVIDENCE = f"""\
## Evidence

Every judgement says what it rests on: `evidence: {JUDGEMENT}`, or one locator, or a list of locators.
A locator begins with the key of a source.

| written | means |
|---|---|
| `K` | the whole source with the key K |
| `K.P7` | its block 7; blocks are separated by blank lines and counted from 1 |
| `K.P3-P6` | its blocks 3 to 6 |
| `K.P7.S1` | the first sentence of block 7 |
| `K.P23.S1-S4` | sentences 1 to 4 of block 23 |
"""

_MEANINGS = {
    "uniform": "anything between the two, all equally likely",
    "triangular": "most likely the one in the middle, falling to nothing at both ends",
    "normal": "bell-shaped: mean and standard deviation",
    "loguniform": "anything between the two, each doubling equally likely",
}

_BY_QUANTILES = (
    "by its quantiles, in quotes because of the colons: all values between two of them are equally likely, "
    "and the range goes beyond the outer ones by a tenth of the distance between them (Cooke 1991)"
)


def reference() -> str:
    """Return the reference page of the case format, as markdown."""
    sections = [
        _INTRODUCTION,
        "## Keys\n",
        *(_part(part) for part in _PARTS),
        _EXTENDING,
        _CONDITIONS,
        _QUANTITIES.replace("@distributions@", "\n".join(_distributions())),
        _EVIDENCE,
        _rules(),
        f"## A complete case\n\n```yaml\n{template('The Strait', 'strait').strip()}\n```\n",
    ]
    return "\n".join(sections)


def _part(part: type[Part]) -> str:
    says = (part.__doc__ or "").strip().splitlines()[0].replace("``", "`")
    lines = [f"### {part.__name__}", "", says, "", "| key | value | default | |", "|---|---|---|---|"]
    lines += [_row(part, name) for name in part.model_fields]
    return "\n".join(lines) + "\n"


def _row(part: type[Part], name: str) -> str:
    field = part.model_fields[name]
    kind = _SHORT.get((part, name)) or _kind(field.annotation)
    default = (
        "**required**" if field.is_required() else _default(field.get_default(call_default_factory=True))
    )
    says = (field.description or "").replace("|", "\\|")
    return f"| `{field.alias or name}` | {kind} | {default} | {says} |"


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Evidence):
        return JUDGEMENT
    if isinstance(value, model.Moves):
        return value.kind
    if isinstance(value, Part):
        return ""
    return str(value) if value else ""


def _kind(annotation: Any) -> str:
    """Say in words what a type takes."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    arguments, origin = get_args(annotation), get_origin(annotation)
    if annotation in _WORDS:
        return _WORDS[annotation]
    if origin is Literal:
        return ", ".join(str(a) for a in arguments if a != "")
    if origin in (Union, UnionType):
        return " or ".join(_kind(a) for a in arguments if a is not type(None))
    if origin is dict:
        return f"mapping to {_kind(arguments[1])}"
    if origin is tuple:
        pair = Ellipsis not in arguments
        return "[from, to]" if pair else f"list of {_kind(arguments[0])}"
    return f"[{annotation.__name__}](#{annotation.__name__.lower()})"


def _distributions() -> Iterator[str]:
    for name, parameters in DISTRIBUTIONS.items():
        yield f"| `{name}({', '.join(parameters)})` | {_MEANINGS[name]} |"
    yield f"| `'q(5%: 1, 50%: 2, 95%: 4)'` | {_BY_QUANTILES} |"


def _rules() -> str:
    lines = ["## Rules", "", "| code | name | | rule | for example |", "|---|---|---|---|---|"]
    for code, rule in RULES.items():
        fix = rule.fix.replace("|", "\\|")
        lines.append(f"| {code} | {rule.name} | {rule.severity} | {rule.says} | {fix} |")
    return "\n".join(lines) + "\n"
