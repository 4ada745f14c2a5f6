"""What follows from each choice: outcomes, the way there, the points of rest, who gains and who loses."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.answer.net import nets
from detente.brief.words.charts import SHARE, outcome_labels, outcome_series, series
from detente.brief.words.charts import told as numbers_told
from detente.brief.words.material import Material
from detente.brief.words.naming import actor_name, outcome_name
from detente.brief.words.situations import Pair, changed, move, named_state, situation, told
from detente.insight import ChoiceFindings, EquilibriumFinding, PathFinding, PathStep
from detente.paper.english import capital, join, sentence
from detente.paper.model import Cell, Listing, Part, Section, Table, row
from detente.paper.numbers import count, occurs
from detente.paper.picture import Bars, Panel

__all__ = ["gains", "outcomes", "rest", "shown_outcomes", "shown_points", "steps", "way", "words"]

#: Points of rest that are shown, and the share below which none is after the first.
SHOWN = 4
LEAST = 0.02


def outcomes(m: Material) -> Section | None:
    """Show outcome classes, all choices side by side.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found, shown = m.findings.choices, shown_outcomes(m)
    if not m.case.outcomes:
        return None
    labels = outcome_labels(m, shown)
    rows = tuple(
        row(label, *(m.share(c.outcomes.get(o, m.never)) for c in found))
        for o, label in zip(shown, labels, strict=True)
    )
    note = m.note("Share of worlds in which play comes to rest in an outcome of this kind")
    table = Table("", m.heads("Outcome"), rows, note)
    title = "How often each outcome follows" + (", choices side by side" if len(found) > 1 else "")
    panel = Panel("", labels, tuple(outcome_series(m, c, c.outcomes, shown) for c in found), SHARE)
    picture = Bars("outcomes", title, numbers_told(table), (table,), (panel,))
    return Section("outcomes", "What follows from each choice", (table,), pictures=(picture,))


def shown_outcomes(m: Material) -> list[str]:
    """Return the outcome classes that are shown: those of the case, and others that occur.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = m.findings.choices
    ids = dict.fromkeys(o for c in found for o in c.outcomes)
    return [o for o in ids if o in m.case.outcomes or any(occurs(c.outcomes.get(o, m.never)) for c in found)]


def way(m: Material) -> Section | None:
    """The way from today in the central world.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if not m.case.status_quo:
        return None
    central = "The moves of the central world, in which every uncertain quantity takes its central value."
    parts = tuple(part for c in m.findings.choices for part in _way(m, c))
    return Section("way", "How it gets there", (central + _today(m), *parts), pictures=nets(m))


def _today(m: Material) -> str:
    stable = m.findings.status_quo_stable.get(m.findings.concept)
    if stable is None:
        return ""
    if m.certain:
        return (
            " Today's situation is itself a point of rest."
            if stable.value
            else " Today's situation does not last."
        )
    return f" Today's situation is itself a point of rest in {m.of(stable)}."


def _way(m: Material, found: ChoiceFindings) -> tuple[Part, ...]:
    head = m.under(found)
    if not found.paths:
        return (Listing(head, ("Play does not come to rest in the central world.",)),)
    first = found.paths[0]
    end = f" Outcome: {outcome_name(m.case, first.outcome)}." if first.outcome else ""
    if not first.steps:
        stays = "Nobody has reason to move: once the choice is made, all stays as it is today."
        told = stays if found.choice else "Nobody has reason to move: all stays as it is today."
        return Listing(head, (told + end,)), *_further(m, found)
    items = steps(m, first)
    marks = tuple(f"{k}." for k in range(1, len(items) + 1))
    return Listing(head, items, marks), f"There it rests.{end} {_ways(first)}", *_further(m, found)


def steps(m: Material, path: PathFinding) -> tuple[str, ...]:
    """Say each move of a path in a sentence.

    Parameters
    ----------
    m
        The case and what was found.
    path
        The moves, in order.
    """
    return tuple(sentence(_step(m, s)) for s in path.steps)


def _step(m: Material, step: PathStep) -> str:
    if not m.case.options:
        return f"{actor_name(m.case, step.actor)}: {named_state(m.case, step.changes['state'][1])}"
    return move(m.case, step.actor, [(o, to) for o, (_, to) in step.changes.items()])


def _ways(path: PathFinding) -> str:
    if path.count == 1:
        return "No other way is as short."
    return f"This is one of {count(path.count, 'equally short way')}."


def _further(m: Material, found: ChoiceFindings) -> tuple[str, ...]:
    others = found.paths[1:]
    if not others:
        return ()
    ends = [f"{_far(p)}{f' ({outcome_name(m.case, p.outcome)})' if p.outcome else ''}" for p in others]
    return (f"In the same world play can also come to rest elsewhere: {join(ends)}.",)


def _far(path: PathFinding) -> str:
    return f"{count(len(path.steps), 'move')} away" if path.steps else "where it stands today"


def rest(m: Material) -> Section:
    """Where play comes to rest, in words, and how often under each concept.

    Parameters
    ----------
    m
        The case and what was found.
    """
    parts: list[Part] = []
    for found in m.findings.choices:
        parts += _rest(m, found)
    return Section("rest", "Where it comes to rest", tuple(parts))


