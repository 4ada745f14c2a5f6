"""A Dask cluster as an executor."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from detente.errors import DetenteError, MissingExtra

__all__ = ["cluster"]

#: How often a chunk is tried again whose worker was lost.
RETRIES = 5


@contextmanager
def cluster(address: str, patience: float = 20) -> Iterator[tuple[Executor, int]]:
    """Connect to a Dask scheduler; yield an executor and the number of threads behind it.

    A chunk whose worker is lost goes to another one. Workers need the same version of detente.

    Parameters
    ----------
    address
        For example ``tcp://10.0.0.5:8786``.
    patience
        Seconds to wait for the scheduler, and for its first worker.

    Raises
    ------
    MissingExtra
        If distributed is not installed.
    DetenteError
        If no scheduler answers, or it has no worker.
    """
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtra("distributed", "cluster") from None
    try:
        connect: Any = Client  # distributed leaves most of its functions untyped
        client = connect(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise DetenteError(f"no Dask scheduler answers at {address}: {error}") from None
    try:
        client.wait_for_workers(1, timeout=patience)
        threads = sum(client.nthreads().values())
        yield client.get_executor(pure=False, retries=RETRIES), threads
    except TimeoutError:
        raise DetenteError(f"the Dask scheduler at {address} has no workers") from None
    finally:
        client.close()
