"""Commands that analyse a case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.group import BAR, CONCEPT, HOLD, VARIANT, assigned, barred, command
from detente.shell import CASE, CERTIFY, CHOICE, COUNT, FOLDER, JSON, LIMIT, retold

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from detente.brief import Account, Brief, Grounds, Listed, Tabled
    from detente.case import Case

__all__ = ["analyze", "explain", "states"]

#: Worlds followed through time in every form of the brief, unless said otherwise or fewer are drawn at all.
DATED = 16

#: Options that ask for a section, and its id.
_ASKED = {
    "alternatives": "structure",
    "sensitivity": "sensitivity",
    "scored": "scores",
    "certify": "reasons",
}

ENDINGS = (".html", ".pdf", ".docx", ".xlsx", ".ics", ".md", ".json", ".txt")


@command(
    "Write the brief of a case.",
    "detente analyze korea-2020",
    "detente analyze korea-2020 --worlds 5000 --seed 7 --out brief.html",
    "detente analyze korea-2020 --tables tables --figures figures",
    "detente analyze my-case.yaml --json | jq .choices",
)
@CASE
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
@click.option("--workers", type=COUNT, help="Threads; all processors by default.")
@click.option("--choice", "choices", multiple=True, help="Compare only these choices; may be repeated.")
@HOLD
@BAR
@click.option(
    "--experts", multiple=True, type=click.Path(), help="A sheet filled in by analysts; may be repeated."
)
@click.option(
    "--pool",
    type=click.Choice(["linear", "log", "performance"]),
    default="linear",
    show_default=True,
    help="How the sheets are pooled.",
)
@click.option(
    "--sensitivity",
    type=COUNT,
    metavar="N",
    help="Also solve a design of N worlds a sample that tells what judgements do alone and together.",
)
@click.option(
    "--dated",
    type=click.IntRange(0),
    metavar="N",
    help=f"Follow N worlds through time where the case has a clock; {DATED} by default; 0: none.",
)
@click.option(
    "--alternative",
    "alternatives",
    multiple=True,
    metavar="ID|all",
    help="Also solve this structural alternative of the case; may be repeated.",
)
@click.option(
    "--design",
    type=click.Choice(["random", "latin", "sobol", "factorial"]),
    default="random",
    show_default=True,
    help="How worlds are chosen; factorial: every reading, with and without each perception.",
)
@click.option(
    "--scenarios",
    type=click.Choice(["drawn", "every"]),
    default="drawn",
    show_default=True,
    help="Chance levels: drawn in each world, or every combination, weighted.",
)
@click.option("--runs", "kept", type=FOLDER, help="Keep finished chunks here; go on from what is kept.")
@click.option("--cluster", "address", metavar="ADDRESS", help="Solve on a Dask cluster, as tcp://HOST:PORT.")
@click.option(
    "--scores",
    "scored",
    type=click.IntRange(0),
    help="Worlds in which the model forecasts what has come out, to be scored; none by default.",
)
@click.option(
    "--calibrate", is_flag=True, help="Learn rates and weights from the history; draw dates from that."
)
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False),
    help="Folder of your copies of the sources: the words of the passages go into the page.",
)
@CERTIFY
@LIMIT
@JSON
@click.option("--markdown", is_flag=True, help="Print markdown: the short form; with --full everything.")
@click.option("--full", is_flag=True, help="Print everything; a terminal shows the short form.")
@click.option("--out", type=click.Path(dir_okay=False), help=f"Write to a file: {', '.join(ENDINGS)}.")
@click.option("--tables", type=FOLDER, help="Write every table to a folder, as CSV.")
@click.option("--figures", type=FOLDER, help="Write every figure to a folder, as SVG and PNG.")
def analyze(
    case: str, as_json: bool, markdown: bool, full: bool, out: str, tables: str, figures: str, **how: Any
) -> None:
    """Write the brief of a case: what follows from each choice, how sure, why, and what decides it.

    With --runs FOLDER an interrupted analysis goes on where it stopped, and the same analysis is read
    instead of computed; detente runs lists what is there. This needs the extra: pip install 'detente[data]'.
    --cluster needs: pip install 'detente[cluster]'.

    The page (.html) is one file that needs no network and prints well. The calendar (.ics) has what to watch,
    by which rule and on whose word. They, .docx, .xlsx and the figures need the extra: pip install
    'detente[page]'. A .pdf, tagged and with links, is set without a browser: pip install 'detente[page,pdf]'.
    """
    form = _format(as_json, markdown, out, bool(figures))  # before anything is computed
    # What a terminal leaves out is not computed for it if that takes long.
    lead = form in (".txt", ".ics") or (markdown and not out)
    brief = _analyzed(case, **how, deep=full or bool(tables) or not lead)
    if out or tables or figures:
        _write(brief, form, out, tables, figures)
    elif form == ".txt":
        from detente.brief import show

        show(brief, full=full, also=[id for name, id in _ASKED.items() if how[name] not in (None, (), False)])
    elif markdown:
        click.echo(brief.to_markdown(full), nl=False)
    else:
        from detente.brief import rendered

        click.echo(rendered(brief, form), nl=False)


def _format(as_json: bool, markdown: bool, out: str | None, figures: bool) -> str:
    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    asked = ".json" if as_json else ".md" if markdown else ""
    if out is not None and not Path(out).resolve().parent.is_dir():
        raise click.BadParameter(f"there is no folder {Path(out).parent}", param_hint="--out")
    form = asked or (Path(out).suffix.lower() if out else ".txt")
    if form not in ENDINGS:
        raise click.BadParameter(f"end the name in one of {', '.join(ENDINGS)}", param_hint="--out")
    from detente.brief import ready

    ready(form, figures)
    return form


def _write(brief: Brief, form: str, out: str | None, tables: str, figures: str) -> None:
    from detente.brief import rendered, save_figures, save_tables
    from detente.files import write_atomically

    if out:
        write_atomically(out, rendered(brief, form))
        click.echo(f"{out}: written", err=True)
    for folder, save in ((tables, save_tables), (figures, save_figures)):
        if folder:
            click.echo(f"{folder}: {len(save(brief, folder))} files written", err=True)


def _case(name: str, choices: tuple[str, ...], experts: tuple[str, ...], method: str) -> Case:
    """Load a case; keep some of its choices, and put the analysts' judgements in place of its own."""
    from detente.brief import narrowed
    from detente.catalog import load

    case = load(name)
    if experts:
        from detente.cli.elicit import pooled

        case = pooled(case, experts, method).case
    return narrowed(case, choices) if choices else case


