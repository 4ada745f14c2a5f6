"""The commands for a mediator's questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.group import CONCEPT, assigned, command, say
from detente.shell import CASE, CHOICE, COUNT, JSON, LIMIT, CaseName

if TYPE_CHECKING:
    from datetime import datetime

    from detente.case import Case
    from detente.insight import Observed
    from detente.paper.model import Part

__all__ = ["bring", "coalitions", "compare", "evolve", "observed", "why_not"]

_DAY = click.DateTime(["%Y-%m-%d"])
DECIDES = click.option(
    "--concept", type=CONCEPT, default=None, help="Stability concept; the case's own by default."
)
CONCEPTS = click.option(
    "--concept",
    "concepts",
    type=CONCEPT,
    multiple=True,
    help="Stability concept; those of the case by default. May be repeated.",
)
GAIN = click.option(
    "--gain",
    type=click.Choice(["strict", "pareto"]),
    default="strict",
    show_default=True,
    help="What moves a coalition: every member gains, or one does and none loses.",
)


@command(
    "Say who would leave what lasts together.",
    "detente coalitions elmira",
    "detente coalitions lake-gisborne --gain pareto",
    "detente coalitions my-case.yaml --choice talk --json | jq .leaps",
)
@CASE
@CHOICE
@DECIDES
@GAIN
@LIMIT
@JSON
def coalitions(
    case: str, choice: str, concept: str | None, gain: str, max_states: int | None, as_json: bool
) -> None:
    """Say which coalitions would leave what lasts, and for what they must move together.

    The central world is asked. Coalitions are judged up to 16,384 states; above that only moves from one
    lasting situation to another are looked at.
    """
    from detente.brief import alliances_parts, plain_json
    from detente.catalog import load
    from detente.game import LIMIT as MOST
    from detente.insight import alliances

    loaded = load(case)
    found = alliances(loaded, choice, concept or "", gain, max_states or MOST)
    say(plain_json(found) if as_json else alliances_parts(loaded, found))


@command(
    "Say why something does not come about.",
    "detente why-not elmira compromise",
    'detente why-not elmira "uniroyal.accept == yes" --choice modify',
    "detente why-not my-case.yaml agreement --json | jq .openings",
)
@CASE
@click.argument("condition")
@CHOICE
@DECIDES
@GAIN
@LIMIT
@JSON
def why_not(
    case: str,
    condition: str,
    choice: str,
    concept: str | None,
    gain: str,
    max_states: int | None,
    as_json: bool,
) -> None:
    """Say whether CONDITION would last, why play does not get there, and who could reach it together.

    CONDITION is the id of an outcome class, or a condition as in a case file.
    """
    from detente.brief import why_not_json, why_not_parts
    from detente.catalog import load
    from detente.game import LIMIT as MOST
    from detente.insight import why_not as asked

    loaded = load(case)
    found = asked(loaded, condition, choice, concept or "", gain, max_states or MOST)
    say(why_not_json(loaded, found) if as_json else why_not_parts(loaded, found))


@command(
    "Find the smallest changes that bring something about.",
    "detente bring elmira 4",
    "detente bring elmira 8 --end",
    "detente bring my-case.yaml agreement --choice talk --json | jq .outside",
    "detente bring elmira",
)
@CASE
@click.argument("target", default="")
@click.option("--end", "ends", is_flag=True, help="Find what would end it instead.")
@CHOICE
@DECIDES
@LIMIT
@JSON
def bring(
    case: str,
    target: str,
    ends: bool,
    choice: str,
    concept: str | None,
    max_states: int | None,
    as_json: bool,
) -> None:
    """Find the smallest changes after which TARGET lasts, or no longer does.

    TARGET is the name of a state, the id of an outcome class, or a condition. Tried are adjacent swaps in
    rankings and priorities, all with fewer before any with more; each weight alone; and each constraint,
    common move, perception and option that somebody else could change. Without TARGET every single adjacent
    swap is tried, and what it changes is said.
    """
    from detente import brief, insight
    from detente.catalog import load
    from detente.game import LIMIT as MOST

    loaded, most = load(case), max_states or MOST
    told: str | list[Part]
    if not target:
        every = insight.swaps(loaded, choice, concept or "", most)
        told = brief.plain_json(every) if as_json else brief.swaps_parts(loaded, every)
    else:
        found = insight.bringing(loaded, target, ends, choice, concept or "", most)
        told = brief.plain_json(found) if as_json else brief.bringing_parts(loaded, found)
    say(told)


@command(
    "Follow the conflict from the status quo.",
    "detente evolve elmira",
    "detente evolve my-case.yaml --choice talk --concept R --concept SEQ",
    "detente evolve elmira --json | jq .arrivals",
)
@CASE
@CHOICE
@CONCEPTS
@GAIN
@LIMIT
@JSON
def evolve(
    case: str, choice: str, concepts: tuple[str, ...], gain: str, max_states: int | None, as_json: bool
) -> None:
    """Say which lasting states are reached from the status quo, how soon, and by whom.

    By any moves, by improvements, by improvements that nothing deters under each concept, and by
    improvements of coalitions; nobody moves twice in a row.
    """
    from detente.brief import evolution_parts, plain_json
    from detente.catalog import load
    from detente.game import LIMIT as MOST
    from detente.insight import evolution

    loaded = load(case)
    found = evolution(loaded, choice, concepts, gain, max_states or MOST)
    say(plain_json(found) if as_json else evolution_parts(loaded, found))


@command(
    "Compare two cases, or two versions of one.",
    "detente compare elmira elmira-gmcrplus",
    "detente compare old.yaml new.yaml --worlds 500",
    "detente compare old.yaml new.yaml --json | jq .outcomes",
)
@click.argument("first", type=CaseName())
@click.argument("second", type=CaseName())
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--workers", type=COUNT, help="Threads; all processors by default.")
@LIMIT
@JSON
def compare(
    first: str,
    second: str,
    worlds: int,
    seed: int,
    workers: int | None,
    max_states: int | None,
    as_json: bool,
) -> None:
    """Say what two case files say differently, and what they answer differently, on the same draws."""
    from detente import brief, insight
    from detente.catalog import load
    from detente.game import LIMIT as MOST

    a, b = load(first), load(second)
    with brief.progress() as tick:
        ask = insight.Ask(worlds=worlds, seed=seed, workers=workers, progress=tick, limit=max_states or MOST)
        found = insight.compare(a, b, ask)
    say(brief.comparison_json(a, b, found) if as_json else brief.comparison_parts(a, b, found))


@command(
    "Say which concept explains an observed history best.",
    "detente observed elmira --step 5 --step 8",
    'detente observed my-case.yaml --step "up.release=yes" --step "down.pay=yes"',
    "detente observed korea-2020 --from 2017-01-01 --to 2019-12-31 --concept R --concept SEQ",
)
@CASE
@click.option(
    "--step",
    "steps",
    multiple=True,
    metavar="NAME|OPTION=LEVEL,...",
    help="What came about next: a named state, or what changed; repeat in order. Else the coded history.",
)
@click.option("--from", "since", type=_DAY, metavar="DAY", help="First day of the history that is read.")
@click.option(
    "--to", "until", type=_DAY, metavar="DAY", help="Its last day; the date of the case by default."
)
@click.option(
    "--start", default="", metavar="NAME|OPTION=LEVEL,...", help="Where it began; today by default."
)
@CHOICE
@CONCEPTS
@LIMIT
@JSON
def observed(
    case: str,
    steps: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    start: str,
    choice: str,
    concepts: tuple[str, ...],
    max_states: int | None,
    as_json: bool,
) -> None:
    """Compare what the actors did with what each stability concept predicts.

    Without --step it reads the coded history of the case, from --from to --to: each event that changes levels
    is a step. What chance did, or the case has no state or moves for, is listed as left out.
    """
    from detente.brief import observed_parts, plain_json
    from detente.catalog import load
    from detente.game import LIMIT as MOST
    from detente.insight import observed as explained

    loaded = load(case)
    if not steps:
        if since is None or start:
            raise click.UsageError(
                "say what happened with --step, or with --from since when to read the history"
            )
        found = _by_record(loaded, since, until, choice, concepts, max_states or MOST)
        say(plain_json(found) if as_json else observed_parts(loaded, found))
        return
    if since or until:
        raise click.UsageError("--from and --to read the coded history; leave out --step")
    told = [assigned(s, hint="--step") if "=" in s else s.strip() for s in steps]
    begin = assigned(start, hint="--start") if "=" in start else start.strip()
    found = explained(loaded, told, begin, choice, concepts, max_states or MOST)
    say(plain_json(found) if as_json else observed_parts(loaded, found))


def _by_record(
    case: Case,
    since: datetime,
    until: datetime | None,
    choice: str,
    concepts: tuple[str, ...],
    most: int,
) -> Observed:
    from detente.history import gather
    from detente.insight import recorded

    last = until.date() if until else case.as_of
    past = gather(case, resolving=last > case.as_of).path(since.date(), last)
    return recorded(case, past, choice, concepts, most)
