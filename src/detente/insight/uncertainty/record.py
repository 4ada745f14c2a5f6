"""How sure the comparison of the choices is, and what it hinges on. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.insight.uncertainty.convergence import Convergence
from detente.insight.uncertainty.information import Information
from detente.insight.uncertainty.robust import Robustness
from detente.insight.uncertainty.sensitivity import Sensitivity

if TYPE_CHECKING:
    from detente.insight.flip.smallest import Flip, Single
    from detente.insight.uncertainty.alternatives import Alternative
    from detente.insight.uncertainty.discovery import Box, Tree
    from detente.insight.uncertainty.regrets import Regrets

__all__ = ["Uncertainty"]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How sure the comparison of the choices is, and what it hinges on.

    Parameters
    ----------
    robust
        Which choice is chosen by each criterion, or ``None`` where there is one choice or no focal actor.
    sensitivity
        What moves the advantage and the outcomes.
    values
        What knowing each judgement would be worth.
    convergence
        Whether there are enough worlds.
    regrets
        The distribution of each choice's regret.
    boxes, tree
        In which worlds the choice is the other one, in words of the case.
    flips
        The smallest changes of weights that reverse the choice or remove an equilibrium.
    singles
        How far each weight alone has to go to reverse the choice.
    alternatives
        The answers under each structural alternative that was asked for.
    """

    robust: Robustness | None = None
    sensitivity: Sensitivity | None = None
    values: Information | None = None
    convergence: Convergence | None = None
    regrets: Regrets | None = None
    boxes: tuple[Box, ...] = ()
    tree: Tree | None = None
    flips: tuple[Flip, ...] = ()
    singles: tuple[Single, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
