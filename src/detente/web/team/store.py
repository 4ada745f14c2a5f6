"""What a workspace keeps, in SQLite or on a PostgreSQL server; two who write at once lose nothing.

Everything that can be changed carries a count of its changes. Whoever writes says which count was read; if it
has become another one, nothing is written and that is told. A write and its line in the log are one
transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from detente.elicitation import Answer
from detente.errors import DetenteError
from detente.web.team.place import engine
from detente.web.team.records import Kept, Outdated, Round, Version
from detente.web.team.tables import META, answers, cases, log, rounds, versions, wishes

__all__ = ["Store"]


class Store:
    """A workspace.

    Parameters
    ----------
    url
        ``sqlite:///file`` or ``postgresql://user@host/name``, as SQLAlchemy reads it.

    Raises
    ------
    MissingExtra
        If a PostgreSQL server is named and its driver is not installed.
    DetenteError
        If the address cannot be read, or nothing answers there.
    """

    def __init__(self, url: str) -> None:
        self._engine = engine(url)
        with _told():
            META.create_all(self._engine)

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    # ---------------------------------------------------------------------------------- versions

    def versions(self, case: str) -> tuple[Version, ...]:
        """Return what was saved of a case, the newest first.

        Parameters
        ----------
        case
            Its id.
        """
        columns = (versions.c.id, versions.c.digest, versions.c.who, versions.c.at)
        found = select(*columns).where(versions.c.case == case).order_by(versions.c.id.desc())
        with self._open() as on:
            return tuple(Version(*row) for row in on.execute(found))

    def text(self, case: str, version: int) -> str:
        """Return the text of a version.

        Parameters
        ----------
        case
            Id of the case.
        version
            Number of the version.

        Raises
        ------
        DetenteError
            If there is none.
        """
        with self._open() as on:
            found = on.execute(
                select(versions.c.text).where(versions.c.id == version, versions.c.case == case)
            ).scalar()
        if found is None:
            raise DetenteError(f"there is no version {version} of this case in the workspace")
        return str(found)

    def add(self, case: str, text: str, digest: str, base: str, who: str) -> int:
        """Add a version after the one that it was made from.

        Parameters
        ----------
        case, text, digest
            The case, its new text and the digest of it.
        base
            Digest of the version that it was made from; empty for the first one.
        who
            Who saves it.

        Returns
        -------
        int
            Number of the version.

        Raises
        ------
        Outdated
            If the case stands at another version.
        """
        with self._write(case, who, "version", digest) as on:
            row = on.execute(select(cases.c.version, cases.c.rev).where(cases.c.case == case)).one_or_none()
            now = (
                ""
                if row is None
                else on.execute(select(versions.c.digest).where(versions.c.id == row.version)).scalar_one()
            )
            if base and now and now != base:
                raise Outdated("somebody else has saved a version of this case meanwhile")
            put = {"case": case, "text": text, "digest": digest, "who": who, "at": _now()}
            (number,) = on.execute(insert(versions).values(put).returning(versions.c.id)).one()
            if row is None:
                on.execute(insert(cases).values(case=case, version=number, rev=1))
            else:
                where = (cases.c.case == case, cases.c.rev == row.rev)
                _one(on, update(cases).where(*where).values(version=number, rev=row.rev + 1))
            return int(number)

    # ---------------------------------------------------------------------------------- what-ifs

    def wishes(self, case: str) -> tuple[Kept, ...]:
        """Return the what-ifs of a case, by name.

        Parameters
        ----------
        case
            Its id.
        """
        columns = (wishes.c.name, wishes.c.query, wishes.c.who, wishes.c.at, wishes.c.rev)
        with self._open() as on:
            found = on.execute(select(*columns).where(wishes.c.case == case).order_by(wishes.c.name))
            return tuple(Kept(*row) for row in found)

    def keep(self, case: str, name: str, query: str, who: str, rev: int = 0) -> None:
        """Keep a what-if under a name.

        Parameters
        ----------
        case, name, query
            The case, the name, and what is changed.
        who
            Who keeps it.
        rev
            Count of changes that was read; 0 for a new name.

        Raises
        ------
        Outdated
            If the name is there already, or was changed since.
        """
        with self._write(case, who, "what-if", name) as on:
            put = {"query": query, "who": who, "at": _now(), "rev": rev + 1}
            if not rev:
                on.execute(insert(wishes).values(case=case, name=name, **put))
            else:
                where = (wishes.c.case == case, wishes.c.name == name, wishes.c.rev == rev)
                _one(on, update(wishes).where(*where).values(put))

    # ------------------------------------------------------------------------------------ rounds

    def round(self, case: str) -> Round | None:
        """Return the newest round of a case.

        Parameters
        ----------
        case
            Its id.
        """
        found = select(rounds).where(rounds.c.case == case).order_by(rounds.c.number.desc()).limit(1)
        with self._open() as on:
            row = on.execute(found).one_or_none()
        if row is None:
            return None
        return Round(row.id, row.number, row.digest, row.who, row.at, bool(row.revealed))

    def begin(self, case: str, digest: str, who: str, number: int) -> None:
        """Begin a round.

        Parameters
        ----------
        case, digest
            The case, and the digest of what is asked about.
        who
            Who begins it.
        number
            Its number among those of the case, one more than the last.

        Raises
        ------
        Outdated
            If somebody else has begun it.
        """
        with self._write(case, who, "round", str(number)) as on:
            put = {"case": case, "number": number, "digest": digest, "who": who, "at": _now()}
            on.execute(insert(rounds).values(**put, revealed=0))

    def answer(self, case: str, round_: int, who: str, quantity: str, given: Answer, rev: int = 0) -> int:
        """Keep an analyst's answer.

        Parameters
        ----------
        case, round_
            The case, and the id of the round.
        who, quantity, given
            Who answers what.
        rev
            Count of changes that was read; 0 for a first answer.

        Returns
        -------
        int
            The count now.

        Raises
        ------
        Outdated
            If the round is over, or the answer was changed since.
        """
        with self._write(case, who, "answer", f"{round_}: {quantity}") as on:
            row = on.execute(
                select(rounds.c.revealed).where(rounds.c.id == round_).with_for_update(read=True)
            )
            if row.scalar() != 0:
                raise Outdated("the answers of this round are revealed, so none can be changed")
            put = {"low": given.low, "middle": given.middle, "high": given.high, "rev": rev + 1}
            if not rev:
                on.execute(insert(answers).values(round=round_, who=who, quantity=quantity, **put))
            else:
                where = (answers.c.round == round_, answers.c.who == who, answers.c.quantity == quantity)
                _one(on, update(answers).where(*where, answers.c.rev == rev).values(put))
            return rev + 1

    def answers(self, round_: int, who: str = "") -> Mapping[str, Mapping[str, tuple[Answer, int]]]:
        """Return answers with the counts of their changes, by analyst and quantity.

        Parameters
        ----------
        round_
            Id of the round.
        who
            Whose; empty for everybody's.
        """
        found = select(answers).where(answers.c.round == round_).order_by(answers.c.who, answers.c.quantity)
        if who:
            found = found.where(answers.c.who == who)
        listed: dict[str, dict[str, tuple[Answer, int]]] = {}
        with self._open() as on:
            for row in on.execute(found):
                given = Answer(row.low, row.middle, row.high), row.rev
                listed.setdefault(row.who, {})[row.quantity] = given
        return listed

    def counts(self, round_: int) -> dict[str, int]:
        """Return how many answers each analyst has given, and nothing of what they say.

        Parameters
        ----------
        round_
            Id of the round.
        """
        found = select(answers.c.who, func.count()).where(answers.c.round == round_).group_by(answers.c.who)
        with self._open() as on:
            return {who: int(n) for who, n in on.execute(found.order_by(answers.c.who))}

    def reveal(self, case: str, round_: int, who: str) -> None:
        """Show everybody the answers of a round; they can be changed no more.

        Parameters
        ----------
        case, round_
            The case, and the id of the round.
        who
            Who reveals them.

        Raises
        ------
        Outdated
            If that was done already.
        """
        with self._write(case, who, "reveal", str(round_)) as on:
            on.execute(select(rounds.c.id).where(rounds.c.id == round_).with_for_update())
            _one(on, update(rounds).where(rounds.c.id == round_, rounds.c.revealed == 0).values(revealed=1))

    # --------------------------------------------------------------------------------------- log

    def history(self, case: str) -> tuple[Mapping[str, str], ...]:
        """Return who did what, the oldest first.

        Parameters
        ----------
        case
            Id of the case.
        """
        found = select(log.c.who, log.c.at, log.c.what, log.c.about).where(log.c.case == case)
        with self._open() as on:
            return tuple(dict(row) for row in on.execute(found.order_by(log.c.id)).mappings())

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        with _told(), self._engine.connect() as on:
            yield on

    @contextmanager
    def _write(self, case: str, who: str, what: str, about: str) -> Iterator[Connection]:
        with _told(), self._engine.begin() as on:
            yield on
            on.execute(insert(log).values(case=case, who=who, at=_now(), what=what, about=about))


@contextmanager
def _told() -> Iterator[None]:
    """Tell what the database refuses as our own errors."""
    try:
        yield
    except IntegrityError:
        raise Outdated("somebody else has written the same meanwhile; nothing was changed") from None
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()
        raise DetenteError(f"the workspace cannot be used: {cause[0] if cause else 'no answer'}") from None


def _one(on: Connection, what: Any) -> None:
    """Change exactly one row, or refuse."""
    if on.execute(what).rowcount != 1:
        raise Outdated("somebody else has written the same meanwhile; nothing was changed")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
