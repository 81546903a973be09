"""Opens the shop of a proof: tables, keys, secrets, queues and doubles of provider and courier, all in this process, empty."""

from __future__ import annotations

import json
import os
import random
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from inspect import signature
from tempfile import TemporaryDirectory
from threading import RLock
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from moto import mock_aws
from moto.dynamodb.responses import DynamoHandler

from functions.catalog.search import engine as search
from functions.shared.auth import tokens
from functions.shared.outside import aws, clock, pauses
from functions.shared.plain import settings
from infra.functions import FUNCTIONS
from proofs.shop import inpost
from proofs.shop.edge import Edge
from proofs.shop.engine import Engine
from proofs.shop.fapiao import SECRET as FAPIAO_SECRET
from proofs.shop.fapiao import Fapiao
from proofs.shop.short import go_there_at_once
from proofs.shop.still import stand_still
from proofs.shop.stripe import Stripe
from proofs.shop.table import Door, Table
from tests.integration.conftest import _one_at_a_time
from tests.integration.payments.sandbox_double import SECRET as PAYMENTS
from tests.integration.payments.sandbox_double import Provider
from tests.support import identity
from tests.support.courier import HEADER, CourierDouble
from tests.support.courier import SECRET as COURIERS
from tests.support.quick_moto.direct import go_to_the_tables_at_once
from tests.support.quick_moto.expressions import read_each_text_once
from tests.support.quick_moto.pools import read_the_key_once
from tests.support.quick_moto.tables import compare_and_read_only_what_is_asked
from tests.support.quick_moto.undo import share_items_between_copies
from tests.support.tables import create_tables

PAYMENT_HOST, COURIER_HOST, FAPIAO_HOST = "payments.proof.test", "courier.proof.test", "fapiao.proof.test"
STRIPE_HOST, POINTS_HOST = "stripe.proof.test", "points.proof.test"
BUCKET = "shop-data"
_SECRETS = {
    "PAYMENTS": {"sandbox_payment": {"secret": PAYMENTS}},
    "COURIERS": {"sandbox_courier": {"secret": COURIERS}},
    "FAPIAO": {"sandbox_fapiao": {"secret": FAPIAO_SECRET, "url": f"http://{FAPIAO_HOST}"}},
    "LINKS": {"order_links": "a key of sixty-four characters that signs links in proofs, only!"},
    "WEBHOOKS": {"webhook_secrets": "a key of sixty-four characters that seals secrets in proofs only"},
    "PRIVACY": {"look_ups": "a key of sixty-four characters by which proofs look people up, x"},
}


@dataclass
class World:
    """`chance`: the only one of the proof. `hooks`: what was posted to addresses that somebody typed in. `wms`: what the outside system of
    a warehouse signs with. `coupons`, `points`: what whoever buys types in and uses. `orders`: what was bought. `shelf`: what is there for
    lives of a kind, by what it is."""

    engine: Engine
    edge: Edge
    table: Table
    provider: Provider
    courier: CourierDouble
    chance: random.Random
    hooks: list[tuple[str, bytes]] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    coupons: list[str] = field(default_factory=list)
    points: int = 0
    orders: list[str] = field(default_factory=list)
    shelf: dict[str, list[str]] = field(default_factory=dict)
    fapiao: Fapiao = field(default_factory=Fapiao)
    stripe: Stripe = field(default_factory=Stripe)
    wms: dict[str, str] = field(default_factory=dict)

    def door(self, headers: dict[str, str] | None = None) -> Door:
        return Door(self.table, headers)

    def staff(self, role: str = "owner") -> Door:
        return self.door(identity.bearer(role))

    def begin_counting(self) -> None:
        """From nothing."""
        self.engine.requests.clear()
        self.edge.made.clear()
        self.engine.read_units = self.engine.write_units = 0

    def rest(self) -> None:
        """Everything that follows from what was done has happened, what failed has been done again."""
        self.table.rest(lambda: self.later(seconds=32))

    def later(self, **by: float) -> None:
        turn(clock.now() + timedelta(**by))


def turn(moment: datetime) -> None:
    """From now on it is that time, to the end of the world."""
    clock._frozen[:] = [moment]


@contextmanager
def opened(seed: int, begin: datetime, *, short: bool = False) -> Iterator[World]:
    """`short`: calls to tables and files do not go through botocore, and no time goes by but the shop's."""
    patch, lock, engine = pytest.MonkeyPatch(), RLock(), Engine()
    os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    # Lambda tells a function where it runs in both.
    os.environ |= {"AWS_DEFAULT_REGION": "us-east-1", "AWS_REGION": "us-east-1"}
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "CRITICAL")
    patch.setattr(DynamoHandler, "call_action", _one_at_a_time(DynamoHandler.call_action, lock))
    share_items_between_copies(patch)
    compare_and_read_only_what_is_asked(patch)
    read_each_text_once(patch)
    read_the_key_once(patch)
    go_to_the_tables_at_once(patch, lock)
    patch.setattr(pauses, "time", SimpleNamespace(sleep=lambda _: None, time=time.time))
    with identity.served_jwks() as keys, mock_aws(), TemporaryDirectory(prefix="search-", ignore_cleanup_errors=True) as folder:
        patch.setenv("COGNITO_JWKS_URL", keys)
        patch.setenv("SEARCH_DIR", folder)
        search.search_index.cache_clear()
        _surroundings(patch)
        aws.forget()
        tokens._keys.cache_clear()
        settings.settings.cache_clear()
        tokens.keys_are_at_hand()
        world = _world(engine, seed)
        _one_after_the_other(patch)
        engine.listen(patch)
        if short:
            go_there_at_once(engine, patch)
            stand_still(patch)
        world.edge.listen(patch)
        turn(begin)
        try:
            yield world
        finally:
            clock._frozen.clear()
            patch.undo()
            forget()
            aws.forget()
            search.search_index.cache_clear()
            settings.settings.cache_clear()


