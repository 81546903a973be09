"""Best-selling order follows a sale within a minute: what its news may have to wait on its way, read from the built template."""

from __future__ import annotations

from inspect import signature
from typing import Any

from functions.catalog.search.live_index import LiveIndex
from tests.support.template import as_deployed, of_type

Template = dict[str, Any]
MINUTE, WORK = 60, 15
"""`WORK`: seconds left for the five handlers and the services between them; each takes well below one."""
ON_THE_WAY = ("EventPublisher", "SalesCounter", "CatalogFollower")
"""order.paid leaves the order's table, is counted on the products' cards, and changed cards are indexed."""


def _mappings(template: Template, function: str) -> dict[str, Any]:
    made = of_type(template, "AWS::Lambda::EventSourceMapping").items()
    return {name: as_deployed(mapping) for name, mapping in made if mapping["FunctionName"] == {"Ref": f"{function}Function"}}


def test_all_windows_on_the_way_together_leave_room_in_a_minute(template: Template) -> None:
    waits = []
    for function in ON_THE_WAY:
        mappings = _mappings(template, function)
        assert mappings, function
        waits.append(max(int(mapping.get("MaximumBatchingWindowInSeconds") or 0) for mapping in mappings.values()))
    asks = signature(LiveIndex).parameters
    assert sum(waits) + asks["check_every"].default + asks["patience"].default <= MINUTE - WORK, waits


def test_no_schedule_and_no_delay_lies_on_the_way(template: Template) -> None:
    """Whatever the windows are: a rate(1 minute) or a queue's delay between two of them would not fit any more."""
    sources = [mapping["EventSourceArn"] for function in ON_THE_WAY for mapping in _mappings(template, function).values()]
    queues = of_type(template, "AWS::SQS::Queue")
    named = [queues[name] for source in sources for name in queues if source == {"Fn::GetAtt": [name, "Arn"]}]
    assert [int(queue.get("DelaySeconds", 0)) for queue in named] == [0]
    by_clock = [rule["Targets"] for rule in of_type(template, "AWS::Events::Rule").values() if "ScheduleExpression" in rule]
    assert by_clock
    assert not [name for name in ON_THE_WAY if f"{name}Function" in str(by_clock)]
