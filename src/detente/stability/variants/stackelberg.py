"""Stackelberg stability ST-k: the k-th actor leads and looks two moves ahead, the other follows.

Fang, Hipel and Kilgour (1989, 1993): stable if it is L-2 stable for the leader and Nash stable for the
follower. Von Stackelberg (1934).
"""

from __future__ import annotations

from detente.errors import DetenteError
from detente.game.model import Bools
from detente.registry import Variation
from detente.stability.variants.limited import stable, two
from detente.stability.variants.model import Frame, Variant

__all__ = ["VARIANT"]


def _judge(frame: Frame, actor: int, asked: Variation) -> Bools:
    two(frame, asked.name)
    if asked.order > 2:
        raise DetenteError(f"{asked.name}: the leader is actor 1 or 2, in the order of the case")
    return stable(frame, actor, 2 if actor == asked.order - 1 else 1)


VARIANT = Variant(
    title="Stackelberg stability",
    source="Fang, Hipel & Kilgour 1989, 1993",
    means="The k-th of two actors leads and sees how the other will follow.",
    judge=_judge,
)
