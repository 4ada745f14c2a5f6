"""Games in strategic form as Gambit writes them (``.nfg``): strategies of players, payoffs of profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from detente.exchange.conflict import NUMBER, Conflict, Lever, quoted, refuse

__all__ = ["read_nfg", "write_nfg"]

#: Most profiles of a game that is read.
MOST_PROFILES = 20_000

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}])|([^\s{},"]+)|[\s,]+|(.)', re.DOTALL)

_Tree = list["str | _Tree"]


def read_nfg(data: bytes) -> Conflict:
    """Read a game in strategic form; each player has one option, with a level for each strategy.

    Both forms of Gambit's file are read: payoffs one after another, and outcomes with an index. The first
    player's strategy changes fastest.

    Parameters
    ----------
    data
        The bytes of the file.

    Raises
    ------
    ExchangeError
        With what is wrong with it.
    """
    title, players, names, rest = _taken_apart(data)
    counts = [len(n) for n in names]
    profiles = prod(counts)
    if profiles > MOST_PROFILES:
        refuse([f"it has {profiles:,} profiles of strategies; at most {MOST_PROFILES:,} are read"])
    payoffs = _payoffs(rest, len(players), profiles)
    rows = [row[::-1] for row in product(*(range(n) for n in reversed(counts)))]
    return Conflict(
        title=title,
        actors=tuple(players),
        options=tuple(Lever(k, "strategy", tuple(n)) for k, n in enumerate(names)),
        settings=tuple(rows),
        payoffs=tuple(zip(*payoffs, strict=True)),
        ordinal=False,
    )


def write_nfg(conflict: Conflict) -> bytes:
    """Write a conflict as a game in strategic form: the strategies of an actor are its settings.

    Parameters
    ----------
    conflict
        The conflict.

    Raises
    ------
    ExchangeError
        If combinations of strategies are missing or moves are bound, which such a game cannot say.
    """
    own = [_settings(conflict, actor) for actor in range(len(conflict.actors))]
    place = {
        tuple(own[a].index(_of(conflict, row, a)) for a in range(len(own))): s
        for s, row in enumerate(conflict.settings)
    }
    profiles = [p[::-1] for p in product(*(range(len(o)) for o in reversed(own)))]
    missing = sum(p not in place for p in profiles)
    wrong = []
    if not conflict.options:
        wrong.append("a game in strategic form has strategies, and this case has states and arcs only")
    elif conflict.arcs or any(o.kind != "free" for o in conflict.options):
        wrong.append("a game in strategic form cannot say which moves are allowed")
    if missing and conflict.options:
        wrong.append(f"{missing:,} of {len(profiles):,} combinations of strategies are not feasible")
    refuse(wrong)
    strategies = " ".join(
        "{ " + " ".join(quoted(_strategy(conflict, a, s)) for s in own[a]) + " }" for a in range(len(own))
    )
    numbers = " ".join(str(conflict.payoffs[a][place[p]]) for p in profiles for a in range(len(own)))
    players = " ".join(map(quoted, conflict.actors))
    head = f"NFG 1 R {quoted(conflict.title)}\n{{ {players} }}\n{{ {strategies} }}\n"
    return f"{head}\n{numbers}\n".encode()


def _taken_apart(data: bytes) -> tuple[str, list[str], list[list[str]], _Tree]:
    """Title, players, their strategies, and everything after them."""
    try:
        tree = _tree(data.decode())
    except UnicodeDecodeError:
        refuse(["it is not UTF-8"])
    if tree[:1] != ["NFG"] or len(tree) < 6 or not isinstance(tree[3], str):
        refuse(['it does not begin with NFG 1 R "title" { players } { strategies }'])
    players, strategies, rest = tree[4], tree[5], tree[6:]
    if not (isinstance(players, list) and players and all(isinstance(p, str) for p in players)):
        refuse(["after the title the players' names stand in braces"])
    names = [_named(one) for one in strategies] if isinstance(strategies, list) else []
    if len(names) != len(players) or not all(names):
        refuse([f"after the {len(players)} players their strategies stand in braces, for each at least one"])
    while rest and isinstance(rest[0], str) and not NUMBER.fullmatch(rest[0]):
        rest = rest[1:]  # a comment
    return str(tree[3]) or "A game", [str(p) or f"player {k}" for k, p in enumerate(players, 1)], names, rest


def _named(one: str | _Tree) -> list[str]:
    """Names of strategies, or as many as a number says."""
    if isinstance(one, list):
        return [str(s) for s in one if isinstance(s, str)]
    return [str(k) for k in range(1, int(one) + 1)] if re.fullmatch(r"\d{1,4}", one) else []


def _payoffs(rest: _Tree, players: int, profiles: int) -> list[tuple[Fraction, ...]]:
    """Payoffs of each profile, in the order of the file."""
    if rest and isinstance(rest[0], list):
        outcomes = [
            _numbers(o[1:] if o and not _is_number(o[0]) else o) for o in rest[0] if isinstance(o, list)
        ]
        nothing = (Fraction(0),) * players
        which = [int(n) for n in _numbers(rest[1:])]
        known = [tuple(o) for o in outcomes]
        if any(len(o) != players for o in known) or any(not 0 <= n <= len(known) for n in which):
            refuse(["an outcome does not have a payoff for each player, or is not listed"])
        found = [known[n - 1] if n else nothing for n in which]
    else:
        numbers = _numbers(rest)
        found = [tuple(numbers[k : k + players]) for k in range(0, len(numbers), players)]
    if len(found) != profiles or any(len(p) != players for p in found):
        refuse([f"it has payoffs for {len(found):,} profiles, and there are {profiles:,}"])
    return found


def _is_number(one: str | _Tree) -> bool:
    return isinstance(one, str) and bool(NUMBER.fullmatch(one))


def _numbers(found: Sequence[str | _Tree]) -> list[Fraction]:
    odd = [one for one in found if not _is_number(one)]
    if odd:
        refuse(
            [
                f"{odd[0][:40]!r} stands where a number is expected"
                if isinstance(odd[0], str)
                else "a brace too many"
            ]
        )
    return [Fraction(str(one)) for one in found]


def _tree(text: str) -> _Tree:
    """Texts and numbers as they stand, what is in braces as a list."""
    stack: list[_Tree] = [[]]
    for found in _TOKEN.finditer(text):
        quoted, brace, word, odd = found.groups()
        if odd is not None:
            refuse([f"line {text.count(chr(10), 0, found.start()) + 1}: a quote is not closed"])
        if quoted is not None:
            stack[-1].append(re.sub(r"\\(.)", r"\1", quoted))
        elif word is not None:
            stack[-1].append(word)
        elif brace == "{":
            if len(stack) > 3:
                refuse(["its braces are nested too deeply"])
            stack.append([])
        elif brace == "}":
            if len(stack) == 1:
                refuse([f"line {text.count(chr(10), 0, found.start()) + 1}: a brace too many"])
            done = stack.pop()
            stack[-1].append(done)
    if len(stack) > 1:
        refuse(["a brace is not closed"])
    return stack[0]


def _settings(conflict: Conflict, actor: int) -> list[tuple[int, ...]]:
    return sorted({_of(conflict, row, actor) for row in conflict.settings})


def _of(conflict: Conflict, row: Sequence[int], actor: int) -> tuple[int, ...]:
    return tuple(row[k] for k in _mine(conflict, actor))


def _mine(conflict: Conflict, actor: int) -> Iterator[int]:
    yield from (k for k, lever in enumerate(conflict.options) if lever.owner == actor)


def _strategy(conflict: Conflict, actor: int, setting: Sequence[int]) -> str:
    mine = [conflict.options[k] for k in _mine(conflict, actor)]
    told = [
        o.levels[v] if len(mine) == 1 else f"{o.name}={o.levels[v]}"
        for o, v in zip(mine, setting, strict=True)
    ]
    return ", ".join(told) or "none"
