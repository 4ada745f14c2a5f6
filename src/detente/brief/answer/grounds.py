"""Why a situation is stable for an actor under a variant of a concept, or is not: in words and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.brief.answer.reasons import answer, change, reason
from detente.brief.words.naming import actor_name, choice_name
from detente.case import Case
from detente.game import Game
from detente.paper.english import capital, join, sentence
from detente.paper.model import Listing, Part
from detente.stability import Ground, Reasoned, Sanction, varied

__all__ = ["Grounds"]

#: Most answered moves that are told of one actor.
TOLD = 3

_SAYS = {
    "expects": ("expects it to last", "does not expect it to last"),
    "surprises": ("would be surprised", "would not be surprised"),
}

_BETTER = {
    "much": "leaves it much worse off",
    "ahead": "is no better for it",
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """Reasons for the verdicts of a variant on one situation, actor by actor, in the central world.

    Parameters
    ----------
    case, game
        The case and the game that was asked.
    choice
        Id of the choice that is made, or an empty string.
    words
        The situation in words.
    reasons
        The reason for each actor that was asked for, by places in the game.
    """

    case: Case
    game: Game
    choice: str
    words: str
    reasons: tuple[Reasoned, ...]

    @property
    def stable(self) -> bool:
        """Whether it is stable for every actor that was asked for."""
        return all(r.stable for r in self.reasons)

    def parts(self) -> tuple[Part, ...]:
        """Return the reasons as paragraphs and a list."""
        name = self.reasons[0].concept
        chosen = f" Choice: {choice_name(self.case, self.choice)}." if self.choice else ""
        head = f"In the central world and under {name} this is {self._verdict}: {self.words}.{chosen}"
        told = tuple(" ".join((self._subject(r), *self._told(r))) for r in self.reasons)
        made, _ = varied(name)
        checked = "The moves named were found one by one, apart from the verdicts, and bear them out."
        return head, Listing("", told), f"{made.means.rstrip('.')} ({made.source}).", checked

    def to_json(self) -> str:
        """Return the reasons as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_dict(self) -> dict[str, Any]:
        """Return the reasons as plain types."""
        return {
            "case": self.case.case,
            "choice": self.choice,
            "concept": self.reasons[0].concept,
            "state": self.game.describe(self.reasons[0].state),
            "words": capital(sentence(self.words)),
            "stable": self.stable,
            "actors": [self._data(r) for r in self.reasons],
        }

    def _data(self, told: Reasoned) -> dict[str, Any]:
        grounds = [
            {
                "kind": g.kind,
                "about": self.game.actors[g.about] if g.about >= 0 else None,
                "members": [self.game.actors[i] for i in g.members],
                **g.witness.to_dict(self.game),
            }
            for g in told.grounds
        ]
        actor = self.game.actors[told.actor]
        return {"actor": actor, "stable": told.stable, "words": list(self._told(told)), "grounds": grounds}

    @property
    def _verdict(self) -> str:
        ending = varied(self.reasons[0].concept)[1].ending
        if ending in ("expects", "surprises"):
            return "judged by what actors expect"
        return "stable" if self.stable else "not stable"

    def _subject(self, told: Reasoned) -> str:
        """What the verdict is for an actor."""
        name, ending = actor_name(self.case, self.game.actors[told.actor]), varied(told.concept)[1].ending
        if ending in ("strong", "weak"):
            return f"For {name} it is {'' if told.stable else 'not '}{ending}ly stable."
        yes, no = _SAYS.get(ending, ("has no reason to leave", "has reason to leave"))
        return f"{capital(name)} {yes if told.stable else no}."

    def _told(self, told: Reasoned) -> Iterator[str]:
        for ground in told.grounds:
            text = self._ground(ground)
            if text:
                yield sentence(f"{self._before(ground)}{text}")

    def _before(self, ground: Ground) -> str:
        about = actor_name(self.case, self.game.actors[ground.about]) if ground.about >= 0 else ""
        if ground.kind == "towards":
            return f"towards {about}: "
        return f"in the game that {about} sees, " if ground.kind in ("game", "lasts") else ""

    def _ground(self, ground: Ground) -> str:
        """Say what one ground is."""
        w, levels = ground.witness, self._levels(ground)
        who = self._who(ground)
        if ground.kind == "own":
            return f"under {w.concept}: {reason(self.case, w, levels)}".rstrip(".")
        if ground.kind == "unseen":
            return f"{who} does not see an option that is used here"
        if ground.kind == "much" and w.stable and w.improvement is not None:
            move = change(self.case, w.improvement, levels)
            return f"but no answer to this leaves {who} much worse off: {move}"
        if ground.kind == "much" and not w.stable and w.improvement is None:
            why = f"every move has an answer that leaves {who} much worse off" if w.sanctions else ""
            return f"it is strongly stable, for {why or 'there is no improvement'}"
        if not w.stable:
            return self._leaves(ground, who, levels)
        if not w.sanctions:
            return f"{who} {'have' if len(ground.members) > 1 else 'has'} no move to make"
        met = [self._met(ground, s, levels) for s in w.sanctions[:TOLD]]
        left = len(w.sanctions) - len(met)
        more = f" ({left} more answered likewise)" if left else ""
        return f"{who} could act, but {'; '.join(met)}{more}"

    def _leaves(self, ground: Ground, who: str, levels: Mapping[int, Mapping[str, str]]) -> str:
        w = ground.witness
        assert w.improvement is not None
        move = change(self.case, w.improvement, levels)
        line = w.sanctions[0].answer if w.sanctions else ()
        then = f", for then {self._line(line, levels)}" if line else ""
        if ground.kind == "ahead":
            ends = "and that is better for it" if w.sanctions else "and play would have no end"
            return f"{who} would move: {move}{then}, {ends}"
        if ground.kind == "much":
            return f"{who} would not be much worse off after any answer to this: {move}"
        if ground.kind == "at once":
            return f"{who} would move, whatever improvements others make at the same time: {move}"
        together = "together would move" if len(ground.members) > 1 else "would move"
        return f"{who} {together}, and no answer that counts deters it: {move}"

    def _met(self, ground: Ground, sanction: Sanction, levels: Mapping[int, Mapping[str, str]]) -> str:
        move, then = change(self.case, sanction.improvement, levels), self._line(sanction.answer, levels)
        if ground.kind == "at once":
            end = change(self.case, sanction.anyway[0], levels)
            return f"if {move} while {then}, what comes of it ({end}) is no better for it"
        if not then:
            return f"if {move}, nothing follows, which {_BETTER['ahead']}"
        return f"if {move}, then {then}, which {_BETTER.get(ground.kind, 'deters it')}"

    def _line(self, steps: tuple[Any, ...], levels: Mapping[int, Mapping[str, str]]) -> str:
        return ", whereupon ".join(answer(self.case, step, levels) for step in steps)

    def _who(self, ground: Ground) -> str:
        places = ground.members or (ground.witness.actor,)
        return join(actor_name(self.case, self.game.actors[i]) for i in places)

    def _levels(self, ground: Ground) -> dict[int, Mapping[str, str]]:
        return {s: self.game.describe(s) for s in ground.witness.states}
