"""A review killed at moments drawn at random: what was confirmed is in the log and, once, in the case."""

from __future__ import annotations

import json
import multiprocessing
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from detente.case import examine, template
from detente.proposal import Item, Proposal, Review, as_yaml
from detente.proposal.review.entering import entered
from detente.proposal.review.log import Log

__all__ = ["Kill", "kills"]

#: Seconds after some decisions within which a process is killed, and kills of one review before the next.
SPAN, EACH = 0.1, 25

_DOING = ("accept", "accept", "accept", "merge", "reject", "later", "undo", "undo")
_SLOTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("interest", {"actor": "Chad"}),
    ("relation", {"from": "Chad", "to": "Mali", "sign": "-"}),
    ("actor", {"name": "Niger"}),
    ("event", {"date": "1975-07", "actors": "Chad, Mali", "event": "conflict"}),
    ("lever", {"actor": "Mali", "target": "Chad"}),
    ("interest", {"actor": "Mali"}),
    ("conditional", {"if": "it rains", "then": "Mali sells"}),
    ("actor", {"name": "Mali"}),
)


@dataclass(frozen=True)
class Kill:
    """One process killed: how many of its decisions were confirmed, and what is wrong with what it left."""

    confirmed: int
    faults: tuple[str, ...]


def kills(count: int, seed: int) -> Iterator[Kill]:
    """Kill a process that decides, again and again; look at what each left, and go on from there."""
    draw = random.Random(f"decisions {seed}")
    servers = multiprocessing.get_context("forkserver")
    servers.set_forkserver_preload(["detente.proposal", "detente.case", "campaign.decisions"])
    done = 0
    while done < count:
        with TemporaryDirectory() as name:
            files = _files(Path(name))
            Review(*files)
            told = list[tuple[str, str]]()
            for _ in range(min(EACH, count - done)):
                mine, theirs = servers.Pipe(duplex=False)
                process = servers.Process(target=_decide, args=(files, draw.random(), theirs), daemon=True)
                process.start()
                theirs.close()
                mine.recv()  # the review is open: from here on something is written at every moment
                heard = [_said(mine.recv()) for _ in range(draw.randrange(4))]
                time.sleep(draw.random() * SPAN)
                process.kill()
                process.join()
                heard += _heard(mine)
                told += heard
                yield Kill(len(heard), tuple(_wrong(files, told)))
                done += 1


def _files(folder: Path) -> tuple[Path, Path]:
    proposal, case = folder / "p.yaml", folder / "case.yaml"
    items = tuple(
        Item(kind, (f"D.P{k}.S1",), f"words {k}", f"text {k}", slots)
        for k in range(1, 4)
        for kind, slots in _SLOTS
    )
    proposal.write_text(as_yaml(Proposal("D", "paper.txt", "", items)), encoding="utf-8")
    case.write_text(template("The Road", "road"), encoding="utf-8")
    return proposal, case


def _decide(files: tuple[Path, Path], seed: float, line: Connection) -> None:
    """Decide at random, and confirm each decision once it is on disk, until killed."""
    draw, review = random.Random(seed), Review(*files)
    line.send("")
    while True:
        do, name = draw.choice(_DOING), ""
        if do == "undo" or not review.open:
            do, name = "undo", review.undo()
        elif do == "merge" and review.accepted:
            name = draw.choice(review.open)
            review.merge(name, draw.choice(list(review.accepted)))
        else:
            do, name = "accept" if do == "merge" else do, draw.choice(review.open)
            if do == "reject":
                review.reject(name, "no")
            elif do == "later":
                review.later(name)
            else:
                review.accept(name, None if draw.random() < 0.5 else review.items[name])
        if name:
            line.send(json.dumps([do, name]))


def _said(line: str) -> tuple[str, str]:
    do, name = json.loads(line)
    return do, name


def _heard(line: Connection) -> Iterator[tuple[str, str]]:
    """Yield what a process has confirmed before it was killed."""
    try:
        while True:
            yield _said(line.recv())
    except (EOFError, OSError):
        return
    finally:
        line.close()


def _wrong(files: tuple[Path, Path], told: list[tuple[str, str]]) -> Iterator[str]:
    """Yield what was lost, doubled or left half done; add to what was told what was on disk unconfirmed."""
    path = files[0].with_name("p.review.jsonl")
    kept = [(e.do, e.item) for e in Log(path).entries if e.do in _DOING]
    if kept[: len(told)] != told:
        yield f"confirmed {told[-3:]}, the log has {kept[-3:]}"
    if len(kept) > len(told) + 1:
        yield f"{len(kept) - len(told)} decisions that nobody confirmed"
    review = Review(*files)  # does what was decided and not yet done
    case, problems = examine(files[1])
    if case is None or any(p.severity == "error" for p in problems):
        yield f"the case is broken: {[p.cause for p in problems][:2]}"
        return
    told[:] = kept
    accepted = set(review.accepted)
    text = files[1].read_text(encoding="utf-8")
    for name, item in review.items.items():
        if item.type == "actor":  # who is in the case already enters no second time
            continue
        if entered(case, review.head, name) != (name in accepted):
            yield f"{name}, {item.type}: accepted {name in accepted}, in the case {name not in accepted}"
        if text.count(f"id: D_{name}") > 1:
            yield f"{name} is in the case twice"
