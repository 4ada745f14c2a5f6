"""The commands that hold levels and policies by hand, and the one on what several must agree on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING

import click

from detente.cli.group import command, say, written
from detente.shell import CASE, COUNT, JSON, LIMIT

if TYPE_CHECKING:
    from detente.case import Case, Chance, Option

__all__ = ["ask", "bargain", "policies", "whatif"]


@command(
    "Hold options at a level, and see what follows.",
    "detente whatif korea-2020 --hold usa.north",
    "detente whatif korea-2020 --hold usa.north=engage --hold prk.posture=moratorium,usa.north=engage",
    "detente whatif korea-2020 --hold usa.north --against chance.seoul --worlds 200",
    "detente whatif korea-2020 --claims --worlds 200",
)
@CASE
@click.option(
    "--hold",
    "held",
    multiple=True,
    metavar="OPTION[=LEVEL][,...]",
    help="A policy: options and levels; an option without a level stands for each of its levels in turn.",
)
@click.option(
    "--against",
    multiple=True,
    metavar="OPTION[=LEVEL][,...]",
    help="What stands across: every policy is held together with each of these.",
)
@click.option("--claims", is_flag=True, help="Test every claim 'if A then B' of the case by holding A.")
@click.option("--choice", "choices", multiple=True, help="Only these choices; may be repeated.")
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--workers", type=COUNT, help="Threads; all processors by default.")
@LIMIT
@JSON
def whatif(
    case: str,
    held: tuple[str, ...],
    against: tuple[str, ...],
    claims: bool,
    choices: tuple[str, ...],
    worlds: int,
    seed: int,
    workers: int | None,
    max_states: int | None,
    as_json: bool,
) -> None:
    """Hold any option of any actor at a level and compare, on the same worlds, with nothing held."""
    from detente import brief, insight
    from detente.catalog import load
    from detente.game import LIMIT as MOST

    if claims == bool(held) or (claims and against):
        raise click.UsageError("give either --hold, with or without --against, or --claims")
    loaded = load(case)
    loaded = brief.narrowed(loaded, choices) if choices else loaded
    with brief.progress() as tick:
        ask = insight.Ask(worlds=worlds, seed=seed, workers=workers, progress=tick, limit=max_states or MOST)
        if claims:
            tests = insight.claims_held(loaded, ask)
        else:
            policies, across = _policies(loaded, held, against)
            found = insight.whatif(loaded, policies, ask)
    if claims:
        told = brief.plain_json(tests) if as_json else brief.claims_held_parts(loaded, tests, worlds)
    else:
        told = brief.plain_json(found) if as_json else brief.whatif_parts(loaded, found, across)
    say(told)


@command(
    "Hold the policies of the other actors.",
    "detente policies korea-2020",
    "detente policies korea-2020 --against chance.seoul --worlds 100",
    "detente policies korea-2020 --cross usa --cross chn --json",
)
@CASE
@click.option(
    "--cross", "crossed", multiple=True, metavar="ACTOR", help="Only its policies; repeat to cross."
)
@click.option(
    "--against", "across", multiple=True, metavar="CHANCE", help="Hold each level of a chance option too."
)
@click.option("--choice", "choices", multiple=True, help="Only these choices; may be repeated.")
@click.option("--worlds", default=200, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--workers", type=COUNT, help="Threads; all processors by default.")
@LIMIT
@JSON
def policies(
    case: str,
    crossed: tuple[str, ...],
    across: tuple[str, ...],
    choices: tuple[str, ...],
    worlds: int,
    seed: int,
    workers: int | None,
    max_states: int | None,
    as_json: bool,
) -> None:
    """Hold every policy of every other actor under every choice, and say what each of them does best."""
    from detente import brief, insight
    from detente.catalog import load
    from detente.game import LIMIT as MOST

    loaded = load(case)
    loaded = brief.narrowed(loaded, choices) if choices else loaded
    with brief.progress() as tick:
        ask = insight.Ask(worlds=worlds, seed=seed, workers=workers, progress=tick, limit=max_states or MOST)
        found = insight.matrix(loaded, ask, crossed, across)
    say(brief.plain_json(found) if as_json else brief.matrix_parts(loaded, found))


def _policies(
    case: Case, held: tuple[str, ...], against: tuple[str, ...]
) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Every policy that is held, together with what it is held against, and the options of the latter."""
    down = [one for text in held for one in _spread(case, text, "--hold")]
    across = [one for text in against for one in _spread(case, text, "--against")]
    names = tuple(dict.fromkeys(o for one in across for o in one))
    twice = {o for one in down for o in one} & set(names)
    if twice:
        raise click.UsageError(f"{', '.join(sorted(twice))} cannot be held and held against at once")
    return [a | b for a, b in product(down, across or [{}])], names


def _spread(case: Case, text: str, hint: str) -> list[dict[str, str]]:
    """Read ``option=level, option``: every combination of the levels that are left open."""
    pairs = written(text)
    if not pairs or not all(option and level != "" for option, level in pairs):
        raise click.BadParameter("write option or option=level, with commas between", param_hint=hint)
    known = case.variables()
    every = [
        [(option, x) for x in (_levels(known, option) if level is None else [level])]
        for option, level in pairs
    ]
    return [dict(pairs) for pairs in product(*every)]


def _levels(known: Mapping[str, Option | Chance], option: str) -> list[str]:
    from detente.case.nearest import check_name

    check_name("option", option, known)
    return list(known[option].levels)


@command(
    "Say how often something is so, in the end and by a day.",
    "detente ask korea-2020 'prk.posture == testing' --by 2025-12-31",
    "detente ask elmira 'uniroyal.abandon == no and not moe.modify == yes'",
    "detente ask korea-2020 'at least 1 of (dprk_tests, two_patrons)' --json",
)
@CASE
@click.argument("condition")
@click.option(
    "--by", "day", type=click.DateTime(["%Y-%m-%d"]), help="Also by this day, in a case with a clock."
)
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option(
    "--dated", default=16, show_default=True, type=COUNT, help="Worlds that are followed to the day."
)
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--workers", type=COUNT, help="Threads; all processors by default.")
@LIMIT
@JSON
def ask(
    case: str,
    condition: str,
    day: datetime | None,
    worlds: int,
    dated: int,
    seed: int,
    workers: int | None,
    max_states: int | None,
    as_json: bool,
) -> None:
    """Say under each choice how often CONDITION holds, in the language of case files."""
    from detente import brief, insight
    from detente.catalog import load
    from detente.game import LIMIT as MOST

    loaded = load(case)
    with brief.progress() as tick:
        how = insight.Ask(
            worlds=worlds, seed=seed, dated=dated, workers=workers, progress=tick, limit=max_states or MOST
        )
        found = insight.answered(loaded, condition, day.date() if day else None, how)
    click.echo(brief.plain_json(found)) if as_json else brief.show_parts(brief.answered_parts(loaded, found))


@command(
    "Say what a text may say that several must agree on.",
    "detente bargain korea-2020",
    "detente bargain korea-2020 oil_cap --json | jq '.[0].rules.veto'",
)
@CASE
@click.argument("issue", default="")
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@JSON
def bargain(case: str, issue: str, worlds: int, seed: int, as_json: bool) -> None:
    """Apply the rules of bargaining to the issues of a case, or to one ISSUE of them.

    Each rule turns what the actors want, care and can do into a distribution over the issue's scale.
    """
    from detente.brief import bargained, bargained_json, bargained_parts
    from detente.catalog import load

    loaded = load(case)
    found = bargained(loaded, worlds, seed, issue)
    say(bargained_json(loaded, found) if as_json else bargained_parts(loaded, found))
