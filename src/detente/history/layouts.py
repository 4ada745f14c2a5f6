"""How large event files are laid out, and which SQL turns their fields into the columns of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from detente.history.countries import COUNTRIES
from detente.history.readers.gdelt import FIELDS, OLD

__all__ = ["LAYOUTS", "Layout"]

_ROOTS: Final = ", ".join(f"'{root:02}'" for root in range(1, 21))


@dataclass(frozen=True, slots=True)
class Layout:
    """A format of large files; fields are called ``f0``, ``f1`` and so on in SQL.

    Attributes
    ----------
    fields : int
        Number of fields of a row, with tabs between them and without quotes.
    dates : str
        How dates are written.
    typed : Mapping[int, str]
        Field -> type that it must have; the others are text.
    select : str
        The columns of the store.
    sound : str
        What must hold of a row beyond its types, for fields of type text too.
    """

    fields: int
    dates: str
    typed: Mapping[int, str]
    select: str
    sound: str


def _gdelt(fields: int) -> Layout:
    place, added = FIELDS[fields]
    isos = ", ".join(f"'{fips}': '{iso}'" for iso, (fips, _) in COUNTRIES.items())
    typed = {1: "DATE", 25: "UTINYINT", 29: "UTINYINT", 30: "DECIMAL(4, 1)"}
    select = f"""f0 AS id, f1 AS day, coalesce(f7, '') AS source, coalesce(f17, '') AS target, f26 AS code,
        f29 AS quad, f30 AS score, f25 = 1 AS is_root,
        coalesce(MAP {{{isos}}}[f{place}], f{place}, '') AS place,
        coalesce(date_diff('day', f1, try_strptime(left(f{added}, 8), '%Y%m%d')::DATE) >= {OLD}, false)
            AS doubtful,
        year(f1) AS year"""
    sound = f"""f1 IS NOT NULL AND f25 IN (0, 1) AND f28 IN ({_ROOTS}) AND starts_with(f26, f28)
        AND regexp_full_match(f26, '[0-9]{{2,4}}') AND abs(coalesce(f30, 0)) <= 10
        AND f29 = CASE WHEN f28 <= '05' THEN 1 WHEN f28 <= '08' THEN 2 WHEN f28 <= '13' THEN 3 ELSE 4 END"""
    return Layout(fields, "%Y%m%d", typed, select, sound)


#: Name of a format -> its layout.
LAYOUTS: Final[dict[str, Layout]] = {"gdelt": _gdelt(61), "gdelt-1": _gdelt(58)}
