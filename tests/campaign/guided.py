"""A reader fed by atheris, which looks for inputs that reach new lines: ``python guided.py READER``.

Not among the tools of development: ``pip install atheris`` into an environment beside detente and its
extras. Options after the name are those of libFuzzer. Ends at the first fault and keeps its input.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    """Feed one reader for ever, or as long as the options say."""
    atheris = import_module("atheris")
    sys.path.insert(0, str(Path(__file__).parents[1]))
    with atheris.instrument_imports(include=["detente"]):
        readers, fuzz = import_module("campaign.readers"), import_module("campaign.fuzz")
    reader = readers.reader(sys.argv[1])
    with TemporaryDirectory(dir=fuzz.MEMORY) as name, TemporaryDirectory() as corpus:
        for k, seed in enumerate(reader.seeds()):
            (Path(corpus) / str(k)).write_bytes(seed)

        def one(data: bytes) -> None:
            told = fuzz.fed(reader, data, Path(name))
            if told not in ("", "refused"):
                raise RuntimeError(told)

        atheris.Setup([sys.argv[0], *sys.argv[2:], corpus], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
