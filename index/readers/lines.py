"""Lines of a binary stream, none of which can fill the memory."""

from collections.abc import Iterator
from typing import BinaryIO

LINE_BYTES = 8 * 2**20  # a hundred times the longest article met (65 kB); a longer line is no article


def bounded_lines(stream: BinaryIO, limit: int = LINE_BYTES) -> Iterator[bytes | None]:
    """Give every line of `stream` with its line end; None stands for a line of more than `limit` bytes.

    No more than `limit` bytes are held at a time, however long the line. Raises what reading `stream` raises.
    """
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
        else:
            _pass_over_rest(stream, line)
            yield None


def _pass_over_rest(stream: BinaryIO, piece: bytes) -> None:
    """Read up to the end of a line of which `piece` has been read."""
    while piece and not piece.endswith(b"\n"):
        piece = stream.readline(2**16)
