"""A process that is ready: it runs each command that it is asked for in a child, made by forking."""

from __future__ import annotations

import json
import os
import struct
import sys
import traceback
from pathlib import Path
from typing import Any

from detente import stopping
from detente.cli import main
from detente.ensemble.storage.store import duckdb


def serve() -> None:
    """Get ready, then run what each line of standard input asks for, and answer with a line."""
    answers, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    duckdb()
    main.main(
        ["analyze", "elmira", "--worlds", "600", "--json"], standalone_mode=False
    )  # compiled code is read
    for line in sys.stdin:
        asked = json.loads(line)
        os.write(answers, (json.dumps(ran(asked)) + "\n").encode())


def ran(asked: dict[str, Any]) -> tuple[int, str]:
    """Run a command; return its exit code, or a signal as a negative number, and what it told."""
    with Path(asked["file"] + ".told").open("w+b") as told:
        child = os.fork()
        if not child:
            run(asked, told.fileno())
        _, status = os.waitpid(child, 0)
        told.seek(0)
        return os.waitstatus_to_exitcode(status), told.read().decode("utf-8", "replace")


def run(asked: dict[str, Any], told: int) -> None:
    """Do what the command line does, in a child; never return."""
    orders = Path(asked["file"])
    code = 1
    try:
        os.dup2(told, 2)
        os.chdir(orders.parent / "under" / "place")
        stopping.install()
        with orders.open("r+b") as stream:
            stream.write(struct.pack("4l", *asked["orders"]))
        main.main(list(asked["words"]))
    except SystemExit as done:
        code = int(done.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
