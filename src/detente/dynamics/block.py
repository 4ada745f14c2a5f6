"""The chains of some worlds along a track, and following them through everything that changes on a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.calendar import Key, Stage, Track, cut
from detente.dynamics.chain.chebyshev import evolve
from detente.dynamics.chain.generator import Generator, Span, generator, paced, turn
from detente.dynamics.chain.lumping import Lump, coarsest, lump
from detente.dynamics.chain.uniformization import ERROR
from detente.dynamics.clock import Clock
from detente.game.model import Bools, Ints
from detente.worlds import Worlds

__all__ = ["Block", "Lumping", "Watch", "follow", "lumping"]

Floats = NDArray[np.float64]

#: Worlds, at most, from which it is learned which states need not be told apart.
_SAMPLE = 8


class Watch(Protocol):
    """Whoever wants to know what happens between the dates, in the order of the stages."""

    def entered(self, stage: Stage, x: Floats, before: int) -> None:
        """Take (S, W) the distribution over the states of game ``before`` as a stage begins.

        Parameters
        ----------
        stage
            The one that begins.
        x
            (S, W): probabilities; each column sums to one.
        before
            Number of the game that was played until then.
        """

    def spent(self, stage: Stage, years: Floats) -> None:
        """Take (S, W) the years expected in each state during a stage.

        Parameters
        ----------
        stage
            The one that ends.
        years
            (S, W): years, over the states that its chain is over; each column sums to the stage's length.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Lumping:
    """Which states need not be told apart along a track.

    Parameters
    ----------
    states
        For each game its blocks.
    turns
        (game, chance option) -> the same blocks for drawing the option anew.
    """

    states: tuple[Lump, ...]
    turns: Mapping[tuple[int, str], Lump]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The chains of some worlds along a track, over the states or over blocks of them.

    Parameters
    ----------
    track
        What is played when.
    clock
        The clock of these W worlds.
    utilities, span, views, concept
        What `generator` makes chains of, the first and the third for each game.
    lumping
        Which states are not told apart.
    """

    track: Track
    clock: Clock
    utilities: tuple[Ints, ...]
    span: Span
    views: tuple[Mapping[int, Mapping[int, Ints]] | None, ...]
    concept: str = "R"
    lumping: Lumping | None = None
    _chains: dict[Key, Generator] = field(default_factory=dict)
    _turns: dict[tuple[int, str], Generator] = field(default_factory=dict)

    @classmethod
    def of(cls, track: Track, worlds: Worlds, clock: Clock, concept: str, index: NDArray[np.intp]) -> Block:
        """Take the worlds in ``index``, which ``clock`` must be of too; chains are made when asked for.

        Parameters
        ----------
        track
            What is played when.
        worlds
            All worlds.
        clock
            Of the worlds in ``index`` alone, see `Clock.take`.
        concept
            Name of the concept by which actors foresee answers; ``R`` where they do not.
        index
            (W,) int: numbers of the worlds in ``worlds``.
        """
        games = [moves.game for moves in track.moves]
        return cls(
            track,
            clock,
            tuple(worlds.utilities(g, index) for g in games),
            worlds.span(track.base, index),
            tuple(worlds.views(g, index) if concept != "R" else None for g in games),
            concept,
        )

    def chain(self, key: Key) -> Generator:
        """Return the chain of a game while some windows are open, made when first asked for.

        Parameters
        ----------
        key
            Number of a game, and the windows that are open.
        """
        if key not in self._chains:
            self._chains[key] = self._made(*key)
        return self._chains[key]

    def _made(self, game: int, pace: tuple[str, ...]) -> Generator:
        known = next((k for k in self._chains if k[0] == game), None)
        moves, clock = self.track.moves[game], self.clock.paced(pace)
        if known is not None and self.concept == "R":
            again = paced(self._chains[known], moves, self.clock.paced(known[1]), clock)
            if again is not None:
                return again
        made = generator(moves, self.utilities[game], clock, self.concept, self.span, self.views[game])
        return made if self.lumping is None else self.lumping.states[game].apply(made)[0]

    def turn(self, game: int, option: str) -> Generator:
        """Return the chain whose one step draws a chance option anew.

        Parameters
        ----------
        game
            Number of a game.
        option
            Id of a chance option.
        """
        if (game, option) not in self._turns:
            made = turn(self.track.moves[game], option, self.clock)
            if self.lumping is not None:
                made = self.lumping.turns[game, option].apply(made)[0]
            self._turns[game, option] = made
        return self._turns[game, option]

    def lumped(self, blocks: Lumping | None, error: float) -> Block:
        """Return these chains over blocks of states; as they are where that would mean a larger error.

        Parameters
        ----------
        blocks
            The blocks.
        error
            Largest sum of absolute errors, at the end of the clock, of a distribution.
        """
        if blocks is None or self.lumping is not None:
            return self
        made = Block(self.track, self.clock, self.utilities, self.span, self.views, self.concept, blocks)
        off, last = np.zeros(len(self.clock)), self.clock.years
        for stage in self.track.stages:
            if not any(k[0] == stage.game for k in made._chains):
                whole = self.chain(stage.chain)
                made._chains[stage.chain], astray = blocks.states[stage.game].apply(whole)
                off += astray * whole.rate * _fastest(self.track, self.clock, stage) * last
            for option in stage.turns:
                off += blocks.turns[stage.game, option].apply(self.turn(stage.game, option))[1]
        return made if (off <= error).all() else self

    def start(self) -> Floats:
        """Return (S, W) the distribution at the start: the status quo with the choice made."""
        game = self.track.games[0]
        quo, size = game.status_quo, len(game)
        if self.lumping is not None:
            quo, size = self.lumping.states[0].block[quo], len(self.lumping.states[0])
        x = np.zeros((size, len(self.clock)))
        x[quo] = 1.0
        return x

    def enter(self, stage: Stage, x: Floats, before: int) -> Floats:
        """Return (S, W) the distribution once a stage has begun.

        Parameters
        ----------
        stage
            The one that begins; its elections are held in their order.
        x
            (S, W): the distribution over what the game ``before`` is followed over.
        before
            Number of the game that was played until then.
        """
        if stage.game != before:
            size = len(self.track.games[stage.game])
            if self.lumping is not None:
                size = len(self.lumping.states[stage.game])
            lifted = np.zeros((size, x.shape[1]))
            np.add.at(lifted, self.lift(), x)
            x = lifted
        for option in stage.turns:
            x = self.turn(stage.game, option).forth(x)
        return x

    def lift(self) -> Ints:
        """Return for each state of the first game, or block, its place in the second."""
        if self.lumping is None:
            return self.track.lift
        first, second = self.lumping.states
        found: Ints = second.block[self.track.lift[first.first]]
        return found

    def seen(self, masks: Sequence[Bools]) -> list[Bools]:
        """Return per game (M, S) masks over what these chains are over.

        Parameters
        ----------
        masks
            One table for each game, over all of its states.

        Raises
        ------
        ValueError
            If a mask holds in a part of a block.
        """
        if self.lumping is None:
            return list(masks)
        found = [m[:, one.first] for m, one in zip(masks, self.lumping.states, strict=True)]
        for short, m, one in zip(found, masks, self.lumping.states, strict=True):
            if not np.array_equal(short[:, one.block], m):
                raise ValueError("a condition tells states apart that were lumped")
        return found


def lumping(
    track: Track, worlds: Worlds, clock: Clock, concept: str, masks: Sequence[Bools]
) -> Lumping | None:
    """Find the states that need not be told apart to say when some conditions hold.

    Parameters
    ----------
    track
        What is played when.
    worlds
        The worlds, of which at most eight are looked at: the first of each reading, and the first ones.
    clock
        Their clock.
    concept
        What actors look at when they choose.
    masks
        Per game (M, S): the conditions.

    Returns
    -------
    Lumping or None
        ``None`` where all states have to be told apart, and where turns on top come and go with windows.
    """
    if concept != "R" or len({tuple(h.id for h in clock.paced(s.pace).hurries) for s in track.stages}) > 1:
        return None
    heads = np.unique(worlds.reading, return_index=True)[1]
    index = np.unique(np.concatenate((heads[:_SAMPLE], np.arange(min(len(worlds), _SAMPLE // 2)))))[:_SAMPLE]
    block = Block.of(track, worlds, clock.take(index), concept, index)
    states: list[Lump] = []
    turns: dict[tuple[int, str], Lump] = {}
    for game in reversed(range(len(track.games))):
        sets = _encoded(masks[game])[0]
        if states:
            after = states[0].block[track.lift]
            sets = np.unique(np.stack([sets, after]), axis=1, return_inverse=True)[1].astype(np.int32)
        here = [s for s in track.stages if s.game == game]
        drawn = dict.fromkeys(o for s in here for o in s.turns)
        chains = [block.chain(here[0].chain), *(block.turn(game, o) for o in drawn)]
        blocks = coarsest(chains, sets)
        found = [lump(c, blocks) for c in chains]
        whole = [x for x in found if x is not None]
        if len(whole) < len(found):
            return None
        states.insert(0, whole[0])
        turns |= {(game, o): x for o, x in zip(drawn, whole[1:], strict=True)}
    if all(len(x) == len(g) for x, g in zip(states, track.games, strict=True)):
        return None
    return Lumping(tuple(states), turns)


def _fastest(track: Track, clock: Clock, stage: Stage) -> float:
    """How many times faster than in a stage anybody ever moves, at most."""
    here, most = clock.paced(stage.pace), 1.0
    for pace in {s.pace for s in track.stages if s.game == stage.game}:
        there = clock.paced(pace)
        rows = [(there.rates, here.rates)]
        rows += [(x.rate[None], y.rate[None]) for x, y in zip(there.shocks, here.shocks, strict=True)]
        rows += [(x.rate[None], y.rate[None]) for x, y in zip(there.hurries, here.hurries, strict=True)]
        for new, old in rows:
            most = max(
                most, float(np.divide(new, old, out=np.ones_like(new), where=old > 0).max(initial=1.0))
            )
    return most


def follow(
    block: Block,
    times: Floats,
    masks: Sequence[Bools],
    inside: Sequence[Bools] | None = None,
    opens: float = 0.0,
    error: float = ERROR,
    watch: Watch | None = None,
) -> Floats:
    """Return (T, M, W) probability of each of M masks at each time.

    Parameters
    ----------
    masks
        Per game (M, S).
    inside
        Per game (S,): from ``opens`` on, a world that leaves this set is lost, so that what is returned is
        the probability to be in a mask and not to have left the set.
    opens
        Years from the start.
    watch
        Told of every stage: what enters it, and how long each state lasts in it.
    """
    times, masks = np.asarray(times, np.float64), block.seen(masks)
    if inside is not None:
        inside = [m[0] for m in block.seen([m[None] for m in inside])]
    out = np.zeros((len(times), len(masks[0]), len(block.clock)))
    track, x, before = block.track, block.start(), 0
    killed: dict[Key, Generator] = {}
    stages = cut(track.stages, opens) if inside is not None else track.stages
    for k, stage in enumerate(stages):
        end = stages[k + 1].begin if k + 1 < len(stages) else np.inf
        if watch is not None:
            watch.entered(stage, x, before)
        x = block.enter(stage, x, before)
        before, chain = stage.game, block.chain(stage.chain)
        here = (times >= stage.begin) & (times < end)
        more = bool((times >= end).any())
        kept = None
        if inside is not None and stage.begin >= opens:
            kept = inside[stage.game]
            if stage.chain not in killed:
                killed[stage.chain] = chain.within(kept)
            chain, x = killed[stage.chain], np.ascontiguousarray(x[kept])
            if not x.any():
                break  # nothing is left, and what is outside is lost
        dates = np.append(times[here], end) if more else times[here]
        if not dates.size:
            break
        group, table = np.zeros(len(x), np.int32), np.zeros((1, len(masks[0])), bool)
        if here.any():
            group, table = _encoded(masks[stage.game] if kept is None else masks[stage.game][:, kept])
        spent = watch is not None
        found = evolve(chain, x, dates - stage.begin, group, table, more, spent, error)
        if watch is not None:
            watch.spent(stage, found.spent)
        out[here] = found.masses[: int(here.sum())]
        if not more:
            break
        x = found.last
        if kept is not None:
            x = np.zeros((len(kept), x.shape[1]))
            x[kept] = found.last
    return out


def _encoded(masks: Bools) -> tuple[Ints, Bools]:
    """Number the combinations of masks that occur: (S,) numbers, and (U, M) what each stands for."""
    if not masks.shape[1]:
        return np.zeros(0, np.int32), np.zeros((0, len(masks)), bool)
    packed = np.ascontiguousarray(np.packbits(masks, axis=0).T)
    if not packed.shape[1]:
        return np.zeros(masks.shape[1], np.int32), np.zeros((1, 0), bool)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    return group.astype(np.int32), masks[:, first].T
