"""P04: a courier comes in a package of its own, works like any other, and goes without a trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from functions.orders.app import app, process_courier_webhooks
from functions.shared.outside import clock, provider_keys
from functions.shared.plain import settings, signatures, times
from functions.shipping.app import app as shipping
from infra.plugins import PluginError, plugin_files
from tests.integration.shipping.plugin import installed
from tests.support.courier import queued
from tests.support.http import Client
from tests.support.identity import bearer
from tests.support.orders import an_order, store_order

STAFF = bearer("owner")


@contextmanager
def keys(**entries: Any) -> Iterator[None]:
    client = boto3.client("secretsmanager")
    client.create_secret(Name="couriers", SecretString=json.dumps(entries))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_COURIERS", "couriers")
        patch.setenv("QUEUE_COURIER_WEBHOOKS", boto3.client("sqs").create_queue(QueueName="courier-webhooks")["QueueUrl"])
        settings.settings.cache_clear()
        provider_keys.forget()
        yield
    client.delete_secret(SecretId="couriers", ForceDeleteWithoutRecovery=True)
    settings.settings.cache_clear()
    provider_keys.forget()


def carriers() -> dict[str, Any]:
    return {one["code"]: one for one in Client(shipping, STAFF).get("/v1/admin/carriers").json["data"]}


def test_a_package_brings_a_courier_and_takes_it_away_again(tmp_path: Path) -> None:
    """P04, F03: found, set, asked for waybills and voids, heard in its own form; gone when the package is."""
    before = carriers()
    order = store_order(an_order(quantities=(2,)))
    staff, parcels = Client(app, STAFF), f"/v1/admin/orders/{order.id}/shipments"
    body = {"carrier": "pigeon", "lines": [{"line_id": "line_0", "quantity": 1}], "weight_g": 40}
    with installed(tmp_path), keys(pigeon={"secret": "coo"}):
        assert (carriers().keys() - before.keys(), carriers()["pigeon"]["enabled"]) == ({"pigeon"}, False)
        assert staff.post(parcels, body).code == "carrier_disabled"
        on = Client(shipping, STAFF).put("/v1/admin/carriers/pigeon", {"enabled": True})
        assert (on.json["creates_waybills"], on.json["sends_traces"], on.json["credentials_set"]) == (True, True, True)
        assert staff.post(parcels, body | {"weight_g": 60}).json["errors"][0]["code"] == "too_heavy"
        first, second = staff.post(parcels, body).json, staff.post(parcels, body).json
        assert len({first["waybill"], second["waybill"]}) == 2
        assert staff.post(f"{parcels}/{second['id']}/cancel", {}).json["state"] == "cancelled"

        raw = json.dumps({"ring": "r1", "waybill": first["waybill"], "at": times.iso(clock.now()), "status": "left the loft"}).encode()
        signed = {"x-pigeon": signatures.sign("coo", int(clock.now().timestamp()), raw)}
        heard = Client(app).call("POST", "/v1/webhooks/couriers/pigeon", raw, signed)
        assert (heard.status, heard.text, heard.headers["content-type"]) == (200, "coo", "text/plain")
        forged = Client(app).call("POST", "/v1/webhooks/couriers/pigeon", raw + b" ", signed)
        assert (forged.status, forged.text) == (401, "")
        assert process_courier_webhooks(queued(), None) == {"batchItemFailures": []}
        assert staff.get(f"{parcels}/{first['id']}").json["status"] == "PICKED_UP"
    assert carriers() == before
    assert Client(shipping, STAFF).get("/v1/admin/carriers/pigeon").status == 404
    assert Client(app).call("POST", "/v1/webhooks/couriers/pigeon", raw, signed).status == 404
    assert [one["carrier"] for one in staff.get(parcels).json["data"]] == ["pigeon", "pigeon"]
    assert staff.post(f"{parcels}/{first['id']}/trace", {"status": "DELIVERED"}).json["status"] == "DELIVERED"


def test_a_package_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="cannot be installed"):
        plugin_files([str(tmp_path / "nothing")], tmp_path)
