"""``python -m detente``, and the command ``detente``."""

from detente import stopping

__all__ = ["main"]


def main() -> None:
    """Run the command line; from here on, whoever stops it gets exit code 3 and one sentence."""
    try:
        stopping.install()
    except KeyboardInterrupt:
        stopping.leave()
    from detente.cli import main as run

    run()


if __name__ == "__main__":
    main()
