"""Looking at how the shop runs. A run now and dead letters have functions of their own, for their rights."""

from __future__ import annotations

import platform
from typing import Any

from functions.platform.operations import queues, schedules
from functions.platform.operations.build import build
from functions.platform.operations.dependencies import dependencies
from functions.platform.operations.schemas import BuildView, DependenciesView, QueueList, QueueView, ScheduleList, ScheduleView
from functions.platform.service.health import Health
from functions.shared.http.operation import Api, NoQuery, Request

operations_api = Api("operations")
_READ = "operations.read"


@operations_api.operation("GET", "/v1/admin/schedules", summary="What runs by the clock", permission=_READ, response=ScheduleList)
def get_schedules(_req: Request[Any, NoQuery]) -> ScheduleList:
    """All, by name, with how the last run went and when the next one is."""
    return ScheduleList(data=[ScheduleView.of(one) for one in schedules.states()])


@operations_api.operation(
    "GET", "/v1/admin/queues", summary="What waits in queues, and what lies dead", permission=_READ, response=QueueList
)
def get_queues(_req: Request[Any, NoQuery]) -> QueueList:
    return QueueList(data=[QueueView.of(one) for one in queues.states()])


@operations_api.operation(
    "GET", "/v1/admin/health", summary="What the shop stands on, and how long each takes", permission=_READ, response=DependenciesView
)
def get_dependencies(_req: Request[Any, NoQuery]) -> DependenciesView:
    """200 whatever they do, within four seconds: one that hangs is told as `timeout`."""
    checks = dependencies()
    return DependenciesView.of(Health({name: one.outcome for name, one in checks.items()}).status, checks)


@operations_api.operation("GET", "/v1/admin/version", summary="What is deployed", permission=_READ, response=BuildView)
def get_version(_req: Request[Any, NoQuery]) -> BuildView:
    made = build()
    return BuildView(version=made.version, commit=made.commit, python=platform.python_version(), dependencies=dict(made.dependencies))
