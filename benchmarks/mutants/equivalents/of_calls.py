"""Of repeated calls."""

from __future__ import annotations

from benchmarks.mutants.equivalents.equivalent import Equivalent

OF_CALLS = (
    Equivalent(
        ("idempotency",),
        "if record is None or (record.ttl or 0) <= clock.now().timestamp():",
        (
            "if record is None or (record.ttl or  1) <= clock.now().timestamp():",
            "if record is None or (record.ttl or  -1) <= clock.now().timestamp():",
        ),
        "all three are long over",
    ),
    Equivalent(
        ("idempotency",),
        "LARGEST_KEPT = 300_000",
        (
            "LARGEST_KEPT =  300001",
            "LARGEST_KEPT =  299999",
        ),
        "a bound far below that of an item (400 kB)",
    ),
    Equivalent(
        ("idempotency",),
        "return sealed if len(sealed) <= LARGEST_KEPT else _LEFT_OUT",
        ("return sealed if len(sealed) < LARGEST_KEPT else _LEFT_OUT",),
        "one character more fits as well",
    ),
)
