"""The readers of documents, of what models answer, of proposals and of the logs of their reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from campaign.fuzz import Reader
from detente.proposal import Item, Proposal, as_yaml, propose, read_paper, read_proposal
from detente.proposal.review import Entry, Log
from proposal.test_papers import PLAIN, docx, pdf

__all__ = ["ABOUT_PAPERS"]

ITEM = Item("interest", ("D.P1.S1",), "Bonn wants cheap grain", slots={"actor": "Germany"})


def _word() -> bytes:
    with TemporaryDirectory() as folder:
        return docx(Path(folder))


#: The end of a file's name -> a good file of that kind.
GOOD: dict[str, Callable[[], bytes]] = {
    ".txt": PLAIN.encode,
    ".html": lambda: f"<html><title>No</title><p>{PLAIN}</p><script>No</script></html>".encode(),
    ".pdf": lambda: pdf([["Bonn wants cheap grain."], ["Rome fears a drought in 1992."]]),
    ".docx": _word,
}


def _one(make: Callable[[], bytes]) -> Callable[[], Sequence[bytes]]:
    return lambda: [make()]


def _paper(end: str) -> Reader:
    def read(data: bytes, folder: Path) -> None:
        file = folder / f"paper{end}"
        file.write_bytes(data)
        assert not propose(read_paper(file), "D").dropped

    return Reader(f"paper {end[1:]}", _one(GOOD[end]), read, dose=30)


def _answers() -> bytes:
    return b'{"items": [{"type": "interest", "at": ["D.P1.S1"], "quote": "Bonn wants", "actor": "Bonn"}]}'


def _recorded(data: bytes, folder: Path) -> None:
    paper, answers = folder / "paper.txt", folder / "answers.json"
    paper.write_text(PLAIN, encoding="utf-8")
    answers.write_bytes(data)
    propose(read_paper(paper), "D", f"recorded:{answers}")


def _proposal(data: bytes, folder: Path) -> None:
    file = folder / "p.yaml"
    file.write_bytes(data)
    read_proposal(file)


def _log() -> bytes:
    return b"".join(e.line() for e in (Entry("open"), Entry("reject", "N0001", {"reason": "no\n"})))


def _reviewed(data: bytes, folder: Path) -> None:
    """A log is refused, or read; what is added to it is read again."""
    file = folder / "p.review.jsonl"
    file.write_bytes(data)
    log = Log(file)
    log.append(Entry("later", "N0001"))
    assert Log(file).entries == log.entries


ABOUT_PAPERS: tuple[Reader, ...] = (
    *map(_paper, GOOD),
    Reader("recorded", _one(_answers), _recorded, dose=100),
    Reader("proposal", _one(lambda: as_yaml(Proposal("D", "p", "", (ITEM,))).encode()), _proposal, dose=50),
    Reader("review", _one(_log), _reviewed, dose=200),
)
