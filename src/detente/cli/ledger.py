"""Commands that keep a ledger of forecasts and score it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.group import command, say
from detente.shell import CASE, COUNT, FINE, JSON, REFUSED

if TYPE_CHECKING:
    from detente.forecast import Ledger, Record, Shelf
    from detente.paper.model import Part

__all__ = ["backtest", "forecast", "freeze", "ledger", "resolve", "score"]

FILE = click.Path(exists=True, dir_okay=False)
LEDGER = click.option(
    "--ledger",
    "kept",
    type=click.Path(dir_okay=False),
    envvar="DETENTE_LEDGER",
    help="File of the ledger; beside the case by default, here for a shipped one.",
)
WORDS = click.option("--words", type=FILE, help="YAML file with lines such as 'likely: 0.55..0.8'.")
SEED = click.option("--seed", default=1, show_default=True, help="Same seed, same answer.")
WORLDS = click.option("--worlds", default=100, show_default=True, type=COUNT, help="Number of random worlds.")


class Day(click.ParamType[str]):
    """A day, written year-month-day."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse what is no day."""
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"{value!r} is no day such as 2026-08-20", param, ctx)


@command(
    "Forecast the questions of a case, into its ledger.",
    "detente forecast korea-2020 --worlds 20",
    'detente forecast my-case.yaml --add war --who "A. Analyst" --probability 0.04',
)
@CASE
@WORLDS
@SEED
@LEDGER
@WORDS
@click.option("--add", default="", metavar="QUESTION", help="Instead: add a forecast of your own.")
@click.option("--who", default="", help="Who forecasts.")
@click.option("--probability", type=float, help="Of yes, 0 to 1.")
@click.option("--low", type=float, help="Low end of an interval for it.")
@click.option("--high", type=float, help="High end.")
@click.option("--on", type=Day(), help="Day up to which evidence was used; today by default.")
@click.option("--note", default="", help="Anything worth keeping.")
def forecast(
    case: str, worlds: int, seed: int, kept: str | None, words: str | None, add: str, **own: Any
) -> None:
    """Ask the model, the base rates and the sources of a case every question that each can answer.

    Forecasts are added with the day, the seed, the number of worlds and the version behind them,
    and can never be rewritten. With --add you put a forecast of your own beside them.
    """
    from detente.brief import progress
    from detente.forecast import ask, shelf

    found = shelf(case)
    _asks(found, case)
    if add:
        _write(case, kept, (*found.asked(), _own(found, add.removeprefix("question="), **own)))
        return
    _needless(own)
    with progress() as tick:
        records = ask(found, worlds, seed, _map(words), tick)
    _write(case, kept, records)


def _asks(found: Shelf, case: str) -> None:
    """Refuse a case without questions: there is nothing to forecast, and nothing to write."""
    from detente.errors import DetenteError

    if not found.case.questions:
        raise DetenteError(f"{case}: the case asks no questions; write some under 'questions'")


def _own(
    found: Shelf,
    name: str,
    who: str,
    probability: float | None,
    low: float | None,
    high: float | None,
    on: str | None,
    note: str,
) -> Record:
    """Write a forecast of a person down."""
    from detente.elicitation.naming import same
    from detente.forecast import Forecast, asked, now, reserved

    question = found.question(name)
    who = " ".join(who.split())
    if probability is None or not who:
        raise click.UsageError("a forecast of your own needs --who and --probability")
    if same(who) in {same(taken) for taken in reserved(found)}:
        raise click.UsageError(f"{who!r} is what the scores call something else; choose another name")
    basis = {"note": note} if note else {}
    day = on or date.today().isoformat()
    digest = asked(found.case, question).digest
    return Forecast(name, who, "person", probability, day, now(), low, high, basis, digest)


def _needless(own: dict[str, Any]) -> None:
    """Refuse what only makes sense with a forecast of one's own."""
    if given := [f"--{name}" for name, value in own.items() if value not in (None, "")]:
        raise click.UsageError(f"{', '.join(given)} need --add QUESTION")


