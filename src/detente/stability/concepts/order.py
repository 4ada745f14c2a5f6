"""Sequential stability of order k: an answer counts only if nothing deters its author at the order before.

Oliveira (2018), thesis, Universidade Federal de Pernambuco; Rego and Oliveira (2020), "Higher-order
sequential stabilities in the graph model for conflict resolution for bilateral conflicts". There for two
actors; for more, the others' answers are legal sequences of moves each of which is undeterred for its author.
Order 1 is SEQ.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.stability.concept import IMPROVING, Concept, Judged, Search
from detente.stability.orders import before, least
from detente.stability.reason.finding import by_answers
from detente.stability.reason.proofs import by_definition
from detente.stability.reason.regress import regress
from detente.stability.reason.rule import Rule
from detente.stability.sanction import here, judged
from detente.stability.standpoint import Standpoint

__all__ = ["made", "of_order"]

SOURCE = "Oliveira 2018; Rego & Oliveira 2020"


def of_order(order: int) -> Concept:
    """Return sequential stability of an order, 1 or more.

    Parameters
    ----------
    order
        The order.
    """
    counts = "An answer counts only if each who gives it gains by it"
    if order > 1:
        counts += f", and is not deterred from it at order {order - 1}"
    return made(
        order,
        f"SEQ-{order}",
        f"sequential stability of order {order}",
        f"stable for an actor if each of its improvements meets an answer, made only of moves that are "
        f"undeterred at order {order - 1} for those who make them, after which it is no better off",
        f"{counts}.",
        order + 1,
    )


def made(order: int, name: str, title: str, means: str, counts: str, foresight: int) -> Concept:
    """Make the concept of an order or a limit.

    Parameters
    ----------
    order
        1 or more, or a limit.
    name, title, means, counts, foresight
        As in `Concept`.
    """

    def judge(stand: Standpoint, actors: Sequence[int]) -> tuple[Judged, ...]:
        worst = least(stand, order)
        return tuple(judged(stand, i, worst[i]) for i in actors)

    def found(stand: Standpoint) -> Rule:
        feared = least(stand, before(order)) if order != 1 else None

        def answers(j: int, s: int, t: int) -> bool:
            u = stand.utilities[j][:, 0]
            credible = u[t] > u[s] and (feared is None or feared[j][t, 0] > u[s])
            return bool(credible) and not stand.redundant(j, s, t)

        return Rule(answers, here(stand))

    def proved(stand: Standpoint) -> Rule:
        return Rule(regress(stand, order), here(stand))

    witness, check = by_answers(found, judge), by_definition(proved)
    search = Search(IMPROVING, order=order)
    return Concept(name, title, SOURCE, foresight, means, counts, judge, witness, check, search=search)
