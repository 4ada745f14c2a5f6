"""Columns of numbers read by each notation, one sign at a time."""

from __future__ import annotations

__all__ = ["readings"]

_BLANKS = " '"


def readings(texts: list[str]) -> list[list[float | None]]:
    """The column by a decimal point and by a comma, if that reads every text that any notation reads."""
    both = [[_read(t, d) for t in texts] for d in ".,"]
    able = [any(column[k] is not None for column in both) for k in range(len(texts))]
    return [c for c in both if all(c[k] is not None for k, can in enumerate(able) if can)]


def _read(text: str, decimal: str) -> float | None:
    signed = text.strip().removeprefix("'").strip()
    body = signed[1:] if signed[:1] in ("+", "-") else signed
    number, sign, power = body.partition("e")
    whole, mark, rest = number.partition(decimal)
    parts = _parts(whole, decimal)
    if parts is None or (rest and not rest.isdigit()) or not (whole or rest):
        return None
    if sign and (len(parts) > 1 or not power.lstrip("+-").isdigit() or len(power.lstrip("+-")) > 4):
        return None
    if sign and power[:2] in ("+-", "-+", "++", "--"):
        return None
    if len(parts) > 1 and mark and not rest:
        return None
    value = float(f"{''.join(parts) or '0'}.{rest or '0'}e{power or '0'}")
    return -value if signed.startswith("-") else value


def _parts(whole: str, decimal: str) -> list[str] | None:
    """Groups of three digits parted by one sign throughout; the first group has no leading zero."""
    signs = {c for c in whole if not c.isdigit()}
    if not signs:
        return [whole]
    if len(signs) > 1 or not signs <= set(_BLANKS + ("," if decimal == "." else ".")):
        return None
    parts = whole.split(signs.pop())
    good = 1 <= len(parts[0]) <= 3 and parts[0][0] != "0" and all(len(p) == 3 for p in parts[1:])
    return parts if good else None
