"""What a deployed stage is called by: the addresses that the local run, the tests and the command line need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.cfn import logical
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Schedule
from infra.parts.apis import APIS


@dataclass(frozen=True)
class Outputs:
    """All maps go from the plain name (`payment-webhooks`) to the deployed one: table names, queue URLs, function names."""

    apis: Mapping[str, str]
    """The id of each REST API, by what its paths begin with: `{"/": …, "/v1/admin/": …}`."""
    api_stage: str
    site_url: str
    """Where the distribution serves all of them, and the pictures; empty on the local stage, where the front door does."""
    public_base_url: str
    """What the shop calls itself in links."""
    event_bus: str
    data_bucket: str
    user_pool: str
    user_pool_client: str
    payments_secret: str
    couriers_secret: str
    fapiao_secret: str
    channels_secret: str
    identity_secret: str
    audit_key: str
    persons_key: str
    tables: Mapping[str, str]
    queues: Mapping[str, str]
    dead_letter_queues: Mapping[str, str]
    functions: Mapping[str, str]
    schedules: Mapping[str, str]
    """Each schedule's function: `{"timers-sweep": "shop-local-timers-sweep"}`."""


def outputs_of(stacks: Iterable[Mapping[str, Any]]) -> Outputs:
    """From all stacks of a stage, as `describe_stacks` tells them. KeyError when one was made from an older template, or is missing."""
    found = list(stacks)
    parameters = {entry["ParameterKey"]: entry["ParameterValue"] for stack in found for entry in stack.get("Parameters", [])}
    values = {entry["OutputKey"]: entry["OutputValue"] for stack in found for entry in stack.get("Outputs", [])}

    def by_name(names: Iterable[str], kind: str) -> dict[str, str]:
        return {name: values[logical(name, kind)] for name in names}

    queues = load("queues")
    scheduled = [function.name for function in FUNCTIONS if isinstance(function.trigger, Schedule)]
    return Outputs(
        apis={prefix: values[f"{api.id}Id"] for api in APIS for prefix in api.prefixes},
        api_stage=values["ApiStage"],
        site_url=values.get("SiteUrl", ""),
        public_base_url=parameters.get("PublicBaseUrl", ""),
        event_bus=values["EventBus"],
        data_bucket=values["DataBucket"],
        user_pool=values["UserPool"],
        user_pool_client=values["UserPoolClient"],
        payments_secret=values["PaymentsSecret"],
        couriers_secret=values["CouriersSecret"],
        fapiao_secret=values["FapiaoSecret"],
        channels_secret=values["ChannelsSecret"],
        identity_secret=values["IdentitySecret"],
        audit_key=values["AuditKey"],
        persons_key=values["PersonsKey"],
        tables=by_name(load("tables")["tables"], "TableInUse"),
        queues=by_name(queues["queues"], "Queue"),
        dead_letter_queues=by_name([*queues["queues"], *queues["undelivered"]], "Dlq"),
        functions=by_name([function.name for function in FUNCTIONS], "Function"),
        schedules=by_name(scheduled, "Function"),
    )
