"""Story 10: several analysts fill in a sheet blind, reveal and pool; two who write at once lose nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from detente import load
from detente.brief import pooled_parts
from detente.elicitation import Answer, pool, read_sheets
from detente.errors import DetenteError
from detente.paper.model import Table
from detente.web import Served, Sharing
from detente.web.team import Outdated, Store, answered, asked, sheets
from web.conftest import Start
from web.door import Door, entered
from web.seen import axe, opened

CASE = "kazakhstan-2022"
PEOPLE = tuple(f"analyst {k}" for k in range(1, 21))


def postgres(tool: str) -> str:
    """Return a tool of Debian's PostgreSQL; an empty text if it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"))
    return str(found[-1]) if found else shutil.which(tool) or ""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a PostgreSQL server of its own, that listens on a socket in a folder of its own."""
    if not postgres("initdb"):
        pytest.skip("no PostgreSQL is installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="detente-pg-"))
    root = os.geteuid() == 0  # the server refuses to run as root
    if root:
        shutil.chown(folder, "postgres")
    run = ["runuser", "-u", "postgres", "--"] if root else []
    data, user = folder / "data", ["-U", "team"]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run([*run, postgres("initdb"), "-D", data, *user, "-A", "trust", "--no-sync"], **quiet)  # type: ignore[call-overload]
    how = f"-k {folder} -c listen_addresses='' -c fsync=off"
    subprocess.run([*run, postgres("pg_ctl"), "-D", data, "-w", "-o", how, "start"], **quiet)  # type: ignore[call-overload]
    yield f"postgresql://team@/postgres?host={folder}"
    subprocess.run([*run, postgres("pg_ctl"), "-D", data, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'workspace.sqlite'}"
    return str(request.getfixturevalue("server"))


def test_two_writers_lose_nothing(place: str) -> None:
    one, other = Store(place), Store(place)
    one.begin("two", "d", "anna", 1)
    with pytest.raises(Outdated):
        other.begin("two", "d", "boris", 1)
    found = one.round("two")
    assert found is not None
    assert one.answer("two", found.id, "anna", "q", Answer(1, 2, 3)) == 1
    with pytest.raises(Outdated):
        other.answer("two", found.id, "anna", "q", Answer(7, 8, 9))
    assert other.answer("two", found.id, "anna", "q", Answer(2, 3, 4), 1) == 2
    with pytest.raises(Outdated):
        one.answer("two", found.id, "anna", "q", Answer(7, 8, 9), 1)
    assert one.answers(found.id)["anna"]["q"] == (Answer(2, 3, 4), 2)
    one.reveal("two", found.id, "anna")
    with pytest.raises(Outdated):
        other.reveal("two", found.id, "boris")
    with pytest.raises(Outdated, match="revealed"):
        other.answer("two", found.id, "anna", "q", Answer(7, 8, 9), 2)
    one.keep("two", "peace", "weight=a:1", "anna")
    with pytest.raises(Outdated):
        other.keep("two", "peace", "weight=a:2", "boris")
    other.keep("two", "peace", "weight=a:3", "boris", 1)
    assert [(k.query, k.who, k.rev) for k in one.wishes("two")] == [("weight=a:3", "boris", 2)]
    first = one.add("two", "text\n", "d1", "", "anna")
    one.add("two", "more\n", "d2", "d1", "anna")
    with pytest.raises(Outdated):
        other.add("two", "else\n", "d3", "d1", "boris")
    assert [v.digest for v in other.versions("two")] == ["d2", "d1"]
    assert other.text("two", first) == "text\n"
    told = [line["what"] for line in other.history("two")]
    assert told == ["round", "answer", "answer", "reveal", "what-if", "what-if", "version", "version"]
    one.close()
    other.close()


def test_a_place_that_is_none_is_told(tmp_path: Path) -> None:
    for wrong in ("mysql://x/y", "nowhere", f"sqlite:///{tmp_path}/no/such/folder/x.sqlite"):
        with pytest.raises(DetenteError):
            Store(wrong)
    with pytest.raises(DetenteError, match="cannot be used"):
        Store(f"postgresql://team@/postgres?host={tmp_path}")


def test_twenty_analysts_at_once_lose_nothing(start: Start, server: str) -> None:
    """Over HTTP, half of them through one workbench and half through another, on one PostgreSQL server."""
    case = load(CASE)
    rows = [row["id"] for row in asked(case)][:8]
    benches = [start(CASE, worlds=10, sharing=Sharing(PEOPLE[k::2], server)) for k in range(2)]
    leader = entered(benches[0].link)
    assert leader.send("/api/group/begin", {"number": 1}).status == 200
    number = leader.json("/api/group")["round"]["id"]
    doors = {name: entered(link) for bench in benches for name, link in bench.links.items()}
    assert sorted(doors) == sorted(PEOPLE)

    def fill(name: str) -> list[int]:
        k = PEOPLE.index(name)
        told = []
        for n, row in enumerate(rows):
            for rev, middle in enumerate((k, k + n / 10)):  # each is answered, and then corrected
                values = ["-30", f"{middle:g}", "30"]
                sent = {"round": number, "id": row, "values": values, "rev": rev}
                told.append(doors[name].send("/api/group/answer", sent).status)
        return told

    with ThreadPoolExecutor(20) as pool_:
        statuses = list(pool_.map(fill, PEOPLE))
    assert {s for told in statuses for s in told} == {200}
    store = Store(server)
    kept = store.answers(number)
    assert {who: {q: (a.middle, rev) for q, (a, rev) in own.items()} for who, own in kept.items()} == {
        who: {row: (k + n / 10, 2) for n, row in enumerate(rows)} for k, who in enumerate(PEOPLE)
    }
    lines = [line for line in store.history(case.case) if line["what"] == "answer"]
    assert len(lines) == 20 * len(rows) * 2
    store.close()


def test_nobody_sees_others_before_the_reveal_and_the_pool_is_that_of_elicit(
    browser: Browser, start: Start, tmp_path: Path
) -> None:
    case = load(CASE)
    first = asked(case)[0]
    place = f"sqlite:///{tmp_path / 'workspace.sqlite'}"
    served: Served = start(CASE, worlds=20, sharing=Sharing(("anna", "boris"), place))
    leader = opened(browser, served.link).page
    leader.get_by_role("navigation").get_by_role("button", name="Group").click()
    leader.get_by_role("button", name="Begin a round").click()
    expect(leader.get_by_text("Nobody has answered yet")).to_be_visible()
    assert axe(leader) == []
    leader.set_viewport_size({"width": 390, "height": 844})
    assert leader.evaluate("document.documentElement.scrollWidth") <= 390
    pages = {}
    for name, values in (("anna", ("1", "2", "3")), ("boris", ("4", "5", "6.5"))):
        page = pages[name] = opened(browser, served.links[name]).page
        page.get_by_role("navigation").get_by_role("button", name="Group").click()
        for head, value in zip(("5%", "50%", "95%"), values, strict=True):
            field = page.get_by_label(f"{head}: {first['asks']}", exact=True)
            field.fill(value)
            field.press("Tab")
        expect(page.get_by_text("1 of ").first).to_be_visible()
        expect(page.get_by_role("button", name="Reveal")).to_have_count(0)
        refused = page.evaluate(
            """fetch('/api/group/reveal', {method: 'POST', headers: {'content-type': 'application/json'},
            body: '{"round": 1}'}).then(r => r.status)"""
        )
        assert refused == 422
    seen = pages["anna"].evaluate("fetch('/api/group').then(r => r.text())")
    assert "6.5" not in seen
    assert '"boris"' in seen  # that boris has answered, and nothing of what
    field = pages["anna"].get_by_label(f"95%: {first['asks']}", exact=True)
    field.fill("1")
    field.press("Tab")
    expect(pages["anna"].get_by_role("alert")).to_contain_text("must not fall")
    leader.get_by_role("button", name="See who has answered").click()
    leader.get_by_role("button", name="Reveal all answers").click()
    region = leader.get_by_role("region", name="What the group says")
    given = {"anna": Answer(1, 2, 3), "boris": Answer(4, 5, 6.5)}
    found = pool(case, sheets(case, {who: {first["id"]: a} for who, a in given.items()}))
    for table in (part for part in pooled_parts(case, found) if isinstance(part, Table)):
        for row in table.rows:
            expect(region).to_contain_text(str(row[0]))
    assert axe(leader) == []
    leader.get_by_role("button", name="Solve the case").click()
    expect(leader.get_by_role("region", name="What that changes")).to_be_visible()


def test_an_answer_is_read_as_a_sheet_is(tmp_path: Path) -> None:
    case = load(CASE)
    row = asked(case)[-1]["id"]
    file = tmp_path / "sheet.csv"
    file.write_text(f'expert,id,5%,50%,95%\nanna,{row},"1,5",2,"2,75"\n')
    found = read_sheets(case, [file])[0]
    assert answered(case, "anna", row, ["1,5", "2", "2,75"]) == {**found.weights, **found.seeds}[row]
    for wrong in (["1", "x", "3"], ["3", "2", "1"], ["1", "", "3"]):
        with pytest.raises(DetenteError):
            answered(case, "anna", row, wrong)
    with pytest.raises(DetenteError):
        answered(case, "anna", "nothing", ["1", "2", "3"])


def test_a_public_workbench_needs_a_token_and_answers_to_its_name(start: Start) -> None:
    with pytest.raises(DetenteError, match="token"):
        start("prisoners-dilemma", sharing=Sharing(public="bench.example", secret="short"))
    with pytest.raises(DetenteError, match="name"):
        start("prisoners-dilemma", sharing=Sharing(public="a/b", secret="x" * 24))
    with pytest.raises(DetenteError, match="name of their own"):
        start("prisoners-dilemma", sharing=Sharing(("anna", "anna")))
    how = Sharing(("anna",), public="bench.example", secret="a secret that nobody can guess")
    served = start("prisoners-dilemma", sharing=how)
    link = urlsplit(served.links["anna"])
    assert link.hostname == "bench.example"
    for host in (link.netloc, "bench.example"):
        door = Door(f"127.0.0.1:{link.port}", "", named=host)
        for _ in range(2):  # a link of a public workbench may be used again
            told = door.ask(f"/?{link.query}", Cookie=None, Sec_Fetch_Site="none")
            assert told.status == 303
        cookie = told.headers["set-cookie"].partition(";")[0]
        assert Door(door.host, cookie, named=host).ask("/api/case").status == 200
    assert door.ask("/?link=guess", Cookie=None, Sec_Fetch_Site="none").status == 401
    assert Door(door.host, cookie, named="attacker.example").ask("/api/case").status == 421
    again = start("prisoners-dilemma", sharing=how)
    assert urlsplit(again.links["anna"]).query == link.query
    other = Sharing(("anna",), public="bench.example", secret="another secret that is as long")
    assert urlsplit(start("prisoners-dilemma", sharing=other).links["anna"]).query != link.query
