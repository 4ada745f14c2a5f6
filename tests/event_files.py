"""Event files of every format, written row by row for tests; what they tell is made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["FORMS", "Told", "head", "row", "text"]

FIRST = date(2018, 1, 1)

_ICEWS = (
    "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,"
    "Target Name,Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,"
    "Country,Latitude,Longitude"
)
_POLECAT = (
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,"
    "Actor COW,Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,"
    "Recipient Name,Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,"
    "Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,Placename,City,District,Province,Country,"
    "Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,Publication Date,Story People,"
    "Story Organizations,Story Locations,Language,Version"
)

#: Format -> separator and headings; none where the files have none.
FORMS = {
    "gdelt": ("\t", ""),
    "icews": ("\t", _ICEWS),
    "polecat": ("\t", _POLECAT),
    "acled": (
        ",",
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,notes,timestamp",
    ),
    "ged": (
        ",",
        "id,code_status,type_of_violence,side_a,side_b,where_prec,adm_1,country,event_clarity,date_prec,"
        "date_start,date_end,best,high,low",
    ),
    "dyads": (",", "id,date,source,target,cameo,goldstein"),
    "own": (",", "id,date,actors,type,summary,moves"),
}


@dataclass(frozen=True)
class Told:
    """An event to be told: its number, days after the first of 2018, who does it to whom, and its score."""

    number: int
    day: int = 0
    source: str = "USA"
    target: str = "PRK"
    score: float = -4.0
    stamp: int = 0

    @property
    def date(self) -> date:
        return FIRST + timedelta(self.day)


def head(form: str, sep: str = "") -> str:
    usual, names = FORMS[form]
    return names.replace(",", sep or usual)


def row(form: str, told: Told, sep: str = "") -> str:
    """One row of a format, or of a format with another separator."""
    return (sep or FORMS[form][0]).join(_FIELDS[form](told))


def text(form: str, rows: Sequence[Told], sep: str = "", end: str = "\n") -> str:
    """A whole file: headings if the format has them, and rows."""
    lines = [head(form, sep)] if head(form) else []
    return "".join(line + end for line in [*lines, *(row(form, told, sep) for told in rows)])


def _gdelt(told: Told) -> list[str]:
    fields = [""] * 61
    day = f"{told.date:%Y%m%d}"
    fields[0], fields[1], fields[7], fields[17] = str(told.number), day, told.source, told.target
    fields[25], fields[26], fields[28], fields[29], fields[30] = "1", "130", "13", "3", str(told.score)
    fields[53], fields[59], fields[60] = "KS", f"{day}120000", f"https://example.org/{told.number}"
    return fields


def _icews(told: Told) -> list[str]:
    fields = [""] * 20
    fields[0], fields[1], fields[4], fields[10] = str(told.number), str(told.date), told.source, told.target
    fields[6], fields[7], fields[17] = "130", str(told.score), "South Korea"
    return fields


def _polecat(told: Told) -> list[str]:
    fields = ["None"] * 40
    fields[:7] = [f"P{told.number}", str(told.date), "THREATEN", "", str(told.score), "VERBAL CONFLICT", ""]
    fields[8], fields[16], fields[27] = told.source, told.target, "KOR"
    return fields


def _acled(told: Told) -> list[str]:
    names = {"USA": "the United States", "PRK": "North Korea", "KOR": "South Korea"}
    sides = [f"Military Forces of {names.get(side, side)} (2011-)" for side in (told.source, told.target)]
    mark, day, stamp = f"KOR{told.number}", f"{told.date:%d %B %Y}", str(1_600_000_000 + told.stamp)
    return [mark, day, "1", "Battles", "Armed clash", *sides, "South Korea", "made up", stamp]


def _ged(told: Told) -> list[str]:
    sides = [f"Government of {told.source}", f"Government of {told.target}"]
    day, dead = f"{told.date} 00:00:00.000", str(abs(round(told.score)))
    return [
        str(told.number),
        "Clear",
        "1",
        *sides,
        "1",
        "",
        "South Korea",
        "1",
        "1",
        day,
        day,
        dead,
        dead,
        dead,
    ]


def _dyads(told: Told) -> list[str]:
    return [str(told.number), str(told.date), told.source, told.target, "130", str(told.score)]


def _own(told: Told) -> list[str]:
    who = f"{told.source.lower()};{told.target.lower()}"
    return [f"E{told.number}", str(told.date), who, "talk", f"Talk number {told.score}", ""]


_FIELDS = {
    "gdelt": _gdelt,
    "icews": _icews,
    "polecat": _polecat,
    "acled": _acled,
    "ged": _ged,
    "dyads": _dyads,
    "own": _own,
}
