"""Files of other programs and tables of papers <-> cases: GMCR+, option form, Gambit, graphs of moves.

The sources of a case are written too, for programs that keep references.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.case import Case, nearest
from detente.elicitation.spreadsheet import MOST_BYTES
from detente.errors import ExchangeError
from detente.exchange.bibliography import BIBLIOGRAPHIES, bibtex, csl
from detente.exchange.conflict import Conflict, Lever
from detente.exchange.dot import read_dot, write_dot
from detente.exchange.gmcr import read_gmcr, write_gmcr
from detente.exchange.graph import read_graphml, write_graphml
from detente.exchange.listing import listed
from detente.exchange.optionform import read_option_form, write_csv, write_xlsx
from detente.exchange.strategic import read_nfg, write_nfg
from detente.files import read_bytes

__all__ = [
    "BIBLIOGRAPHIES",
    "FORMATS",
    "Conflict",
    "Format",
    "Lever",
    "bibtex",
    "csl",
    "listed",
    "read",
    "write",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of other programs.

    Parameters
    ----------
    says
        What it is.
    write
        What makes a file of a conflict.
    read
        What reads one, given its path and a title.
    graph
        Whether it holds every move.
    """

    says: str
    write: Callable[[Conflict], bytes]
    read: Callable[[Path, str], Conflict]
    graph: bool = False


#: Ending of a file's name -> its format.
FORMATS: Mapping[str, Format] = {
    ".gmcr": Format("GMCR+ and gmcr-py", write_gmcr, lambda p, title: read_gmcr(_bytes(p), title)),
    ".csv": Format("a table in option form", write_csv, read_option_form),
    ".xlsx": Format("the same in a workbook", write_xlsx, read_option_form),
    ".nfg": Format("Gambit, games in strategic form", write_nfg, lambda p, title: read_nfg(_bytes(p))),
    ".graphml": Format(
        "graphs of moves", write_graphml, lambda p, title: read_graphml(_bytes(p)), graph=True
    ),
    ".dot": Format(
        "graphs of moves, for Graphviz", write_dot, lambda p, title: read_dot(_bytes(p), title), graph=True
    ),
}


def read(path: str | Path, title: str = "") -> Conflict:
    """Read a conflict from a file of another program; its ending says of which.

    Parameters
    ----------
    path
        The file.
    title
        What to call it where the file does not say; made from its name by default.

    Raises
    ------
    ExchangeError
        With everything that is wrong with it, each reason with the file's name.
    OSError
        If it cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile("w", suffix=".nfg") as file:
    ...     _ = file.write('NFG 1 R "Dilemma" { "A" "B" } { { "c" "d" } { "c" "d" } } 3 3 4 1 1 4 2 2')
    ...     file.flush()
    ...     read(file.name).payoffs[0]
    (Fraction(3, 1), Fraction(4, 1), Fraction(1, 1), Fraction(2, 1))
    """
    file = Path(path)
    found = _format(file.suffix)
    try:
        return found.read(file, title or file.stem.replace("-", " ").replace("_", " "))
    except ExchangeError as error:
        raise ExchangeError(tuple(f"{file}: {reason}" for reason in error.reasons)) from None


def write(case: Case, ending: str) -> bytes:
    """Return a case as a file of another program, with every weight at the centre of its range.

    Parameters
    ----------
    case
        The case.
    ending
        Of the file's name, such as ``.gmcr``: a key of `FORMATS`; or of `BIBLIOGRAPHIES`, for its sources.

    Raises
    ------
    ExchangeError
        With everything that such a file cannot say.
    TooLarge
        If the case has too many states to be listed.
    """
    if ending.lower() in BIBLIOGRAPHIES:
        return BIBLIOGRAPHIES[ending.lower()](case)
    found = _format(ending, BIBLIOGRAPHIES)
    return found.write(listed(case, found.graph))


def _format(ending: str, besides: Iterable[str] = ()) -> Format:
    if ending.lower() not in FORMATS:
        known = [*FORMATS, *besides]
        near = "".join(f"; did you mean {n}?" for n in nearest(ending, known)[:1])
        raise ExchangeError((f"{ending or 'no ending'} is none of {', '.join(known)}{near}",))
    return FORMATS[ending.lower()]


def _bytes(path: Path) -> bytes:
    return read_bytes(path, MOST_BYTES)