@command(
    "Freeze every prediction of a case in a file.",
    "detente freeze korea-2020 --out korea-2020.frozen.json --worlds 20",
    "detente score korea-2020 --frozen korea-2020.frozen.json",
)
@CASE
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False), help="File to write, never over another."
)
@WORLDS
@SEED
@WORDS
@click.option(
    "--bands", is_flag=True, help="Also bound the model's forecasts where rates are known within a factor."
)
def freeze(case: str, out: str, worlds: int, seed: int, words: str | None, bands: bool) -> None:
    """Write every prediction down with its date, the digest of the case and a seal, to be scored as it is.

    Questions with all forecasts that need no waiting, and the outcome class at the end of each year, under
    each choice and with the choice left open. What came of them is not looked at. Commit the file before
    anything is scored; detente score --frozen reads it and never the model. Bands (--bands) take seconds a
    question and are never scored.
    """
    from detente.brief import progress
    from detente.files import write_atomically
    from detente.forecast import freeze as frozen
    from detente.forecast import shelf

    if Path(out).exists():
        raise click.UsageError(f"{out} exists already; what is frozen is not written over")
    found = shelf(case)
    with progress() as tick:
        made = frozen(found, worlds, seed, _map(words), tick, bands)
    write_atomically(out, made.to_json())
    told = f"{len(made.questions)} questions, {len(made.forecasts)} forecasts, {len(made.dates)} year ends"
    click.echo(f"{out}: {told}; seal {made.seal}", err=True)


@command(
    "Record what came of a question.",
    'detente resolve my-case.yaml war false --on 2027-12-31 --source "UCDP"',
    "detente resolve korea-2020",
    "detente resolve my-case.yaml --file resolutions.yaml",
)
@CASE
@click.argument("question", required=False)
@click.argument("verdict", required=False)
@click.option("--on", type=Day(), help="Day of what settled it.")
@click.option("--source", default="", help="The record that settles it.")
@click.option(
    "--says", type=click.Choice(["yes", "no"]), default="yes", help="What was claimed; yes by default."
)
@click.option("--by", default="", help="Who decided.")
@click.option("--mechanism", default="", help="Why it came about, if for another reason.")
@click.option("--note", default="", help="Anything worth keeping.")
@click.option("--file", type=FILE, help="Many at once, from a YAML file.")
@LEDGER
def resolve(
    case: str, question: str | None, verdict: str | None, file: str | None, kept: str | None, **told: Any
) -> None:
    """Record the verdict on a question: true, false, true by another mechanism, mixed, open, void ...

    A verdict speaks of the claim behind a question; where the claim is a no, say --says no.
    A later verdict corrects an earlier one, and both stay in the ledger. Without a question, the verdicts of
    resolutions.yaml beside the case are recorded.
    """
    from detente.forecast import read_resolutions, shelf, today

    found = shelf(case)
    _asks(found, case)
    if question is None:
        many = read_resolutions(found.case, file, today()) if file else found.resolved
        if many is None:
            raise click.UsageError("name a question and a verdict, or a file with --file")
        _write(case, kept, (*found.asked(), *many.records))
    elif verdict is None or file:
        raise click.UsageError("name a question and its verdict, or a file, and not both")
    else:
        _write(case, kept, (*found.asked(), _verdict(found, question, verdict, **told)))


def _verdict(found: Shelf, question: str, verdict: str, on: str | None, says: str, **told: str) -> Record:
    from detente.forecast import Resolution

    found.question(question)
    if on is None:
        raise click.UsageError("say with --on which day settled it")
    right = verdict != "false"
    settled = verdict in ("true", "false", "true by another mechanism")
    answer = ("yes" if right == (says == "yes") else "no") if settled else ""
    return Resolution(question=question, verdict=verdict, answer=answer, on=on, **told)