class _Inline:
    """A pool of threads that has one: the caller's. A process that dies in a thread dies as a whole."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def __enter__(self) -> _Inline:
        return self

    def __exit__(self, *_: object) -> None: ...

    def shutdown(self, *_: object, **__: object) -> None: ...

    def submit(self, work: Any, *given: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*given, **named))
        except BaseException as error:
            done.set_exception(error)
        return done

    def map(self, work: Any, *items: Any, **_: Any) -> Iterator[Any]:
        return iter([work(*one) for one in zip(*items, strict=False)])


def _one_after_the_other(patch: pytest.MonkeyPatch) -> None:
    for row in FUNCTIONS:
        getattr(import_module(row.module), row.handler)
    for name, module in list(sys.modules.items()):
        if name.startswith("functions.") and getattr(module, "ThreadPoolExecutor", None) is ThreadPoolExecutor:
            patch.setattr(module, "ThreadPoolExecutor", _Inline)


def _world(engine: Engine, seed: int) -> World:
    edge = Edge(lambda *asked: _answer(world, *asked))
    table = Table(engine, edge, died=forget)
    world = World(engine, edge, table, Provider(), CourierDouble(), random.Random(seed))
    return world


def _answer(world: World, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
    parts = urlsplit(url)
    if parts.hostname == PAYMENT_HOST:
        status, content = world.provider.answer(method, parts.path, json.loads(body or b"{}"))
    elif parts.hostname == COURIER_HOST:
        status, content = world.courier.answer(parts.path, headers.get(HEADER), body or b"")
    elif parts.hostname == FAPIAO_HOST:
        status, content = world.fapiao.answer(method, parts.path, json.loads(body or b"{}"))
    elif parts.hostname == STRIPE_HOST:
        status, content = world.stripe.answer(method, url, body, headers)
    elif parts.hostname == POINTS_HOST:
        status, content = inpost.answer(parts.path)
    else:
        world.hooks.append((url, body or b""))
        status, content = 200, {}
    return status, json.dumps(content).encode()


def _surroundings(patch: pytest.MonkeyPatch) -> None:
    create_tables()
    kms, sqs = boto3.client("kms"), boto3.client("sqs")
    patch.setenv("PERSONS_KEY", kms.create_key()["KeyMetadata"]["Arn"])
    for name in ("AUDIT_KEY", "DAYS_KEY"):
        patch.setenv(name, kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["Arn"])
    for name in sorted({name for function in FUNCTIONS for name in function.environment if name.startswith("QUEUE_")}):
        queue = name.removeprefix("QUEUE_").lower().replace("_", "-")
        patch.setenv(name, sqs.create_queue(QueueName=queue)["QueueUrl"])
    for name, content in _SECRETS.items():
        boto3.client("secretsmanager").create_secret(Name=f"shop-proof-{name.lower()}", SecretString=json.dumps(content))
        patch.setenv(f"SECRET_{name}", f"shop-proof-{name.lower()}")
    boto3.client("events").create_event_bus(Name="shop")
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    patch.setenv("USER_POOL_ID", boto3.client("cognito-idp").create_user_pool(PoolName="shop")["UserPool"]["Id"])
    told = {"EVENT_BUS": "shop", "BUCKET_DATA": BUCKET, "MAIL_FROM": "shop@example.com", "COGNITO_ISSUER": identity.ISSUER}
    told |= {"USER_POOL_CLIENT_ID": identity.CLIENT_ID, "PUBLIC_BASE_URL": "https://shop.example.com"}
    told |= {"PAYMENT_SANDBOX_URL": f"http://{PAYMENT_HOST}", "COURIER_SANDBOX_URL": f"http://{COURIER_HOST}"}
    told |= {"STRIPE_URL": f"http://{STRIPE_HOST}"}
    for name, value in told.items():
        patch.setenv(name, value)


def give_keys(purpose: str, **entries: dict[str, Any]) -> None:
    """The operator puts more into a secret of the shop."""
    client, name = boto3.client("secretsmanager"), f"shop-proof-{purpose.lower()}"
    known = json.loads(client.get_secret_value(SecretId=name)["SecretString"])
    client.put_secret_value(SecretId=name, SecretString=json.dumps(known | entries), ClientRequestToken=str(uuid.uuid4()))


def forget() -> None:
    """What a process remembered is gone with it: every module of the shop that has something to forget. Clients of AWS stay."""
    for name, module in list(sys.modules.items()):
        work = getattr(module, "forget", None) if name.startswith("functions.") and module is not aws else None
        if callable(work) and work.__module__ == name and all(one.default is not one.empty for one in signature(work).parameters.values()):
            work()
