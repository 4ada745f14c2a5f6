from __future__ import annotations

import pytest

from brief.made_up import CERTAIN_TEXT, certain_findings, made_case, made_findings
from detente.brief import Brief, write
from detente.case import Case


@pytest.fixture(scope="session")
def case() -> Case:
    return made_case()


@pytest.fixture(scope="session")
def brief(case: Case) -> Brief:
    return write(case, made_findings())


@pytest.fixture(scope="session")
def certain() -> Brief:
    return write(made_case(CERTAIN_TEXT), certain_findings())
