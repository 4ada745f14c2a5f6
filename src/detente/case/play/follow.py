"""What follows from a state and is nobody's to decide: quantities and levels, and conditions on them.

A consequence is written ``follows.name`` and has levels, the first of which whose condition holds is the one
that a state has; the last holds otherwise. It can be used in conditions like an option, and does not multiply
the states: a comparison with one of its levels is spelt out in terms of the condition of that level.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import Field

from detente.case.condition import All, Always, AnyOf, Compare, Condition, Count, Defined, Not, Tree
from detente.case.context import BASIS, LANGUAGES, MODALITY, NOTE, VOICE
from detente.case.fields import EvidenceField, Modality, Names, OptionalCondition, Part, QuantityField, YesNo
from detente.case.play.actions import Definition

__all__ = ["RELATIONS", "Consequence", "Following", "levels_of", "spelt"]

#: What a comparison of two levels, by their places, means.
RELATIONS: Mapping[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Following(Part):
    """A level of a consequence: where it holds, and the quantity that it means."""

    name: str = Field(description="A clause that sentences use.")
    when: OptionalCondition = Field(
        None, description="Where it holds, unless an earlier level does; the last level has none."
    )
    value: QuantityField | None = Field(None, description="How much that is, in the unit of the consequence.")


class Consequence(Part):
    """A quantity or a level that follows from the state: nobody decides it; written as ``follows.name``."""

    name: str = Field(description="The name that sentences use.")
    names: Names = Field(default_factory=dict, description=LANGUAGES)
    unit: str = Field("", description="What its values count, for example thousand workers.")
    ordered: YesNo = Field(True, description="Whether the order of levels may be compared.")
    levels: dict[str, Following] = Field(
        description="Level -> where it holds; the first that does is the one, the last holds otherwise."
    )
    evidence: EvidenceField = Field(description=BASIS)
    voice: str = Field("", description=VOICE)
    modality: Modality = Field("asserted", description=MODALITY)
    note: str = Field("", description=NOTE)


def levels_of(consequences: Mapping[str, Consequence]) -> dict[str, Definition]:
    """Return the levels of consequences as definitions, each named ``follows.name.level``.

    Parameters
    ----------
    consequences
        Id -> consequence.

    Returns
    -------
    dict
        Name -> definition; a level without a condition holds where none before it does.
    """
    found: dict[str, Definition] = {}
    for key, one in consequences.items():
        before: tuple[Tree, ...] = ()
        for level, said in one.levels.items():
            own = (said.when.tree,) if said.when is not None else ()
            parts = (*map(Not, before), *own)
            text = said.when.text if said.when is not None else f"otherwise, of {key}"
            tree = parts[0] if len(parts) == 1 else All(parts) if parts else Always(True)
            when = Condition(text, tree)
            found[f"{key}.{level}"] = Definition(name=said.name, when=when, evidence=one.evidence)
            before = (*before, *own)
    return found


def spelt(
    value: Any, levels: Mapping[str, tuple[str, ...]], consequences: Mapping[str, tuple[str, ...]]
) -> Any:
    """Return a part of a case in whose conditions comparisons with consequences are spelt out.

    Parameters
    ----------
    value
        A part, or a collection of parts.
    levels
        Option -> its levels.
    consequences
        Consequence -> its levels.
    """
    if isinstance(value, Condition):
        tree = _spelt(value.tree, levels, consequences)
        return value if tree is value.tree else replace(value, tree=tree)
    if isinstance(value, Part):
        given = {name: (v, spelt(v, levels, consequences)) for name, v in value.__dict__.items()}
        changed = {name: new for name, (old, new) in given.items() if new is not old}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, dict):
        made = {k: spelt(v, levels, consequences) for k, v in value.items()}
        return made if any(made[k] is not v for k, v in value.items()) else value
    if isinstance(value, tuple):
        items = tuple(spelt(v, levels, consequences) for v in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return value


def _spelt(
    tree: Tree, levels: Mapping[str, tuple[str, ...]], consequences: Mapping[str, tuple[str, ...]]
) -> Tree:
    match tree:
        case Compare(option=option, other=other) if option in consequences or other in consequences:
            return _compared(tree, {**levels, **consequences}, consequences)
        case Not(part):
            inner = _spelt(part, levels, consequences)
            return tree if inner is part else Not(inner)
        case All(parts) | AnyOf(parts) | Count(parts=parts):
            made = tuple(_spelt(p, levels, consequences) for p in parts)
            same = all(a is b for a, b in zip(made, parts, strict=True))
            return tree if same else replace(tree, parts=made)
        case _:
            return tree


def _compared(
    tree: Compare, levels: Mapping[str, tuple[str, ...]], consequences: Mapping[str, tuple[str, ...]]
) -> Tree:
    """Spell a comparison out: with levels by those that fit, with an option by pairs of levels."""
    names = levels.get(tree.option, ())
    if not tree.other:
        if tree.relation == "in":
            fit = [n for n in names if n in tree.levels]
        else:
            place = names.index(tree.levels[0]) if tree.levels[0] in names else -1
            fit = [n for k, n in enumerate(names) if RELATIONS[tree.relation](k, place)]
        if tree.relation == "!=":
            return Not(Defined(f"{tree.option}.{tree.levels[0]}"))
        return _any([Defined(f"{tree.option}.{n}") for n in fit])
    others = levels.get(tree.other, ())
    pairs = [
        All((_one(tree.option, a, consequences), _one(tree.other, b, consequences)))
        for j, a in enumerate(names)
        for k, b in enumerate(others)
        if RELATIONS[tree.relation](j, k)
    ]
    return _any(pairs)


def _one(option: str, level: str, consequences: Mapping[str, tuple[str, ...]]) -> Tree:
    return Defined(f"{option}.{level}") if option in consequences else Compare(option, "==", (level,))


def _any(parts: list[Tree] | list[Defined] | list[All]) -> Tree:
    return Always(False) if not parts else parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
