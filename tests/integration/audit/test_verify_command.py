"""`shop audit` against the log as it lies in its tables."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from functions.audit.store.records import RowRecord
from functions.shared.audit.fact import Fact
from functions.shared.audit.facts import fact_put
from functions.shared.http.audit.told import PERSONS, READ
from functions.shared.plain.settings import settings
from functions.shared.store.transactions import transact
from infra.cli import audit
from infra.cli.redrive import Target
from infra.local.trouble import Trouble
from infra.outputs import Outputs
from tests.integration.audit.keeping import chained
from tests.integration.audit.test_chaining import DAY, take, three_days


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Target:
    nothing: dict[str, Any] = {field.name: {} if "Mapping" in str(field.type) else "" for field in fields(Outputs)}
    tables = {name: name for name in ("audit", "audit-heads", "audit-facts")}
    found = Target(boto3.Session(), Outputs(**{**nothing, "tables": tables, "audit_key": settings().audit_key}))
    monkeypatch.setattr(audit, "target", lambda _stage: found)
    return found


def test_the_command_names_the_missing_row(place: Target, capsys: pytest.CaptureFixture[str]) -> None:
    """O04: a whole log, a missing row, an end that was known."""
    audit.verify_command()
    three_days(1, 1, 2)
    audit.verify_command()
    assert "whole: 4 rows over 3 days. Next time: --known 4" in capsys.readouterr().out
    with pytest.raises(Trouble, match="first number is 5"):
        audit.verify_command(known=9)
    take(3)
    with pytest.raises(Trouble, match="first number is 3"):
        audit.verify_command()
    assert f"row_missing   3 ({DAY[2]})" in capsys.readouterr().out
    assert RowRecord.count() == 3
    assert place.outputs.audit_key


def test_the_whole_log_as_a_file(place: Target, tmp_path: Path) -> None:
    """X25: rows in their order, each day's head behind them."""
    three_days(1, 1, 2)
    audit.export_command(tmp_path / "log.ndjson")
    lines = [json.loads(line) for line in (tmp_path / "log.ndjson").read_text().splitlines()]
    assert [one.get("number", "head") for one in lines] == [1, "head", 2, "head", 3, 4, "head"]
    assert lines[-1]["head"]["hash"] == lines[-2]["hash"]
    assert place.outputs.tables


def test_whose_data_was_read(place: Target, capsys: pytest.CaptureFixture[str]) -> None:
    """O08: in a window of time, by anybody or by one."""
    looks = [("2026-11-01T00:00:00.000Z", "cus_1", ["cus_a", "cus_b"]), ("2026-11-02T00:00:00.000Z", "cus_2", ["cus_c"])]
    for number, (at, actor, persons) in enumerate(looks):
        transact([fact_put(Fact(f"aud_{number}", at, "staff", actor, READ, "", after={PERSONS: persons}))])
    transact([fact_put(Fact("aud_9", looks[0][0], "staff", "cus_1", "POST /v1/admin/x", "cus_d"))])
    chained()
    capsys.readouterr()
    first, second, third = (datetime.fromisoformat(f"2026-11-0{day}") for day in (1, 2, 3))
    audit.persons_command(first, third)
    audit.persons_command(first, second)
    audit.persons_command(first, third, "cus_2")
    assert capsys.readouterr().out.split("persons\n")[:-1] == ["cus_a\ncus_b\ncus_c\n3 ", "cus_a\ncus_b\n2 ", "cus_c\n1 "]
    assert place.outputs.tables
