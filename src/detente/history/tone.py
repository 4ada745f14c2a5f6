"""How states treat one another, by machine-coded events: mean score and counts of directed dyads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from detente.history.model import Event

__all__ = ["Tone", "tone"]


@dataclass(frozen=True, slots=True)
class Tone:
    """What one state did to another, by one scheme.

    Parameters
    ----------
    scheme, source, target
        How it was coded, and who did it to whom.
    events
        Number of events with a score.
    mean
        Mean score, -10 to 10: Goldstein values for CAMEO, the intensity of the scheme otherwise.
    se
        Standard error of the mean, as if events were independent; they come in stories, so it is too small.
        One event has none.
    """

    scheme: str
    source: str
    target: str
    events: int
    mean: float
    se: float | None


def tone(events: Iterable[Event]) -> tuple[Tone, ...]:
    """Return the mean score of each directed dyad and scheme, root events only, most events first.

    Parameters
    ----------
    events
        The events.
    """
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for event in events:
        coded = event.coded
        two = coded is not None and coded.source and coded.target and coded.source != coded.target
        if coded and two and coded.leading and coded.score is not None:
            found[event.scheme, coded.source, coded.target].append(coded.score)
    tones = [
        Tone(*key, len(scores), fmean(scores), stdev(scores) / sqrt(len(scores)) if len(scores) > 1 else None)
        for key, scores in found.items()
    ]
    return tuple(sorted(tones, key=lambda t: (-t.events, t.scheme, t.source, t.target)))
