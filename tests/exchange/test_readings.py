"""One conflict with several rankings, as an option-form table."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.brief import tabled
from detente.case import loads
from detente.errors import ExchangeError
from detente.exchange.optionform import read_option_form

#: Four options, twelve states, four preferences: the size of a published conflict on a peninsula.
TABLE = """\
actor,option,1,2,3,4,5,6,7,8,9,10,11,12
North,Test,N,Y,N,Y,N,Y,N,Y,N,N,Y,Y
,Build,N,N,Y,Y,N,N,Y,Y,N,N,N,N
South,Aid,N,N,N,N,Y,Y,Y,Y,N,Y,N,Y
Patron,Press,N,N,N,N,N,N,N,N,Y,Y,Y,Y
ranking,North,8>7>6>5>4>3>2>1>10>9>12>11
ranking,South,1>5>3>7>9>10>11>12>2>6>4>8
ranking,Patron,1>5>3>7>2>6>4>8>9>10>11>12
reading,hawks,North,4>3>2>1>8>7>6>5>9>10>11>12
reading,doves,South,5>1>7>3>10>9>12>11>6>2>8>4
reading,doves,Patron,9>10>11>12>1>5>3>7>2>6>4>8
reading,crisis,North,4>8>2>6>3>7>1>5>9>10>11>12
status quo,1
"""


def made(folder: Path, text: str) -> str:
    file = folder / "four.csv"
    file.write_text(text, encoding="utf-8")
    return read_option_form(file, "Four preferences").text("four", "2020-01-01")


def test_four_preferences_in_one_table_of_at_most_25_lines(tmp_path: Path) -> None:
    assert len(TABLE.splitlines()) <= 25
    case = loads(made(tmp_path, TABLE))
    assert list(case.readings) == ["as_ranked", "hawks", "doves", "crisis"]
    found = {name: tabled(case, ("R", "SEQ"), reading=name).found for name in case.readings}
    assert len({(*told.states("SEQ"), -1, *told.states("R")) for told in found.values()}) > 1
    plain = loads(made(tmp_path, "".join(x for x in TABLE.splitlines(True) if not x.startswith("reading"))))
    assert tabled(plain, ("R", "SEQ")).found.states("SEQ") == found["as_ranked"].states("SEQ")


def test_what_is_wrong_with_a_reading_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="'Nort', who is no actor; did you mean North"):
        made(tmp_path, TABLE.replace("reading,hawks,North", "reading,hawks,Nort"))
