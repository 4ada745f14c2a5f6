"""Large event files: the store against the csv reader of Python, merging against SciPy's matching.

    python bench/history.py                ten million rows like those of GDELT into the store
    python bench/history.py 200000         fewer
    python bench/history.py merge          two lists of half a million events: read, matched, counted once
    python bench/history.py merge 100000   fewer

The rows of the store are made up by DuckDB itself. Its peer reads a sample of the same file in the same run:
split into fields and nothing else, which is less than the store does. Merging is measured in seconds of the
processor. Its peer is SciPy's matching of Hopcroft and Karp on the graph of the events that may be the same,
given as a sparse matrix: it makes as many pairs, and is spared making the graph from events and pairs from
the answer. Memory is the peak of a process of its own.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

SAMPLE = 300_000

_COUNTRIES = "['PRK', 'KOR', 'USA', 'CHN', 'RUS', 'JPN', '']"
_CODES = "['010', '036', '042', '043', '057', '0871', '112', '130', '163', '190']"
_ROOTS = "['01', '03', '04', '04', '05', '08', '11', '13', '16', '19']"
_QUADS = "['1', '1', '1', '1', '1', '2', '3', '3', '4', '4']"


def field(k: int) -> str:
    """SQL for one field of a made-up row; h is a number that looks random, i the number of the row."""
    made = {
        0: "i::VARCHAR",
        1: "strftime(day, '%Y%m%d')",
        2: "strftime(day, '%Y%m')",
        3: "strftime(day, '%Y')",
        4: "strftime(day, '%Y') || '.4'",
        5: f"{_COUNTRIES}[1 + h % 7]",
        6: "'ACTOR ' || (h % 997)",
        7: f"{_COUNTRIES}[1 + h % 7]",
        15: f"{_COUNTRIES}[1 + (h // 7) % 7]",
        16: "'ACTOR ' || (h % 991)",
        17: f"{_COUNTRIES}[1 + (h // 7) % 7]",
        25: "CASE WHEN h % 3 = 0 THEN '0' ELSE '1' END",
        26: f"{_CODES}[1 + (h // 50) % 10]",
        27: f"{_CODES}[1 + (h // 50) % 10][1:3]",
        28: f"{_ROOTS}[1 + (h // 50) % 10]",
        29: f"{_QUADS}[1 + (h // 50) % 10]",
        30: "((h // 100) % 201 / 10 - 10)::DECIMAL(4, 1)::VARCHAR",
        31: "(1 + h % 20)::VARCHAR",
        32: "'1'",
        33: "(1 + h % 20)::VARCHAR",
        34: "'-1.2578616352201'",
        52: "'Pyongyang, P''yongyang-si, North Korea'",
        53: "'KN'",
        56: "'39.0194'",
        57: "'125.755'",
        59: "strftime(day, '%Y%m%d') || '120000'",
        60: "'https://example.org/news/' || h || '/made-up-story-of-the-day'",
    }
    text = made.get(k, "''")
    return f"{text} AS f{k}"


def generate(file: Path, rows: int) -> None:
    import duckdb

    fields = ", ".join(map(field, range(61)))
    day = f"DATE '2015-02-18' + (i * 3900 // {rows})::INTEGER"
    with duckdb.connect() as db:
        db.execute("SET memory_limit = '1GB'")
        db.execute("SET preserve_insertion_order = false")
        db.execute(
            f"COPY (SELECT {fields} FROM "
            f"(SELECT i, (hash(i) >> 8)::BIGINT AS h, {day} AS day FROM range({rows}) t(i))) "
            f"TO '{file}' (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')"
        )


def spoil(file: Path, rows: int) -> int:
    """Append rows that cannot be used, and return how many."""
    bad = ["1\t20180631" + "\t" * 59, "short\trow", "2\t20180601" + "\t" * 59]
    with file.open("a", encoding="utf-8") as stream:
        stream.write("".join(f"{row}\n" for row in bad))
    return len(bad)


def peer(file: Path, rows: int) -> float:
    """Rows per second of Python's csv reader on the first rows of the file."""
    begin, read = time.perf_counter(), 0
    with file.open(encoding="utf-8", newline="") as stream:
        for read, _ in enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if read == min(SAMPLE, rows):
                break
    return read / (time.perf_counter() - begin)


