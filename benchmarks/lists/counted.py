"""What is asked of the tables, and the rows that come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Read:
    requests: Counter[str] = field(default_factory=Counter)
    rows: int = 0


@contextmanager
def counted() -> Iterator[Read]:
    from functions.shared.store.records import connection

    read = Read()
    client: Any = connection().client
    call: Any = client._make_api_call

    def send(operation: str, arguments: dict[str, Any]) -> Any:
        answer = call(operation, arguments)
        read.requests[operation] += 1
        read.rows += answer.get("ScannedCount", 0) + sum(map(len, answer.get("Responses", {}).values())) + ("Item" in answer)
        return answer

    client._make_api_call = send
    try:
        yield read
    finally:
        del client._make_api_call
