"""The tables of a workspace."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

__all__ = ["META", "answers", "cases", "log", "rounds", "versions", "wishes"]

META = MetaData()

#: The version that a case stands at; ``rev`` counts its changes.
cases = Table(
    "cases",
    META,
    Column("case", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("rev", Integer, nullable=False),
)

#: Every text that a case has had; none is ever changed.
versions = Table(
    "versions",
    META,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case", String(200), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)

#: What-ifs, by name.
wishes = Table(
    "wishes",
    META,
    Column("case", String(200), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("query", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    Column("rev", Integer, nullable=False),
)

#: Rounds in which analysts are asked.
rounds = Table(
    "rounds",
    META,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case", String(200), nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    Column("revealed", Integer, nullable=False),
    UniqueConstraint("case", "number"),
)

#: One analyst's 5%, 50% and 95% quantiles of one quantity.
answers = Table(
    "answers",
    META,
    Column("round", Integer, ForeignKey("rounds.id"), primary_key=True),
    Column("who", String(200), primary_key=True),
    Column("quantity", String(200), primary_key=True),
    Column("low", Float, nullable=False),
    Column("middle", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("rev", Integer, nullable=False),
)

#: Who did what, in order; lines are added and never changed.
log = Table(
    "log",
    META,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case", String(200), nullable=False, index=True),
    Column("who", String(200), nullable=False),
    Column("at", String(40), nullable=False),
    Column("what", String(40), nullable=False),
    Column("about", Text, nullable=False),
)
