"""Checks of choices and policies: whose they are, what they hold, how options move and what is valued."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.checks.checker import Check
from detente.case.checks.declared import Declared
from detente.case.file.origin import Path

__all__ = ["check_packages"]


def check_packages(check: Check, declared: Declared) -> None:
    """Take down packages that are nobody's or somebody else's, and what they cannot say.

    Parameters
    ----------
    check
        The case; problems are added to it.
    declared
        What the case declares.
    """
    choices, focal = check.section("choices"), check.value("focal")
    if choices and (focal == "" or "focal" not in check.root) and ("focal",) not in check.broken:
        cause = "there are choices, but no focal actor to choose"
        check.add("DT412", check.path("choices"), cause, key=True)
    for name, choice in choices.items():
        if isinstance(choice, dict):
            _package(check, declared, check.path("choices", name), choice, focal)
    for name, policy in check.section("policies").items():
        if isinstance(policy, dict):
            _policy(check, declared, check.path("policies", name), policy, focal)
    for name, option in check.section("options").items():
        if isinstance(option, dict) and option.get("moves") and option.get("ways"):
            cause = f"{name} has both moves and ways; write the moves as one of the ways"
            check.add("DT454", check.path("options", name, "ways"), cause, key=True)
    _same(check)


def _policy(
    check: Check, declared: Declared, path: Path, policy: Mapping[str, object], focal: object
) -> None:
    actor = policy.get("actor")
    if actor == focal and actor:
        cause = f"{actor} is the focal actor; its policies are the choices, and stand under 'choices'"
        check.add("DT451", (*path, "actor"), cause, value=str(actor))
    _package(check, declared, path, policy, actor)


def _package(
    check: Check, declared: Declared, path: Path, package: Mapping[str, object], actor: object
) -> None:
    if not isinstance(actor, str) or not actor or actor not in (declared.actors or ()):
        return
    kept = package.get("set")
    for key in ("set", "moves"):
        given = package.get(key)
        for option in given if isinstance(given, dict) else ():
            if declared.variable(option) and option.partition(".")[0] != actor:
                whose = "makes the choice" if path[0] == "choices" else "has the policy"
                cause = f"{option} is not an option of {actor}, who {whose}"
                check.add("DT411", (*path, key, option), cause, key=True, value=option)
            elif key == "moves" and isinstance(kept, dict) and option in kept:
                cause = f"{option} is held at {kept[option]}, so it cannot move as well"
                check.add("DT452", (*path, key, option), cause, key=True, value=option)
    preference = check.section("preferences").get(actor)
    if package.get("values") and isinstance(preference, dict) and not preference.get("statements"):
        cause = f"{actor} has no statements, so nothing can be valued besides"
        check.add("DT453", (*path, "values"), cause, key=True)


def _same(check: Check) -> None:
    seen: list[tuple[object, Path]] = []
    for section in ("choices", "policies"):
        for path, package in check.each((section, "*")):
            said = (
                {k: package.get(k) for k in ("set", "moves", "values")} if isinstance(package, dict) else {}
            )
            other = next((p for found, p in seen if found == said), None)
            if other and said.get("set"):
                cause = f"{path[1]!r} sets the same as {other[1]!r}"
                check.add("DT448", path, cause, key=True, value=str(path[1]))
            seen.append((said, path))
