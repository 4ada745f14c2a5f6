"""The names that a case declares, read from the raw tree so that they are known whatever else is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from detente.case.checks.checker import STATEMENTS, Check
from detente.case.file.origin import at
from detente.case.file.text import MAX_PROBLEMS
from detente.case.model import Preference
from detente.case.nearest import nearest, unambiguous
from detente.case.quantity import Quantity, QuantitySyntax, parse_quantity

__all__ = ["Declared", "Variable", "collect", "quantity"]


@dataclass(frozen=True, slots=True)
class Variable:
    """An option or a chance option: its levels if they can be read, and whether they are ordered."""

    levels: tuple[str, ...] | None
    ordered: bool


@dataclass(frozen=True, slots=True)
class Declared:
    """The names that a case declares; ``None`` where a section cannot be read, so nothing is said.

    Parameters
    ----------
    actors, choices, states, definitions, sources
        Ids.
    keys
        Keys of sources, which locators begin with.
    keyless
        How many sources have no key that can be read, so that an unknown key might be theirs.
    options, chance
        Id -> variable. An option whose owner is mistyped stands here under the corrected name too.
    consequences
        Id -> variable, for conditions only: nobody sets it, and no state gives it a level.
    statements
        Statement id -> the actors that have it.
    scales
        Word -> its meaning, if it can be read.
    """

    actors: Collection[str] | None
    choices: Collection[str] | None
    states: Collection[str] | None
    definitions: Collection[str] | None
    sources: Collection[str] | None
    keys: Collection[str] | None
    keyless: int
    options: Mapping[str, Variable] | None
    chance: Mapping[str, Variable] | None
    consequences: Mapping[str, Variable] | None
    statements: Mapping[str, tuple[str, ...]] | None
    scales: Mapping[str, Quantity | None] | None

    def variable(self, name: str) -> Variable | None:
        """Return an option or chance option by its id.

        Parameters
        ----------
        name
            ``owner.name``, or the id of a chance option.

        Returns
        -------
        Variable
            ``None`` if nobody declared it.
        """
        return (self.options or {}).get(name) or (self.chance or {}).get(name)

    def compared(self, name: str) -> Variable | None:
        """Return what a condition may compare: an option, a chance option or a consequence.

        Parameters
        ----------
        name
            As a condition has it.

        Returns
        -------
        Variable
            ``None`` if nobody declared it.
        """
        return self.variable(name) or (self.consequences or {}).get(name)

    @property
    def variables(self) -> tuple[str, ...] | None:
        """All ids of options and chance options, or ``None`` if they cannot be known."""
        return None if self.options is None or self.chance is None else (*self.options, *self.chance)

    def options_near(self, name: str, compared: bool = False) -> tuple[str, ...]:
        """Return the options nearest to an unknown one: spelt alike, or of another owner.

        Parameters
        ----------
        name
            The unknown one.
        compared
            Whether consequences count too, as in conditions.

        Returns
        -------
        tuple of str
            The nearest first; perhaps none.
        """
        names = (*(self.variables or ()), *((self.consequences or {}) if compared else ()))
        tail = name.partition(".")[2] or name
        elsewhere = [n for n in names if n.partition(".")[2] == tail]
        spelt = nearest(name, names, listed=0)
        return spelt or tuple(elsewhere[:3]) or nearest(name, names)


def collect(check: Check) -> Declared:
    """Gather the names that a case declares.

    Parameters
    ----------
    check
        The examination; what is wrong is taken down there.
    """
    actors = _ids(check, "actors")
    options = _variables(check, "options", ordered=True)
    if options is not None:
        options = {**_repaired(options, actors or ()), **options, **_ruled(check, stays=True)}
    following = _variables(check, "consequences", ordered=True)
    return Declared(
        actors=actors,
        choices=_ids(check, "choices"),
        states=_ids(check, "states"),
        definitions=_ids(check, "definitions"),
        sources=_ids(check, "sources"),
        keys=_keys(check),
        keyless=sum(not isinstance(s, dict) or not s.get("key") for s in check.section("sources").values()),
        options=options,
        chance=_variables(check, "chance", ordered=False),
        consequences=None if following is None else {**following, **_ruled(check, stays=False)},
        statements=_statements(check),
        scales=_scales(check),
    )


def quantity(value: object) -> Quantity | None:
    """Read a quantity, or return ``None`` where it cannot be read; that is reported elsewhere.

    Parameters
    ----------
    value
        The value, as it was read.
    """
    try:
        return parse_quantity(value) if isinstance(value, str) else None
    except QuantitySyntax:
        return None


def _ids(check: Check, name: str) -> Collection[str] | None:
    return check.section(name).keys() if check.usable(name) else None


def _keys(check: Check) -> Collection[str] | None:
    """Return the keys of sources that can be read."""
    if not check.usable("sources"):
        return None
    keys = [s.get("key") if isinstance(s, dict) else None for s in check.section("sources").values()]
    return {k: None for k in keys if isinstance(k, str)}.keys()


def _variables(check: Check, name: str, ordered: bool) -> dict[str, Variable] | None:
    if not check.usable(name):
        return None
    return {key: _variable(value, ordered) for key, value in check.section(name).items()}


def _variable(value: object, ordered: bool) -> Variable:
    if not isinstance(value, dict):
        return Variable(None, True)
    said = value.get("ordered")
    levels = value.get("levels")
    readable = isinstance(levels, dict) or (
        isinstance(levels, list) and all(isinstance(n, str) for n in levels)
    )
    names = tuple(levels) if readable and isinstance(levels, dict | list) else None
    # What is neither yes nor no counts as yes: it is reported, and nothing should follow from it.
    return Variable(names, ordered if said is None else said not in ("no", "false"))


def _repaired(options: Mapping[str, Variable], actors: Collection[str]) -> dict[str, Variable]:
    """Return options whose owner is mistyped, under the name that was surely meant."""
    found: dict[str, Variable] = {}
    for name, variable in options.items():
        owner, dot, tail = name.partition(".")
        few = len(found) < MAX_PROBLEMS
        if few and dot and owner not in actors and (meant := unambiguous(owner, actors)):
            found[f"{meant}.{tail}"] = variable
    return found


def _statements(check: Check) -> dict[str, tuple[str, ...]] | None:
    """Return statement id -> actors; ``None`` if some id cannot be read, and any id might be it."""
    found: dict[str, tuple[str, ...]] = {}
    for actor, preference in check.section("preferences").items():
        if not isinstance(preference, dict) or not preference.keys() <= Preference.model_fields.keys():
            return None
        statements = preference.get("statements") or []
        for statement in statements if isinstance(statements, list) else [None]:
            name = statement.get("id") if isinstance(statement, dict) else None
            if not isinstance(name, str):
                return None
            found[name] = (*found.get(name, ()), actor)
    found |= {name: (actor,) for actor, name in _valued(check) if name not in found}
    return found if all(map(check.usable, ("preferences", "choices", "policies", "regimes"))) else None


def _valued(check: Check) -> Iterator[tuple[str, str]]:
    """Yield actor and id of what packages and regimes make actors value."""
    for pattern in STATEMENTS[1:]:
        for path, name in check.texts((*pattern, "id")):
            owner = at(check.root, path[:-1] if path[0] == "regimes" else path[:2])
            actor = owner.get("actor") if isinstance(owner, dict) else None
            yield str((check.value("focal") if path[0] == "choices" else actor) or ""), name


def _ruled(check: Check, stays: bool) -> dict[str, Variable]:
    """Return the regimes with levels of their own that stay until they are moved, or that do not."""
    found: dict[str, Variable] = {}
    for name, regime in check.section("regimes").items():
        levels = regime.get("levels") if isinstance(regime, dict) else None
        own = isinstance(regime, dict) and (regime.get("stays") in ("yes", "true")) == stays
        if own and isinstance(levels, dict) and levels:
            found[f"regime.{name}"] = Variable(tuple(levels), True)
    return found


def _scales(check: Check) -> dict[str, Quantity | None] | None:
    if not check.usable("scales"):
        return None
    return {word: quantity(value) for word, value in check.section("scales").items()}
