"""How soon the workbench answers: the first 100 worlds and all 1,000 after a changed judgement, over HTTP.

    python bench/web.py [CASE ...] [--times N]

Every change is another one, so that nothing is remembered. Times are from sending the request to having read
the stage; the memory is that of this process with the server in it.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from http.client import HTTPConnection
from itertools import count
from statistics import median
from threading import Thread
from urllib.parse import urlencode, urlsplit

from detente import load
from detente.web import serve


def stages(host: str, cookie: str, query: str) -> tuple[float, float]:
    """Return the seconds until the first stage and until all worlds, and leave before the rest."""
    line = HTTPConnection(host, timeout=120)
    begun, first = time.perf_counter(), 0.0
    line.request("GET", f"/api/answer?{query}", headers={"Cookie": cookie})
    answer = line.getresponse()
    while text := answer.readline():
        if text.startswith(b"data: {"):
            told = json.loads(text[6:])
            first = first or time.perf_counter() - begun
            if told.get("worlds") == told.get("of"):
                break
    line.close()
    return first, time.perf_counter() - begun


def measured(name: str, times: int) -> None:
    """Print the figures of one case."""
    case, number = load(name), count(1)
    served = serve(case, name)
    thread = Thread(target=served.run, daemon=True)
    thread.start()
    link = urlsplit(served.link)
    line = HTTPConnection(link.netloc)
    line.request("GET", f"/?{link.query}")
    cookie = line.getresponse().headers["set-cookie"].partition(";")[0]
    line.close()
    ids = [s.id for a in case.actors for s in case.statements(a)]
    changes = [
        [("weight", f"{ids[k % len(ids)]}:0.5..{3 + next(number) / 1000}")] if ids else [("concept", "GMR")]
        for k in range(times)
    ]
    stages(link.netloc, cookie, "")
    stages(link.netloc, cookie, urlencode(changes[0]))
    found = [stages(link.netloc, cookie, urlencode(c)) for c in changes]
    for what, row in zip(("first 100 worlds", "all worlds"), zip(*found, strict=True), strict=True):
        print(f"{name}, {what}: median {median(row):.2f} s, worst of {times} {max(row):.2f} s")
    print(f"{name}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most so far")
    served.stop()
    thread.join()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="*", default=["elmira", "kazakhstan-2022", "korea-2020"])
    parser.add_argument("--times", type=int, default=50)
    given = parser.parse_args()
    for case in given.cases:
        measured(case, given.times)
