"""Case + Findings -> Brief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from detente.brief.annex import annex
from detente.brief.answer.decisive import better, drivers
from detente.brief.answer.following import following
from detente.brief.answer.foresight import concepts, readings
from detente.brief.answer.meaning import means
from detente.brief.answer.others import others
from detente.brief.answer.outcomes import gains, outcomes, rest, way
from detente.brief.answer.reasons import reasons, rule
from detente.brief.answer.texts import texts
from detente.brief.answer.verdict import answer
from detente.brief.data import data
from detente.brief.ground.agreement import agreement
from detente.brief.ground.claimed import claims
from detente.brief.ground.evidence import evidence, unweighted
from detente.brief.ground.idle import idle_line
from detente.brief.ground.regimes import regimes
from detente.brief.lead.compose import DIGITS, by_hand, short
from detente.brief.lead.days import days
from detente.brief.mediation.whynot import unreached
from detente.brief.model import Brief
from detente.brief.record.foreseen import foreseen, learnt, listed_forecasts
from detente.brief.sure.enough import enough
from detente.brief.sure.flips import flips
from detente.brief.sure.robustness import robust
from detente.brief.sure.scenarios import boxes
from detente.brief.sure.sensitive import sensitive
from detente.brief.sure.structure import structure
from detente.brief.sure.worth import research
from detente.brief.time.lasting import lasting
from detente.brief.time.switching import switching
from detente.brief.time.watching import watching
from detente.brief.time.years import by_year
from detente.brief.words.material import Material
from detente.case import Case
from detente.dynamics import Learned
from detente.forecast import Ledger, Scores
from detente.insight import Findings
from detente.insight.model import placed
from detente.paper.english import full_day, sentence
from detente.paper.model import Listing, Part, Section
from detente.stability import named

__all__ = ["write"]

#: Forms that the command line prints as well as writes.
_PRINTED = {".md": "--markdown --full", ".json": "--json"}

#: Parts of the appendix, and the sections of each.
GROUPS = {
    "What follows": (
        "answer",
        "outcomes",
        "way",
        "rest",
        "gains",
        "beside",
        "policies",
        "why-not",
        "texts",
        "meaning",
    ),
    "By when": ("by-year", "switching", "lasting", "watch"),
    "How sure": (
        *("better", "robustness", "drivers", "sensitivity", "flips", "boxes", "research", "structure"),
        *("readings", "foresight", "convergence"),
    ),
    "Who said so, and was it so": ("claims", "scores", "forecasts", "learnt", "agreement", "regimes"),
    "The model": (
        *("trails", "reasons", "tableau", "wants", "influence", "orders", "rules"),
        *("texts-full", "evidence", "passages", "legend"),
    ),
}


def write(
    case: Case,
    findings: Findings,
    scores: Scores | None = None,
    ledger: Ledger | None = None,
    learned: Learned | None = None,
    command: str = "",
    held: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    barred: Sequence[tuple[str, str, str]] = (),
) -> Brief:
    """Write the brief of a case.

    Parameters
    ----------
    case
        What the analyst wrote; every word of the brief that is not a number's comes from here.
    findings
        What was computed from it.
    scores, ledger
        What came of the forecasts of its questions, and these one by one; may be left out.
    learned
        What its history says of weights, rates and precision; may be left out.
    command
        What makes this brief at the command line, up to the form that it is given.
    held
        Option -> level, for what was held by hand in a case that leaves it open.
    words
        Locator -> what stands there in the reader's own copies of the sources; none by default.
    barred
        Moves that were forbidden by hand: option, from level, to level.

    Returns
    -------
    Brief
        Sections, most important first; sections that have nothing to say are left out.
    """
    m = Material(case, findings)
    joint, long = texts(m)
    written = (
        answer(m),
        outcomes(m),
        unreached(case, findings.beyond),
        way(m),
        rest(m),
        gains(m),
        following(m),
        others(m),
        joint,
        by_year(m),
        switching(m),
        lasting(m),
        watching(m),
        _detail(means(m)),
        better(m),
        _detail(robust(m)),
        drivers(m),
        _detail(sensitive(m), asked=_designed(m)),
        _detail(flips(m)),
        _detail(boxes(m)),
        _detail(research(m)),
        structure(m),
        readings(m),
        concepts(m),
        claims(m),
        foreseen(case, scores),
        _detail(listed_forecasts(ledger, scores)),
        learnt(case, learned),
        _detail(agreement(m)),
        _detail(regimes(m)),
        why(m),
        long,
        _detail(enough(m)),
        evidence(m),
        legend(m),
    )
    sections = tuple(s for s in written if s is not None)
    lead = short(case, findings, held, barred)
    return Brief(
        case.title,
        _about(m, by_hand(case, held or {}, barred)),
        sections,
        placed(data(m), "version", short=lead.to_dict()),
        annex(m, words or {}),
        command,
        _PRINTED,
        lead.sections,
        lead.stamp,
        GROUPS,
        days(m),
    )


def _detail(section: Section | None, asked: bool = False) -> Section | None:
    """Mark what is long and looked up rather than read, unless it was asked for.

    Sections that are there only if they are asked for are never marked.
    """
    return section if section is None or asked else replace(section, detail=True)


def _designed(m: Material) -> bool:
    """Whether a design of its own tells what judgements do alone and together."""
    found = m.findings.uncertainty
    return bool(found and found.sensitivity and found.sensitivity.designed)


def _about(m: Material, by_hand: Iterable[str]) -> tuple[str, ...]:
    case, f = m.case, m.findings
    focal = f"; at the crossroads: {m.focal}" if m.focal else ""
    sizes = ((len(case.actors), "actor"), (len(case.options), "option"), (f.states, "feasible state"))
    size = [f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in sizes]
    size += [f"{f.scenarios} scenarios of chance"] if f.scenarios > 1 else []
    drawn = f"{f.worlds:,} worlds" if f.worlds else "one world, since nothing is uncertain"
    made = f"Seed {f.seed}, concept {f.concept}, case {f.case} {f.digest[:DIGITS]}, detente {f.version}."
    lines = [
        f"As of {full_day(case.as_of)}{focal}.",
        sentence(f"{', '.join(size)}; {drawn}"),
        made,
    ]
    lines += by_hand
    if case.hindsight:
        lines.append(f"Hindsight: {sentence(case.hindsight)}")
    lines += (*unweighted(case), *idle_line(f))
    return tuple(lines)


def why(m: Material) -> Section | None:
    """Why the central world's nearest point of rest lasts, for each choice and actor.

    Parameters
    ----------
    m
        The case and what was found.
    """
    parts: list[Part] = [rule(m.findings.concept)]
    for c in m.findings.choices:
        if c.why:
            parts.append(Listing(m.under(c), reasons(m.case, c.why)))
            parts += [_certified(m)] if all(w.certified for w in c.why) else []
    return Section("reasons", "Why it lasts", tuple(parts)) if len(parts) > 1 else None


def _certified(m: Material) -> str:
    return "Each of these reasons was put to the independent checker and accepted."


def legend(m: Material) -> Section:
    """One sentence on each word that a reader needs.

    Parameters
    ----------
    m
        The case and what was found.
    """
    concept = named(m.findings.concept)
    stable = f"a situation is {concept.means} ({concept.source})."
    items = [
        "World: one draw of everything that is uncertain in the case, such as every weight and reading; the "
        "central world takes the central value of each.",
        "Share ± error: the fraction of worlds in which something is so, with the standard error that comes "
        "from having drawn only so many worlds. It says how well a conclusion stands up to what the case "
        "leaves open, and nothing about mistakes in the case. What is so in none or in all of the worlds "
        "that were drawn is called never or always, with their number; another world might still differ.",
        "Point of rest: a situation from which no actor has an improvement that is not deterred; play that "
        "arrives there stays.",
        f"{concept.name}, {concept.title}: {stable}",
    ]
    if len(m.findings.readings) > 1:
        items.append(
            "Reading: one view of the whole case, by one source or party, taken in a given share of worlds."
        )
    if any("unsettled" in c.outcomes for c in m.findings.choices):
        items.append("Unsettled: improvements lead to no point of rest; they go round for ever.")
    return Section("legend", "Reading this brief", (Listing("", tuple(items)),))
