"""Checks of names: everything that is referred to must have been declared."""

from __future__ import annotations

from collections.abc import Iterable

from detente.case.checks.checker import ACTORS, CHOICES, EVIDENCE, LEVELS, QUANTITIES, Check
from detente.case.checks.declared import Declared
from detente.case.fields import JUDGEMENT
from detente.case.file.origin import Path
from detente.case.nearest import nearest
from detente.case.quantity import QuantitySyntax, meant, parse_quantity
from detente.errors import LocatorError
from detente.sources.locator import parse_locator

__all__ = ["check_names"]


def check_names(check: Check, declared: Declared) -> None:
    """Take down names that nobody declared, and quantities and locators that cannot be read.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    declared
        The names that the case declares.
    """
    _actors(check, declared)
    _owners(check, declared)
    _levels(check, declared)
    _moves(check, declared)
    _states(check, declared)
    for path, name in check.texts(*CHOICES):
        _look_up(check, "DT307", path, name, declared.choices, "choice")
    for path, name in check.texts(("sources", "*", "derived_from", "#")):
        _look_up(check, "DT306", path, name, declared.sources, "source")
    for path, name in check.texts(("perceptions", "*", "unseen", "#")):
        _unseen(check, declared, path, name)
    for path, name in check.texts(("asks", "*", "quantities", "#")):
        _look_up(check, "DT302", path, name, declared.consequences, "consequence")
    for path, name in check.texts(("asks", "*", "hold", "#")):
        _look_up(check, "DT327", path, name, check.section("policies"), "policy")
    _statements(check, declared)
    _chances(check, declared)
    _clock(check, declared)
    _quantities(check, declared)
    _evidence(check, declared)


def _look_up(
    check: Check,
    code: str,
    path: Path,
    name: str,
    names: Iterable[str] | None,
    kind: str,
    *,
    key: bool = False,
) -> bool:
    """Whether a name is declared, as far as can be known."""
    if names is None or name in names or (not name and not key):
        return True
    check.unknown(code, path, name, names, f"there is no {kind} {name!r}", key=key)
    return False


def _actors(check: Check, declared: Declared) -> None:
    for path, name in check.texts(*ACTORS):
        _look_up(check, "DT301", path, name, declared.actors, "actor")
    for section in ("preferences", "arcs"):
        for name in check.section(section):
            _look_up(check, "DT301", check.path(section, name), name, declared.actors, "actor", key=True)


def _owners(check: Check, declared: Declared) -> None:
    for name in check.section("options"):
        owner, dot, _ = name.partition(".")
        if dot and owner not in ("chance", "follows", "regime"):
            _look_up(check, "DT301", check.path("options", name), owner, declared.actors, "actor", key=True)


def _levels(check: Check, declared: Declared) -> None:
    """Look up both sides of the mappings from options to levels."""
    for pattern in LEVELS:
        for path, mapping in check.each(pattern):
            for option, level in mapping.items() if isinstance(mapping, dict) else ():
                if _option(check, declared, (*path, option)) and isinstance(level, str):
                    _level(check, declared, (*path, option), option, level)


def _option(check: Check, declared: Declared, path: Path) -> bool:
    name = str(path[-1])
    if declared.variables is None or name in declared.variables:
        return declared.variables is not None
    near = declared.options_near(name)
    cause = f"there is no option {name!r}"
    check.add("DT302", path, cause, key=True, value=name, nearest=near, offset=0, length=len(name))
    return False


def _unseen(check: Check, declared: Declared, path: Path, name: str) -> None:
    if declared.variables is not None and name not in declared.variables:
        near = declared.options_near(name)
        check.add("DT302", path, f"there is no option {name!r}", value=name, nearest=near)


def _level(
    check: Check, declared: Declared, path: Path, option: str, level: str, *, key: bool = False
) -> None:
    variable = declared.variable(option)
    if variable and variable.levels is not None and level not in variable.levels:
        cause = f"{option} has no level {level!r}"
        check.unknown("DT303", path, level, variable.levels, cause, key=key)


def _moves(check: Check, declared: Declared) -> None:
    for path, level in check.texts(
        ("options", "*", "moves", "only", "#", "#"), ("options", "*", "ways", "#", "only", "#", "#")
    ):
        _level(check, declared, path, str(path[1]), level)
    for section in ("choices", "policies"):
        for path, _ in check.each((section, "*", "moves", "*")):
            _option(check, declared, path)
        for path, level in check.texts((section, "*", "moves", "*", "only", "#", "#")):
            _level(check, declared, path, str(path[3]), level)


