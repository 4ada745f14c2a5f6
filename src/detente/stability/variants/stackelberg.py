"""Stackelberg stability ST-k: the k-th actor leads and looks two moves ahead, the other follows.

Fang, Hipel and Kilgour (1989, 1993): stable if it is L-2 stable for the leader and Nash stable for the
follower. Von Stackelberg (1934).
"""

from __future__ import annotations

from detente.errors import DetenteError
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.variants.asking.model import Frame, Ground, Variant
from detente.stability.variants.limited import foreseen, stable, two

__all__ = ["VARIANT"]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    return stable(frame, actor, _horizon(frame, actor, asked))


def _reason(frame: Frame, actor: int, state: int, asked: Variation) -> tuple[Ground, ...]:
    return (Ground("ahead", foreseen(frame, actor, state, _horizon(frame, actor, asked), asked.name)),)


def _horizon(frame: Frame, actor: int, asked: Variation) -> int:
    """How many moves ahead an actor looks: two if it leads."""
    two(frame, asked.name)
    if asked.order > 2:
        raise DetenteError(f"{asked.name}: the leader is actor 1 or 2, in the order of the case")
    return 2 if actor == asked.order - 1 else 1


VARIANT = Variant(
    title="Stackelberg stability",
    source="Fang, Hipel & Kilgour 1989, 1993",
    means="The k-th of two actors leads and sees how the other will follow.",
    judge=_judge,
    reason=_reason,
)
