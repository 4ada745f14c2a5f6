"""Parts of made-up cases that act: packages, policies, consequences, rules of regimes, turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from case.valid import Maker

__all__ = ["acting", "asks", "consequences", "drafts", "packaged", "policies", "turns", "ways"]


def ways(m: Maker, name: str) -> dict[str, Any]:
    """An option that can be changed in several ways, some of them by others."""
    found = [{"kind": m.r.choice(["free", "up", "down"])} for _ in range(m.r.randint(1, 2))]
    by = {"by": m.r.sample(m.actors, m.r.randint(1, len(m.actors)))}
    return {"ways": [way | m.extras(when=m.condition(), **by) for way in found]}


def consequences(m: Maker) -> dict[str, Any]:
    if not m.options or not m.some(0.4):
        return {}
    measured = m.some()
    levels: dict[str, Any] = {}
    for k, level in enumerate(["little", "some", "much"][: m.r.randint(2, 3)]):
        value = {"value": m.r.choice([k, f"{k}..{k + 2}"])} if measured else {}
        levels[level] = {"name": f"there is {level} trade", "when": m.condition()} | value
    del levels[list(levels)[-1]]["when"]
    found = {"name": m.word(), "levels": levels, "evidence": m.evidence()} | m.voice() | m.note()
    found |= {"unit": "ships"} if measured else {}
    return {"follows.trade": found | m.extras(names=m.names(), ordered="no")}


def drafts(m: Maker) -> list[dict[str, Any]]:
    """Statements without a weight, which the analysis leaves out."""
    return [{"id": m.id("draft"), "says": "More of it.", "evidence": m.evidence()}] if m.some(0.15) else []


def packaged(m: Maker, choice: dict[str, Any], own: list[str], stated: bool) -> dict[str, Any]:
    """A choice that also says how other options of the actor move, and what it values besides."""
    others = [o for o in own if o not in choice["set"] and "ways" not in m.laid.get(o, {})]
    moves = {m.r.choice(others): m.r.choice(["free", "up", "fixed"])} if others and m.some(0.8) else {}
    values = [m.statement()] if stated and m.some() else []
    return choice | ({"moves": moves} if moves else {}) | ({"values": values} if values else {})


def policies(m: Maker, preferences: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for actor in m.actors:
        own = [o for o in m.options if o.startswith(f"{actor}.")]
        if actor != m.focal and m.focal and own and m.some(0.4):
            one = {"name": m.word(), "actor": actor, "set": {own[0]: m.level_of(own[0])}} | m.note()
            stated = "statements" in preferences[actor]
            found[f"{actor}-course"] = packaged(m, one, own, stated) | m.extras(evidence=m.evidence())
    return found


def acting(m: Maker, preferences: dict[str, Any], states: bool) -> dict[str, Any]:
    """What a regime has beyond its words: levels with rules, exemptions, compliance, effects."""
    levels: Any = {"off": "nothing is in force", "on": "it is in force"}
    if m.options and m.some(0.2):
        levels = m.r.choice(list(m.options))
    found: dict[str, Any] = {"levels": levels} if m.options and m.some(0.7) else {}
    if found and isinstance(levels, dict):
        found["moved"] = [rule(m, level) for level in m.r.sample(["on", "off"], m.r.randint(1, 2))]
        found |= {"stays": "yes"} if not states and m.some() else {}
    stated = [a for a, p in preferences.items() if "statements" in p]
    effects = (
        [m.statement() | {"actor": m.r.choice(stated)} | m.extras(says="Fish.")]
        if stated and m.some()
        else []
    )
    keeps = {who: m.condition() for who in m.everybody() if m.some()}
    exempt = {"fish": {"name": "fish may pass", "when": m.condition()}}
    found |= {"effects": effects} if effects else {}
    return found | m.extras(exempt=exempt, complies=keeps, constant="Nobody asks.")


def rule(m: Maker, level: str) -> dict[str, Any]:
    yes = {who: m.condition() for who in m.everybody()}
    found: dict[str, Any] = {"to": level, "yes": yes} | m.extras(
        veto={m.actors[0]: m.condition()},
        when=m.condition(),
        evidence=m.evidence(),
        at_least=m.r.randint(1, len(yes)),
        by=m.r.sample(m.actors, 1),
        **{"from": "off" if level == "on" else "on"},
    )
    return found


def asks(m: Maker, choices: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """A reader's question, with a condition and some of the other ways to answer it."""
    if not m.some(0.4):
        return {}
    found = {"name": m.word(), "asks": "How will it end?", "when": [m.condition()]} | m.note()
    found |= {"choice": m.r.choice(list(choices))} if choices and m.some(0.7) else {}
    found |= {"hold": list(held)} if held and m.some(0.7) else {}
    found |= {"advise": m.r.sample(m.actors, 1)} if m.some() else {}
    found |= {"quantities": list(m.follows)} if m.follows and m.some(0.7) else {}
    return {"end": found | m.extras(evidence=m.evidence())}


def turns(m: Maker, shocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for _ in range(m.r.randint(1, 2)):
        one: dict[str, Any] = (
            {"id": m.id("turn"), "evidence": m.evidence()} | m.note() | m.extras(name="a review")
        )
        who = {"actors": m.r.sample(m.actors, m.r.randint(1, len(m.actors)))}
        if m.options and m.some(0.4):
            found.append(one | who | {"when": m.condition(), "per_year": m.quantity(0.5, 4, words=False)})
            continue
        window = {"from": m.day(100), "to": m.day(400)} | m.extras(every=m.r.choice([2, 4]))
        named = {"shocks": [s["id"] for s in shocks]} if shocks and m.some() else who
        found.append(one | named | window | {"factor": m.r.choice([2, "1..2", "0.5..1.5"])})
    return found
