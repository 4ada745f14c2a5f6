"""Issues in many worlds: what the actors want in each, and what the rules of bargaining make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.bargaining import RULES, Consent, Positions, Spread
from detente.case.model import Case
from detente.case.nearest import check_name
from detente.case.play.issues import Issue
from detente.readonly import ReadOnly
from detente.worlds.quantities import Draw, Held, Source
from detente.worlds.streams import Floats, uniforms

__all__ = ["Settlement", "parts", "settle"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Settlement(ReadOnly):
    """What a text may say, by each rule, in W worlds; world 0 is the central one.

    Parameters
    ----------
    issue
        Id of the issue.
    actors
        Ids of those with a position, in the order of the case.
    given
        What they want: W bargains.
    rule
        The rule that counts.
    spreads
        Rule -> distributions over the scale, one for each world. A rule that needs what the issue does not
        say, who can stop a text, is left out.
    seed
        The seed.
    """

    issue: str
    actors: tuple[str, ...]
    given: Positions
    rule: str
    spreads: Mapping[str, Spread]
    seed: int

    def __len__(self) -> int:
        return len(self.given)

    def __repr__(self) -> str:
        return f"Settlement({self.issue}, {len(self.actors)} actors, {len(self):,} worlds, rule {self.rule})"

    def over_worlds(self, rule: str = "") -> Spread:
        """Return one distribution, the mean of those of all worlds; of the rule that counts by default.

        Parameters
        ----------
        rule
            Name of a rule, as in ``spreads``.

        Returns
        -------
        Spread
            Of one bargain, over the values of all worlds.

        Raises
        ------
        KeyError
            If the issue was not settled by that rule.
        """
        found = self.spreads[rule or self.rule]
        return Spread(found.values.reshape(1, -1), found.shares.reshape(1, -1) / len(found))


def settle(
    case: Case, issue: str, n: int = 1000, seed: int = 1, start: int = 0, source: Source = uniforms
) -> Settlement:
    """Apply every rule to an issue in worlds ``start`` to ``start + n``.

    Parameters
    ----------
    case
        The case.
    issue
        Id of one of its issues.
    n
        Number of worlds W, at least 1.
    seed, start, source
        As in `detente.worlds.draw`: the worlds are the same as everywhere.

    Raises
    ------
    UnknownName
        If the case has no such issue.

    Examples
    --------
    >>> from detente.case import loads
    >>> case = loads('''
    ... format: 1
    ... case: cap
    ... title: A cap
    ... as_of: 2017-09-01
    ... actors: {usa: {name: Washington}, chn: {name: Beijing}}
    ... states: {now: as it is, then: another}
    ... arcs: {usa: [[now, then]]}
    ... status_quo: now
    ... preferences: {usa: {ranking: [then, now]}, chn: {ranking: [now, then]}}
    ... issues:
    ...   cap:
    ...     name: the cap
    ...     scale: {0: none, 100: all}
    ...     reference: 0
    ...     positions:
    ...       usa: {at: 80..100, evidence: analyst judgement}
    ...       chn: {at: 10..20, evidence: analyst judgement}
    ...     decision: {by: veto, veto: [chn], proposes: [usa]}
    ...     rule: veto
    ... ''')
    >>> settle(case, "cap", n=3).spreads["veto"].mean[0].item()
    30.0
    """
    check_name("issue", issue, case.issues)
    if n < 1:
        raise ValueError("at least one world must be drawn")
    now, wanted = Draw(case, seed, start, start + n, source, Held()), case.issues[issue]
    given = _positions(now, issue, wanted)
    usable = {name: rule for name, rule in RULES.items() if not rule.consent or _stoppable(wanted)}
    spreads = {name: rule.settle(given) for name, rule in usable.items()}
    return Settlement(issue, tuple(wanted.positions), given, wanted.rule, spreads, seed)


def parts(now: Draw, issue: str) -> Floats:
    """Return (L, W) probabilities of the levels that an issue sets, in the order of the chance option.

    Parameters
    ----------
    now
        The case and the worlds that are drawn.
    issue
        Id of an issue that sets a chance option.

    Returns
    -------
    (L, W) float
        In [0, 1]; each column sums to one.
    """
    wanted = now.case.issues[issue]
    assert wanted.sets is not None
    spread = RULES[wanted.rule].settle(_positions(now, issue, wanted))
    spans = {level: now.case.resolve(q).span for level, q in wanted.sets.levels.items()}
    order = sorted(spans, key=lambda level: spans[level])
    reached = [spread.between(-np.inf, spans[level][1]) for level in order]
    shares = dict(zip(order, np.diff(np.array(reached), axis=0, prepend=0.0), strict=True))
    return np.array([shares[level] for level in now.case.chance[wanted.sets.chance].levels])


def _positions(now: Draw, name: str, issue: Issue) -> Positions:
    """What each wants in each world."""

    def drawn(what: str, quantity: str) -> Floats:
        rows = [
            now.values(getattr(p, quantity), f"issue:{name}:{a}:{what}") for a, p in issue.positions.items()
        ]
        return np.array(rows).T

    decision, at = issue.decision, drawn("at", "at")
    votes = np.broadcast_to([float(p.votes) for p in issue.positions.values()], at.shape)
    by = {"custom": drawn("capability", "capability"), "votes": votes, "veto": np.ones(at.shape)}
    who = np.array(list(issue.positions))
    reference = np.full(len(at), np.nan)
    if issue.reference is not None:
        reference = now.values(issue.reference, f"issue:{name}:reference")
    consent = Consent(
        needed=np.broadcast_to(np.isin(who, decision.veto), at.shape),
        votes=votes,
        quota=np.full(len(at), decision.quota),
        proposes=np.broadcast_to(np.isin(who, decision.proposes or who).astype(np.float64), at.shape),
    )
    present = np.ones(at.shape, np.bool_)
    return Positions(at, drawn("salience", "salience"), by[decision.by], present, reference, consent)


def _stoppable(issue: Issue) -> bool:
    """Whether it is known who can stop a text, and what stands without."""
    return issue.reference is not None and bool(issue.decision.veto or issue.decision.quota)
