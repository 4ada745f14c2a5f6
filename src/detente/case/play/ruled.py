"""What rules of regimes come to: an option that several can move, or levels that follow from consent."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.condition import All, Always, AnyOf, Condition, Count, Not, Tree
from detente.case.fields import Evidence
from detente.case.play.actions import Definition, Moves, Option
from detente.case.play.regime import Moved, Regime

__all__ = ["PREFIX", "signs", "variables"]

#: Owner of what regimes decide, in conditions.
PREFIX = "regime."


def variables(regimes: Mapping[str, Regime]) -> dict[str, Option]:
    """Return the regimes whose levels stay as options, each way open to its sponsors only.

    Parameters
    ----------
    regimes
        Id -> regime.
    """
    found = {}
    for name, regime in regimes.items():
        if isinstance(regime.levels, dict) and regime.levels and regime.stays:
            ways = tuple(_way(rule, regime.levels) for rule in regime.moved) or (Moves(kind="fixed"),)
            found[PREFIX + name] = Option(
                name=regime.name, levels=dict(regime.levels), ways=ways, evidence=regime.evidence
            )
    return found


def signs(regimes: Mapping[str, Regime], names: Mapping[str, str]) -> dict[str, Definition]:
    """Return what regimes say as definitions: levels that follow from rules, exemptions and compliance.

    Parameters
    ----------
    regimes
        Id -> regime.
    names
        Id of an actor or party -> its name.
    """
    found: dict[str, Definition] = {}
    for name, regime in regimes.items():
        mark, basis = PREFIX + name, regime.evidence
        if isinstance(regime.levels, dict) and regime.levels and not regime.stays:
            found |= _levels(mark, regime)
        for key, exempt in regime.exempt.items():
            found[f"{mark}.exempt.{key}"] = Definition(name=exempt.name, when=exempt.when, evidence=basis)
        for who, where in regime.complies.items():
            told = f"{names.get(who, who)} keeps to {regime.name}"
            found[f"{mark}.complies.{who}"] = Definition(name=told, when=where, evidence=basis)
    return found


def _levels(mark: str, regime: Regime) -> dict[str, Definition]:
    """The level of the first rule that is met, or the first level."""
    assert isinstance(regime.levels, dict)
    met: dict[str, list[Tree]] = {level: [] for level in regime.levels}
    before: list[Tree] = []
    for rule in regime.moved:
        own = _met(rule, sponsored=True)
        met.setdefault(rule.to, []).append(All((*map(Not, before), own)) if before else own)
        before.append(own)
    first = next(iter(regime.levels))
    rest: Tree = All(tuple(map(Not, before))) if before else Always(True)
    met[first].append(rest)
    return {
        f"{mark}.{level}": Definition(
            name=phrase or f"{regime.name} is at {level}",
            when=Condition(
                f"rules of {mark} for {level}", AnyOf(tuple(met[level])) if met[level] else Always(False)
            ),
            evidence=regime.evidence,
        )
        for level, phrase in regime.levels.items()
    }


def _way(rule: Moved, levels: Mapping[str, str]) -> Moves:
    pairs = tuple((a, rule.to) for a in rule.from_ or levels if a != rule.to)
    when = Condition(f"rule for {rule.to}", _met(rule, sponsored=False))
    evidence = rule.evidence if rule.evidence.at else Evidence()
    return Moves(only=pairs, when=when, by=rule.by or tuple(rule.yes), evidence=evidence)


def _met(rule: Moved, sponsored: bool) -> Tree:
    """Where a rule is met; ``sponsored``: where one of its sponsors is for it, too."""
    yes = {who: c.tree for who, c in rule.yes.items()}
    parts: list[Tree] = [] if rule.when is None else [rule.when.tree]
    if yes:
        enough = len(yes) if rule.at_least is None else rule.at_least
        parts.append(Count(enough, len(yes), tuple(yes.values())))
    own = [yes[who] for who in rule.by if who in yes]
    parts += [AnyOf(tuple(own))] if sponsored and own else []
    parts += [Not(c.tree) for c in rule.veto.values()]
    return All(tuple(parts)) if parts else Always(True)
