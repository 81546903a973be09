"""The REST APIs of the edge: one for shoppers and providers, two for staff.

API Gateway gives an API 300 resources, and every part of a path is one. All stand under one host and are told apart by the path
(docs/adr/0031-a-staff-api.md, 0088-a-second-staff-api.md), so that callers know nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from infra.cfn import Node, Resources, resource, sub
from infra.fragments import load


@dataclass(frozen=True)
class RestApi:
    id: str
    """The logical id, which everything that belongs to the API begins with."""
    name: str
    """In the names of its alarms."""
    prefixes: tuple[str, ...]
    """What its paths begin with."""
    deployed: str

    @property
    def url(self) -> Node:
        """API Gateway's own address of it, with the stage in the path."""
        return sub(f"https://${{{self.id}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/${{Stage}}")


SHOP = RestApi("Api", "api", ("/",), "shop-${Stage}")
"""Its ids are those of the one API of before, so that a deployed one stays what it is, and where it is."""
STAFF = RestApi("StaffApi", "staff-api", ("/v1/admin/",), "shop-${Stage}-staff")
STAFF_ORDERS = RestApi(
    "StaffOrdersApi",
    "staff-orders-api",
    tuple(
        f"/v1/admin/{name}"
        for name in (
            "orders", "draft_orders", "picks", "stock", "warehouses", "returns", "complaints", "recalls", "report",
            "experiments", "articles", "slots", "campaigns", "collections", "price_lists", "search_rules", "moderation", "agent_rules",
            "share",
        )
    ),
    "shop-${Stage}-staff-orders",
)  # fmt: skip
"""What staff do with orders and goods, from the draft to the return, reports, and what shoppers are shown.
`infra/template/distribution.yaml` has the same beginnings."""
APIS = (SHOP, STAFF, STAFF_ORDERS)


def api_of(path: str) -> RestApi:
    """The one with the longest fitting prefix, as CloudFront and the local front door choose too."""
    return max(((prefix, api) for api in APIS for prefix in api.prefixes if path.startswith(prefix)), key=lambda found: len(found[0]))[1]


def resources(definitions: Mapping[RestApi, Node]) -> Resources:
    """Every API with its stage and the group of its access log; and the account's right to write such logs."""
    found = load("api")
    out: Resources = dict(found["Resources"])
    for api, definition in definitions.items():
        properties, logs = deepcopy(found["EachApi"]), deepcopy(found["EachAccessLog"])
        properties |= {"Name": sub(api.deployed), "DefinitionBody": definition}
        group = f"{api.id}AccessLogs"
        properties["AccessLogSetting"]["Fn::If"][1]["DestinationArn"] = sub(
            f"arn:${{AWS::Partition}}:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:${{{group}}}"
        )
        logs["Properties"]["LogGroupName"] = sub(f"/aws/apigateway/{api.deployed}")
        out |= {api.id: resource("AWS::Serverless::Api", properties), group: logs}
    return out
