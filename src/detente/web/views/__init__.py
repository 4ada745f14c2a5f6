"""What the page shows, as plain types: the sections of a brief, and what each of their numbers leads to."""

from detente.web.views.about import about
from detente.web.views.answer import answer
from detente.web.views.compare import compare
from detente.web.views.errands import dates, mediated
from detente.web.views.group import group, pooled
from detente.web.views.model import model, situations
from detente.web.views.review import review
from detente.web.views.stored import stored
from detente.web.views.why import passage, why

__all__ = [
    "about",
    "answer",
    "compare",
    "dates",
    "group",
    "mediated",
    "model",
    "passage",
    "pooled",
    "review",
    "situations",
    "stored",
    "why",
]
