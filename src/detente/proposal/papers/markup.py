"""HTML as plain text: a blank line between what a browser shows apart, and nothing that it does not show."""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["from_html"]

_HIDDEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "svg",
        "iframe",
        "object",
        "select",
        "textarea",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag not in _INLINE:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(self.hidden - 1, 0)
        elif tag not in _INLINE and tag != "br":
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(" ".join(f"\0{data}\0".split()).replace("\0", "") if data.strip() else " ")


def from_html(text: str) -> str:
    r"""Return the words that a page shows.

    Parameters
    ----------
    text
        The page, as HTML.

    Examples
    --------
    >>> from_html("<title>x</title><h1>A</h1><p>One <b>two</b>.<p>Three&nbsp;&amp; four")
    'A\n\nOne two.\n\nThree & four\n'
    """
    parser = _Text()
    parser.feed(text)
    parser.close()
    blocks = "".join(parser.pieces).split("\n\n")
    return "\n\n".join(block.strip() for block in blocks if block.strip()) + "\n"
