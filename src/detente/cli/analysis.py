"""The command that analyses a case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.group import BAR, HOLD, assigned, barred, command, solvers
from detente.shell import CASE, CERTIFY, COUNT, FOLDER, JSON, LIMIT, retold

if TYPE_CHECKING:
    from detente.brief import Brief
    from detente.case import Case
    from detente.paper.document import Document

__all__ = ["analyze"]

#: Worlds followed through time in every form of the brief, unless said otherwise or fewer are drawn at all.
DATED = 16

#: Options that ask for a section, and its id.
_ASKED = {
    "alternatives": "structure",
    "sensitivity": "sensitivity",
    "scored": "scores",
    "certify": "reasons",
}

#: Options with which an answer is neither kept nor looked for: they keep more, or ask for more than is kept.
_UNKEPT = (*_ASKED, "kept", "address", "calibrate", "sources")

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
@click.option(
    "--cache/--no-cache",
    "keeps",
    default=True,
    help="Show a short form that was made before, of the same case and options, at once; on by default.",
)
@click.option("--out", type=click.Path(dir_okay=False), help=f"Write to a file: {', '.join(ENDINGS)}.")
@click.option("--tables", type=FOLDER, help="Write every table to a folder, as CSV.")
@click.option("--figures", type=FOLDER, help="Write every figure to a folder, as SVG and PNG.")
def analyze(
    case: str,
    as_json: bool,
    markdown: bool,
    full: bool,
    out: str,
    tables: str,
    figures: str,
    keeps: bool,
    **how: Any,
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
    short = form == ".txt" and not (full or out or tables or figures)
    brief = _analyzed(case, **how, deep=full or bool(tables) or not lead, keeps=keeps and short)
    if out or tables or figures:
        _write(brief, form, out, tables, figures)
    elif form == ".txt":
        from detente.paper.terminal import show

        show(brief, full=full, also=[id for name, id in _ASKED.items() if how[name] not in (None, (), False)])
    elif markdown:
        from detente.paper.markup import markdown as marked

        click.echo(marked(brief, full), nl=False)
    else:
        from detente.paper.export import rendered

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
    from detente.paper.export import ready

    ready(form, figures)
    return form


def _write(brief: Document, form: str, out: str | None, tables: str, figures: str) -> None:
    from detente.files import write_atomically
    from detente.paper.export import rendered, save_figures, save_tables

    if out:
        write_atomically(out, rendered(brief, form))
        click.echo(f"{out}: written", err=True)
    for folder, save in ((tables, save_tables), (figures, save_figures)):
        if folder:
            click.echo(f"{folder}: {len(save(brief, folder))} files written", err=True)


def _case(name: str, choices: tuple[str, ...], experts: tuple[str, ...], method: str) -> Case:
    """Load a case; keep some of its choices, and put the analysts' judgements in place of its own."""
    from detente.catalog import load

    case = load(name)
    if experts:
        from detente.cli.elicit import pooled

        case = pooled(case, experts, method).case
    if choices:
        from detente.brief import narrowed

        return narrowed(case, choices)
    return case


def _analyzed(
    name: str,
    choices: tuple[str, ...],
    held: tuple[str, ...],
    bars: tuple[str, ...],
    experts: tuple[str, ...],
    pool: str,
    keeps: bool,
    **how: Any,
) -> Document:
    """Analyse a case; or find what was written before, where nothing is asked for that is not kept."""
    from detente.case import bar, digest, hold
    from detente.paper.kept.store import key_of, recall, remember

    policy, moves = assigned(*held), barred(*bars)
    case = bar(hold(_case(name, choices, experts, pool), policy), *moves)
    through = min(DATED, how["worlds"]) if how["dated"] is None else how["dated"]
    days = through if case.clock else how["dated"]
    command = retold(worlds=how["worlds"], seed=how["seed"], dated=days)
    keeps = keeps and not any(how[o] not in (None, (), False) for o in _UNKEPT)
    known = key_of(digest(case), command, how["max_states"] or 0) if keeps else ""
    if known and (found := recall(known)) is not None:
        return found
    as_it_is = not (choices or experts or policy or moves)
    told = {"command": command, "held": policy, "barred": moves}
    made = _solved(case, told, name if as_it_is else "", **{**how, "dated": through})
    if known:
        remember(known, made)
    return made


def _solved(
    case: Case,
    told: Mapping[str, Any],
    shipped: str,
    worlds: int,
    seed: int,
    workers: int | None,
    sensitivity: int | None,
    dated: int,
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
    from detente.dynamics import learn
    from detente.game import LIMIT as MOST
    from detente.insight import PARTS, QUICK, Ask, find

    learned = learn(case, seed=seed) if calibrate else None
    with solvers(address, workers) as (executor, threads), progress() as tick:
        ask = Ask(
            worlds=worlds,
            seed=seed,
            design=design,
            chance=scenarios,
            alternatives=_alternatives(case, alternatives),
            parts=PARTS if deep else QUICK | ({"policies"} if _holds(case) else frozenset()),
            certified=certify,
            sensitivity=sensitivity or 0,
            dated=dated,
            learned=learned,
            limit=max_states or MOST,
            workers=threads,
            executor=executor,
            folder=kept,
            progress=tick,
        )
        found = find(case, ask)
    asked = scored if scored is not None else 0 if deep else -1
    beside = _beside(shipped, seed, asked if shipped else -1)
    words = quoted(case, sources) if sources else {}
    return write(case, found, **beside, **told, words=words, learned=learned)


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


def _alternatives(case: Case, named: tuple[str, ...]) -> tuple[str, ...]:
    """Ids that were asked for, each once; ``all`` stands for every one of the case."""
    every = [a for name in named for a in (case.alternatives if name == "all" else [name])]
    return tuple(dict.fromkeys(every))
