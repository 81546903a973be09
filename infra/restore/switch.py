"""Has all stacks of a stage use another set of tables. Code and templates stay as they are deployed: only parameters change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from infra.changes import apply_change
from infra.compose import domains
from infra.cutting import BASE
from infra.deploy import side_by_side, stack_name
from infra.local.trouble import Trouble
from infra.parts.tables import stream_parameter
from infra.restore.copies import USED, await_active
from infra.restore.sets import SUFFIX, TABLES, TableSet, parameters_of


def switch(session: Any, tables: TableSet, say: Callable[[str], None]) -> None:
    """The base first, which remembers; then the domains side by side. Run again, it goes on. Raises ChangeError, Trouble."""
    cloudformation, dynamodb = session.client("cloudformation"), session.client("dynamodb")
    given = {SUFFIX: tables.suffix, **{stream_parameter(table): "" for table in TABLES}}
    given |= {stream_parameter(table): _stream(dynamodb, tables.name(table)) for table in tables.restored}
    known = {stack: parameters_of(cloudformation, stack_name(tables.stage, stack)).keys() for stack in (BASE, *domains())}
    if unready := [stack for stack, names in known.items() if SUFFIX not in names]:
        raise Trouble(f"These stacks cannot use restored tables yet: {', '.join(unready)}. Deploy the stage once, then come again.")

    def bring(stack: str) -> None:
        own = {key: value for key, value in given.items() if key in known[stack]}
        apply_change(cloudformation, stack_name(tables.stage, stack), None, own, known[stack], say)

    bring(BASE)
    side_by_side(bring, domains())
    _mark(dynamodb, tables)


def _stream(dynamodb: Any, name: str) -> str:
    """When it began, which is the end of its address."""
    return str(await_active(dynamodb, name)["LatestStreamLabel"])


def _mark(dynamodb: Any, tables: TableSet) -> None:
    since = {"Key": USED, "Value": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    for table in tables.restored:
        dynamodb.tag_resource(ResourceArn=await_active(dynamodb, tables.name(table))["TableArn"], Tags=[since])
