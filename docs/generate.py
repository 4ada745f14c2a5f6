"""Write the generated pages of the documentation; `python docs/generate.py --check` only compares.

| page | made from |
|---|---|
| docs/case-format.md | the types of the case file |
| docs/case.schema.json | the same types, as JSON Schema for editors |
| docs/result.schema.json | the types of the result: what `detente analyze --json` prints |
| docs/commands.md | the help texts of the command line |
| docs/korea-2020.md | the flagship brief, by the command that it names |
| docs/korea-2020.svg | its first page, as a terminal shows it |
| docs/korea-systems.md | the 42 systems of the papers: what settles each, and its share under either choice |
"""

from __future__ import annotations

import json
import re
import sys
from io import StringIO
from pathlib import Path

HERE = Path(__file__).parent
WORLDS, SEED, WIDTH, LINES = 1000, 1, 100, 62
FLAGSHIP = ("korea-2020.md", "korea-2020.svg", "korea-systems.md")


def commands() -> str:
    """Return every help text of the command line."""
    import click

    from detente.cli import main

    parts = ["# Commands\n\nWritten by `docs/generate.py` from the help texts.\n"]
    settings = {**main.context_settings, "terminal_width": 90, "max_content_width": 90}
    context = click.Context(main, info_name="detente", **settings)
    parts.append(f"```text\n{main.get_help(context)}\n```\n")
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=f"detente {name}", **settings)
        parts.append(f"## detente {name}\n\n```text\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


class _Terminal(StringIO):
    """Text that says it is a terminal, so that the brief comes in colour."""

    def isatty(self) -> bool:
        return True


def flagship() -> tuple[str, str, str]:
    """Return the flagship brief as markdown, its first page as SVG, and what it says of the 42 systems."""
    from dataclasses import replace

    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.text import Text

    from detente import find, load, write
    from detente.brief import markdown, show
    from detente.insight.ask import QUICK

    # What takes minutes is left out: dates, scores, what turns the answer, other policies.
    case = load("korea-2020")
    found = find(case, worlds=WORLDS, seed=SEED, parts=QUICK)
    command = f"detente analyze korea-2020 --worlds {WORLDS} --seed {SEED} --dated 0"
    brief = write(case, found, command=command)
    seen = _Terminal()
    show(brief, seen, WIDTH, full=False)
    page = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    page.print(Text.from_ansi("\n".join(seen.getvalue().splitlines()[:LINES])))
    # The picture must not fetch a font from anywhere; any fixed-width font of the reader's will do.
    plain = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    plain = plain.replace("Fira Code, monospace", "DejaVu Sans Mono, Menlo, Consolas, monospace")
    title = "detente analyze korea-2020"
    systems = replace(
        brief,
        title="The 42 systems of the Korean Peninsula",
        stamp=(),
        lead=(),
        about=(*brief.about, f"One section of what {command} --full prints."),
        sections=(brief.section("regimes"),),
        command="",
    )
    svg = page.export_svg(title=title, code_format=plain, unique_id="brief")
    return markdown(brief, full=False), svg, markdown(systems)


def pages(slow: bool = True) -> dict[str, str]:
    """Return every generated page by its file name."""
    from detente.brief import result_schema
    from detente.case import reference, schema

    made = {
        "case-format.md": reference(),
        "case.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        "result.schema.json": json.dumps(result_schema(), indent=2, ensure_ascii=False) + "\n",
        "commands.md": commands(),
    }
    if slow:
        made |= dict(zip(FLAGSHIP, flagship(), strict=True))
    return made


def main() -> int:
    """Write the pages, or compare them."""
    check = "--check" in sys.argv
    stale = []
    for name, text in pages().items():
        path = HERE / name
        if check:
            stale += [name] if not path.exists() or path.read_text(encoding="utf-8") != text else []
        else:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name} is not what docs/generate.py writes; run `make docs`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
