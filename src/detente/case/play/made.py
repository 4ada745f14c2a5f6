"""What packages and consequences come to, written as ordinary parts: the engine knows nothing of them.

A package (a choice or a policy) may say how other options move while it is held, and what its actor then
values. The first becomes ways to move with a guard, the second statements with a condition, where the guard
and the condition are that the options of the package have its levels. So they hold in the games in which the
package is held, whoever asks for them, and in no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from detente.case.condition import All, Condition, Not, parse
from detente.case.context import Party
from detente.case.fields import Part
from detente.case.file.origin import Path
from detente.case.play.actions import Chance, Choice, Definition, Moves, Option, Policy, Preference, Statement
from detente.case.play.asks import PREFIX as ASKS
from detente.case.play.asks import Asked, conditions
from detente.case.play.follow import Consequence, levels_of, spelt
from detente.case.play.orders import ordered
from detente.case.play.regime import Regime
from detente.case.play.ruled import PREFIX, signs, variables

__all__ = ["Made", "expand", "follow"]


class _Written(Protocol):
    """What is read of a case."""

    @property
    def focal(self) -> str: ...
    @property
    def options(self) -> Mapping[str, Option]: ...
    @property
    def actors(self) -> Mapping[str, Any]: ...
    @property
    def parties(self) -> Mapping[str, Party]: ...
    @property
    def regimes(self) -> Mapping[str, Regime]: ...
    @property
    def chance(self) -> Mapping[str, Chance]: ...
    @property
    def definitions(self) -> Mapping[str, Definition]: ...
    @property
    def consequences(self) -> Mapping[str, Consequence]: ...
    @property
    def preferences(self) -> Mapping[str, Preference]: ...
    @property
    def asks(self) -> Mapping[str, Asked]: ...
    @property
    def choices(self) -> Mapping[str, Choice]: ...
    @property
    def states(self) -> Mapping[str, Any]: ...
    @property
    def readings(self) -> Mapping[str, Any]: ...
    @property
    def perceptions(self) -> Mapping[str, Any]: ...
    @property
    def policies(self) -> Mapping[str, Policy]: ...


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a case.

    Parameters
    ----------
    sections
        Section -> its parts, those that were made or changed among them.
    places
        Path of a part that was made -> path of what it was made from.
    """

    sections: Mapping[str, Mapping[str, Part]]
    places: Mapping[Path, Path]


def expand(case: _Written) -> Made:
    """Write out what the packages of a case come to; nothing where it has none that say more than levels.

    Parameters
    ----------
    case
        As it was written; it is not changed.

    Returns
    -------
    Made
        Sections that take the place of those written, and where each part of them was made from.
    """
    places: dict[Path, Path] = {}
    sections: dict[str, Mapping[str, Part]] = {}
    packages = tuple(_packages(case))
    sections |= ordered(case, places)
    if any(p.moves for _, _, p in packages):
        sections["options"] = {o: _moved(o, option, packages) for o, option in case.options.items()}
    if any(p.values for _, _, p in packages) or any(r.effects for r in case.regimes.values()):
        sections["preferences"] = {
            a: _valued(a, preference, packages, case.regimes, places)
            for a, preference in sections.get("preferences", case.preferences).items()
            if isinstance(preference, Preference)
        }
    return Made(sections, places)


