"""`shop breach`: the same rules with the keys of the account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from functions.shared.audit.facts import FactRecord
from functions.shared.auth.lines import LINES_KEY, lines_in
from functions.shared.auth.standing import kept_body
from functions.shared.outside import provider_keys
from functions.shared.plain.settings import settings
from infra.breach import commands as breach
from infra.cli.redrive import Target
from infra.local.trouble import Trouble
from infra.outputs import Outputs

TABLES = {"access": "access", "customers": "customers", "audit-facts": "audit-facts"}
LINKS = "shop-prod-links"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    for name in TABLES:
        monkeypatch.setenv(f"TABLE_{name.upper().replace('-', '_')}", name)
    nothing: dict[str, Any] = dict.fromkeys(Outputs.__dataclass_fields__, "")
    there = Target(boto3.Session(region_name="us-east-1"), Outputs(**{**nothing, "tables": TABLES}))
    monkeypatch.setattr(breach, "target", lambda _stage: there)
    yield there
    settings.cache_clear()


def told() -> list[dict[str, Any]]:
    return [json.loads(record.body) for record in FactRecord.scan()]


def end(scope: str, *names: str, dry_run: bool = False, before: datetime | None = None) -> None:
    breach.end_command(scope, list(names), sessions=True, keys=True, before=before, dry_run=dry_run, stage="prod")


@pytest.mark.usefixtures("place")
def test_the_line_is_drawn_and_it_is_told_who_did_it(capsys: pytest.CaptureFixture[str]) -> None:
    """O08"""
    end("staff", dry_run=True)
    assert (kept_body(LINES_KEY), told()) == ("", [])
    end("staff")
    assert lines_in(kept_body(LINES_KEY)).staff > 0
    (fact,) = told()
    assert (fact["action"], fact["actor_kind"], fact["subject"]) == ("breach.closed", "operator", "staff")
    out = capsys.readouterr().out
    assert "would be over" in out
    assert "to repeat: --before" in out


def test_the_fact_is_written_to_the_stage_s_own_table(place: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """O08: the command line has loaded where facts are kept before it knows of which stage."""
    monkeypatch.setattr(FactRecord.Meta, "table_name", FactRecord.Meta.table_name)
    keys = [("pk", "HASH"), ("sk", "RANGE")]
    boto3.client("dynamodb", region_name="us-east-1").create_table(
        TableName="shop-prod-audit-facts",
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in keys],
        BillingMode="PAY_PER_REQUEST",
    )
    monkeypatch.setitem(place.outputs.tables, "audit-facts", "shop-prod-audit-facts")
    end("staff")
    kept = boto3.client("dynamodb", region_name="us-east-1").scan(TableName="shop-prod-audit-facts")
    assert kept["Count"] == 1


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("role", ()),
        ("role", ("a", "b")),
        ("everyone", ("x",)),
        ("persons", ()),
        ("nobody", ()),
        ("role", ("suport",)),
        ("persons", ("cus_1", "ada@example.com")),
    ],
)
@pytest.mark.usefixtures("place")
def test_what_names_nobody_is_refused_and_ends_nothing(scope: str, names: tuple[str, ...]) -> None:
    """O08: nobody believes that a role with a slip in its name is signed out."""
    with pytest.raises(Trouble):
        end(scope, *names)
    assert (kept_body(LINES_KEY), told()) == ("", [])


@pytest.mark.usefixtures("place")
def test_a_moment_that_lies_ahead_is_refused() -> None:
    """O08: until then nobody could sign in, and lines are never drawn back."""
    with pytest.raises(Trouble, match="future"):
        end("everyone", before=datetime(2199, 1, 1, tzinfo=UTC))
    assert (kept_body(LINES_KEY), told()) == ("", [])


def test_a_new_key_signs_and_those_of_before_open_until_they_are_forgotten(place: Target) -> None:
    """O08: also where the key is the bare text that AWS made up."""
    client = place.session.client("secretsmanager")
    client.create_secret(Name=LINKS, SecretString='{"order_links": "first"}')

    def rotate(**more: bool) -> list[str]:
        breach.rotate_command("links", **{"forget_old": False, "dry_run": False, "stage": "prod", **more})  # type: ignore[arg-type]
        provider_keys.forget()
        return [key.secret for key in provider_keys.provider_keys(LINKS, "order_links")]

    assert rotate(dry_run=True) == ["first"]
    new, *old = rotate()
    assert old == ["first"]
    assert len(new) > 40
    assert all(new not in json.dumps(fact) for fact in told())
    (only,) = rotate(forget_old=True)
    assert only not in {"first", new}
    assert [fact["action"] for fact in told()] == ["breach.rotated", "breach.rotated"]


@pytest.mark.usefixtures("place")
def test_what_cannot_be_rotated_is_said() -> None:
    """O08"""
    for secret, forget in (("payments", False), ("webhooks", True)):
        with pytest.raises(Trouble):
            breach.rotate_command(secret, forget_old=forget, dry_run=False, stage="prod")
