"""Names of stability concepts as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.registry import names, read, variant, variants

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["CONCEPT", "VARIANT", "ConceptName", "VariantName"]


class ConceptName(click.ParamType[str]):
    """The name of a stability concept."""

    name = "concept"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the word that help texts use for it."""
        return "CONCEPT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a name that no concept has, with the nearest that one does."""
        if not self.known(value):
            from detente.case import nearest

            near = ", ".join(nearest(value, self.names()) or names())
            self.fail(f"there is no stability concept {value!r}; nearest: {near}", param, ctx)
        return value

    def known(self, value: str) -> bool:
        """Whether it is a name."""
        return read(value) is not None

    def names(self) -> tuple[str, ...]:
        """Return the names that there are."""
        return names()

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer all names."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self.names() if name.startswith(incomplete)]


class VariantName(ConceptName):
    """The name of a stability concept, or of a variant of one."""

    def known(self, value: str) -> bool:
        """Whether it is a name."""
        return read(value) is not None or variant(value) is not None

    def names(self) -> tuple[str, ...]:
        """Return the names that there are."""
        return (*names(), *variants())


CONCEPT = ConceptName()
VARIANT = VariantName()
