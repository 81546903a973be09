"""X48: what a served shop holds leaves it in files and comes, beside it, into an empty deployment: every table to the same hash, opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from infra.transfer.bring_in import bring_in
from infra.transfer.deployment import Deployment
from infra.transfer.manifest import read_manifest
from infra.transfer.take_out import take_out
from tests.integration.restore.conftest import make_table
from tests.journeys.behind import Behind
from tests.journeys.people.of_the_account import plant_account
from tests.journeys.people.planter import somebody
from tests.journeys.people.proof import Proof
from tests.journeys.shopper import Shop

NAME = "moved"


def an_empty_one(of: Deployment) -> Deployment:
    """With a pool, a bucket and a key of its own; the secret `privacy` is the same, as docs/operations.md asks."""
    tables = {name: f"{NAME}-{name}" for name in of.tables}
    for name in tables.values():
        make_table(of.dynamodb, name)
    of.s3.create_bucket(Bucket=NAME)
    pool = of.cognito.create_user_pool(PoolName=NAME, UsernameAttributes=["email"])["UserPool"]["Id"]
    return replace(of, tables=tables, bucket=NAME, user_pool=pool, persons_key=of.kms.create_key()["KeyMetadata"]["Arn"])


def test_a_served_shop_comes_to_the_same_in_an_empty_deployment(shop: Shop, behind: Behind, tmp_path: Path) -> None:
    world = somebody(shop)
    plant_account(world)
    old = Proof(behind).deployment()
    take_out(old, tmp_path, "0")
    manifest = read_manifest(tmp_path)
    found = bring_in(tmp_path, an_empty_one(old))
    assert {name: one.sha256 for name, one in found.tables.items()} == {name: one.sha256 for name, one in manifest.tables.items()}
    assert sum(one.items for one in found.tables.values()) > 500
    assert world.say.mark in "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "tables/customers").iterdir())
