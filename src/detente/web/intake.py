"""The body of a request: read whole, of bounded size and within bounded time, before it is used."""

from __future__ import annotations

from dataclasses import dataclass

from anyio import fail_after
from starlette.types import Message, Receive, Scope

__all__ = ["Body", "Refused"]


class Refused(Exception):
    """A request that is not heard.

    Parameters
    ----------
    status
        Status of HTTP.
    words
        One sentence on why.
    """

    def __init__(self, status: int, words: str) -> None:
        self.status = status
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Body:
    """A body that has been read."""

    data: bytes

    @classmethod
    async def read(cls, scope: Scope, receive: Receive, most: int, seconds: float) -> Body:
        """Read a body.

        Parameters
        ----------
        scope, receive
            Of the request.
        most
            Most bytes.
        seconds
            Longest time that it may take.

        Raises
        ------
        Refused
            If it is too large, too slow, or breaks off.
        """
        for name, value in scope["headers"]:
            if name.lower() == b"content-length" and (not value.isdigit() or int(value) > most):
                raise Refused(413, "This is too large.")
        parts, size = list[bytes](), 0
        try:
            with fail_after(seconds):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise Refused(400, "This broke off.")
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > most:
                        raise Refused(413, "This is too large.")
                    if not message.get("more_body"):
                        return cls(b"".join(parts))
        except TimeoutError:
            raise Refused(408, "This took too long to arrive.") from None

    def again(self, receive: Receive) -> Receive:
        """Return what an application receives: the body, and then what comes after it.

        Parameters
        ----------
        receive
            Where the rest comes from, which is only that the other side has gone.
        """
        first = [True]

        async def received() -> Message:
            if first:
                first.clear()
                return {"type": "http.request", "body": self.data, "more_body": False}
            return await receive()

        return received
