"""The commands that make ready: the kernels, once after installing, and a case in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.group import command
from detente.shell import CASE, COUNT, SOURCES, CaseName, compilations

__all__ = ["prepare", "web"]

#: Shipped cases that between them call what analyses spend their time in: one world, and many with dates.
EXAMPLES, WORLDS = ("prisoners-dilemma", "korea-2020"), 64


@command("Compile the kernels once, so that no analysis has to.", "detente prepare")
def prepare() -> None:
    """Compile the kernels that most analyses use, and list the fonts that figures are written in.

    Meant for set-ups and images that others will use. It takes some ten seconds, once; without it the first
    analysis compiles what it uses.
    """
    import logging
    from importlib.util import find_spec

    from detente.catalog import load
    from detente.insight import QUICK, find

    compiled: list[str] = []
    with compilations(compiled.append):
        for name in EXAMPLES:
            find(load(name), worlds=WORLDS, dated=1, parts=QUICK)
    if find_spec("matplotlib"):
        logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it has much to say where there is no home
        import matplotlib.font_manager  # noqa: F401  # makes its list of typefaces when first imported
    click.echo(f"{len(compiled)} kernels compiled." if compiled else "The kernels were compiled already.")


@command(
    "Open a case in the browser, and ask it there.",
    "detente web elmira",
    "detente web my-case.yaml --port 8765",
    "detente web korea-2020 --beside korea-2016",
    "detente web my-case.yaml --review proposal.yaml",
    "detente web my-case.yaml --analyst anna --analyst boris",
    "detente web my-case.yaml --store postgresql://team@db/cases --public bench.example --token-file secret",
)
@CASE
@click.option("--worlds", default=1000, show_default=True, type=COUNT, help="Number of random worlds.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Same seed, same answer.")
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port to listen on; any by default.")
@SOURCES
@click.option("--beside", type=CaseName(), help="An earlier version, that the case is compared with.")
@click.option("--analyst", "analysts", multiple=True, help="Who else gets a link; may be repeated.")
@click.option(
    "--store",
    help="Workspace of the group: sqlite:///FILE or postgresql://USER@HOST/NAME. "
    "By default a file beside the case, or in this folder for a shipped case.",
)
@click.option(
    "--review", type=click.Path(exists=True, dir_okay=False), help="A proposal, to decide on card by card."
)
@click.option("--public", default="", help="Name by which other machines may reach it; needs --token-file.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False),
    help="File with a secret of at least 24 signs, which the links are made from.",
)
def web(
    case: str,
    worlds: int,
    seed: int,
    port: int,
    sources: str | None,
    beside: str | None,
    analysts: tuple[str, ...],
    store: str | None,
    review: str | None,
    public: str,
    token_file: str | None,
) -> None:
    """Serve a case to a browser on this machine, and print the link that opens it, once.

    Nothing outside of this machine can reach it, unless you say --public; the case file is changed only when
    you save what you edited. Stop it with Ctrl-C.
    This needs the extra: pip install 'detente[web]'.
    """
    from detente.web import Sharing, Sitting, ready, serve

    ready()
    from detente.catalog import file_of, load

    earlier, loaded, file = load(beside) if beside else None, load(case), file_of(case)
    shipped = file.name == "case.yaml" and not Path(case).is_file()
    base = Path(case) if shipped else file
    place = store or f"sqlite:///{base.with_suffix('.workspace.sqlite')}"
    secret = Path(token_file).read_text(encoding="utf-8").strip() if token_file else ""
    sharing = Sharing(analysts, place, public, secret)
    if review and shipped:
        raise click.UsageError("--review needs a case file of your own, which accepted items enter")
    sitting = Sitting(review, file) if review else None
    served = serve(loaded, case, worlds, seed, port, sources, earlier, file, sharing=sharing, sitting=sitting)
    click.echo(served.link)
    for name, link in served.links.items():
        click.echo(f"{name}: {link}")
    once = "" if public else "; each works once" if served.links else "; it works once"
    click.echo(
        f"Open {'a' if served.links else 'this'} link in a browser{once}. Ctrl-C ends the workbench.",
        err=True,
    )
    if public:
        click.echo(
            "Other machines can reach this, and nothing is encrypted: put a server with TLS before it.",
            err=True,
        )
    served.run()
