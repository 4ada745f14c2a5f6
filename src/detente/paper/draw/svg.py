"""A drawing as SVG: text as text, names for screen readers, colours that follow the page."""

from __future__ import annotations

import re
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

from detente.paper.draw.sheet import Sheet
from detente.paper.draw.theme import VARIABLES

__all__ = ["as_png", "as_svg"]

_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_SPACE = re.compile(r"\s*([A-Za-z])\s*")
_FAMILY = re.compile(r"font-family:[^;]*;?\s*")
_SHORT = re.compile(r"font:\s*((?:bold |italic |\d+ )*)([\d.]+px)\s[^;]*")

ET.register_namespace("", _SVG)


def as_png(sheet: Sheet, scale: float = 2.0) -> bytes:
    """Return a drawing as PNG, with a number of dots for each pixel.

    Parameters
    ----------
    sheet
        The drawing.
    scale
        Dots for each pixel.
    """
    raw = BytesIO()
    sheet.figure.savefig(raw, format="png", dpi=72 * scale, metadata={"Software": None})
    return raw.getvalue()


def as_svg(sheet: Sheet, key: str, title: str, words: str, inline: bool) -> str:
    """Return a drawing as SVG.

    Parameters
    ----------
    key
        Put before every id, so that several drawings can stand in one page.
    title, words
        What it shows, for readers who do not see it.
    inline
        Whether it stands in a page, whose style gives the colours and the paper; else it is a file.
    """
    raw = StringIO()
    sheet.figure.savefig(raw, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    root = ET.fromstring(raw.getvalue())
    _bare(root)
    _ids(root, key)
    _styles(root, inline)
    if inline:
        _tight(root)
    _named(root, sheet, key, title, words, inline)
    return ET.tostring(root, encoding="unicode")


def _bare(root: ET.Element) -> None:
    """Take out what is said about the file, and the style that would reach beyond the drawing."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"):
                parent.remove(child)


def _tight(root: ET.Element) -> None:
    """Leave out what a page does not need: space between tags and in paths, groups that say nothing."""
    for element in root.iter():
        element.tail = None
        if not (element.text or "").strip():
            element.text = None
        if (path := element.get("d")) is not None:
            element.set("d", _SPACE.sub(r"\1", path).strip())
        children = list(element)
        while any(map(_says_nothing, children)):
            children = [c for child in children for c in (child if _says_nothing(child) else (child,))]
        element[:] = children


def _says_nothing(element: ET.Element) -> bool:
    return element.tag == f"{{{_SVG}}}g" and not element.attrib


def _ids(root: ET.Element, key: str) -> None:
    """Keep the ids that something refers to, under names of this drawing's own."""
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', ET.tostring(root, encoding="unicode")))
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in used:
            element.set("id", f"{key}-{name}")
        if (target := element.attrib.pop(_LINK, None)) is not None:
            element.set("href", f"#{key}-{target.removeprefix('#')}")
        for attribute, value in element.attrib.items():
            element.set(attribute, value.replace("url(#", f"url(#{key}-"))


def _styles(root: ET.Element, inline: bool) -> None:
    """Leave the typeface to the page or the reader, and give colours by name inside a page."""
    for element in root.iter():
        for attribute in ("style", "fill", "stroke"):
            if (value := element.get(attribute)) is not None:
                value = _SHORT.sub(lambda found: _font(found[1], found[2]), _FAMILY.sub("", value))
                element.set(attribute, _COLOUR.sub(_variable, value) if inline else value)


def _font(weight: str, size: str) -> str:
    bold = any(word in weight for word in ("bold", "700"))
    return f"font-size: {size}{'; font-weight: 700' if bold else ''}"


def _variable(found: re.Match[str]) -> str:
    name = VARIABLES.get(found[0])
    return f"var({name})" if name else found[0]


def _named(root: ET.Element, sheet: Sheet, key: str, title: str, words: str, inline: bool) -> None:
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-title {key}-words")
    if not inline:
        root.set("width", f"{sheet.width:g}")
        root.set("height", f"{sheet.height:g}")
        root.set("font-family", "sans-serif")
    for place, (tag, text) in enumerate((("title", title), ("desc", words))):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{key}-{'title' if tag == 'title' else 'words'}"})
        element.text = text
        root.insert(place, element)
