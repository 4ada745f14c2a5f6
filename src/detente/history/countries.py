"""Countries by the ways in which event files name them: codes of four systems, and names old and new.

GDELT gives actors by the codes of CAMEO and places by FIPS 10-4 codes, where KS is South Korea, CH is China
and RS is Russia; ICEWS, ACLED and UCDP give names; other extracts have codes of ISO 3166-1 or of the
Correlates of War. All become ISO 3166-1 alpha-3 codes by the table ``countries.csv``, which holds all of ISO
3166-1, Kosovo (XKX), and states that are no more by their codes of ISO 3166-3. What is not listed is kept as
it is written.

A state that continues another one has its code: the USSR is RUS, West Germany DEU, Zaire COD. Yugoslavia
(YUG), Czechoslovakia (CSK), East Germany (DDR), South Yemen (YMD) and South Vietnam (RVN) have codes of
their own. Where a code of the Correlates of War is another country's ISO code (AUS, MAC, MNG, SLV, SWZ), it
is read as ISO.

Sources of the table: ISO 3166 as Debian's iso-codes has it; FIPS 10-4 as GeoNames has it, with codes given
up since; Correlates of War, State System Membership (v2016); Gleditsch and Ward (1999); the country codes of
CAMEO.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

__all__ = ["called", "fips_codes", "from_code", "from_fips", "from_name", "other_codes", "within"]

_TABLE: Final = Path(__file__).with_name("countries.csv")

#: Texts that hold a country's name and mean another country, or none.
_MISLEADING: Final = {
    "New Mexico": "USA",
    "New Jersey": "USA",
    "New England": "USA",
    "New South Wales": "AUS",
    "Inner Mongolia": "CHN",
    "Gulf of Guinea": "",
    "Gulf of Mexico": "",
    "Gulf of Oman": "",
    "Sea of Japan": "",
    "South China Sea": "",
    "East China Sea": "",
    "Lake Chad": "",
    "Islamic State of Iraq": "",
}

#: Names that stand for a country by themselves, but not in the middle of a text.
_NOT_INSIDE: Final = frozenset(
    ("America", "Argentine", "Columbia", "Emirates", "Lao", "Reunion", "Salvador", "Timor", "Wales")
)

_OFFICIAL: Final = re.compile(
    r"(?:\w+ )*?(?:republic|kingdom|commonwealth|principality|sultanate|duchy|federation|union"
    r"|(?<!islamic )state|government) (.+)"
)
#: Words that are written short, and how they are listed.
_SHORT: Final = {"st": "saint", "rep": "republic", "dem": "democratic", "fed": "federated", "sts": "states"}
_SEVERAL: Final = re.compile(r"[^a-z0-9]+")


@cache
def _rows() -> tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]:
    """Return ISO code, two-letter code, FIPS codes, other codes and names of each country."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return tuple((r[0], r[1], tuple(r[2].split()), tuple(r[3].split()), tuple(r[4].split("|"))) for r in rows)


@cache
def fips_codes() -> dict[str, str]:
    """Return the ISO code for each FIPS 10-4 code."""
    return {fips: iso for iso, _, codes, _, _ in _rows() for fips in codes}


@cache
def other_codes() -> dict[str, str]:
    """Return the ISO code for each code of CAMEO and of other systems that is no ISO code itself."""
    return {code: iso for iso, _, _, codes, _ in _rows() for code in codes}


@cache
def _names() -> dict[str, str]:
    """Return the ISO code for each name in plain form."""
    return {_plain(name): iso for iso, *_, names in _rows() for name in names}


@cache
def _codes() -> dict[str, str]:
    """Return the ISO code for each code that may stand for a name; ISO codes go before others."""
    others = {code: iso for iso, two, *_ in _rows() for code in (iso, two) if code}
    return other_codes() | others


