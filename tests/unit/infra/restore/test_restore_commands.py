from __future__ import annotations

from datetime import UTC, datetime

import pytest
from botocore.exceptions import EndpointConnectionError
from typer.testing import CliRunner

from infra.cli.main import app
from infra.cli.redrive import unread
from infra.local.trouble import Trouble
from infra.restore.commands import _moment, _new_suffix, _suffix
from infra.restore.copies import Copy
from infra.restore.plan import afterwards, plan
from infra.restore.sets import TableSet


@pytest.mark.parametrize("text", ["2026-11-26T08:00", "2026-11-26T08:00:00", "2026-11-26T08:00:00Z"])
def test_a_moment_is_utc(text: str) -> None:
    assert _moment(text) == datetime(2026, 11, 26, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["20261126T080000Z", "before-the-move", "2026-11-26"])
def test_what_is_no_moment_names_a_backup(text: str) -> None:
    assert _moment(text) is None


def test_a_suffix_is_what_names_may_end_in() -> None:
    assert (_suffix("original"), _suffix("safe"), _suffix("-safe")) == ("", "-safe", "-safe")
    with pytest.raises(Trouble, match="cannot stand at the end"):
        _suffix("a b")


def test_new_tables_are_not_called_as_those_of_the_base() -> None:
    """A backup of an older version may be named so."""
    assert _new_suffix("safe") == "-safe"
    with pytest.raises(Trouble, match="--suffix"):
        _new_suffix("original")


@pytest.mark.parametrize("arguments", [[], ["--to", "safe", "--use", "original"]])
def test_it_must_be_said_where_to_and_only_once(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["restore", *arguments])
    assert isinstance(done.exception, Trouble)
    assert "either where to" in str(done.exception)


def test_the_plan_names_both_sets_and_what_does_not_come_back() -> None:
    in_use = TableSet("prod", "")
    copy = Copy(in_use, TableSet("prod", "-20261126T080000Z"), datetime(2026, 11, 26, 8, tzinfo=UTC))
    told = "\n".join(plan(copy, in_use))
    assert "Restore the stage prod to 2026-11-26T08:00:00Z" in told
    assert "shop-prod-*-20261126T080000Z. The tables in use (shop-prod-*) stay" in told
    assert "What does not come back" in told
    left = "\n".join(afterwards(copy))
    assert "shop republish --stage prod --since 2026-11-26T07:00:00" in left
    assert "shop restore --stage prod --use original" in left


def test_a_stopped_shop_is_no_fault_of_aws() -> None:
    closed = EndpointConnectionError(endpoint_url="http://127.0.0.1:4566/")
    assert "make serve" in unread("local", closed)
    assert unread("prod", closed) == f"The stacks of prod cannot be read: {closed}"