@command(
    "Score the forecasts of a case.",
    "detente score korea-2020 --worlds 20",
    "detente score my-case.yaml --as-of 2027-12-31 --json",
    "detente score my-case.yaml --csv > scores.csv",
)
@CASE
@LEDGER
@WORLDS
@SEED
@WORDS
@click.option(
    "--as-of", "until", type=Day(), help="Outcomes known up to this day; the last verdict by default."
)
@click.option("--frozen", type=FILE, help="Score exactly what detente freeze wrote into this file.")
@click.option("--due", is_flag=True, help="Leave out what was settled before its planned end.")
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, a line for each forecast of the ledger.")
def score(
    case: str,
    kept: str | None,
    worlds: int,
    seed: int,
    words: str | None,
    until: str | None,
    frozen: str | None,
    due: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Score everybody in the ledger, with intervals that respect what questions have in common.

    Every question is listed with its forecasts, their scores and its verdict. A forecast counts for the days
    on which it stood; one that is dated on the day that settled the question, or later, enters no score.
    Without a ledger a shipped case is scored as it comes: the model is asked, and nothing is written.
    """
    from detente.brief import ledger_parts, scores_csv, scores_json, scores_parts, show_parts
    from detente.forecast import score as scored
    from detente.forecast import shelf

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    found = shelf(case)
    if frozen and kept:
        raise click.UsageError("--frozen and --ledger exclude each other")
    told: list[Part] = []
    if frozen:
        book, told = _thawed(found, frozen, until or "")
    else:
        book = _book(case, kept, found, worlds, seed, words, until or "")
    made = scored(book, until or "", seed, _map(words), early=not due)
    if as_json or as_csv:
        click.echo(scores_json(made) if as_json else scores_csv(made), nl=as_json)
    else:
        show_parts([*told, *scores_parts(made, found.case), *ledger_parts(book, made)])


@command(
    "Show the ledger of forecasts, or verify it.",
    "detente ledger korea-2020",
    "detente ledger my-case.yaml --csv > forecasts.csv",
    "detente ledger my-case.yaml --verify",
)
@CASE
@LEDGER
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, a line for each forecast.")
@click.option("--verify", "checked", is_flag=True, help="Walk the chain of digests.")
@click.option("--head", default="", help="With --verify: a digest noted down earlier that must be in it.")
@click.pass_context
def ledger(
    ctx: click.Context, case: str, kept: str | None, as_json: bool, as_csv: bool, checked: bool, head: str
) -> None:
    """Show every question with its forecasts and verdict; a shipped case without a ledger as it comes."""
    from detente.brief import audited, ledger_csv, ledger_json, ledger_parts, show_parts
    from detente.forecast import audit, shelf

    if as_json + as_csv + checked > 1 or (head and not checked):
        raise click.UsageError("--json, --csv and --verify exclude one another; --head needs --verify")
    found = shelf(case)
    if checked:
        walked = audit(_file(case, kept), head)
        show_parts(audited(walked))
        ctx.exit(REFUSED if walked.problems else FINE)
    book = _book(case, kept, found)
    if as_json or as_csv:
        click.echo(ledger_json(book) if as_json else ledger_csv(book), nl=as_json)
    else:
        show_parts(ledger_parts(book))


@command(
    "Test forecasters of the case on its past.",
    "detente backtest korea-2020",
    "detente backtest korea-2020 --json | jq .beats_windowed_base_rate",
)
@CASE
@WORLDS
@SEED
@JSON
def backtest(case: str, worlds: int, seed: int, as_json: bool) -> None:
    """Learn up to a cut-off, forecast what comes after it, move on; then compare with simple forecasters."""
    from detente.brief import backtest_json, backtest_parts, progress
    from detente.catalog import load
    from detente.forecast import backtest as tested

    with progress() as tick:
        found = tested(load(case), worlds=worlds, seed=seed, tick=tick)
    say(backtest_json(found) if as_json else backtest_parts(found))


def _thawed(found: Shelf, frozen: str, until: str) -> tuple[Ledger, list[Part]]:
    """Read frozen predictions beside what came of them, and score the outcome classes that they foretold."""
    from detente.brief import frozen_parts
    from detente.errors import LedgerError
    from detente.forecast import class_scores, read_frozen, thawed, today
    from detente.history import gather

    read, resolved = read_frozen(frozen), found.resolved.records if found.resolved else ()
    if read.case != found.case.case:
        raise LedgerError((f"{frozen} holds predictions of {read.case}, not of {found.case.case}",))
    book = thawed(read, resolved)
    try:
        past = gather(found.case, resolving=True)
        known = until or max((r.on for r in book.resolutions.values()), default=today().isoformat())
        scores = class_scores(read, found.case, past.state, tuple(book.branches), known)
    except LedgerError as error:
        return book, [*frozen_parts(found.case, read, ()), f"Outcome classes are not scored: {error}."]
    return book, frozen_parts(found.case, read, scores)


def _file(case: str, kept: str | None) -> Path:
    from detente.forecast import place

    return Path(kept) if kept else place(case)


def _map(words: str | None) -> Any:
    from detente.forecast import WORDS, read_words

    return read_words(words) if words else WORDS


def _write(case: str, kept: str | None, records: tuple[Record, ...]) -> None:
    from detente.brief import recorded
    from detente.forecast import record

    file = _file(case, kept)
    click.echo(recorded(record(file, records), str(file)))


def _book(
    case: str,
    kept: str | None,
    found: Shelf,
    worlds: int = 0,
    seed: int = 1,
    words: str | None = None,
    until: str = "",
) -> Ledger:
    """Read the ledger; where there is none, make one in memory from what is beside the case."""
    from detente.brief import progress
    from detente.forecast import read, shipped

    file = _file(case, kept)
    if kept or file.is_file():
        return read(file)
    with progress() as tick:
        return shipped(found, worlds, seed, _map(words), until, tick)
