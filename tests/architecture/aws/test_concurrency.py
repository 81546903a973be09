"""Functions of an account share one pool: who must always get through has its part, who comes in crowds gets no more than theirs."""

from __future__ import annotations

from typing import Any

from infra.cfn import logical
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Function, Queue, Schedule
from tests.support.template import of_type

Template = dict[str, Any]
BY_PARAMETER = {
    "checkout": "CheckoutConcurrency",
    "payment-webhooks": "WebhookConcurrency",
    "courier-webhooks": "WebhookConcurrency",
    "flash-sales": "FlashSaleConcurrency",
}
POOL = 1_000
"""Of an account, until AWS raises it; 100 of them cannot be reserved."""


def reserved(template: Template, function: Function) -> Any:
    return of_type(template, "AWS::Serverless::Function")[logical(function.name, "Function")].get("ReservedConcurrentExecutions")


def test_orders_and_webhooks_have_their_part_and_flash_sales_no_more_than_theirs(template: Template) -> None:
    told = {f.name: reserved(template, f) for f in FUNCTIONS if f.name in BY_PARAMETER}
    assert told == {name: {"Fn::If": ["WithReserve", {"Ref": p}, {"Ref": "AWS::NoValue"}]} for name, p in BY_PARAMETER.items()}


def test_what_runs_by_the_clock_runs_once_at_a_time(template: Template) -> None:
    for function in FUNCTIONS:
        if isinstance(function.trigger, Schedule):
            assert reserved(template, function) == {"Fn::If": ["WithReserve", 1, {"Ref": "AWS::NoValue"}]}, function.name


def test_every_queue_bounds_its_consumer(template: Template) -> None:
    mappings = of_type(template, "AWS::Lambda::EventSourceMapping")
    for function in FUNCTIONS:
        if isinstance(function.trigger, Queue):
            bound = mappings[logical(function.name, "Source")]["ScalingConfig"]["MaximumConcurrency"]
            assert bound == function.trigger.concurrency, function.name
            # Who waits for addresses of others waits most of the time, and one of those may have four (ADR 73).
            assert 2 <= bound <= (20 if function.name == "webhook-sender" else 10), function.name


def test_jobs_leave_room_for_shoppers(template: Template) -> None:
    jobs = {"catalog-jobs": 5, "promotion-jobs": 2, "reconcile-worker": 2}
    assert {f.name: f.trigger.concurrency for f in FUNCTIONS if f.name in jobs and isinstance(f.trigger, Queue)} == jobs


def test_half_of_the_pool_is_nobodys() -> None:
    parameters = load("parameters")["Parameters"]
    parts = [parameters[f.concurrency]["Default"] if isinstance(f.concurrency, str) else f.concurrency or 0 for f in FUNCTIONS]
    assert 0 < sum(parts) <= POOL / 2
