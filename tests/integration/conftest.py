"""Integration tests: the real handlers on moto. One mock for the session; every test gets empty tables and no queues."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from threading import RLock
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.dynamodb.responses import DynamoHandler

from functions.catalog.products import own_prices
from functions.catalog.store import markets
from functions.catalog.store import tax_classes as classes_told
from functions.content.slots import show_home
from functions.content.store import shelf
from functions.notifications.channels import push, wechat
from functions.notifications.channels import table as channels
from functions.notifications.store import health
from functions.notifications.store import rules as message_rules
from functions.notifications.store import templates as message_templates
from functions.orders.carts import tax_classes
from functions.orders.hooks import ask
from functions.orders.store import rules_store
from functions.orders.store.hooks import circuits
from functions.platform.fields import field_definitions
from functions.pricing.store import list_prices
from functions.pricing.store.channels import sales_channels
from functions.pricing.store.lists import price_lists
from functions.pricing.store.rates import exchange_rates
from functions.promotions.flash_sales import enter as flash_enter
from functions.promotions.store import flash_quota, live_rules, shown_variants
from functions.reports.experiments import assign
from functions.shared.auth import standing, tokens
from functions.shared.limits import calls, local_counts
from functions.shared.plain import settings
from functions.shared.sealing import person_keys
from functions.shared.store import shards
from functions.stock.store import channel_states
from tests.integration.given_settings import missed, watch_what_is_read
from tests.support import identity
from tests.support.quick_moto.clients import make_each_client_once
from tests.support.quick_moto.direct import go_to_the_tables_at_once
from tests.support.quick_moto.expressions import read_each_text_once
from tests.support.quick_moto.pools import read_the_key_once
from tests.support.quick_moto.tables import compare_and_read_only_what_is_asked
from tests.support.quick_moto.undo import share_items_between_copies
from tests.support.tables import empty_tables, forget_buckets, forget_mails, forget_queues

WEBHOOKS_SECRET, WEBHOOKS_KEY = "shop-test-webhooks", "a key of sixty-four characters that seals secrets in tests only"
PRIVACY_SECRET, PRIVACY_KEY = "shop-test-privacy", "a key of sixty-four characters by which tests look people up, only"
LINKS_SECRET, LINKS_KEY = "shop-test-links", "a key of sixty-four characters that signs links in tests, and nothing"


def _one_at_a_time(call: Callable[[Any], Any], lock: AbstractContextManager[Any]) -> Callable[[Any], Any]:
    """moto undoes a refused transaction by putting back the tables of before: parallel writes would be lost with it."""

    def locked(handler: Any) -> Any:
        with lock:
            return call(handler)

    return locked


@pytest.fixture(scope="session", autouse=True)
def _cloud() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("COGNITO_ISSUER", identity.ISSUER)
    patch.setenv("USER_POOL_CLIENT_ID", identity.CLIENT_ID)
    lock = RLock()
    patch.setattr(DynamoHandler, "call_action", _one_at_a_time(DynamoHandler.call_action, lock))
    share_items_between_copies(patch)
    compare_and_read_only_what_is_asked(patch)
    read_each_text_once(patch)
    read_the_key_once(patch)
    go_to_the_tables_at_once(patch, lock)
    make_each_client_once(patch)
    watch_what_is_read(patch)
    with identity.served_jwks() as url, mock_aws():
        patch.setenv("COGNITO_JWKS_URL", url)
        patch.setenv("SECRET_LINKS", LINKS_SECRET)
        boto3.client("secretsmanager").create_secret(Name=LINKS_SECRET, SecretString=json.dumps({"order_links": LINKS_KEY}))
        patch.setenv("SECRET_WEBHOOKS", WEBHOOKS_SECRET)
        boto3.client("secretsmanager").create_secret(Name=WEBHOOKS_SECRET, SecretString=json.dumps({"webhook_secrets": WEBHOOKS_KEY}))
        patch.setenv("SECRET_PRIVACY", PRIVACY_SECRET)
        boto3.client("secretsmanager").create_secret(Name=PRIVACY_SECRET, SecretString=json.dumps({"look_ups": PRIVACY_KEY}))
        patch.setenv("PERSONS_KEY", boto3.client("kms").create_key()["KeyMetadata"]["Arn"])
        for name in ("AUDIT_KEY", "DAYS_KEY"):
            key = boto3.client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
            patch.setenv(name, key["KeyMetadata"]["Arn"])
        settings.settings.cache_clear()
        tokens._keys.cache_clear()
        yield
    patch.undo()
    settings.settings.cache_clear()


@pytest.fixture(autouse=True)
def _tables(_cloud: None) -> Iterator[None]:
    empty_tables()
    missed.clear()
    yield
    forget_queues()
    forget_buckets()
    forget_mails()
    for remembered in (live_rules, flash_quota, flash_enter, field_definitions, standing):
        remembered.forget()
    rules_store.forget()
    shown_variants.forget()
    ask.forget()
    circuits.forget()
    markets.forget()
    sales_channels.forget()
    channel_states.forget()
    price_lists.forget()
    exchange_rates.forget()
    list_prices.forget()
    own_prices.forget()
    shards.forget()
    tax_classes.forget()
    classes_told.forget()
    person_keys.forget()
    local_counts.forget()
    calls.forget()
    health.forget()
    shelf.forget()
    assign.forget()
    show_home.forget()
    message_templates.forget()
    message_rules.forget()
    for sender in (push, wechat, channels):
        sender.forget()
    assert not missed, sorted(missed)
