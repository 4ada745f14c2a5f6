"""Game + Clock -> what happens when: occupancy, waiting times, survival, with their errors."""

from detente.dynamics.ask import Answer, ask, ask_each, bounds
from detente.dynamics.calendar import Calendar
from detente.dynamics.chain.generator import Generator, generator
from detente.dynamics.chain.imprecise import Band, band
from detente.dynamics.chain.longrun import LongRun, long_run, mean_passage
from detente.dynamics.chain.routes import Sequence, most_probable
from detente.dynamics.chain.sparse import Chain, Episodes, chain
from detente.dynamics.clock import Clock, draw_clock
from detente.dynamics.clocks.agree import Agreement, agree
from detente.dynamics.clocks.farsighted import largest_consistent_set
from detente.dynamics.clocks.forward import Forward, look_ahead, look_ahead_worlds
from detente.dynamics.clocks.lownoise import LowNoise, low_noise
from detente.dynamics.counts import Forecast, forecast_counts
from detente.dynamics.course import Course, course
from detente.dynamics.learning.calibrate import Calibration, calibrate
from detente.dynamics.learning.record import Learned, learn
from detente.dynamics.learning.renew import credence, updated
from detente.dynamics.motion import Moves, moves_of
from detente.dynamics.spells import Spells

__all__ = [
    "Agreement",
    "Answer",
    "Band",
    "Calendar",
    "Calibration",
    "Chain",
    "Clock",
    "Course",
    "Episodes",
    "Forecast",
    "Forward",
    "Generator",
    "Learned",
    "LongRun",
    "LowNoise",
    "Moves",
    "Sequence",
    "Spells",
    "agree",
    "ask",
    "ask_each",
    "band",
    "bounds",
    "calibrate",
    "chain",
    "course",
    "credence",
    "draw_clock",
    "forecast_counts",
    "generator",
    "largest_consistent_set",
    "learn",
    "long_run",
    "look_ahead",
    "look_ahead_worlds",
    "low_noise",
    "mean_passage",
    "most_probable",
    "moves_of",
    "updated",
]
