"""``python -m detente``, and the command ``detente``."""

from detente import stopping

__all__ = ["main"]


def main() -> None:
    """Run the command line; from here on, whoever stops it gets exit code 3 and one sentence."""
    try:
        stopping.install()
    except KeyboardInterrupt:
        stopping.leave()
    try:
        from detente.cli import main as run
    except OSError as error:  # as few files may be open as that
        stopping.refuse(f"{error.filename}: {error.strerror}")
    run()


if __name__ == "__main__":
    main()
