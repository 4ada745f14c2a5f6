"""What every section is written from: the case, the findings, and how both are called in sentences."""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.brief.words.naming import actor_name, choice_name
from detente.case import Case
from detente.insight import ChoiceFindings, Findings
from detente.paper import numbers
from detente.paper.english import capital
from detente.paper.estimate import Estimate
from detente.paper.model import Figure

__all__ = ["CERTAIN", "Material"]

#: Stands where an error would stand if there were one.
CERTAIN = "Nothing in this case is uncertain, so the numbers have no error."


@dataclass(frozen=True, slots=True)
class Material:
    """A case and what was found.

    Parameters
    ----------
    case, findings
        The two sides of the brief.
    """

    case: Case
    findings: Findings

    @property
    def certain(self) -> bool:
        """Whether nothing is uncertain, so that the central world is the only one."""
        return self.findings.worlds == 0

    @property
    def focal(self) -> str:
        """Name of the actor at the crossroads, or an empty string."""
        return actor_name(self.case, self.case.focal) if self.case.focal else ""

    @property
    def compares(self) -> bool:
        """Whether there are choices to compare and somebody to compare them for."""
        found = [c.best.value for c in self.findings.choices]
        return bool(self.focal) and len(found) > 1 and all(map(math.isfinite, found))

    @property
    def never(self) -> Estimate:
        """The share of something that no world shows."""
        return Estimate(0.0, 0.0, max(self.findings.worlds, 1))

    def share(self, estimate: Estimate) -> Figure:
        """Show a share of worlds.

        Parameters
        ----------
        estimate
            A share in [0, 1] of the worlds.
        """
        return numbers.share(estimate, self.certain)

    def of(self, estimate: Estimate, whose: str = "") -> str:
        """Say a share of worlds in a sentence, to stand behind *in* or in brackets.

        Parameters
        ----------
        estimate
            A share in [0, 1] of the worlds.
        whose
            What the worlds have in common, where it is not all of them.
        """
        return numbers.of_worlds(estimate, self.certain, whose)

    def portion(self, estimate: Estimate) -> Figure:
        """Show a share that is none of worlds.

        Parameters
        ----------
        estimate
            A share in [0, 1].
        """
        return numbers.portion(estimate, self.certain)

    def change(self, estimate: Estimate) -> Figure:
        """Show a change of an actor's lot.

        Parameters
        ----------
        estimate
            A part of the actor's range, in [-1, 1].
        """
        return numbers.change(estimate, self.certain)

    def choice(self, found: ChoiceFindings | str) -> str:
        """Return the name of a choice, to begin a line or head a column.

        Parameters
        ----------
        found
            The choice, or its id.
        """
        name = found if isinstance(found, str) else found.choice
        return capital(choice_name(self.case, name))

    def place(self, choice: str) -> int:
        """Return the place of a choice among those found, from 0, which is also its look in pictures.

        Parameters
        ----------
        choice
            Id of the choice.

        Raises
        ------
        ValueError
            If it was not asked for.
        """
        return [c.choice for c in self.findings.choices].index(choice)

    def heads(self, first: str, alone: str = "Share") -> tuple[str, ...]:
        """Return the headings of a table that sets the choices side by side.

        Parameters
        ----------
        first
            Heading of the first column.
        alone
            Heading of the only other column where there are no choices.
        """
        return (first, *(self.choice(c) if c.choice else alone for c in self.findings.choices))

    def under(self, found: ChoiceFindings | str) -> str:
        """Return a heading for what belongs to one choice; empty for the whole game.

        Parameters
        ----------
        found
            The choice, or its id.
        """
        name = found if isinstance(found, str) else found.choice
        return f"Choice: {choice_name(self.case, name)}" if name else ""

    def reading(self, reading: str) -> str:
        """Return the name of a reading.

        Parameters
        ----------
        reading
            Id of the reading; an unknown one stands for itself.
        """
        found = self.case.readings.get(reading)
        return capital(found.name) if found else reading

    def quoted(self, reading: str) -> str:
        """Return the name of a reading as sentences have it.

        Parameters
        ----------
        reading
            Id of the reading; an unknown one stands for itself.
        """
        found = self.case.readings.get(reading)
        return f"“{found.name if found else reading}”"

    def note(self, what: str, *more: str) -> str:
        """Say what the numbers of a table are and how many worlds stand behind them.

        Parameters
        ----------
        what
            What the numbers are, without a full stop.
        *more
            Sentences that follow.
        """
        error = f". {CERTAIN}" if self.certain else f" ± one standard error; {self.findings.worlds:,} worlds."
        return " ".join((what + error, *more))

    def by_reading(self, what: str, *more: str) -> str:
        """Say the same where each column is one reading.

        Parameters
        ----------
        what
            What the numbers are, without a full stop.
        *more
            Sentences that follow.
        """
        taken = ", ".join(f"{self.quoted(r.reading)} {r.worlds:,}" for r in self.findings.readings)
        return " ".join((f"{what} ± one standard error; worlds: {taken}.", *more))