def _analyzed(
    name: str,
    choices: tuple[str, ...],
    held: tuple[str, ...],
    bars: tuple[str, ...],
    experts: tuple[str, ...],
    pool: str,
    worlds: int,
    seed: int,
    workers: int | None,
    sensitivity: int | None,
    dated: int | None,
    alternatives: tuple[str, ...],
    certify: bool,
    max_states: int | None,
    design: str,
    scenarios: str,
    kept: str | None,
    address: str | None,
    scored: int | None,
    calibrate: bool,
    sources: str | None,
    deep: bool,
) -> Brief:
    from detente.brief import progress, quoted, write
    from detente.case import bar, hold
    from detente.dynamics import learn
    from detente.game import LIMIT as MOST
    from detente.insight import PARTS, QUICK, Ask, find

    policy, moves = assigned(*held), barred(*bars)
    case = bar(hold(_case(name, choices, experts, pool), policy), *moves)
    through = min(DATED, worlds) if dated is None else dated
    learned = learn(case, seed=seed) if calibrate else None
    with _solvers(address, workers) as (executor, threads), progress() as tick:
        ask = Ask(
            worlds=worlds,
            seed=seed,
            design=design,
            chance=scenarios,
            alternatives=_alternatives(case, alternatives),
            parts=PARTS if deep else QUICK | ({"policies"} if _holds(case) else frozenset()),
            certified=certify,
            sensitivity=sensitivity or 0,
            dated=through,
            learned=learned,
            limit=max_states or MOST,
            workers=threads,
            executor=executor,
            folder=kept,
            progress=tick,
        )
        found = find(case, ask)
    asked = scored if scored is not None else 0 if deep else -1
    as_it_is = not (choices or experts or policy or moves)
    beside = _beside(name, seed, asked if as_it_is else -1)
    command = retold(worlds=worlds, seed=seed, dated=through if case.clock else dated)
    words = quoted(case, sources) if sources else {}
    told = partial(write, command=command, held=policy, barred=moves, words=words, learned=learned)
    return told(case, found, **beside)


def _holds(case: Case) -> bool:
    """Whether a reader's question is answered by holding policies, which takes some seconds."""
    return any(one.hold or one.advise for one in case.asks.values())


def _beside(name: str, seed: int, scored: int) -> dict[str, Any]:
    """What came of the forecasts of a case, unless ``scored`` is below 0."""
    from detente.brief import progress
    from detente.forecast import score, shelf, shipped

    kept = shelf(name) if scored >= 0 else None
    if kept is None or kept.resolved is None:
        return {}
    with progress() as tick:
        book = shipped(kept, scored, seed, tick=tick)
    return {"ledger": book, "scores": score(book, "", seed)}