def _rest(m: Material, found: ChoiceFindings) -> list[Part]:
    shown = shown_points(found.equilibria)
    if not shown:
        return [Listing(m.under(found), ("Play comes to rest in no world.",))]
    marks = tuple(f"{chr(ord('A') + k)}." for k in range(len(shown)))
    common = _common(m, found, shown)
    items = tuple(sentence(words(m, e, found.choice, common)) + _label(m, e) for e in shown)
    listing = Listing(m.under(found), items, marks)
    rows = tuple(_row(m, mark[0], e) for mark, e in zip(marks, shown, strict=True))
    concepts = tuple(shown[0].concepts)
    rests = (
        f"Rests here: play ends there under {m.findings.concept}, several points of a world in equal parts."
    )
    under = "Under each concept: it is an equilibrium that moves undeterred under that concept lead to."
    note = m.note("Share of worlds", rests, under)
    table = Table("", ("", "Rests here", *concepts), rows, note)
    return [listing, *_shared(m, common), *_unseen(found, shown), table]


def _label(m: Material, e: EquilibriumFinding) -> str:
    """Say the outcome, and the name that the case gives the state beside its options, as publications do."""
    outcome = [f"Outcome: {outcome_name(m.case, e.outcome)}."] if m.case.outcomes else []
    name = [f"In the case: “{e.name}”."] if e.name and m.case.options else []
    return "".join(f" {part}" for part in (*outcome, *name))


def _row(m: Material, mark: str, e: EquilibriumFinding) -> tuple[Cell, ...]:
    return (mark, m.share(e.reached), *(m.share(s) for s in e.concepts.values()))


def shown_points(found: Sequence[EquilibriumFinding]) -> list[EquilibriumFinding]:
    """Return the points of rest that are shown.

    Parameters
    ----------
    found
        All of them, most often reached first.
    """
    return [e for k, e in enumerate(found[:SHOWN]) if k == 0 or e.reached.value >= LEAST or e.central]


def _common(m: Material, found: ChoiceFindings, shown: Sequence[EquilibriumFinding]) -> frozenset[Pair]:
    """What all points shown change in the same way; only worth a sentence of its own if there are several."""
    if len(shown) < 2:
        return frozenset()
    return frozenset.intersection(*(frozenset(_changed(m, e, found.choice)) for e in shown))


def _changed(m: Material, e: EquilibriumFinding, choice: str) -> tuple[Pair, ...]:
    chosen = m.case.choices[choice].set if choice else {}
    return changed(m.case, e.state, m.findings.status_quo, chosen)


def words(m: Material, e: EquilibriumFinding, choice: str, common: frozenset[Pair] = frozenset()) -> str:
    """Say what a point of rest changes against today, what is common to all points left out.

    Parameters
    ----------
    m
        The case and what was found.
    e
        The point of rest.
    choice
        Id of the choice; empty for the whole game.
    common
        Options with their levels that are told for all points together.
    """
    own = [pair for pair in _changed(m, e, choice) if pair not in common]
    if not common:
        chosen = m.case.choices[choice].set if choice else {}
        return situation(m.case, e.state, m.findings.status_quo, e.name, chosen)
    return told(m.case, own) or "nothing beyond what is common to all"


def _shared(m: Material, common: frozenset[Pair]) -> list[Part]:
    if not common:
        return []
    ordered = [(o, v) for o in m.case.variables() for (p, v) in common if p == o]
    return [sentence(f"Common to all of them: {told(m.case, ordered)}")]


def _unseen(found: ChoiceFindings, shown: Sequence[EquilibriumFinding]) -> list[Part]:
    left = found.listed - len(shown)
    if left <= 0:
        return []
    verb = "is" if left == 1 else "are"
    return [
        f"Beyond these there {verb} {count(left, 'point')} of rest that some world reaches, each more rarely."
    ]


def gains(m: Material) -> Section | None:
    """What each actor gains or loses against the status quo.

    Parameters
    ----------
    m
        The case and what was found.
    """
    if not m.case.status_quo:
        return None
    found = m.findings.choices
    labels = tuple(capital(actor_name(m.case, a)) for a in m.case.actors)
    columns = [[m.change(c.utilities[a]) for a in m.case.actors] for c in found]
    rows = tuple(row(label, *cells) for label, *cells in zip(labels, *columns, strict=True))
    note = m.note(
        "Change against today, in percent of the distance from the worst to the best state for that actor"
    )
    ranked = any(p.ranking for p in m.case.preferences.values())
    steps = (
        " Where the case only ranks the states, each rank counts as one step of equal size." if ranked else ""
    )
    apart = f"Gains of different actors cannot be compared with one another.{steps}"
    table = Table("", m.heads("Actor", "Change"), rows, note)
    bars = tuple(series(head, columns[k], k) for k, head in enumerate(table.columns[1:]))
    picture = Bars(
        "gains",
        "What each actor gains or loses against today",
        f"{numbers_told(table)} Bars to the right are gains, bars to the left losses.",
        (table,),
        (Panel("", labels, bars, "percent of the actor's range"),),
    )
    title = "What each actor gains or loses against the status quo"
    return Section("gains", title, (apart, table), pictures=(picture,))
