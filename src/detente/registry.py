"""Which stability concepts there are, by name: all that may be said of them without loading any.

A case file, the command line and the documentation name concepts, long before anything is computed. What a
name means stands in the file of `detente.stability.concepts` that is given for it here; a new concept is one
such file and one line of ``FILES``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "BARGAINING",
    "COALITIONAL",
    "DECLARED",
    "DRIVES",
    "FILES",
    "IRREDUNDANT",
    "MOST",
    "OUTER",
    "PATTERN",
    "STANDARD",
    "VARIANT",
    "VARIANTS",
    "Form",
    "Name",
    "Variation",
    "declared",
    "names",
    "read",
    "spanned",
    "variant",
    "variants",
]

#: Name -> the file that holds the concept. A name that ends in ``-k`` stands for one of each order from 1 on.
FILES = {
    "R": "nash",
    "GMR": "gmr",
    "SMR": "smr",
    "SEQ": "seq",
    "SSEQ": "sseq",
    "SEQ-k": "order",
    "SEQ-even": "even",
    "SEQ-odd": "odd",
    "ESEQ": "eseq",
    "LCS": "lcs",
    "REFS": "refs",
}

#: The rules of `detente.bargaining`, by the names under which they stand in its ``RULES``.
BARGAINING = ("pool", "condorcet", "conditional", "mode", "mean", "nash", "median", "equal-median", "veto")

#: What follows a name where nobody makes a redundant move.
IRREDUNDANT = "-irr"

#: Highest order that can be asked for.
MOST = 99

#: Concepts for coalitions, and the same where a coalition gains if one member does and none loses.
COALITIONAL = tuple(
    f"{name}{gain}" for gain in ("", "-pareto") for name in ("CR", "CGMR", "CSMR", "CSEQ", "CSEQ-individual")
)

#: The concepts of the field's textbooks, from the first to the fifth.
STANDARD = ("R", "GMR", "SMR", "SEQ", "SSEQ")


@dataclass(frozen=True, slots=True)
class Form:
    """What the names of variants look like that one file holds: BASE, BASE-ENDING, and either with -NUMBER.

    Parameters
    ----------
    bases
        What a name begins with, for example the concepts of the textbooks that have this variant.
    endings
        What follows; none where the base is the whole name.
    order
        How often a number follows: never, perhaps or always.
    """

    bases: tuple[str, ...]
    endings: tuple[str, ...] = ()
    order: str = "never"


#: File of `detente.stability.variants` -> the names that it holds. A variant asks more of a case than whose
#: utility is larger, or looks at two actors only, so that it is a line of a table and drives no case.
VARIANTS = {
    "strength": Form(("GMR", "SMR", "SEQ", "SSEQ"), ("strong", "weak"), "perhaps"),
    "unknown": Form(STANDARD, ("a", "b", "c", "d")),
    "limited": Form(("L",), order="always"),
    "nonmyopic": Form(("NM", "NM-BW")),
    "stackelberg": Form(("ST",), order="always"),
    "metarational": Form(("MR", "CMR"), order="always"),
    "mixed": Form(("MIX",)),
    "simultaneous": Form(("SIM", "SIM-each")),
    "coalition": Form(COALITIONAL),
    "fuzzy": Form(STANDARD, ("fuzzy",)),
    "grey": Form(STANDARD, ("grey",)),
    "probable": Form(STANDARD, ("probable",)),
    "hypergame": Form(STANDARD, ("sees", "expects", "surprises"), "perhaps"),
    "attitudes": Form(("R", "GMR", "SMR", "SEQ"), ("total", "relational")),
}

#: What drives a case that names no concept, and the concepts that it is then held against.
DRIVES = "SEQ-even-irr"
DECLARED = ("R", "SEQ-even-irr", "SEQ-odd-irr", "SEQ", "SSEQ", "GMR", "SMR")

#: Concepts under which any answer counts: bounds from outside, which no range of answers includes.
OUTER = ("GMR", "SMR")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a concept, taken apart.

    Parameters
    ----------
    key
        The key of `FILES`.
    order
        The order, where the key stands for several concepts; else 0.
    irredundant
        Whether redundant moves are left out.
    """

    key: str
    order: int
    irredundant: bool

    @property
    def outer(self) -> bool:
        """Whether the concept is an outer bound only."""
        return self.key in OUTER