def follow(case: _Written) -> Made:
    """Write the levels of a case's consequences out as definitions, and spell conditions out by them.

    The case is changed in place; a definition or an option that it has already under such a name stays.

    Parameters
    ----------
    case
        As it was written; it is changed.

    Returns
    -------
    Made
        The definitions and options that were written out, and where each was made from.
    """
    parts = case.__dict__
    free = {name: o for name, o in variables(case.regimes).items() if name not in case.options}
    parts["options"] = {**case.options, **free}
    levels = {name: tuple(v.levels) for name, v in case.options.items()}
    levels |= {name: tuple(v.levels) for name, v in case.chance.items()}
    consequences = {name: tuple(c.levels) for name, c in case.consequences.items()}
    names = {name: a.name for name, a in (*case.parties.items(), *case.actors.items())}
    own = conditions(case.asks) | levels_of(case.consequences) | signs(case.regimes, names)
    ruled = {PREFIX + name: r for name, r in case.regimes.items() if isinstance(r.levels, dict) and r.levels}
    parts["regimes"] = {
        name: r.model_copy(update={"when": parse(f"{PREFIX}{name} != {next(iter(r.levels))}")})
        if r.when is None and PREFIX + name in ruled
        else r
        for name, r in case.regimes.items()
    }
    consequences |= {mark: tuple(r.levels) for mark, r in ruled.items() if not r.stays}
    own = {name: d for name, d in own.items() if name not in case.definitions}
    parts["definitions"] = {**case.definitions, **own}
    for name, value in list(parts.items()):
        parts[name] = spelt(value, levels, consequences)
    places: dict[Path, Path] = {
        ("definitions", f"{ASKS}{name}.{k}"): ("asks", name, "when", k - 1)
        for name, one in case.asks.items()
        for k in range(1, len(one.when) + 1)
    }
    for name, known in consequences.items():
        place: Path = ("consequences", name)
        if name in ruled:
            place = ("regimes", name.removeprefix(PREFIX))
        places |= {("definitions", f"{name}.{level}"): (*place, "levels", level) for level in known}
    for name, regime in case.regimes.items():
        mark = PREFIX + name
        places |= {
            ("definitions", f"{mark}.exempt.{x}"): ("regimes", name, "exempt", x) for x in regime.exempt
        }
        kept = {("definitions", f"{mark}.complies.{x}"): x for x in regime.complies}
        places |= {made: ("regimes", name, "complies", x) for made, x in kept.items()}
        places["options", mark] = ("regimes", name)
    return Made(
        {
            "definitions": {name: parts["definitions"][name] for name in own},
            "options": {name: parts["options"][name] for name in free},
        },
        places,
    )


def both(one: Condition, other: Condition | None) -> Condition:
    """Return the condition that two hold.

    Parameters
    ----------
    one
        The first.
    other
        The second; ``None``, or one without words, leaves the first as it is.
    """
    if other is None or not other.text:  # a draft says not yet when
        return one
    return Condition(f"{one.text} and ({other.text})", All((one.tree, other.tree)))


def _packages(case: _Written) -> Iterator[tuple[Path, str, Choice]]:
    """Yield path, actor and package of each choice and policy."""
    yield from ((("choices", name), case.focal, choice) for name, choice in case.choices.items())
    yield from ((("policies", name), policy.actor, policy) for name, policy in case.policies.items())


def _held(package: Choice) -> Condition:
    return parse(" and ".join(f"{option} == {level}" for option, level in package.set.items()))


def _moved(name: str, option: Option, packages: tuple[tuple[Path, str, Choice], ...]) -> Option:
    """Return an option that moves as a package that is held says, and as it does by itself in all others."""
    found = [(_held(p), p.moves[name]) for _, _, p in packages if name in p.moves]
    if not found:
        return option
    others = " and ".join(f"not ({held.text})" for held, _ in found)
    free = Condition(others, All(tuple(Not(held.tree) for held, _ in found)))
    own = [(free, way) for way in option.ways or (option.moves,)]
    ways = tuple(way.model_copy(update={"when": both(held, way.when)}) for held, way in (*own, *found))
    return option.model_copy(update={"moves": Moves(), "ways": ways})


def _valued(
    actor: str,
    preference: Preference,
    packages: tuple[tuple[Path, str, Choice], ...],
    regimes: Mapping[str, Regime],
    places: dict[Path, Path],
) -> Preference:
    """Return a preference with what packages of the actor add while they are held, and what regimes add."""
    added: list[Statement] = []
    for path, owner, package in packages:
        for k, statement in enumerate(package.values if owner == actor else ()):
            place = len(preference.statements) + len(added)
            places["preferences", actor, "statements", place] = (*path, "values", k)
            added.append(statement.model_copy(update={"when": both(_held(package), statement.when)}))
    for name, regime in regimes.items():
        for k, effect in enumerate(regime.effects):
            if effect.actor == actor:
                place = len(preference.statements) + len(added)
                places["preferences", actor, "statements", place] = ("regimes", name, "effects", k)
                added.append(Statement(**{f: getattr(effect, f) for f in Statement.model_fields}))
    every = (*preference.statements, *added)
    return preference.model_copy(update={"statements": every}) if added else preference
