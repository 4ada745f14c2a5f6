"""Checks of what surrounds the game: parties, ties, regimes, comparisons, and claims that are tested."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator

from detente.case.checks.checker import PARTIES, Check, Pattern
from detente.case.checks.conditions import circles
from detente.case.checks.declared import Declared
from detente.case.file.origin import Path
from detente.case.nearest import nearest

__all__ = ["check_links", "refer"]

#: Kinds that a comparison may point to, and the sections that declare them.
_KINDS = {"claim": "claims", "definition": "definitions", "outcome": "outcomes", "regime": "regimes"}


def check_links(check: Check, declared: Declared) -> None:
    """Take down names of parties that nobody declared, and what cannot be meant around the game.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    _parties(check, declared)
    _relations(check)
    _regimes(check)
    _comparisons(check, declared)
    _claims(check)
    for path, one in check.each(("asks", "*")):
        ways = ("quantities", "when", "hold", "advise", "choice")
        if isinstance(one, dict) and not any(one.get(key) for key in ways):
            check.add("DT473", path, f"{path[1]!r} names nothing that answers it", key=True)


def refer(text: str) -> tuple[str, str]:
    """Split a reference into its kind and its id.

    Parameters
    ----------
    text
        The text as it is written.

    Examples
    --------
    >>> refer("claim:Q1"), refer("Q1")
    (('claim', 'Q1'), ('', 'Q1'))
    """
    kind, colon, name = text.partition(":")
    return (kind.strip(), name.strip()) if colon else ("", text.strip())


def _parties(check: Check, declared: Declared) -> None:
    known = _everybody(check, declared)
    for path, name in check.texts(*PARTIES):
        if known is not None and name and name not in known:
            check.unknown("DT301", path, name, known, f"there is no actor or party {name!r}")
    keyed: tuple[Pattern, ...] = (("votes", "*"), ("complies", "*"))
    keyed += (("moved", "#", "yes", "*"), ("moved", "#", "veto", "*"))
    for path, _ in (found for keys in keyed for found in check.each(("regimes", "*", *keys))):
        name = str(path[-1])
        if known is not None and name not in known:
            check.unknown("DT301", path, name, known, f"there is no actor or party {name!r}", key=True)
    for name in check.section("parties"):
        if name in check.section("actors"):
            cause = f"{name!r} is an actor already"
            check.add("DT429", check.path("parties", name), cause, key=True, value=name)
    _chains(check)


def _everybody(check: Check, declared: Declared) -> Collection[str] | None:
    if declared.actors is None or not check.usable("parties"):
        return None
    return [*declared.actors, *check.section("parties")]


def _chains(check: Check) -> None:
    links: dict[str, dict[str, Path]] = {name: {} for name in check.section("parties")}
    for path, name in check.texts(("parties", "*", "parent")):
        links[str(path[1])].setdefault(name, path)
    for circle in circles(links):
        path = links[circle[0]][circle[1 % len(circle)]]
        check.add("DT403", path, f"{' -> '.join([*circle, circle[0]])} leads back to itself")


def _relations(check: Check) -> None:
    for name, relation in check.section("relations").items():
        if isinstance(relation, dict) and relation.get("from") == relation.get("to") is not None:
            path = check.path("relations", name, "to")
            check.add("DT432", path, f"{relation['to']!r} stands on both sides")
    for path, text in check.texts(("relations", "*", "time")):
        _span(check, path, text)


def _regimes(check: Check) -> None:
    for path, text in check.texts(("regimes", "*", "from"), ("regimes", "*", "until")):
        _span(check, path, text)
    for path, until in check.texts(("regimes", "*", "until")):
        regime = check.section("regimes")[str(path[1])]
        began = regime.get("from") if isinstance(regime, dict) else None
        first, last = _day(began, False), _day(until, True)
        if first and last and last < first:
            check.add("DT209", path, f"it ends in {until}, before it began in {began}", value=until)


def _span(check: Check, path: Path, text: str) -> None:
    """Check that both ends are dates in their order; what has the wrong form is said by its type."""
    first, slash, last = text.removesuffix("~").partition("/")
    ends = [_ends(part) for part in ((first, last) if slash else (first,)) if part not in ("", "..")]
    if any(end is None for end in ends):
        check.add("DT209", path, f"{text!r} names a day that does not exist", value=text)
    elif len(ends) == 2 and ends[0] and ends[1] and ends[1] < ends[0]:
        check.add("DT209", path, f"{text!r} runs backwards", value=text)


def _ends(text: str) -> datetime.date | None:
    """Return the first day of a year, month or day; any day where the form is wrong, as its type says."""
    if not 4 <= len(text) <= 10 or not text.replace("-", "").isdigit():
        return datetime.date.min
    try:
        return datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return None


def _day(text: object, last: bool) -> datetime.date | None:
    parts = text.removesuffix("~").split("/") if isinstance(text, str) and text else []
    return _ends(parts[-1] if last else parts[0]) if parts else None


def _comparisons(check: Check, declared: Declared) -> None:
    sides = [*(declared.sources or ()), *check.section("readings")]
    if declared.sources is not None and check.usable("readings"):
        for path, _ in check.each(("comparisons", "*", "sides", "*")):
            name = str(path[-1])
            if name not in sides:
                check.unknown("DT316", path, name, sides, f"there is no source or reading {name!r}", key=True)
    known = list(_known(check, declared))
    for path, text in check.texts(("comparisons", "*", "model", "#")):
        if known and ":".join(refer(text)) not in known:
            near = nearest(text, known)
            check.add("DT317", path, f"there is nothing called {text!r}", value=text, nearest=near)


def _known(check: Check, declared: Declared) -> Iterator[str]:
    """Yield everything that a comparison may point to."""
    for kind, section in _KINDS.items():
        yield from (f"{kind}:{name}" for name in check.section(section))
    for option, variable in {**(declared.options or {}), **(declared.chance or {})}.items():
        yield from (f"level:{option}.{level}" for level in variable.levels or ())


def _claims(check: Check) -> None:
    for name, claim in check.section("claims").items():
        if not isinstance(claim, dict):
            continue
        path = check.path("claims", name)
        given = {key for key in ("then", "note", "choice", "given") if claim.get(key, "") != ""}
        if not given & {"then", "note"}:
            check.add("DT430", path, f"{name} has no 'then', and no note says why", key=True, value=name)
        elif "then" in given and not given & {"choice", "given"}:
            check.add("DT431", path, f"{name} says neither under which choice nor given what", key=True)
