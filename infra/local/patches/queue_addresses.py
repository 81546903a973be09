"""Lets queues be found after the shop has moved to another port.

MiniStack 1.5.33 keeps a queue under its address, which has the port in it, but its readers make that address of today's port. Started again
on another port, a shop sent messages to its queues (which are found by name) and nobody read any: orders stayed unpaid for ever. Here a
queue is asked for by the address that it is kept under.
"""

from __future__ import annotations

from ministack.services import sqs


def install() -> None:
    plain = sqs._queue_url

    def as_kept(name: str) -> str:
        return str(sqs._queue_name_to_url.get(name) or plain(name))

    sqs._queue_url = as_kept
