"""Being stopped: at once, with exit code 3 and one sentence, and with nothing half-written.

The command line installs this before it imports anything else. A signal then wakes a thread, which ends the
process. An exception raised wherever the program happens to be, as Python does by default, has to wait for
the end of the C call that is running, and is lost, or turned into another error, where it meets a callback,
an import or a compiler. What must not be cut in two is done while `WHOLE` is held: the first signal waits for
it a little while, the second does not. What is not yet in its place is named by `temporary` and taken away.

Nothing of this is at work in a program that imports detente: there, Ctrl-C is a KeyboardInterrupt.
"""

from __future__ import annotations

import _thread
import os
import time

# The fewest imports, since until `install` has run a signal still meets Python's own handlers.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

__all__ = [
    "INTERRUPTED",
    "WHOLE",
    "arrived",
    "before_leaving",
    "install",
    "leave",
    "leaving",
    "over",
    "refuse",
    "settled",
    "tell",
    "temporary",
]

#: The exit code of a command that was stopped.
INTERRUPTED = 3

#: Held while something is done that must not be cut in two.
WHOLE = _thread.RLock()

#: Seconds that the first signal waits for `WHOLE`.
PATIENCE = 1.5

#: Most files named in the sentence.
NAMED = 3

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")

_leaving = _thread.allocate_lock()
_temporary: dict[str, None] = {}
_arrived: dict[str, None] = {}
_told: dict[str, str] = {}
_over: list[int] = []
_before: list[Callable[[], object]] = []


def temporary(path: object) -> None:
    """Say that a file or folder is there for a while only; it is taken away if the process is stopped.

    Parameters
    ----------
    path
        The file or folder.
    """
    _temporary[str(path)] = None


def settled(path: object) -> None:
    """Say that what `temporary` named is in its place, or gone.

    Parameters
    ----------
    path
        The file or folder.
    """
    _temporary.pop(str(path), None)


def arrived(path: object) -> None:
    """Say that a file is written, to be named if the process is stopped after that.

    Parameters
    ----------
    path
        The file or folder.
    """
    _arrived[str(path)] = None


def tell(subject: str, words: str) -> None:
    """Say what else is to be told if the process is stopped, in place of earlier words on the subject.

    Parameters
    ----------
    subject
        What the words are about.
    words
        A sentence.
    """
    _told[subject] = words


def before_leaving(work: Callable[[], object]) -> None:
    """Say what is to be done first if the process is stopped, such as giving a terminal back as it was.

    Parameters
    ----------
    work
        Takes no time and raises nothing but `OSError`.
    """
    _before.append(work)


def over(code: int) -> None:
    """Say that everything is done: who stops the process now gets the exit code that it ends with anyway.

    Parameters
    ----------
    code
        The exit code.
    """
    _over.append(code)


def install() -> None:
    """Catch the signals that ask a process to end, on systems that have them.

    A signal that is ignored stays ignored, as in ``nohup``. Where no thread can be started, or no pipe
    opened, everything stays as Python has it.
    """
    if os.name != "posix":
        return
    import atexit
    import signal

    try:
        _keep_streams()
        ear, mouth = os.pipe()
        os.set_blocking(ear, True)
        os.set_blocking(mouth, False)
        numbers = [getattr(signal, name) for name in _SIGNALS]
        caught = bytes(n for n in numbers if signal.getsignal(n) is not signal.SIG_IGN)
        _thread.start_new_thread(_listen, (ear, caught))
    except (OSError, RuntimeError):
        return
    signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
    for number in caught:
        signal.signal(number, _heard)
    # Registered first and so called last, when Python is about to forget the handlers.
    atexit.register(lambda: [signal.signal(number, signal.SIG_IGN) for number in caught])


def leave() -> NoReturn:
    """End the process: take away what is temporary, say the sentence, exit."""
    _leaving.acquire()  # never given back: only one thread gets further than this
    for path in list(_temporary):
        _remove(path)
    for work in _before:
        try:  # noqa: SIM105  contextlib would have to be imported
            work()
        except OSError:
            pass
    if _over:
        os._exit(_over[-1])
    _say(_sentence())
    os._exit(INTERRUPTED)


def leaving() -> bool:
    """Whether the process is about to end, and nothing more is to be said."""
    return _leaving.locked()


def _keep_streams() -> None:
    """Open the numbers of streams that the caller has closed, lest a file that is opened gets one of them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def refuse(reason: str) -> NoReturn:
    """End the process because it cannot begin.

    Parameters
    ----------
    reason
        A sentence.
    """
    _say(f"Error: {reason}")
    os._exit(2)


def _heard(number: int, frame: object) -> None:
    """Do nothing: the thread that listens has heard it as well."""


def _listen(ear: int, caught: bytes) -> None:
    """Wait for a signal, then for what must be whole or for a second signal, and leave."""
    while os.read(ear, 1) not in [bytes([number]) for number in caught]:
        pass
    os.set_blocking(ear, False)
    end = time.monotonic() + PATIENCE
    while not WHOLE.acquire(timeout=0.02) and time.monotonic() < end and not _again(ear, caught):
        pass
    leave()


def _again(ear: int, caught: bytes) -> bool:
    try:
        return any(number in caught for number in os.read(ear, 64))
    except BlockingIOError:
        return False


def _remove(path: str) -> None:
    for folder, _, names in os.walk(path, topdown=False):
        for name in names:
            _gone(os.unlink, f"{folder}/{name}")
        _gone(os.rmdir, folder)
    _gone(os.unlink, path)


def _gone(remove: Callable[[str], None], path: str) -> None:
    try:  # noqa: SIM105  contextlib would have to be imported
        remove(path)
    except OSError:  # not there (any more), or not ours
        pass


def _sentence() -> str:
    told = list(_told.values())
    files = list(_arrived)
    if files:
        rest = f" and {len(files) - NAMED} more files" if len(files) > NAMED else ""
        told.append(f"written: {', '.join(files[:NAMED])}{rest}")
    return f"Interrupted; {'; '.join(told) or 'nothing was written'}."


def _say(sentence: str) -> None:
    shown = "".join(c if c.isprintable() else "?" for c in sentence) + "\n"
    try:
        if os.isatty(2):  # a bar may be half drawn, and the cursor hidden
            os.write(2, b"\r\x1b[2K\x1b[?25h")
        os.write(2, shown.encode("utf-8", "backslashreplace"))
    except OSError:
        pass
