"""Countries by codes and names, old and new: the table is whole, and nothing in it stands for two."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import loads
from detente.history import countries, gather
from detente.history.countries import fips_codes, from_code, from_fips, from_name, other_codes, within

with Path(countries.__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as stream:
    TABLE = list(csv.DictReader(stream))

NAMES = {
    "KOR": "Korea, Republic of|Republic of Korea|Korea (Republic of)|South Korea|korea, south|ROK|KR|R.O.K.",
    "PRK": "Korea, Democratic People's Republic of|DPRK|North Korea|Korea, Dem. People’s Rep.|kp",
    "IRN": "Iran, Islamic Republic of|Iran (Islamic Republic of)|Iran, Islamic Rep.|IR|IRAN",
    "EGY": "Egypt|Egypt, Arab Rep.|Arab Republic of Egypt|United Arab Republic|EG|egypt",
    "RUS": "USSR|U.S.S.R.|Soviet Union|Russia (Soviet Union)|Russian Federation|SUN|the Russian Federation",
    "COD": "Zaire|DR Congo (Zaire)|Congo, The Democratic Republic of the|Democratic Republic of Congo|ZAR",
    "COG": "Congo|Republic of the Congo|Congo (Brazzaville)|People's Republic of the Congo",
    "MMR": "Burma|Myanmar (Burma)|Burma/Myanmar|MYA",
    "CIV": "Cote d'Ivoire|Côte d’Ivoire|Ivory Coast|COTE D'IVOIRE|CDI",
    "TUR": "Türkiye|Turkey|Republic of Turkey|Republic of Türkiye|TR",
    "MKD": "FYROM|Macedonia, FYR|the former Yugoslav Republic of Macedonia|North Macedonia",
    "SRB": "Serbia|Serbia (Yugoslavia)|Republic of Serbia|RS",
    "YEM": "Yemen (North Yemen)|Yemen Arab Republic|Yemen, Republic of",
    "VNM": "Viet Nam|Vietnam (North Vietnam)|Viet Nam, Democratic Republic of|Socialist Republic of Vietnam",
    "SWZ": "Kingdom of eSwatini (Swaziland)|Swaziland|Eswatini",
    "GBR": "UK|U.K.|Great Britain|United Kingdom|UKG|GB|Northern Ireland",
    "USA": "US|U.S.|USA|U.S.A.|United States of America|the United States",
    "CHN": "People's Republic of China|China, People's Republic of|PRC|Mainland China",
    "TWN": "Republic of China|Taiwan, Province of China|Chinese Taipei|TAW",
    "DEU": "West Germany|Germany, Federal Republic of|GMY|GFR|Federal Republic of Germany",
    "DDR": "East Germany|German Democratic Republic|GDR",
    "ROU": "ROM|Romania|RUM|RO",
    "PSE": "Occupied Palestinian Territory|Palestine, State of|West Bank|Gaza Strip",
    "BOL": "Bolivia (Plurinational State of)|Bolivia, Plurinational State of",
    "STP": "São Tomé & Príncipe|Sao Tome and Principe|ST",
    "KNA": "St. Kitts & Nevis|Saint Kitts and Nevis|St Kitts and Nevis",
    "GMB": "The Gambia|Gambia, The|Gambia",
    "XKX": "Kosovo|KOS|Republic of Kosovo|XK",
    "CSK": "Czechoslovakia",
    "YUG": "Yugoslavia|Federal Republic of Yugoslavia",
    "SCG": "Serbia and Montenegro|Serbia & Montenegro",
    "": "|none|NULL| nan ",
}


@pytest.mark.parametrize("code", NAMES)
def test_names_of_all_ages(code: str) -> None:
    assert {name: from_name(name) for name in NAMES[code].split("|")} == dict.fromkeys(
        NAMES[code].split("|"), code
    )


def test_every_country_answers_to_all_that_the_table_says() -> None:
    assert len([row for row in TABLE if len(row["iso"]) == 3]) == len(TABLE) == 258
    for row in TABLE:
        for name in (row["iso"], row["iso2"], *row["codes"].split(), *row["names"].split("|")):
            assert not name or from_name(name) == row["iso"], name
            assert not name or from_name(name.lower()) == row["iso"], name
        assert all(from_fips(fips) == row["iso"] for fips in row["fips"].split())
        assert row["iso"] in (within(row["names"].split("|")[0]) or {row["iso"]})


@pytest.mark.parametrize("column", ["iso", "iso2", "fips", "codes"])
def test_no_code_stands_for_two(column: str) -> None:
    codes = Counter(code for row in TABLE for code in row[column].split())
    assert [code for code, times in codes.items() if times > 1] == []


def test_a_code_of_iso_goes_before_codes_of_others() -> None:
    isos = {row["iso"] for row in TABLE}
    assert not isos & other_codes().keys()
    assert [from_name(code) for code in ("AUS", "MNG", "SLV", "SWZ", "MAC")] == [
        "AUS",
        "MNG",
        "SLV",
        "SWZ",
        "MAC",
    ]
    assert from_code("EUR") == "EUR", "CAMEO has codes of regions, which are kept"
    assert {
        "KS": "KOR",
        "KN": "PRK",
        "CH": "CHN",
        "RS": "RUS",
        "UP": "UKR",
        "GZ": "PSE",
    }.items() <= fips_codes().items()


@given(st.text(max_size=30))
def test_what_is_no_country_is_kept_as_it_is_written(name: str) -> None:
    found = from_name(name)
    assert found in {"", name.strip(), *(row["iso"] for row in TABLE)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Military Forces of Papua New Guinea (2019-)", ("PNG",)),
        ("Protesters (Guinea-Bissau) and Police Forces of Guinea", ("GNB", "GIN")),
        ("Military Forces of South Sudan against Sudan", ("SSD", "SDN")),
        ("GOVERNMENT OF NORTH KOREA", ("PRK",)),
        ("Nigerian Niger", ("NER",)),
        ("Islamic State of Iraq", ()),
        ("A reunion in the turkey season", ()),
        ("Civilians (Côte d'Ivoire)", ("CIV",)),
        ("the US and the UK", ("USA", "GBR")),
        ("He told us", ()),
    ],
)
def test_countries_within_a_text(text: str, found: tuple[str, ...]) -> None:
    assert within(text) == found


def test_a_case_may_name_a_state_that_is_no_more(tmp_path: Path) -> None:
    """GDELT of 1980 says SUN, and lists say USSR; the case that has it as an actor is found by either."""
    text = (
        Path(__file__)
        .with_name("small.yaml")
        .read_text()
        .replace("iso: AAA", "iso: SUN")
        .replace("AAA", "SUN")
    )
    case = loads(text.replace("iso: BBB", "iso: ROU").split("history:")[0])
    (tmp_path / "x.csv").write_text(
        "date,source,target,cameo,goldstein\n2001-01-01,USSR,ROM,010,0\n2001-01-02,Romania,Russia,010,0\n"
    )
    (tmp_path / "y.csv").write_text("date,actors,type,summary\n2001-01-01,Soviet Union;romania,talk,A\n")
    past = gather(case, files=[tmp_path / "x.csv", tmp_path / "y.csv"])
    assert [e.actors for e in past.coded] == [("up", "down"), ("down", "up")]
    assert [e.actors for e in past.events] == [("up", "down")]
