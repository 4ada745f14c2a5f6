"""From a share to why it is so, to the statements that this rests on, to their passages."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.brief import account, verified
from detente.brief.answer.accounts import Account
from detente.brief.answer.reasons import reasons
from detente.brief.ground.judgements import judgement
from detente.brief.words.naming import actor_name
from detente.case import Case, Evidence, Statement, hold
from detente.errors import UnknownName
from detente.game.states import definitions, levels
from detente.game.truth import Table, evaluate
from detente.insight import Why
from detente.paper.english import capital
from detente.paper.model import Listing
from detente.web.wish import Wish

__all__ = ["Target", "passage", "why"]

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """A situation that is to be explained.

    Parameters
    ----------
    choice
        Id of the choice that is made; empty for none.
    named
        Name of the state, in a case that only names its states.
    state
        Option -> level where the situation differs from today with the choice made.
    chance
        Chance option -> level that it has brought.
    """

    choice: str = ""
    named: str = ""
    state: Mapping[str, str] = field(default_factory=dict)
    chance: Mapping[str, str] = field(default_factory=dict)


def why(case: Case, name: str, wish: Wish, target: Target) -> Plain:
    """Return why a situation lasts: the sentences of ``detente explain``, each with what it rests on.

    Parameters
    ----------
    case
        The case as it is written.
    name
        What the command line calls it.
    wish
        What the reader has changed.
    target
        The situation.

    Raises
    ------
    UnknownName
        If there is no such situation.
    """
    changed = hold(wish.written(case), target.chance)
    found = account(changed, choice=target.choice, state=target.state, named=target.named)
    head, listing, rule = found.parts()[:3]
    told = listing.items if isinstance(listing, Listing) else ()
    return {
        "head": head,
        "rule": rule,
        "command": _command(name, wish, target),
        "sentences": [
            {"words": words, "actors": [_actor(changed, found, w) for w in group]}
            for words, group in zip(told, _groups(changed, found.whys), strict=True)
        ],
    }


def _groups(case: Case, whys: Sequence[Why]) -> list[list[Why]]:
    """Return the reasons that each sentence is about; those who have no better move share the last one."""
    alone = [[w] for w in whys if len(reasons(case, [w])) and not _idle(w)]
    idle = [w for w in whys if _idle(w)]
    return [*alone, idle] if idle else alone


def _idle(w: Why) -> bool:
    return w.witness.stable and not w.witness.sanctions


def _command(name: str, wish: Wish, target: Target) -> str:
    """Return what says the same at the command line, or nothing where weights or readings are changed."""
    if wish.weights or wish.reading:
        return ""
    held = {**wish.held, **target.chance}
    told = ["detente", "explain", name]
    told += ["--choice", target.choice] if target.choice else []
    told += ["--concept", wish.concept] if wish.concept else []
    told += ["--named", target.named] if target.named else []
    told += ["--state", _written(target.state)] if target.state else []
    told += ["--hold", _written(held)] if held else []
    told += ["--bar", ",".join(f"{option}={levels}" for option, levels in wish.barred)] if wish.barred else []
    return shlex.join(told)


def _written(pairs: Mapping[str, str]) -> str:
    return ",".join(f"{option}={level}" for option, level in pairs.items())


def _actor(case: Case, found: Account, w: Why) -> Plain:
    """Return an actor's statements: what holds in the situation, and what a move away would change."""
    places = [found.state, *(dict(w.levels[s]) for s in _elsewhere(w))]
    preference = case.preferences.get(w.actor)
    own = [_statement(case, s, places) for s in case.statements(w.actor)]
    if preference is not None and not own:
        own = [_ordered(w.actor, preference.evidence)]
    own.sort(key=lambda s: not s["turns"])
    return {"actor": w.actor, "name": actor_name(case, w.actor), "statements": own}


def _elsewhere(w: Why) -> list[int]:
    """Return where the move leads that the reason speaks of first, and where the answer to it leads."""
    if w.witness.improvement is not None:
        return [w.witness.improvement.target]
    if not w.witness.sanctions:
        return []
    first = min(w.witness.sanctions, key=lambda s: len(w.levels[s.improvement.target]))
    return [first.improvement.target, *(step.target for step in first.answer[-1:])]


def _statement(case: Case, s: Statement, places: Sequence[Mapping[str, str]]) -> Plain:
    here, *there = _holds(case, s, places)
    return {
        "id": s.id,
        "words": capital(judgement(case, s)),
        "weight": str(s.weight),
        "holds": here,
        "turns": any(x != here for x in there),
        **_grounds(s.evidence),
    }


def _holds(case: Case, s: Statement, places: Sequence[Mapping[str, str]]) -> list[bool]:
    names = levels(case)
    columns = {o: np.array([names[o].index(p[o]) for p in places], np.uint8) for o in names if o in places[0]}
    true, _ = evaluate(s.when.tree, Table(len(places), columns, names, definitions(case)))
    return [bool(x) for x in np.broadcast_to(true, len(places))]


def _ordered(actor: str, evidence: Evidence) -> Plain:
    words = "The case gives an order of its situations for this actor, not weights"
    told = {"id": actor, "words": words, "weight": "", "holds": True, "turns": False}
    return {**told, **_grounds(evidence)}


def _grounds(evidence: Evidence) -> Plain:
    return {"at": [str(at) for at in evidence.at], "judgement": evidence.judgement}


def passage(case: Case, at: str, folder: str | None = None) -> Plain:
    """Return what is known of a passage: its source, and its words where the reader has a copy.

    Parameters
    ----------
    case
        The case.
    at
        The locator, as the case has it.
    folder
        The reader's copies of the sources.

    Raises
    ------
    UnknownName
        If the case cites no such passage.
    """
    found = next(
        (p for p in verified(case, folder, text=True).passages if str(p.verdict.locator) == at), None
    )
    if found is None:
        raise UnknownName("passage", at)
    source = next((s for s in case.sources.values() if s.key == found.verdict.locator.key), None)
    about = {} if source is None else source.model_dump(include=_SHOWN)
    used = dict.fromkeys(f"{use.name}: {judgement(case, use.part)}" for use in found.uses)
    return {
        "at": at,
        "source": about,
        "verdict": found.verdict.kind,
        "text": found.verdict.text,
        "used": list(used),
    }


_SHOWN = {"title", "author", "publisher", "published", "perspective", "reliability"}
