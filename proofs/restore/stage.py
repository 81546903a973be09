"""The stage whose tables are lost: in a region of its own, so that the shop's own tables here are those that the stage uses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
import typer
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from typer.testing import CliRunner

from infra.cli.redrive import Target
from infra.parts.tables import stream_parameter
from infra.restore import commands
from infra.restore.sets import TABLES, TableSet
from proofs.restore.shapes import Shapes
from proofs.shop.world import BUCKET, World, forget
from tests.integration.restore.conftest import STAGE, make_table
from tests.integration.restore.test_switch import FakeStage
from tests.support.quick_moto.kept import kept_by
from tests.support.tables import kept_tables

REGION = "eu-central-1"


class Stage(FakeStage):
    """`shapes`: what was asked of DynamoDB, by the service's own model."""

    def __init__(self, world: World) -> None:
        self.world, self.shapes = world, Shapes()
        self.dynamodb = boto3.client("dynamodb", region_name=REGION)
        super().__init__(self.dynamodb)
        for parameters in self.parameters.values():
            parameters |= {stream_parameter(table): "" for table in TABLES}
        for table in TABLES:
            make_table(self.dynamodb, TableSet(STAGE, "").name(table))
        self.use("")
        self.shapes.listen(self.dynamodb)

    def client(self, service: str) -> Any:
        if service == "s3":
            return boto3.client("s3")
        return self.dynamodb if service == "dynamodb" else self

    def invoke(self, **_: Any) -> None:
        """The search index is built by whoever asks for it: the world's schedule."""

    def shop(self, *arguments: str) -> str:
        """The command itself; what it says."""
        app = typer.Typer()
        commands.add_to(app)
        done = CliRunner().invoke(app, [*arguments, "--stage", STAGE])
        if done.exception:
            raise done.exception
        return done.output

    def tables(self, suffix: str) -> dict[str, str]:
        return {table: TableSet(STAGE, suffix).name(table) for table in TABLES}

    def use(self, suffix: str) -> None:
        """The functions of the shop read and write these tables now, by new processes; what waited in queues and streams is gone."""
        made, own = kept_in_region(), kept_tables()
        for table, name in self.tables(suffix).items():
            if not suffix and not made[name].items:
                made[name].items = kept_by(own[table])
            own[table].items = kept_by(made[name])
        self.world.table.messages.clear()
        self.world.table.changes.clear()
        self.world.engine.changed.clear()
        self.world.engine.take_told()
        self.world.engine.take_sent()
        forget()

    def lose(self) -> None:
        """The tables with all they remember, and every file."""
        for name in self.tables("").values():
            self.dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False)
            self.dynamodb.delete_table(TableName=name)
        for table in TABLES:
            kept_tables()[table].items = type(kept_tables()[table].items)(dict)
        boto3.resource("s3").Bucket(BUCKET).objects.all().delete()
        forget()


@contextmanager
def staged(world: World) -> Iterator[Stage]:
    boto3.client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    stage = Stage(world)
    outputs: Any = SimpleNamespace(data_bucket=BUCKET, functions={"search-rebuild": "search-rebuild"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "target", lambda _: Target(stage, outputs))
        yield stage


def kept_in_region() -> dict[str, Any]:
    found: dict[str, Any] = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables
    return found


def next_second() -> None:
    """S3 tells whole seconds."""
    time.sleep(1.001 - time.time() % 1)
