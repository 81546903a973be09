"""Who reads the tables' streams, and what happens to a record that fails."""

from __future__ import annotations

import ast
import json
from collections import Counter, defaultdict
from importlib import import_module
from typing import Any

from ministack.services.lambda_svc import _match_esm_filter

from functions.catalog.model.product import Status
from functions.catalog.store.card_lists import card_listing
from functions.shared.store.records import Record
from infra.compose import ROOT
from infra.functions import FUNCTIONS
from infra.functions.model import Streams
from infra.functions.platform import PUBLISHED
from tests.support.sources import parsed
from tests.support.template import of_type

Template = dict[str, Any]
MOST_READERS = 2
MOST_FILTERS = 5


def mappings(template: Template) -> list[dict[str, Any]]:
    found = of_type(template, "AWS::Lambda::EventSourceMapping").values()
    return [mapping for mapping in found if mapping["EventSourceArn"]["Fn::GetAtt"][1] == "StreamArn"]


def test_no_stream_has_more_readers_than_a_shard_feeds(template: Template) -> None:
    """A third one would be throttled together with the others (Amazon DynamoDB, "Change data capture for DynamoDB Streams")."""
    readers = Counter(mapping["EventSourceArn"]["Fn::GetAtt"][0] for mapping in mappings(template))
    assert readers["CatalogTable"] == MOST_READERS
    assert {table: count for table, count in readers.items() if count > MOST_READERS} == {}


def test_a_mapping_has_no_more_filters_than_lambda_takes(template: Template) -> None:
    assert all(len(mapping["FilterCriteria"]["Filters"]) <= MOST_FILTERS for mapping in mappings(template))


def test_the_publisher_never_gives_up(template: Template) -> None:
    """An event that it dropped would be missing for good: no limit of tries, none of a record's age."""
    publishers = [mapping for mapping in mappings(template) if mapping["FunctionName"] == {"Ref": "EventPublisherFunction"}]
    assert publishers
    for mapping in publishers:
        assert (mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"]) == (-1, -1)
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


_FOR_EVER = {"EventPublisherFunction", "AuditChainFunction"}
"""An event that is not published, or a fact without its number, would be missing for ever."""


def test_who_gives_up_says_what_it_dropped(template: Template) -> None:
    giving_up = [mapping for mapping in mappings(template) if mapping["FunctionName"]["Ref"] not in _FOR_EVER]
    assert giving_up
    for mapping in giving_up:
        queue = mapping["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
        assert queue == mapping["FunctionName"]["Ref"].removesuffix("Function") + "Dlq"
        assert mapping["MaximumRetryAttempts"] > 0


def test_every_reader_rings_when_it_is_behind(template: Template) -> None:
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    watched = [d["Value"]["Ref"] for a in alarms if a["MetricName"] == "IteratorAge" for d in a["Dimensions"]]
    assert sorted(watched) == sorted({mapping["FunctionName"]["Ref"] for mapping in mappings(template)})
    assert len(watched) == sum(isinstance(function.trigger, Streams) for function in FUNCTIONS)


def test_a_card_wakes_the_follower_wherever_it_is_listed_and_a_draft_does_not(template: Template) -> None:
    """By the index `listed` (ADR 29), or by gsi1 where version 0.1 listed it and nobody has touched it since."""
    (mapping,) = (
        mapping
        for mapping in mappings(template)
        if mapping["FunctionName"] == {"Ref": "CatalogFollowerFunction"} and mapping["EventSourceArn"]["Fn::GetAtt"][0] == "CatalogTable"
    )
    patterns = [json.loads(one["Pattern"]) for one in mapping["FilterCriteria"]["Filters"]]

    def wakes(**listed: str) -> bool:
        item = {"kind": {"S": "card"}} | {name: {"S": value} for name, value in listed.items()}
        return any(_match_esm_filter({"eventName": "MODIFY", "dynamodb": {"NewImage": item}}, pattern) for pattern in patterns)

    for status, expected in ((Status.PUBLISHED, True), (Status.UNPUBLISHED, True), (Status.DRAFT, False)):
        assert wakes(listed_pk=card_listing("prod_1", status)[0]) == expected
        assert wakes(gsi1pk=f"STATUS#{status}") == expected


def _writers_of_events() -> dict[str, set[str]]:
    """By table: the modules that put an event into it. What names no table by itself is given one by its caller, who is found as well."""
    found = defaultdict[str, set[str]](set)
    for file, tree in parsed("event_put").items():
        named = {
            call.args[0].id
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "event_put"
            if call.args and isinstance(call.args[0], ast.Name)
        }
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for name in named:
            model = getattr(import_module(module), name, None)
            if isinstance(model, type) and issubclass(model, Record):
                found[str(model.Meta.table_name)].add(module)
    return found


def test_every_table_that_holds_events_is_published() -> None:
    """An event that nobody takes out of its table is told to nobody."""
    writers = _writers_of_events()
    assert len(writers) > 10
    assert {table: sorted(modules)[:2] for table, modules in writers.items() if table not in PUBLISHED} == {}
    assert set(PUBLISHED) == set(writers)
