"""A text that is mended line by line, and remembers where each of its characters stood in the file."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case.file.marks import Edit

__all__ = ["Page"]

#: Spaces that a tab in the indentation may stand for, the likeliest first.
_TABS = (2, 4, 8)


class Page:
    """The lines of a file, with whatever was changed to make them readable.

    Parameters
    ----------
    lines
        The lines of the file.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        self.doubtful: set[int] = set()  # lines of whose values nothing should be said
        self.lost: set[int] = set()  # lines of the keys whose sections could not be read
        self._columns: dict[int, list[int]] = {}

    @property
    def mended(self) -> bool:
        """Whether anything was changed."""
        return bool(self._columns)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Return where in the file a place of the mended text stands.

        Parameters
        ----------
        line, column
            Of the mended text, from 0.

        Returns
        -------
        line, column : int
            Of the file, from 0.
        """
        columns = self._columns.get(line)
        return line, columns[min(column, len(columns) - 1)] if columns else column

    def apply(self, edit: Edit) -> None:
        """Change a piece of a line.

        Parameters
        ----------
        edit
            Which line, from where to where, and what stands there instead.
        """
        text = self.lines[edit.line]
        columns = self._columns.get(edit.line) or list(range(len(text) + 1))
        self.lines[edit.line] = text[: edit.start] + edit.new + text[edit.stop :]
        kept = columns[edit.start : edit.stop]
        added = [*kept, *[columns[edit.stop]] * len(edit.new)][: len(edit.new)]
        self._columns[edit.line] = [*columns[: edit.start], *added, *columns[edit.stop :]]

    def untab(self) -> None:
        """Indent by spaces only; for a tab as many as bring the line beside or below the last."""
        last = (0, False)  # the indentation of the last line, and whether it opens something
        for n, text in enumerate(self.lines):
            start = len(text) - len(text.lstrip())
            if start == len(text) or text[start] == "#":
                continue
            if text[:start].strip(" "):
                widths = [len(text[:start].replace("\t", " " * tab)) for tab in _TABS]
                fitting = (w for w in widths if (w > last[0] if last[1] else w == last[0]))
                self.apply(Edit(n, 0, start, " " * next(fitting, widths[0])))
                text = self.lines[n]
            last = len(text) - len(text.lstrip(" ")), text.rstrip().endswith(":")

    def lose(self, line: int) -> None:
        """Give a line up, and with it what is said of the section that it stands in.

        Parameters
        ----------
        line
            Its number, from 0; an empty one stands for the one above it.
        """
        while line > 0 and not self.lines[line].strip():
            line -= 1
        section = next((n for n in range(line, -1, -1) if self.lines[n][:1] not in ("", " ", "#", "-")), 0)
        self.apply(Edit(line, 0, len(self.lines[line]), ""))
        self.lost.add(section)