def read(name: str) -> Name | None:
    """Take the name of a concept apart; None if there is none of that name.

    Parameters
    ----------
    name
        A name as somebody wrote it, for example ``L-3``.

    Examples
    --------
    >>> read("SEQ-irr")
    Name(key='SEQ', order=0, irredundant=True)
    >>> read("SEC") is None
    True
    """
    plain = name.removesuffix(IRREDUNDANT)
    irredundant = plain != name
    if plain in FILES and not plain.endswith("-k"):
        return Name(plain, 0, irredundant)
    stem, _, order = plain.rpartition("-")
    if f"{stem}-k" in FILES and re.fullmatch("[1-9][0-9]?", order):
        return Name(f"{stem}-k", int(order), irredundant)
    return None


def names() -> tuple[str, ...]:
    """Return the names as they are listed for readers, ``-k`` standing for any order."""
    return tuple(FILES)


def declared(drives: str, others: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the concepts that a case is solved under, the one that drives it among them.

    Parameters
    ----------
    drives
        The concept that drives the case.
    others
        Those that it names beside; none for the usual ones.
    """
    told = tuple(others) or DECLARED
    return told if drives in told else (drives, *told)


def spanned(concepts: Iterable[str], drives: str) -> tuple[str, ...]:
    """Return the concepts that a range of answers is taken over: outer bounds only where they drive.

    Parameters
    ----------
    concepts
        Names of concepts.
    drives
        The one that the answer rests on.

    Returns
    -------
    tuple of str
        In the order given.

    Examples
    --------
    >>> spanned(("R", "SEQ", "GMR"), "R")
    ('R', 'SEQ')
    """
    outer = {name for name in concepts if (told := read(name)) is not None and told.outer}
    return tuple(name for name in concepts if name == drives or name not in outer)


@dataclass(frozen=True, slots=True)
class Variation:
    """The name of a variant, taken apart.

    Parameters
    ----------
    name
        The name.
    file
        The key of `VARIANTS`.
    base
        What it begins with, for example ``SEQ``.
    ending
        What follows, for example ``strong``; empty where nothing does.
    order
        The number at its end; 0 where there is none.
    """

    name: str
    file: str
    base: str
    ending: str
    order: int


def variant(name: str) -> Variation | None:
    """Take the name of a variant apart; None if there is none of that name.

    Parameters
    ----------
    name
        A name as somebody wrote it, for example ``SEQ-strong-3``.

    Examples
    --------
    >>> variant("SEQ-strong-3")
    Variation(name='SEQ-strong-3', file='strength', base='SEQ', ending='strong', order=3)
    >>> variant("SEQ") is None
    True
    """
    for file, form in VARIANTS.items():
        if found := re.fullmatch(_formed(form), name):
            base, ending, order = found.group("base"), found.group("ending"), found.groupdict().get("order")
            return Variation(name, file, base, ending, int(order or 0))
    return None


def variants() -> tuple[str, ...]:
    """Return the names of all variants as they are listed for readers, ``-k`` standing for any number."""
    found: list[str] = []
    for form in VARIANTS.values():
        stems = [f"{b}-{e}" for e in form.endings for b in form.bases] or list(form.bases)
        found += stems if form.order != "always" else []
        found += [f"{stem}-k" for stem in stems] if form.order != "never" else []
    return tuple(found)


def _formed(form: Form) -> str:
    base = f"(?P<base>{'|'.join(form.bases)})"
    ending = f"-(?P<ending>{'|'.join(form.endings)})" if form.endings else "(?P<ending>)"
    number = "-(?P<order>[1-9][0-9]?)"
    return base + ending + {"never": "", "perhaps": f"(?:{number})?", "always": number}[form.order]


def _pattern() -> str:
    forms = [re.escape(n[:-1]) + "[1-9][0-9]?" if n.endswith("-k") else re.escape(n) for n in FILES]
    return f"^({'|'.join(forms)})({IRREDUNDANT})?$".replace("\\-", "-")


#: What a name looks like, as a regular expression.
PATTERN = _pattern()

#: What the name of a variant looks like, as a regular expression.
VARIANT = re.sub(r"\?P<\w+>", "", f"^({'|'.join(_formed(form) for form in VARIANTS.values())})$")
