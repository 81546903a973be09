"""spck-conformance, a judge of UCP that is not ours, for both versions: no MUST is violated but what is known, with the reason."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from functions.agents.model.profile import VERSIONS, Profile
from functions.agents.trust.profiles import profiles
from functions.agents.ucp import own_profile
from functions.agents.ucp.catalog import MOST_IDS
from functions.catalog.app import rebuild_search
from functions.catalog.model.product import Product
from functions.catalog.store.records import ProductRecord
from tests.integration.agents.agent import ALL, Agent
from tests.integration.agents.linking.oauth import entry, named
from tests.integration.agents.served import served
from tests.integration.orders.buyer import a_variant
from tests.support.buckets import data_bucket
from tests.support.catalogue import HEADER, Merchant

JUDGE = "https://spck.dev/agent"


KNOWN: dict[str, str] = {}
"""What it finds and why that stands."""


@pytest.mark.parametrize("version", VERSIONS)
def test_no_must_is_violated(agent: Agent, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str) -> None:
    # Its profile is on the net, which tests do not reach; and it judges the version that our profile leads with.
    profiles().keep(Profile(JUDGE, version, ALL))
    whole = own_profile.own_profile
    monkeypatch.setattr("functions.agents.ucp.profile_api.own_profile", lambda _version="": whole(version))
    config = tmp_path / "config.json"
    # What is said of linking is judged where somebody may be linked.
    assert named(entry(agent.url)).status == 200
    with data_bucket(), served(monkeypatch) as url:
        sold = {"product_id": _on_sale(), "out_of_stock_id": a_variant(stock=0, sku="OUT"), "currency": "CNY"}
        more = {"catalog": {"variant_id": sold["product_id"], "max_batch": MOST_IDS}, "cart": {"second_product_id": a_variant(sku="BOWL")}}
        config.write_text(json.dumps(sold | more))
        told = subprocess.run(
            [sys.executable, "-m", "spck_conformance.cli", "--server", url, "--config", str(config), "--json"],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    report = json.loads(told.stdout)
    print(version, json.dumps(Counter(str(one["status"]) for one in report["checks"]), indent=1))  # noqa: T201 — what was judged, and what was not
    violated = [one["id"] for one in report["checks"] if one["status"] == "deviation"]
    assert violated == list(KNOWN), [one for one in report["checks"] if one["id"] in violated]
    assert report["checks_summary"]["clean"] >= {"2026-04-08": 45, "2026-08-25": 20}[version]


def _on_sale() -> str:
    row = "cup,Cup,<p>A cup</p>,Potters,Mugs,tea,TRUE,Color,Blue,CUP-B,50,59.00,https://example.com/cup.jpg"
    Merchant().imported(f"{HEADER}\n{row}")
    rebuild_search({}, None)
    return next(iter(ProductRecord.scan(ProductRecord.kind == "product"))).content(Product).variants[0].id
