"""Case -> Game: feasible states, moves, and what is true where. No uncertainty lives here."""

from detente.game.inspect import broken, inspect
from detente.game.model import Arcs, Classes, Game
from detente.game.states import LIMIT, enumerate_states
from detente.game.unfolding import unfold
from detente.game.whole import Whole

__all__ = ["LIMIT", "Arcs", "Classes", "Game", "Whole", "broken", "enumerate_states", "inspect", "unfold"]
