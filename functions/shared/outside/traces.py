"""Trace ids as OpenTelemetry and W3C write them (https://www.w3.org/TR/trace-context/, level 1).

One id goes through everything that a request causes: the correlation id, which stands in every event and message already. Its trace id is
made of it the same way everywhere (a UUID without its hyphens, another text by its hash), so no second id has to travel. Of a caller who
brings a trace the trace id *is* the correlation id.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from functools import lru_cache

HEADER = "traceparent"
_PARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")
_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST = 128
_NONE = "0"


def correlation_of(headers: Mapping[str, str], request_id: str) -> str:
    """Of a call: the trace it is part of, else what the caller calls it, else its own id. `headers` have lower-case names."""
    return _brought(headers.get(HEADER, "")) or headers.get("x-correlation-id", "")[:_LONGEST] or request_id


def _brought(parent: str) -> str:
    """The trace id of a `traceparent`; empty for what the specification tells to ignore."""
    found = _PARENT.fullmatch(parent.strip()) if len(parent) <= _LONGEST else None
    if found is None:
        return ""
    version, trace, span, more = found.groups()
    forbidden = version == "ff" or (version == "00" and more) or not trace.strip(_NONE) or not span.strip(_NONE)
    return "" if forbidden else str(trace)


@lru_cache(maxsize=256)
def trace_id(correlation: str) -> str:
    """32 hex digits; empty where nothing is known of who asked."""
    if not correlation:
        return ""
    bare = correlation.replace("-", "").lower()
    if _ID.fullmatch(bare) and bare.strip(_NONE):
        return bare
    return hashlib.sha256(correlation.encode()).hexdigest()[:32]


def new_span() -> str:
    """16 hex digits for one piece of work: a request, a record."""
    return os.urandom(8).hex()


def traceparent(correlation: str, span: str) -> dict[str, str]:
    """The header that tells somebody outside which trace they are part of; none where there is none. Recorded: it stands in our logs."""
    trace = trace_id(correlation)
    return {HEADER: f"00-{trace}-{span or new_span()}-01"} if trace else {}
