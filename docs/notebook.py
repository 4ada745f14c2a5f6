"""Write docs/korea-2020.ipynb: the flagship case from Python, with what each cell shows.

`python docs/notebook.py` runs the cells and writes the notebook; a test runs them again and compares. Cells
run in one namespace of this process, as a notebook's do, so that neither Jupyter nor a kernel is needed.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("korea-2020.ipynb")

#: Text, and code after a line of dashes.
CELLS = """
# The Korean Peninsula of autumn 2020, from Python

Russia stands between strategic autonomy and closer support of China. This notebook asks the shipped
case what follows from either choice, what decides between them, and what changes if something is
held or weighed differently. It draws only 60 worlds so that it runs in seconds; take 1,000 or more
for anything that is to be quoted.
---
import detente

WORLDS, SEED = 60, 1
case = detente.load("korea-2020")
case
---
`find` computes what is asked for and nothing else. Here: what follows from each choice, what
decides, and how often each choice is the better one.
---
found = detente.find(case, worlds=WORLDS, seed=SEED, parts={"choices", "drivers"})
found
---
## Frames

Everything that has many rows is a frame in long form. `to_pandas()` and `to_polars()` hand it over,
if these are installed; `where` picks rows.
---
found.outcomes.where(concept=case.concept, reading="")
---
How often either choice ends in talks with no settlement, by whose view of the actors is taken.
---
for reading in case.readings:
    rows = found.outcomes.where(reading=reading, outcome="talking")
    print(reading, {r["choice"]: f"{r['share']:.0%} ± {r['se']:.0%}" for r in rows})
---
## What decides

How much of the difference between the choices each judgement explains alone. These shares overlap,
since a view sets the weights that it holds; they are not to be added up.
---
found.influences.where(actor="rus")
---
## Hold something

What if Washington returned to maximum pressure, whatever it prefers? `hold` gives the case with
that option taken out of everybody's hands.
---
pressed = case.hold({"usa.north": "maximum"})
under = detente.find(pressed, worlds=WORLDS, seed=SEED, parts={"choices"})
under
---
`compare` sets two cases side by side, world by world: what both say alike is drawn alike, so that
the difference is not blurred by other draws.
---
both = detente.compare(case, pressed, worlds=WORLDS, seed=SEED)
for choice, outcomes in both.outcomes.items():
    for outcome, beside in outcomes.items():
        if abs(beside.change.value) > 2 * beside.change.se:
            change, error = 100 * beside.change.value, 100 * beside.change.se
            print(f"{choice:10} {outcome:11} {change:+.0f} ± {error:.0f} points")
---
## Weigh something differently

`with_weights` takes a number, a range or a word of the case's scales. How much would autonomy have
to be worth?
---
for weight in ("slight", "moderate", "vital"):
    other = case.with_weights({"rus-autonomy": weight})
    best = detente.find(other, worlds=WORLDS, seed=SEED, parts={"choices"}).choice("autonomy").best
    print(f"{weight:9} autonomy is better in {best.value:.0%} ± {best.se:.0%} of {best.worlds} worlds")
---
## Pictures and pages

A brief shows itself; so does each of its pictures. `save` writes it: `.html`, `.pdf`, `.docx`,
`.xlsx`, `.ics`, ...
---
brief = detente.write(case, found)
brief.pictures[0]
---
for section in brief.lead[:3]:
    print(section.title, "|", *section.paragraphs)
"""


def cells() -> list[tuple[str, str]]:
    """Return the cells: what each is, and its source."""
    texts = [text.strip("\n") for text in CELLS.split("\n---\n")]
    code = [_is_code(text) for text in texts]
    return [("code" if is_code else "markdown", text) for is_code, text in zip(code, texts, strict=True)]


def _is_code(text: str) -> bool:
    try:
        return bool(ast.parse(text).body)
    except SyntaxError:
        return False


def shown(source: str, namespace: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Run a cell as a notebook does; return what it prints, and how its last expression shows itself."""
    tree, printed = ast.parse(source), io.StringIO()
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"cell {number}", "exec"), namespace)
        value = (
            eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), namespace) if last else None
        )
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None:
        data = {"text/plain": _lines(repr(value))}
        if hasattr(value, "_repr_html_"):
            data["text/html"] = _lines(value._repr_html_())
        told = {"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"}
        outputs.append(told)
    return outputs


def notebook() -> dict[str, Any]:
    """Return the notebook (nbformat 4.5) with what its cells show."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    made, number = [], 0
    for place, (kind, source) in enumerate(cells()):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{place}", "metadata": {}}
        cell["source"] = _lines(source)
        if kind == "code":
            number += 1
            cell |= {"execution_count": number, "outputs": shown(source, namespace, number)}
        made.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


if __name__ == "__main__":
    FILE.write_text(json.dumps(notebook(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
