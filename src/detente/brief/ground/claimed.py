"""The sources' claims, put to the test of the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.brief.ground.voices import attributed
from detente.brief.words.clauses import clause
from detente.brief.words.material import Material
from detente.brief.words.naming import choice_name
from detente.case.condition import Always
from detente.insight import ClaimFinding
from detente.insight.claims import FEWEST, NOT_IN_THE_GAME
from detente.paper.english import capital, join, sentence
from detente.paper.estimate import Estimate
from detente.paper.model import Cell, Listing, Part, Section, Table, row
from detente.paper.numbers import count

__all__ = ["claims", "told"]

_READ = (
    "No claim is built into the case: each is evaluated where play comes to rest. Its share says how often "
    "it comes out in this case, not whether it is true of the world. Compare it with the share under the "
    "other choice: what comes out as often there is no effect of the choice.",
    "A claim holds if the 95% interval of its share lies above two thirds, and fails if it lies below one "
    "third, under the concept of this brief and under R and SEQ alike; if these differ it depends on "
    "foresight; else it cannot be said. A hope is no forecast; it is tested all the same, to see what it "
    "rests on.",
)

#: Verdicts on one claim and on several.
_VERDICTS = {
    "holds": ("holds", "hold"),
    "fails": ("fails", "fail"),
    "depends on foresight": ("depends on foresight", "depend on foresight"),
}


def claims(m: Material) -> Section | None:
    """For each choice the claims behind the voices that make them, then their numbers.

    Parameters
    ----------
    m
        The case and what was found.
    """
    parts: list[Part] = []
    tested = [c for c in m.findings.claims if c.verdict != NOT_IN_THE_GAME]
    for choice in dict.fromkeys(c.choice for c in tested if not c.given):
        found = [c for c in tested if c.choice == choice and not c.given]
        parts.append(_listing(m, m.under(choice), found))
        parts += [_shares(m, found), *_foresight(m, found)]
    parts += [*given(m, [c for c in tested if c.given]), *outside(m)]
    return Section("claims", "The sources' claims", (*_READ, *_tally(m, tested), *parts)) if parts else None


def given(m: Material, found: Sequence[ClaimFinding]) -> list[Part]:
    """Claims of what follows given something, with what they were tested as, then their numbers.

    Parameters
    ----------
    m
        The case and what was found.
    found
        What was found, a claim each.
    """
    if not found:
        return []
    return [
        _listing(m, "Given something", found),
        _shares(m, found, "Without it"),
        _choices(m, found),
        *_foresight(m, found),
    ]


def outside(m: Material) -> list[Part]:
    """Claims that the game has no condition for, with the reason.

    Parameters
    ----------
    m
        The case and what was found.
    """
    found = [c for c in m.findings.claims if c.verdict == NOT_IN_THE_GAME]
    items = tuple(f"{told(m, c)} {sentence(m.case.claims[c.claim].note)}" for c in found)
    return [Listing("Not in the game", items, tuple(c.claim for c in found))] if found else []


def _listing(m: Material, head: str, found: Sequence[ClaimFinding]) -> Listing:
    items = tuple(" ".join((told(m, c), *_tested(m, c))) for c in found)
    return Listing(head, items, tuple(c.claim for c in found))


def _tested(m: Material, c: ClaimFinding) -> list[str]:
    """Say what a claim made given something was tested as; the sources say it in other words."""
    claim = m.case.claims[c.claim]
    if claim.given is None or claim.then is None:
        return []
    where = "everywhere" if claim.given.tree == Always(True) else f"where {clause(m.case, claim.given)}"
    under = f"under “{choice_name(m.case, c.choice)}” " if c.choice else ""
    return [f"Tested {under}as: {where}: {clause(m.case, claim.then)}."]


def _cell(m: Material, c: ClaimFinding, share: Estimate) -> Cell:
    """Show a share; of what a claim is made given, only where enough worlds have it."""
    few = bool(c.given) and 0 < share.worlds < FEWEST
    return f"too few worlds ({share.worlds})" if few else m.share(share)


def _choices(m: Material, found: Sequence[ClaimFinding]) -> Table:
    """How often the condition is met under each choice, and how often the claim then comes out."""
    names = [c.choice for c in m.findings.choices]
    heads = [h for n in names for h in (f"{m.choice(n)}: met", f"{m.choice(n)}: comes out")]
    rows = tuple(
        row(c.claim, *(cell for n in names for cell in (m.share(c.given[n]), _cell(m, c, c.by_choice[n]))))
        for c in found
    )
    note = m.note("Met: share of worlds in which the condition holds at rest. Comes out: share of those")
    return Table("", ("Claim", *heads), rows, note)


def _tally(m: Material, tested: Sequence[ClaimFinding]) -> list[str]:
    if not tested:
        return []
    found = Counter(c.verdict for c in tested)
    verdicts = join(
        count(n, *_VERDICTS.get(verdict, (verdict, verdict))) for verdict, n in found.most_common()
    )
    left = len(m.findings.claims) - len(tested)
    more = f" {capital(count(left, 'more is', 'more are'))} not in the game." if left else ""
    were = "was" if len(tested) == 1 else "were"
    return [f"Of the {count(len(tested), 'claim')} that {were} tested, {verdicts}.{more}"]


def told(m: Material, c: ClaimFinding) -> str:
    """Say a claim behind its voice, as firmly as the voice does.

    Parameters
    ----------
    m
        The case and what was found.
    c
        The claim, and what was found of it.
    """
    return attributed(m.case, m.case.claims[c.claim])


def _shares(m: Material, found: Sequence[ClaimFinding], without: str = "") -> Table:
    readings = [r.reading for r in m.findings.readings] if len(m.findings.readings) > 1 else []
    others = bool(without) or len(m.findings.choices) > 1
    other = [without or "Otherwise"] if others else []
    heads = ("Claim", "Comes out", *map(m.reading, readings), *other, "Verdict")
    rows = tuple(_row(m, c, readings, others) for c in found)
    by = ", in all and in those of each reading" if readings else ""
    what = f"Share of worlds in which the claim comes out under this choice{by}"
    told = ["Otherwise: the same under the other choice."] if others else []
    if without:
        what = f"Share of the points of rest at which the condition is met{by}, under any choice"
        told = ["Without it: share of the other points of rest at which what is claimed comes about as well."]
        told.append(f"Where fewer than {FEWEST} worlds meet the condition, nothing is said.")
    note = m.note(what, *told)
    return Table("", heads, rows, note)


def _row(m: Material, c: ClaimFinding, readings: Sequence[str], others: bool) -> tuple[Cell, ...]:
    by = [_cell(m, c, c.by_reading[r]) if r in c.by_reading else "no world" for r in readings]
    otherwise = [m.share(c.without) if c.without else _otherwise(m, c)] if others else []
    return c.claim, _cell(m, c, c.holds), *by, *otherwise, c.verdict


def _otherwise(m: Material, c: ClaimFinding) -> Cell:
    if len(c.otherwise) == 1:
        return m.share(next(iter(c.otherwise.values())))
    return (
        "; ".join(f"{choice_name(m.case, o)}: {m.share(e).text}" for o, e in c.otherwise.items())
        or "no other choice"
    )


def _foresight(m: Material, found: Sequence[ClaimFinding]) -> list[Table]:
    if not all(c.by_concept for c in found):
        return []
    concepts = list(found[0].by_concept)
    rows = tuple(row(c.claim, *(_cell(m, c, c.by_concept[k]) for k in concepts)) for c in found)
    what = "points of rest that meet the condition at which" if found[0].given else "worlds in which"
    note = m.note(f"Share of {what} the claim comes out, under each stability concept")
    return [Table("", ("Claim", *concepts), rows, note)]
