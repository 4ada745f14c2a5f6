"""What would last but nobody reaches, what to watch, and how far to trust all this."""

from __future__ import annotations

import re
from datetime import date

from detente.brief.ground.evidence import judged, perspectives
from detente.brief.words.material import Material
from detente.brief.words.naming import outcome_name, passages
from detente.brief.words.situations import level_phrase, situation
from detente.brief.words.spans import Span, drawn
from detente.case import Case
from detente.case.time import Question
from detente.game.states import definitions
from detente.game.truth import mentions
from detente.insight import ChoiceFindings, Unreached
from detente.paper.english import capital, full_day, sentence
from detente.paper.model import Linked, Listing, Section
from detente.paper.numbers import count

__all__ = ["confidence", "to_watch", "unreached", "watched"]

#: Situations, things to watch.
_SHOWN, _WATCHED = 2, 3


def unreached(m: Material) -> Section | None:
    """Name what would last though no chain of moves leads there from today.

    Parameters
    ----------
    m
        The case and what was found.
    """
    items = [
        sentence(capital(_stands(m, c, found)))
        for c in m.findings.choices
        for found in _rare(c)[: _SHOWN if len(m.findings.choices) < 2 else 1]
    ]
    told = Listing("", tuple(dict.fromkeys(items)))
    return Section("unreached", "What would last, but nobody gets there", (told,)) if items else None


def _rare(c: ChoiceFindings) -> list[Unreached]:
    """Classes that would last far more often than they are reached, those first."""

    def excess(found: Unreached) -> float:
        reached = c.outcomes.get(found.outcome or "other")
        return found.share.value - (reached.value if reached else 0.0)

    return sorted((u for u in c.unreached if excess(u) > 0), key=lambda u: -excess(u))


def _stands(m: Material, c: ChoiceFindings, found: Unreached) -> str:
    """Say what would last; of its options only those that make it the outcome that it is."""
    case, chosen = m.case, m.case.choices[c.choice].set if c.choice else {}
    kind = f"“{outcome_name(case, found.outcome)}”" if case.outcomes else "a situation"
    often = "" if m.certain else f" {_often(drawn(m, found.share))}"
    under = f"under “{m.choice(c)}”, " if c.choice else ""
    state = found.state
    if found.outcome in case.outcomes and state:
        looked = mentions(case.outcomes[found.outcome].when.tree, definitions(case))
        state = {o: x for o, x in state.items() if o in looked and o not in case.chance}
    words = situation(case, state or found.state, m.findings.status_quo, found.name, chosen)
    return f"{under}{kind} would last{often}: {words}"


def _often(s: Span) -> str:
    return f"in all {s.worlds} variants" if s.often == "always" else f"{s.often} of {s.worlds} variants"


def watched(case: Case, pairs: list[tuple[str, str]]) -> list[Question]:
    """Return the questions of a case, those on some options first, and the soonest first.

    Parameters
    ----------
    case
        The case.
    pairs
        Options with the levels that tell most, the most telling first.
    """
    rank = {o: k for k, (o, _) in reversed(list(enumerate(pairs)))}
    trees = definitions(case)
    found = [q for q in case.questions if q.rules and q.by > case.as_of]

    def order(q: Question) -> tuple[int, date]:
        looked = mentions(q.when.tree, trees) if q.when is not None else frozenset()
        return min((rank[o] for o in looked if o in rank), default=len(rank)), q.by

    return sorted(found, key=order)


def to_watch(m: Material) -> Section | None:
    """Say what to watch, until when, by which rule and on whose word; what tells the choices apart first."""
    d = m.findings.dated
    watch = d.watch if d is not None else None
    told = [i for t in (watch.tellings if watch else ()) for i in t.indicators]
    pairs = list(dict.fromkeys((i.option, i.level) for i in told))
    items = [_question(q) for q in watched(m.case, pairs)[:_WATCHED]]
    if len(items) < _WATCHED and watch is not None:
        day = full_day(watch.day)
        left = pairs[: _WATCHED - len(items)]
        items += [_fact(m, o, x, day) for o, x in left]
    return Section("to-watch", "What to watch", (Listing("", tuple(items)),)) if items else None


def _question(q: Question) -> str:
    said = f"By {full_day(q.by)}: {q.asks.strip()} {_rule(q.rules)} ["
    return Linked(said, *passages(q.evidence), "]")


def _rule(rules: str) -> str:
    """The first clause of what settles a question; the appendix has all of it."""
    return sentence(re.split(r"(?<=[.])\s|;\s", " ".join(rules.split()))[0])


def _fact(m: Material, option: str, level: str, day: str) -> str:
    basis = m.case.variables()[option].evidence
    return Linked(f"On {day}: whether {level_phrase(m.case, option, level)} [", *passages(basis), "]")


def confidence(m: Material) -> Section:
    """Say how much stands behind the answer, and what it is not."""
    case, f = m.case, m.findings
    own, every = judged(case)
    cited = [key for key, source in case.sources.items() if source.key]
    views = perspectives(case, cited)
    seen = f"{count(len(cited), 'source')} from {count(views, 'perspective')}" if cited else "no source"
    alone = "none" if not own else f"{own:,}"
    drawn = f"{f.worlds:,} variants were computed" if f.worlds else "nothing in the case is uncertain"
    dated = f", {f.dated.worlds:,} of them followed through the years" if f.dated else ""
    lines = [
        f"{capital(count(len(case.actors), 'actor'))}; {count(every, 'judgement')}, {alone} of them on the "
        f"analyst alone; {seen}; {drawn}{dated}. It says what follows if "
        "these judgements are right: it is not a forecast, and no range covers what the case leaves out.",
    ]
    return Section("trust", "How far to trust it", tuple(lines))