@contextmanager
def _solvers(address: str | None, workers: int | None) -> Iterator[tuple[Executor | None, int | None]]:
    """Yield who solves the worlds, and how many at a time: a cluster, or threads of our own."""
    if not address:
        yield None, workers
        return
    from detente.ensemble import cluster

    with cluster(address) as (executor, threads):
        yield executor, workers or threads


def _alternatives(case: Case, named: tuple[str, ...]) -> tuple[str, ...]:
    """Ids that were asked for, each once; ``all`` stands for every one of the case."""
    every = [a for name in named for a in (case.alternatives if name == "all" else [name])]
    return tuple(dict.fromkeys(every))


@command(
    "List feasible states in words.",
    'detente states korea-2020 --where "prk.posture == testing"',
    "detente states elmira --equilibria SEQ",
    "detente states elmira --by moe --limit 3",
    "detente states elmira --table",
    "detente states prisoners-dilemma --table --concept SEQ --concept L-3",
    "detente states my-case.yaml --limit 0 --csv > states.csv",
)
@CASE
@click.option("--where", default="", metavar="CONDITION", help="Only states in which this holds.")
@CHOICE
@click.option("--equilibria", type=CONCEPT, help="Only equilibria of the central world.")
@click.option("--by", default="", metavar="ACTOR", help="The best for this actor first, with their places.")
@click.option(
    "--table",
    is_flag=True,
    help="Each state under each concept, for each actor, as papers print it.",
)
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    type=VARIANT,
    help="A concept or a variant of one in the table; those that fit the case by default, may be repeated.",
)
@click.option("--reading", default="", help="Id of the reading that holds in the table; the mean by default.")
@HOLD
@BAR
@click.option("--limit", default=50, show_default=True, type=click.IntRange(0), help="Most shown; 0 for all.")
@LIMIT
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one column for each option.")
def states(
    case: str,
    as_json: bool,
    as_csv: bool,
    held: tuple[str, ...],
    bars: tuple[str, ...],
    table: bool,
    concepts: tuple[str, ...],
    equilibria: str | None,
    reading: str,
    by: str,
    **which: Any,
) -> None:
    """List feasible states in words, by what differs from the status quo; or say for whom each is stable."""
    from detente.brief import listed, show_parts, tabled
    from detente.case import bar, hold
    from detente.catalog import load

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    if ((concepts or reading) and not table) or ((equilibria or by) and table):
        raise click.UsageError("--concept and --reading belong to --table, --equilibria and --by to the list")
    loaded = bar(hold(load(case), assigned(*held)), *barred(*bars))
    found: Tabled | Listed = (
        tabled(loaded, concepts, reading=reading, **which)
        if table
        else listed(loaded, equilibria=equilibria, by=by, **which)
    )
    if as_json or as_csv:
        click.echo(found.to_json() if as_json else found.to_csv(), nl=as_json)
    else:
        show_parts(found.parts())


@command(
    "Say why a situation lasts, or who would leave it.",
    "detente explain korea-2020 --choice autonomy",
    'detente explain elmira --state "moe.modify=yes" --actor uniroyal --concept GMR',
    "detente explain elmira --named 8 --certify",
    "detente explain prisoners-dilemma --named 4 --concept L-3",
    "detente explain elmira --named 5 --concept CSEQ",
)
@CASE
@CHOICE
@click.option(
    "--concept", type=VARIANT, default=None, help="Concept, or a variant of one; the case's own by default."
)
@click.option("--actor", "actors", multiple=True, help="Id of an actor; all by default, may be repeated.")
@click.option("--state", default="", metavar="OPTION=LEVEL,...", help="What differs from the status quo.")
@HOLD
@BAR
@click.option("--named", default="", metavar="NAME", help="A state that the case names.")
@CERTIFY
@LIMIT
@JSON
def explain(
    case: str, as_json: bool, state: str, held: tuple[str, ...], bars: tuple[str, ...], **asked: Any
) -> None:
    """Say why a situation lasts in the central world, or who has reason to leave it and how."""
    from detente.brief import account, grounds, show_parts
    from detente.case import bar, hold
    from detente.catalog import load
    from detente.registry import variant

    held_case = bar(hold(load(case), assigned(*held)), *barred(*bars))
    told = assigned(state, hint="--state")
    found: Account | Grounds
    if variant(asked["concept"] or "") is None:
        found = account(held_case, state=told, **asked)
    else:  # reasons of variants are always held against the verdict
        found = grounds(held_case, state=told, **{k: v for k, v in asked.items() if k != "certify"})
    if as_json:
        click.echo(found.to_json())
    else:
        show_parts(found.parts())
