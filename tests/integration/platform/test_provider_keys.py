"""P06: keys of providers are written, never read; findings, case 15: sent back as they were read they stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from functions.platform import app as platform
from functions.platform.keys import set_keys
from functions.shared.outside import provider_keys
from functions.shared.plain import settings
from functions.shared.store.records import connection
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.races import in_between
from tests.support.tables import snapshot

PATH = "/v1/admin/provider_keys"
FIRST = {"account": "acct_1234567890", "secret_key": "sk_first_secret", "publishable_key": "pk_x", "webhook_secrets": ["whsec_S1"]}


@pytest.fixture(autouse=True)
def _secrets(_tables: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = boto3.client("secretsmanager")
    for kind in ("payments", "couriers"):
        made.create_secret(Name=f"keys-{kind}", SecretString="{}")
        monkeypatch.setenv(f"SECRET_{kind.upper()}", f"keys-{kind}")
    settings.settings.cache_clear()
    yield
    for kind in ("payments", "couriers"):
        made.delete_secret(SecretId=f"keys-{kind}", ForceDeleteWithoutRecovery=True)
    monkeypatch.undo()
    settings.settings.cache_clear()
    provider_keys.forget()


@pytest.fixture
def owner() -> Client:
    return Client(platform.app, bearer("owner"))


def held(kind: str = "payments") -> Any:
    return json.loads(boto3.client("secretsmanager").get_secret_value(SecretId=f"keys-{kind}")["SecretString"])


def test_keys_are_told_of_and_never_shown(owner: Client) -> None:
    made = owner.put(f"{PATH}/stripe", {"secrets": FIRST}, Idempotency_Key="k" * 20)
    assert made.status == 200, made.text
    assert held() == {"stripe": FIRST}
    one = owner.get(f"{PATH}/stripe").json
    assert (one["set"], one["public_id_last4"], set(one["secrets"].values())) == (True, "7890", {"********"})
    assert one["by"]
    assert one["since"]
    listed = owner.get(PATH).text
    everything = made.text + listed + str(snapshot())
    assert not [text for text in ("sk_first", "whsec_S1", "acct_1234567890") if text in everything], "nor the audit log"
    assert owner.put(f"{PATH}/stripe", {"secrets": FIRST}, Idempotency_Key="k" * 20).headers["idempotent-replayed"] == "true"
    for role in ("manager", "support"):
        assert Client(platform.app, bearer(role)).put(f"{PATH}/stripe", {"secrets": FIRST}).status == 403
    assert owner.get(f"{PATH}/nobody").status == 404
    assert owner.put(f"{PATH}/sandbox", {"secrets": {"secret": "x"}}).status == 404


def test_what_was_read_can_be_sent_back_and_only_null_takes_away(owner: Client) -> None:
    owner.put(f"{PATH}/stripe", {"secrets": FIRST})
    owner.put(f"{PATH}/sf", {"secrets": {"partner_id": "partner_1", "check_word": "w"}})
    owner.put(f"{PATH}/stripe", {"secrets": {"webhook_secrets": ["whsec_S2", "whsec_S1"]}})
    read = owner.get(f"{PATH}/stripe").json
    assert owner.put(f"{PATH}/stripe", {"secrets": read["secrets"]}).status == 200
    assert owner.put(f"{PATH}/stripe", {"secrets": {"secret_key": "", "publishable_key": "•••", "account": " **** "}}).status == 200
    assert held()["stripe"] == FIRST | {"webhook_secrets": ["whsec_S2", "whsec_S1"]}
    assert "publishable_key" not in owner.put(f"{PATH}/stripe", {"secrets": {"publishable_key": None}}).json["secrets"]
    assert held("couriers") == {"sf_express": {"partner_id": "partner_1", "check_word": "w"}}
    gone = owner.put(f"{PATH}/stripe", {"secrets": dict.fromkeys(FIRST, None)}).json
    assert (gone["set"], gone["secrets"], held()) == (False, {}, {})


def test_a_roll_back_of_settings_brings_no_key_back(owner: Client) -> None:
    site, word = "/v1/admin/site_settings", {"name": {"en": "A"}}
    owner.patch(site, word)
    owner.put(f"{PATH}/stripe", {"secrets": {"webhook_secrets": ["whsec_S1"]}})
    owner.patch(site, {"name": {"en": "B"}})
    owner.put(f"{PATH}/stripe", {"secrets": {"webhook_secrets": ["whsec_S2"]}})
    assert owner.post("/v1/admin/site_settings", {"version": 1}).json["name"] == {"en": "A"}
    assert held()["stripe"]["webhook_secrets"] == ["whsec_S2"]


def test_two_who_set_keys_of_one_kind_at_once_both_have_them(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.shared.store.again.pause", lambda _attempt: None)
    refused: list[Any] = []
    in_between(monkeypatch, set_keys, "_entries", lambda: refused.append(owner.put(f"{PATH}/alipay", {"secrets": {"app_id": "2021"}})))
    assert owner.put(f"{PATH}/stripe", {"secrets": {"secret_key": "sk_1"}}).status == 200
    assert [one.code for one in refused] == ["contention"], "nobody writes over what another one read"
    assert owner.put(f"{PATH}/alipay", {"secrets": {"app_id": "2021"}}).status == 200
    assert held() == {"stripe": {"secret_key": "sk_1"}, "alipay": {"app_id": "2021"}}


def test_who_dies_while_setting_keys_keeps_nobody_else_from_it(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.shared.store.again.pause", lambda _attempt: None)
    stuck = {"pk": {"S": "LEASE#payments"}, "sk": {"S": "LEASE#payments"}, "body": {"S": "one that died"}}
    for until, status in ((4_000_000_000, 503), (1_000_000_000, 200)):
        connection().client.put_item(TableName="settings", Item=stuck | {"ttl": {"N": str(until)}})
        assert owner.put(f"{PATH}/stripe", {"secrets": {"secret_key": "sk_1"}}).status == status


def test_a_secret_that_cannot_be_read_is_not_written_over(owner: Client) -> None:
    boto3.client("secretsmanager").put_secret_value(SecretId="keys-payments", SecretString="{ by hand, and broken")
    assert owner.put(f"{PATH}/stripe", {"secrets": {"secret_key": "x"}}).code == "secret_unreadable"
    assert owner.get(PATH).code == "secret_unreadable"


@pytest.mark.parametrize(
    "secrets",
    [
        {"Secret": "x"}, {"a b": "x"}, {"secret_key": "x" * 40_000}, {"keys": ["********"]}, {"keys": {"a": ""}}, {"a": [[[[["x"]]]]]},
        {f"a{n}": "x" for n in range(41)}, "text", None,
    ],
)  # fmt: skip
def test_what_are_no_keys_is_refused(owner: Client, secrets: Any) -> None:
    assert owner.put(f"{PATH}/stripe", {"secrets": secrets}).status == 422
    assert held() == {}


def test_a_stage_without_a_secret_says_so(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("", "never-made"):
        monkeypatch.setenv("SECRET_COURIERS", name)
        settings.settings.cache_clear()
        assert not any(row["set"] for row in owner.get(PATH).json["data"])
        assert owner.put(f"{PATH}/easypost", {"secrets": {"api_key": "x"}}).code == "secret_unreadable"


def test_keys_that_changed_are_used_within_a_minute() -> None:
    assert provider_keys.KEEP_SECONDS < 60
