"""Every route of the workbench."""

from starlette.routing import Route

from detente.web.routes.asking import asking
from detente.web.routes.bench import Bench
from detente.web.routes.changing import changing
from detente.web.routes.reviewing import reviewing
from detente.web.routes.sharing import sharing
from detente.web.routes.versions import comparing

__all__ = ["Bench", "routes"]


def routes(bench: Bench) -> list[Route]:
    """Return every route of the workbench.

    Parameters
    ----------
    bench
        What they share.
    """
    return [*asking(bench), *changing(bench), *sharing(bench), *comparing(bench), *reviewing(bench)]
