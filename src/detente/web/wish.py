"""What a reader has changed of a case, as it stands in an address, and the case with it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from detente.case import Case, bar, hold, nearest, parse_quantity
from detente.case.nearest import check_name
from detente.case.quantity import Quantity
from detente.errors import DetenteError, UnknownName
from detente.registry import names, read

__all__ = ["Wish", "whole"]

#: Most worlds that a page may ask for.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Wish:
    """Changes to a case that a reader tries out; the case file stays as it is.

    Parameters
    ----------
    weights
        Statement id -> weight, as it would be written in the case.
    held
        Option -> level that it is kept at.
    barred
        Option and the levels of a move that nobody can make, ``from:to``, in the order of the alphabet.
    reading
        Id of the reading that is taken in every world; empty for all.
    concept
        Stability concept that drives the case; empty for the case's own.
    worlds, seed
        As in `detente.insight.Ask`.
    """

    weights: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)
    barred: tuple[tuple[str, str], ...] = ()
    reading: str = ""
    concept: str = ""
    worlds: int = 1000
    seed: int = 1

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]], worlds: int = 1000, seed: int = 1) -> Wish:
        """Read a wish from the pairs of a query; other pairs are left to others.

        Parameters
        ----------
        pairs
            ``("weight", "us-peace:2..4")``, ``("hold", "usa.north:engage")``,
            ``("bar", "usa.north:standing:engage")``, ``("worlds", "200")``.
        worlds, seed
            What is taken where the pairs name none.

        Raises
        ------
        DetenteError
            If one of them is not written like this.
        """
        listed = list(pairs)
        plain = {k: v for k, v in listed if k in ("reading", "concept")}
        counts = {"worlds": worlds, "seed": seed}
        counts |= {k: whole(k, v) for k, v in listed if k in ("worlds", "seed")}
        if not 1 <= counts["worlds"] <= MOST:
            raise DetenteError(f"ask for 1 to {MOST:,} worlds")
        weights, held = (dict(_split(listed, kind)) for kind in ("weight", "hold"))
        given = {"weights": weights, "held": held, "barred": _barred(listed)}
        return cls(**given, **plain, **counts)  # type: ignore[arg-type]

    @classmethod
    def of(cls, query: str, worlds: int = 1000, seed: int = 1) -> Wish:
        """Read a wish from an address.

        Parameters
        ----------
        query
            What stands behind the question mark.
        worlds, seed
            What is taken where it names none.

        Raises
        ------
        DetenteError
        """
        return cls.read(parse_qsl(query, keep_blank_values=True), worlds, seed)

    @property
    def structure(self) -> tuple[object, ...]:
        """What decides which games are played and what drives them, without the weights."""
        return self.world, self.reading, self.concept, self.seed

    @property
    def world(self) -> tuple[object, ...]:
        """What decides which states and moves there are."""
        return tuple(sorted(self.held.items())), self.barred

    @property
    def key(self) -> tuple[object, ...]:
        """Everything that the answer depends on."""
        return self.structure, tuple(sorted(self.weights.items())), self.worlds

    @property
    def changed(self) -> bool:
        """Whether anything differs from the case as it is written."""
        return bool(self.weights or self.held or self.barred or self.reading or self.concept)

    @property
    def moves(self) -> list[tuple[str, str, str]]:
        """Option, from level, to level of each move that is forbidden."""
        return [(option, *levels.partition(":")[::2]) for option, levels in self.barred]

    def quantities(self, case: Case) -> dict[str, Quantity]:
        """Return statement id -> weight, as numbers.

        Parameters
        ----------
        case
            The case, whose scales give words their meaning.

        Raises
        ------
        UnknownName, QuantitySyntax
        """
        known = {s.id: s for actor in case.actors for s in case.statements(actor)}
        _refuse("statement", self.weights, known)
        return {name: _quantity(case, text) for name, text in self.weights.items()}

    def applied(self, case: Case) -> Case:
        """Return the case with options held, moves forbidden, one reading and another concept.

        Parameters
        ----------
        case
            The case.

        Raises
        ------
        UnknownName, DetenteError
        """
        if self.reading:
            _refuse("reading", [self.reading], case.readings)
            whole = case.readings[self.reading].model_copy(update={"share": parse_quantity("1")})
            case = case.model_copy(update={"readings": {self.reading: whole}})
        if self.concept:
            if read(self.concept) is None:
                raise UnknownName("stability concept", self.concept, tuple(nearest(self.concept, names())))
            case = case.model_copy(update={"concept": self.concept})
        return bar(hold(case, self.held), *self.moves)

    def written(self, case: Case) -> Case:
        """Return the case as an analyst would have written it with all of this in it.

        Parameters
        ----------
        case
            The case.

        Raises
        ------
        UnknownName, DetenteError
        """
        weights = self.quantities(case)
        changed = {
            actor: preference.model_copy(
                update={
                    "statements": tuple(
                        s.model_copy(update={"weight": weights.get(s.id, s.weight)})
                        for s in preference.statements
                    )
                }
            )
            for actor, preference in case.preferences.items()
        }
        return self.applied(case.model_copy(update={"preferences": changed}))


def whole(name: str, text: str) -> int:
    """Read a whole number.

    Parameters
    ----------
    name
        What it is, for the refusal.
    text
        As it was given.

    Raises
    ------
    DetenteError
    """
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise DetenteError(f"{name} has to be a whole number, not {text[:40]!r}")
    return int(text)


def _barred(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    found = _split(pairs, "bar")
    for option, levels in found:
        if not all(levels.partition(":")):
            raise DetenteError(f"write bar as {option}:from:to")
    return tuple(sorted(set(found)))


def _split(pairs: list[tuple[str, str]], kind: str) -> list[tuple[str, str]]:
    found = []
    for name, _, value in (text.partition(":") for key, text in pairs if key == kind):
        if not name or not value:
            raise DetenteError(f"write {kind} as name:value")
        found.append((name, value))
    return found


def _quantity(case: Case, text: str) -> Quantity:
    quantity = parse_quantity(text)
    if quantity.kind == "word":
        _refuse("word of the scale", [text], case.scales)
    return quantity


def _refuse(kind: str, given: Iterable[str], known: Mapping[str, object]) -> None:
    for name in given:
        check_name(kind, name, known)
