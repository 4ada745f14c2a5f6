from __future__ import annotations

import sys
from io import StringIO

import pytest
from click.testing import CliRunner

from detente.cli import main, preparing
from detente.compiled import LOG
from detente.shell import COMPILING, compilations, once


class Watched(StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_prepared_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "EXAMPLES", ("prisoners-dilemma",))
    first, second = (CliRunner().invoke(main, ["prepare"]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "compiled" in first.output
    assert second.output == "The kernels were compiled already.\n"


@pytest.mark.parametrize(("stream", "said"), [(Watched(), f"{COMPILING}\n"), (StringIO(), "")])
def test_who_waits_is_told_once_that_kernels_are_compiled(
    monkeypatch: pytest.MonkeyPatch, stream: StringIO, said: str
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with compilations(once()):
        for name in ("one", "another"):
            LOG.info("compiling %s", name)
    LOG.info("compiling outside")
    assert stream.getvalue() == said
