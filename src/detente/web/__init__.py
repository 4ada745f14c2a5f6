"""The workbench: a case in the browser, answered while its judgements are changed. Serves this machine only.

What it runs on is the extra ``web``, imported when it is first needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from detente.web.serving import Served, Sharing, ready, serve

if TYPE_CHECKING:
    from detente.web.app import application
    from detente.web.guard import Guard, Limits
    from detente.web.sitting import Sitting

_MODULES = {"Guard": "guard", "Limits": "guard", "Sitting": "sitting", "application": "app"}

__all__ = ["Guard", "Limits", "Served", "Sharing", "Sitting", "application", "ready", "serve"]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return getattr(import_module(f"detente.web.{_MODULES[name]}"), name)
    raise AttributeError(f"module 'detente.web' has no attribute {name!r}")
