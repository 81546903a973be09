"""`shop transfer out` and `shop transfer in`."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.redrive import target
from infra.cli.screen import console
from infra.deploy import LOCAL
from infra.transfer import bring_in as bringing
from infra.transfer import take_out as taking
from infra.transfer.deployment import Deployment

app = typer.Typer(help="All of a deployment in documented files, and back.", no_args_is_help=True, rich_markup_mode=None)
Stage = Annotated[str, typer.Option(help='"local", or a stage deployed to AWS (with your AWS credentials)')]


@app.command("out")
def out_command(
    folder: Annotated[Path, typer.Argument(help="where the files go; it holds personal data in clear")], stage: Stage = LOCAL
) -> None:
    """Write all of a deployment as NDJSON per table and kind, with objects, accounts and a manifest of hashes. Close the shop first.

    \b
    Example:  shop transfer out everything/ --stage prod
    """
    manifest = taking.take_out(deployment(stage), folder, version("serverless-commerce"), _say)
    for line in (*manifest.left, *manifest.secrets):
        _say(f"not carried: {line}")
    _say(f"{sum(one.items for one in manifest.tables.values())} items of {len(manifest.tables)} tables; manifest {manifest.hash}")


@app.command("in")
def in_command(folder: Annotated[Path, typer.Argument(help="what `shop transfer out` wrote")], stage: Stage = LOCAL) -> None:
    """Bring it into an empty deployment and compare every table by its hash. Again after an interruption: it goes on.

    \b
    Example:  shop transfer in everything/ --stage new
    """
    found = bringing.bring_in(folder, deployment(stage), _say)
    for table, one in found.tables.items():
        _say(f"{table:14} {one.items:8} {one.sha256[:16]} as it was")
    _say(f"{sum(one.items for one in found.tables.values())} items, {found.accounts} accounts, {found.objects} objects: all as they were")


def deployment(stage: str) -> Deployment:
    """Raises Trouble."""
    place = target(stage)
    session, outputs = place.session, place.outputs
    return Deployment(
        dynamodb=session.client("dynamodb"),
        kms=session.client("kms"),
        s3=session.client("s3"),
        cognito=session.client("cognito-idp"),
        secrets=session.client("secretsmanager"),
        tables=outputs.tables,
        bucket=outputs.data_bucket,
        user_pool=outputs.user_pool,
        persons_key=outputs.persons_key,
        privacy_secret=f"shop-{stage}-privacy",
        events=session.client("events"),
        clocks=[f"shop-{stage}-{name}" for name in outputs.schedules],
    )


def _say(text: str) -> None:
    console.print(text, markup=False)