_CHILD = """
import json, resource, sys, time
from detente.history.large.parquet import bad_rows, ingest, means, monthly
file, folder = sys.argv[1:]
t = [time.perf_counter()]
done = ingest(file, folder, "gdelt")
t.append(time.perf_counter())
months = monthly(folder, "PRK", "USA")
t.append(time.perf_counter())
dyads = means(folder, "gdelt")
t.append(time.perf_counter())
print(json.dumps({
    "kept": done.kept, "bad": [str(b.line) + " " + b.reason for b in bad_rows(folder)],
    "ingest_s": t[1] - t[0], "monthly_s": t[2] - t[1], "means_s": t[3] - t[2], "months": len(months),
    "dyads": len(dyads), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def run(rows: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as place:
        file, folder = Path(place) / "events.tsv", Path(place) / "store"
        begin = time.perf_counter()
        generate(file, rows)
        made = time.perf_counter() - begin
        spoiled = spoil(file, rows)
        size = file.stat().st_size / 1e9
        plain = peer(file, rows)
        child = subprocess.run(
            [sys.executable, "-c", _CHILD, str(file), str(folder)], check=True, capture_output=True, text=True
        )
        found = json.loads(child.stdout)
        kept = sum(f.stat().st_size for f in folder.rglob("*.parquet")) / 1e9
    assert found["kept"] == rows, found
    assert len(found["bad"]) == spoiled, found
    speed = rows / found["ingest_s"]
    return {
        **found,
        "rows": rows,
        "file_gb": round(size, 2),
        "store_gb": round(kept, 3),
        "generate_s": round(made, 1),
        "rows_per_s": round(speed),
        "csv_rows_per_s": round(plain),
        "ratio": round(speed / plain, 2),
    }


_MERGE = """
import json, resource, sys, time
from detente.case import loads
from detente.history import gather, match, read
case, first, second = sys.argv[1:]
t = [time.process_time()]
sides = [read(file).events for file in (first, second)]
t.append(time.process_time())
merged = match(*sides)
t.append(time.process_time())
past = gather(loads(open(case).read()), files=[first, second], resolving=True)
t.append(time.process_time())
print(json.dumps({
    "events": sum(map(len, sides)), "read_s": t[1] - t[0], "match_s": t[2] - t[1], "gather_s": t[3] - t[2],
    "pairs": len(merged.pairs), "counted": len(past.events),
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""

_CASE = """
format: 1
case: merging
title: Two lists
as_of: 9000-01-01
actors: {usa: {name: the one}, prk: {name: the other}}
options: {usa.talk: {name: talks, levels: {no: it is silent, yes: it talks}}}
status_quo: {usa.talk: no}
preferences:
  usa: {statements: [{id: u, when: usa.talk == yes, weight: 1, evidence: analyst judgement}]}
  prk: {statements: [{id: p, when: usa.talk == yes, weight: 1, evidence: analyst judgement}]}
"""


def lists(place: Path, count: int) -> list[Path]:
    """Write two lists with one meeting a day, the second a day later: an event of one is near three."""
    found = []
    for shift in (0, 1):
        found.append(place / f"list-{shift}.csv")
        with found[-1].open("w", encoding="utf-8") as out:
            out.write("date,actors,type,summary\n")
            days = (date(2010, 1, 1) + timedelta(k + shift) for k in range(count))
            out.writelines(f"{day},usa;prk,meeting,They meet\n" for day in days)
    return found


def scipy_matching(count: int) -> tuple[float, int]:
    """Seconds and pairs of SciPy on the same graph: day k of one is near days k - 2 to k of the other."""
    import numpy as np
    from scipy.sparse import diags_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    begin = time.process_time()
    graph = diags_array(
        [np.ones(count)] * 3, offsets=[-2, -1, 0], shape=(count, count), dtype=np.int8
    ).tocsr()
    mate = maximum_bipartite_matching(graph)
    return time.process_time() - begin, int((mate >= 0).sum())


def merging(count: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "case.yaml").write_text(_CASE)
        command = [sys.executable, "-c", _MERGE, str(place / "case.yaml"), *map(str, lists(place, count))]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    seconds, pairs = scipy_matching(count)
    assert found["pairs"] == pairs, (found, pairs)
    assert found["counted"] == count + 1, found
    return {**found, "scipy_s": seconds, "ratio": round(found["match_s"] / seconds, 1)}


if __name__ == "__main__":
    merge, *asked = sys.argv[1:] if sys.argv[1:2] == ["merge"] else ["", *sys.argv[1:]]
    size = int(asked[0]) if asked else 500_000 if merge else 10_000_000
    for name, value in (merging if merge else run)(size).items():
        print(f"{name:>16} {value}")
