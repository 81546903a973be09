"""What was counted for an alarm: lines of the log in the Embedded Metric Format. Also a plugin of pytest that notes those of a test run."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from functions.shared.outside.observability import logger

NOTES = "PROOF_BELLS"
Bell = tuple[str, str, str, str]
"""Namespace, metric, dimension, its value."""


def rung(line: logging.LogRecord) -> Iterator[Bell]:
    """As CloudWatch reads the line: the metric counts only with a value and each of its dimensions in it."""
    told = vars(line)
    for one in (told.get("_aws") or {}).get("CloudWatchMetrics", ()):
        for (dimension,) in one["Dimensions"]:
            for metric in one["Metrics"]:
                if sum(told.get(metric["Name"], ())) > 0 and told.get(dimension):
                    yield one["Namespace"], metric["Name"], dimension, str(told[dimension])


@dataclass
class Heard(logging.Handler):
    """`lines`: everything that was logged."""

    lines: list[logging.LogRecord] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.NOTSET)

    def __hash__(self) -> int:
        return id(self)

    def addFilter(self, filter: Any) -> None:  # noqa: N802 — the names logging asks for
        """None: Powertools silences whoever listens at the root before it."""

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record)

    def bells(self) -> set[Bell]:
        return {bell for line in self.lines for bell in rung(line)}

    def as_told(self) -> list[dict[str, Any]]:
        return [vars(line) for line in self.lines]


@contextmanager
def listening() -> Iterator[Heard]:
    """To the shop's own log, from its facts on; nothing of it is printed."""
    heard, ours = Heard(), logging.getLogger(logger().name)
    before, others, on = ours.level, list(ours.handlers), ours.propagate
    ours.setLevel(logging.INFO)
    ours.handlers[:], ours.propagate = [heard], False
    try:
        yield heard
    finally:
        ours.handlers[:], ours.propagate = others, on
        ours.setLevel(before)


_heard = Heard()


def pytest_configure() -> None:
    if os.environ.get(NOTES):
        logging.getLogger().addHandler(_heard)


def pytest_unconfigure() -> None:
    if path := os.environ.get(NOTES):
        Path(path).write_text(json.dumps(sorted(_heard.bells())))
