"""Countries by the three ways in which event files name them: ISO codes, FIPS codes, and names.

GDELT gives actors by ISO 3166-1 alpha-3 codes and places by FIPS 10-4 codes, where KS is South Korea, CH is
China and RS is Russia; ICEWS gives names. Only the countries that such files on Northeast Asia name often
are listed. What is not listed is kept as it is written.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["COUNTRIES", "from_fips", "from_name", "within"]

#: ISO code -> FIPS code and names, the one in use first.
COUNTRIES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "PRK": ("KN", ("North Korea", "Korea, North", "Democratic People's Republic of Korea", "DPRK")),
    "KOR": ("KS", ("South Korea", "Korea, South", "Republic of Korea")),
    "RUS": ("RS", ("Russia", "Russian Federation")),
    "CHN": ("CH", ("China", "People's Republic of China")),
    "USA": ("US", ("United States", "United States of America")),
    "JPN": ("JA", ("Japan",)),
    "AUS": ("AS", ("Australia",)),
    "BLR": ("BO", ("Belarus",)),
    "BRA": ("BR", ("Brazil",)),
    "CAN": ("CA", ("Canada",)),
    "CUB": ("CU", ("Cuba",)),
    "DEU": ("GM", ("Germany",)),
    "FRA": ("FR", ("France",)),
    "GBR": ("UK", ("United Kingdom",)),
    "GEO": ("GG", ("Georgia",)),
    "HKG": ("HK", ("Hong Kong",)),
    "IDN": ("ID", ("Indonesia",)),
    "IND": ("IN", ("India",)),
    "IRN": ("IR", ("Iran", "Islamic Republic of Iran")),
    "IRQ": ("IZ", ("Iraq",)),
    "ISR": ("IS", ("Israel",)),
    "ITA": ("IT", ("Italy",)),
    "KAZ": ("KZ", ("Kazakhstan",)),
    "LAO": ("LA", ("Laos",)),
    "MMR": ("BM", ("Myanmar", "Burma")),
    "MNG": ("MG", ("Mongolia",)),
    "MYS": ("MY", ("Malaysia",)),
    "PAK": ("PK", ("Pakistan",)),
    "PHL": ("RP", ("Philippines",)),
    "POL": ("PL", ("Poland",)),
    "SAU": ("SA", ("Saudi Arabia",)),
    "SGP": ("SN", ("Singapore",)),
    "SYR": ("SY", ("Syria",)),
    "THA": ("TH", ("Thailand",)),
    "TUR": ("TU", ("Turkey", "Türkiye")),
    "TWN": ("TW", ("Taiwan",)),
    "UKR": ("UP", ("Ukraine",)),
    "VNM": ("VM", ("Vietnam", "Viet Nam")),
}

_FIPS: Final = {fips: iso for iso, (fips, _) in COUNTRIES.items()}
_NAMES: Final = {name.casefold(): iso for iso, (_, names) in COUNTRIES.items() for name in names}

#: Longest names first, so that "South Korea" is not found inside another.
_INSIDE: Final = re.compile(
    r"\b(" + "|".join(sorted((re.escape(n) for n in _NAMES), key=len, reverse=True)) + r")\b", re.IGNORECASE
)


def from_fips(code: str) -> str:
    """Return the ISO code for a FIPS 10-4 code, or the code as written if it is not listed.

    Examples
    --------
    >>> from_fips("KS"), from_fips("CH"), from_fips("ZZ")
    ('KOR', 'CHN', 'ZZ')
    """
    return _FIPS.get(code, code)


def from_name(name: str) -> str:
    """Return the ISO code for a country's name, code or nothing, or the name as written.

    Examples
    --------
    >>> from_name("Russian Federation"), from_name("prk"), from_name("Atlantis"), from_name("None")
    ('RUS', 'PRK', 'Atlantis', '')
    """
    bare = name.strip()
    if bare.casefold() in ("", "none", "null", "nan"):
        return ""
    return bare.upper() if bare.upper() in COUNTRIES else _NAMES.get(bare.casefold(), bare)


def within(text: str) -> tuple[str, ...]:
    """Return the ISO codes of the countries that a text names, in order and once each.

    Examples
    --------
    >>> within("Military Forces of South Korea (2017-2022)")
    ('KOR',)
    """
    return tuple(dict.fromkeys(_NAMES[found.casefold()] for found in _INSIDE.findall(text)))
