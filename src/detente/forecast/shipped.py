"""The ledger of a case that comes with resolutions, made in memory: nothing is written."""

from __future__ import annotations

from collections.abc import Mapping

from detente.forecast.asking import Progress, Shelf, by_base_rate, by_model, by_sources
from detente.forecast.ledger.keeping import Ledger, together
from detente.forecast.ledger.records import Record
from detente.forecast.likelihood import WORDS, Range
from detente.forecast.scoring import settled

__all__ = ["shipped"]


def shipped(
    kept: Shelf,
    worlds: int = 0,
    seed: int = 1,
    words: Mapping[str, Range] = WORDS,
    until: str = "",
    tick: Progress | None = None,
) -> Ledger:
    """Return the questions of a case with their verdicts and with what can be forecast at once.

    Parameters
    ----------
    worlds, seed
        Of the model, which is asked only what can be scored, and only under the choice that was made; with
        0 worlds, or without a clock in the case, it is left out.
    words
        The map from words to probabilities.
    until
        Day up to which outcomes are known, ISO; that of the last verdict if left out.
    tick
        Called with how many questions are done, and of how many.
    """
    resolved = kept.resolved.records if kept.resolved else ()
    book = together(Ledger(()), (*kept.asked(), *resolved))
    known = until or max((r.on for r in book.resolutions.values()), default="")
    forecasts: tuple[Record, ...] = (*by_sources(kept, words), *by_base_rate(kept))
    if worlds and kept.case.clock is not None:
        wanted = settled(book, known, mixed=True)[0]
        choices = list(book.branches) or None
        forecasts += by_model(kept, worlds, seed, tick, wanted, choices, band=False)
    return together(book, forecasts)