def _states(check: Check, declared: Declared) -> None:
    for path, name in check.texts(
        ("status_quo",),
        ("arcs", "*", "#", "#"),
        ("preferences", "*", "ranking", "#"),
        ("preferences", "*", "ranking", "#", "#"),
        ("readings", "*", "preferences", "*", "ranking", "#"),
        ("readings", "*", "preferences", "*", "ranking", "#", "#"),
        ("perceptions", "*", "ranking", "#"),
        ("perceptions", "*", "ranking", "#", "#"),
    ):
        _look_up(check, "DT309", path, name, declared.states, "named state")


def _statements(check: Check, declared: Declared) -> None:
    names = declared.statements
    for path, _ in check.each(("readings", "*", "weights", "*")):
        _look_up(check, "DT305", path, str(path[-1]), names, "statement", key=True)
    for path, _ in check.each(("perceptions", "*", "weights", "*")):
        perception = check.section("perceptions")[str(path[1])]
        other = perception.get("of") if isinstance(perception, dict) else None
        if names is None or not isinstance(other, str) or other not in (declared.actors or ()):
            continue
        theirs = [s for s, actors in names.items() if other in actors]
        kind = f"statement of {other} named"
        _look_up(check, "DT305", path, str(path[-1]), theirs, kind, key=True)


def _chances(check: Check, declared: Declared) -> None:
    for path, _ in check.each(("chance", "*", "probabilities", "*")):
        _level(check, declared, path, str(path[1]), str(path[-1]), key=True)
    for path, levels in check.each(("readings", "*", "chance", "*")):
        name = str(path[-1])
        if _look_up(check, "DT310", path, name, declared.chance, "chance option", key=True):
            for level in levels if isinstance(levels, dict) else ():
                _level(check, declared, (*path, level), name, level, key=True)


def _clock(check: Check, declared: Declared) -> None:
    for path, _ in check.each(("clock", "rates", "*")):
        _look_up(check, "DT301", path, str(path[-1]), declared.actors, "actor", key=True)
    for path, _ in check.each(("clock", "precision", "*")):
        if path[-1] != "all":
            _look_up(check, "DT301", path, str(path[-1]), declared.actors, "actor", key=True)
    for path, given in check.each(("clock", "chance", "*")):
        name = str(path[-1])
        known = _look_up(check, "DT310", path, name, declared.chance, "chance option", key=True)
        levels = given.get("probabilities") if isinstance(given, dict) and known else None
        for level in levels if isinstance(levels, dict) else ():
            _level(check, declared, (*path, "probabilities", level), name, level, key=True)


def _quantities(check: Check, declared: Declared) -> None:
    scales = check.path("scales")[0]
    for path, text in check.texts(*QUANTITIES):
        try:
            read = parse_quantity(text)
        except QuantitySyntax as error:
            near = tuple(filter(None, [meant(text, declared.scales)]))
            negated = text[1:].strip() in (declared.scales or {})
            cause = f"{text!r} puts a minus before a word; write the numbers" if negated else str(error)
            check.add("DT207", path, cause + check.cut(path, text), value=text, nearest=near)
            continue
        if read.kind != "word":
            continue
        if path[0] == scales:
            check.add("DT311", path, f"a scale gives numbers, not another word such as {text!r}", value=text)
        elif declared.scales is not None and text not in declared.scales:
            cause = f"{text!r} is no word of the scales"
            check.unknown("DT311", path, text, declared.scales, cause)


def _evidence(check: Check, declared: Declared) -> None:
    unknown: dict[str, list[Path]] = {}
    for pattern in EVIDENCE:
        for path, text in check.texts(pattern, (*pattern, "#")):
            alone = len(path) == len(pattern)
            key = "" if alone and text.strip().lower() == JUDGEMENT else _key(check, path, text)
            if key and declared.keys is not None and key not in declared.keys:
                unknown.setdefault(key, []).append(path)
    # Sources whose key cannot be read have those that are cited most.
    often = sorted(unknown, key=lambda key: -len(unknown[key]))
    for key in often[declared.keyless :]:
        for path in unknown[key]:
            check.unknown("DT306", path, key, declared.keys or (), f"no source has the key {key!r}")


def _key(check: Check, path: Path, text: str) -> str:
    """Return the key of a locator; take down why it cannot be read."""
    try:
        return parse_locator(text).key
    except LocatorError as error:
        near = nearest(text.lower(), [JUDGEMENT], listed=0)
        check.add("DT208", path, str(error), value=text, nearest=near)
        return ""
