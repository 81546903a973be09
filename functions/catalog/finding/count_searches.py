"""Tells which words are searched for: a function instance gathers its searches and sends them on, at most once in some seconds.

A message is one recorded batch of searches; `searched_words` adds it up exactly once. What can be lost is what an instance has gathered
since its last message when it is taken away: the searches of its last five seconds of work. The first search after a pause is sent at
once, so a shop with few visitors loses next to nothing.
"""

from __future__ import annotations

import time
from threading import Lock, Thread

from botocore.exceptions import BotoCoreError, ClientError

from functions.catalog.search.popular import counted, counted_word
from functions.catalog.search.tally import SearchBatch, Tally, merged
from functions.shared.outside import aws, clock, fresh
from functions.shared.outside.observability import logger
from functions.shared.plain import times
from functions.shared.plain.bodies import dump
from functions.shared.plain.settings import queue_url

QUEUE = "searches"
MAX_WORDS = 90
"""A transaction of the receiver holds 100 actions."""
_EVERY_SECONDS = 5.0


class Gatherer:
    def __init__(self) -> None:
        self._tally = Tally()
        self._sent_at = float("-inf")
        self._lock = Lock()

    def add(self, text: str, results: int) -> None:
        """Sends in the background: no shopper waits for it."""
        with self._lock:
            self._tally = counted(self._tally, text, results=results)
            due = time.monotonic() - self._sent_at > _EVERY_SECONDS or len(self._tally.counts) >= MAX_WORDS
            batch = self._take() if due else None
        if batch:
            Thread(target=self._send, args=(batch,), daemon=True).start()

    def flush(self) -> None:
        with self._lock:
            batch = self._take()
        if batch:
            self._send(batch)

    def _take(self) -> SearchBatch | None:
        if not self._tally.counts:
            return None
        batch = SearchBatch(fresh.new_id("evt"), times.iso(clock.now()), self._tally.counts)
        self._tally, self._sent_at = Tally(), time.monotonic()
        return batch

    def _send(self, batch: SearchBatch) -> None:
        try:
            aws.client("sqs").send_message(QueueUrl=queue_url(QUEUE), MessageBody=dump(batch))
        except (BotoCoreError, ClientError):
            logger().exception("searches not told")
            with self._lock:
                kept = merged([self._tally, Tally(batch.words)])
                self._tally = kept if len(kept.counts) <= MAX_WORDS else self._tally


_gatherer = Gatherer()


def count_search(text: str, results: int) -> None:
    """A search for `text` found so many; what could name a person is not counted."""
    if counted_word(text) is not None:
        _gatherer.add(text, results)


def send_counts() -> None:
    """What has been gathered, now."""
    _gatherer.flush()
