"""What machine-coded files say: mean scores of directed dyads, and counts where no direction is told."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.record.levels import Span, first_and_last, grouped, within
from detente.brief.words.naming import party_name
from detente.case import Case
from detente.history import History
from detente.history.model import Event
from detente.history.tone import Tone, tone
from detente.paper.english import capital
from detente.paper.model import Cell, Section, Table

__all__ = ["toned", "undirected"]


def toned(case: Case, past: History, span: Span) -> Section | None:
    """Tell the mean score of what each did to the other, by files with codes and a direction.

    Parameters
    ----------
    case
        The case.
    past
        What is known to have happened.
    span
        First and last day of the window.
    """
    rows = tuple(
        (
            t.scheme,
            f"{party_name(case, _id(past, t.source))} to {party_name(case, _id(past, t.target))}",
            t.events,
            _mean(t),
        )
        for t in tone(within(past.coded, span))
    )
    told = "Mean score of what each did to the other, by machine-coded events: from -10 for war to 10."
    note = (
        "Root events only. The error takes events as independent; they come in stories, so it is too small."
    )
    heads = ("Scheme", "Who to whom", "Events", "Mean score")
    return (
        Section("tone", "How states treat one another", (told, Table("By dyad", heads, rows, note)))
        if rows
        else None
    )


def _mean(tone: Tone) -> str:
    """Say a mean with its error; one event has none, and events that are all alike do not show one."""
    if tone.se is None:
        return f"{round(tone.mean, 1) + 0.0:.1f} (one event)"
    error = f" ± {tone.se:.1f}" if tone.se else " (all alike)"
    return f"{round(tone.mean, 1) + 0.0:.1f}{error}"


def undirected(past: History, span: Span) -> Section | None:
    """Count the events of schemes that do not say who did it to whom, and deaths where these are told.

    Parameters
    ----------
    past
        What is known to have happened.
    span
        First and last day of the window.
    """
    shown = [e for e in within(past.coded, span) if e.coded and not (e.coded.source or e.coded.target)]
    rows = tuple(
        (scheme, capital(kind), len(events), *_deaths(events), *first_and_last(events))
        for (scheme, kind), events in grouped(shown, lambda e: (e.scheme, e.type))
    )
    heads = ("Format", "Kind", "Events", "Deaths, best", "Low", "High", "First", "Last")
    told = "Events of coded files that name no direction, by kind; deaths where the source estimates them."
    return (
        Section("undirected", "Events without a direction", (told, Table("By kind", heads, rows)))
        if rows
        else None
    )


def _deaths(events: Sequence[Event]) -> tuple[Cell, Cell, Cell]:
    found = [e.coded.deaths for e in events if e.coded and e.coded.deaths is not None]
    return (
        (sum(d[0] for d in found), sum(d[1] for d in found), sum(d[2] for d in found))
        if found
        else ("", "", "")
    )


def _id(past: History, code: str) -> str:
    return past.names.get(code, code)
