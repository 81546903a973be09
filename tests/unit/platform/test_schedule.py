"""When a schedule runs next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.platform.model.schedule import is_late, next_run, period
from infra.functions import FUNCTIONS
from infra.functions.model import Schedule

NOW = datetime(2026, 11, 27, 18, 40, 30, tzinfo=UTC)


def at(hour: int, minute: int, second: int = 0, day: int = 27) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "last", "expected"),
    [
        ("rate(1 minute)", at(18, 40, 10), at(18, 41, 10)),
        ("rate(1 minute)", at(18, 30, 10), at(18, 41, 10)),
        ("rate(2 hours)", at(18, 40, 30), at(20, 40, 30)),
        ("rate(1 minute)", None, None),
        ("cron(5 * * * ? *)", None, at(19, 5)),
        ("cron(41 * * * ? *)", None, at(18, 41)),
        ("cron(40 18 * * ? *)", None, at(18, 40, day=28)),
        ("cron(30 20 * * ? *)", at(3, 0), at(20, 30)),
    ],
)
def test_the_next_run_follows_from_the_expression(expression: str, last: datetime | None, expected: datetime | None) -> None:
    """X39"""
    assert next_run(expression, NOW, last) == expected


def test_every_schedule_of_the_shop_is_understood() -> None:
    """X39"""
    expressions = {f.trigger.expression for f in FUNCTIONS if isinstance(f.trigger, Schedule)}
    assert len(expressions) > 3
    assert all(period(one) >= timedelta(minutes=1) for one in expressions)
    with pytest.raises(ValueError, match="another kind"):
        period("cron(0/5 8-17 ? * MON-FRI *)")


def test_a_schedule_is_late_when_several_runs_are_missing() -> None:
    assert not is_late("rate(1 minute)", NOW, None)
    assert not is_late("rate(1 minute)", NOW, NOW - timedelta(minutes=3))
    assert is_late("rate(1 minute)", NOW, NOW - timedelta(minutes=3, seconds=1))
    assert not is_late("cron(40 18 * * ? *)", NOW, NOW - timedelta(days=2))