def from_fips(code: str) -> str:
    """Return the ISO code for a FIPS 10-4 code, or the code as written if it is not listed.

    Parameters
    ----------
    code
        Two letters.

    Examples
    --------
    >>> from_fips("KS"), from_fips("CH"), from_fips("ZZ")
    ('KOR', 'CHN', 'ZZ')
    """
    return fips_codes().get(code, code)


def from_code(code: str) -> str:
    """Return the ISO code for a country code of CAMEO, or the code as written if it is not listed.

    Parameters
    ----------
    code
        Three letters.

    Examples
    --------
    >>> from_code("ROM"), from_code("PRK"), from_code("EUR")
    ('ROU', 'PRK', 'EUR')
    """
    return other_codes().get(code, code)


@lru_cache(65_536)
def from_name(name: str) -> str:
    """Return the ISO code for a country's name or code, or the name as written; nothing for no name.

    Parameters
    ----------
    name
        A name or a code, in any case.

    Examples
    --------
    >>> from_name("Russian Federation"), from_name("prk"), from_name("Atlantis"), from_name("None")
    ('RUS', 'PRK', 'Atlantis', '')
    >>> from_name("Korea, Republic of"), from_name("Iran (Islamic Republic of)"), from_name("USSR")
    ('KOR', 'IRN', 'RUS')
    """
    bare = name.strip()
    if bare.casefold() in ("", "none", "null", "nan"):
        return ""
    if bare.upper() in _codes():
        return _codes()[bare.upper()]
    return next((_names()[form] for form in _forms(bare) if form in _names()), bare)


def called(name: str, names: Mapping[str, str]) -> str:
    """Return what a case calls somebody, by a name of its own or as a country, or the name as it stands.

    Parameters
    ----------
    names
        Name or ISO code -> id in the case.
    """
    return names.get(name) or names.get(from_name(name)) or name


def _forms(name: str) -> Iterable[str]:
    """Return the plain forms in which a name may be listed, the nearest first."""
    yield _plain(name)
    for turned in _turned(name):
        yield _plain(turned)
        if official := _OFFICIAL.fullmatch(_plain(turned)):
            yield official[1]


def _turned(name: str) -> Iterable[str]:
    """Put what stands behind a comma or in brackets before the name, and leave it out."""
    yield name
    before, comma, after = name.partition(",")
    if comma:
        yield f"{after} {before}"
    before, bracket, after = name.partition("(")
    if bracket:
        yield f"{after.partition(')')[0]} {before}"
        yield before


def _plain(name: str) -> str:
    """Return a name in small letters without accents, signs, articles and "of", and short words at length.

    Examples
    --------
    >>> _plain("St. Kitts & Nevis"), _plain("the Côte d’Ivoire"), _plain("U.S.S.R."), _plain("Korea, Rep. of")
    ('saint kitts and nevis', 'cote divoire', 'ussr', 'korea republic')
    """
    text = _unaccented(name).casefold().replace("&", " and ")
    text = re.sub(r"['’‘`´]|\.(?=\w\.|\s|$)|(?<=\b\w)\.", "", text)
    words = _SEVERAL.sub(" ", text).split()
    return " ".join(_SHORT.get(word, word) for word in words if word not in ("the", "of"))


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def _inside() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds names in a text, the longest first, and the code of each; capitals matter."""
    found = {
        _unaccented(name): iso for iso, *_, names in _rows() for name in names if name not in _NOT_INSIDE
    }
    found |= _MISLEADING
    found |= {name.upper(): iso for name, iso in found.items()}
    words = "|".join(sorted(map(re.escape, found), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), found


@lru_cache(65_536)
def within(text: str) -> tuple[str, ...]:
    """Return the ISO codes of the countries that a text names, in order and once each.

    Parameters
    ----------
    text
        Words of a source.

    Examples
    --------
    >>> within("Military Forces of South Korea (2017-2022)"), within("Police of New Mexico, United States")
    (('KOR',), ('USA',))
    """
    pattern, codes = _inside()
    found = (codes[name] for name in pattern.findall(_unaccented(text)))
    return tuple(dict.fromkeys(code for code in found if code))
