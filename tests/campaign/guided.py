"""A reader fed by atheris, which looks for inputs that reach new lines: ``python guided.py READER``.

Not among the tools of development: ``pip install atheris`` into an environment beside detente and its
extras. Options after the name are those of libFuzzer. Ends at the first fault and keeps its input.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["detente"]):
    from campaign.fuzz import MEMORY, fed
    from campaign.readers import READERS


def main() -> None:
    """Feed one reader for ever, or as long as the options say."""
    reader = next(r for r in READERS if r.name == sys.argv[1])
    with TemporaryDirectory(dir=MEMORY) as name, TemporaryDirectory() as corpus:
        for k, seed in enumerate(reader.seeds()):
            (Path(corpus) / str(k)).write_bytes(seed)
        place = Path(name)

        def one(data: bytes) -> None:
            told = fed(reader, data, place)
            if told not in ("", "refused"):
                raise RuntimeError(told)

        atheris.Setup([sys.argv[0], *sys.argv[2:], corpus], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
