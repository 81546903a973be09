"""Every function may do exactly what its operations need: no `*` but where AWS has none finer."""

from __future__ import annotations

import re
from typing import Any

from infra.cfn import logical
from infra.functions import FUNCTIONS
from infra.functions.grants import CATCH_ALL_ALLOWED
from infra.functions.model import Http
from tests.support.template import as_list, of_type, statements

Template = dict[str, Any]
GATEWAY_LOGS = "ApiLogsRole"
"""The one role that is no function's: API Gateway has it checked when it is set."""


def _counts_calls(statement: dict[str, Any]) -> bool:
    """What everything has that meets tokens (ADR 60): counters of calls and nothing else."""
    return as_list(statement["Resource"]) == [{"Fn::GetAtt": ["LimitsTable", "Arn"]}]


def test_what_counts_calls_can_neither_put_nor_delete(template: Template) -> None:
    """X40: and who meets no token, counts nothing but declined payments."""
    found = {
        (role, tuple(as_list(statement["Action"])))
        for role, properties in of_type(template, "AWS::IAM::Role").items()
        for statement in statements(properties)
        if _counts_calls(statement)
    }
    counting = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem")
    meeting = {logical(f.name, "Role") for f in FUNCTIONS if isinstance(f.trigger, Http) and f.trigger.knows_callers}
    assert {role for role, actions in found if actions == counting} == meeting | {"PaymentWorkerRole", "PaymentOrdersRole"}
    # When keys were used is shown beside them.
    reading = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
    assert {one for one in found if one[1] != counting} == {("ApiKeysRole", reading)}


def test_who_meets_tokens_reads_standings_and_the_lines_of_a_breach_together(template: Template) -> None:
    """O08, H07: by key, one request for both."""
    reading = {"dynamodb:GetItem", "dynamodb:BatchGetItem"}
    for function in FUNCTIONS:
        if isinstance(function.trigger, Http) and function.trigger.knows_callers:
            found = statements(template["Resources"][logical(function.name, "Role")]["Properties"])
            ours = [one["Action"] for one in found if {"Fn::GetAtt": ["AccessTable", "Arn"]} in as_list(one["Resource"])]
            assert reading <= {action for actions in ours for action in as_list(actions)}, function.name


def _too_wide(resource: Any, actions: list[str]) -> bool:
    if resource == "*":
        return not set(actions) <= CATCH_ALL_ALLOWED
    if set(resource) == {"Fn::GetAtt"}:
        return False
    text = resource["Fn::Sub"]
    if text == "${OpenSearchArn}/*":
        return False  # one domain; its paths are indexes, which a rebuild names anew
    # Objects in a bucket have no finer resource than the prefix they stand under.
    return not re.fullmatch(r"\$\{DataBucket\.Arn\}/[a-z][a-z_/-]*/\*", text) if text.startswith("${DataBucket") else "*" in text


def test_no_action_is_a_wildcard(template: Template) -> None:
    wide = [
        (role, action)
        for role, properties in of_type(template, "AWS::IAM::Role").items()
        for statement in statements(properties)
        for action in as_list(statement["Action"])
        if "*" in action
    ]
    assert wide == []


def test_no_resource_is_wider_than_it_could_be(template: Template) -> None:
    wide = [
        (role, statement["Action"], resource)
        for role, properties in of_type(template, "AWS::IAM::Role").items()
        for statement in statements(properties)
        for resource in as_list(statement["Resource"])
        if _too_wide(resource, as_list(statement["Action"]))
    ]
    assert wide == []


def test_only_the_gateways_log_writer_carries_a_managed_policy(template: Template) -> None:
    assert [role for role, properties in of_type(template, "AWS::IAM::Role").items() if "ManagedPolicyArns" in properties] == [GATEWAY_LOGS]


def test_every_function_has_a_role_of_its_own(template: Template) -> None:
    functions = of_type(template, "AWS::Serverless::Function")
    roles = {name: properties["Role"]["Fn::GetAtt"][0] for name, properties in functions.items()}
    assert roles == {name: name.removesuffix("Function") + "Role" for name in functions}
    assert {*roles.values(), GATEWAY_LOGS} == set(of_type(template, "AWS::IAM::Role"))


def test_only_lambda_may_take_a_role(template: Template) -> None:
    for role, properties in of_type(template, "AWS::IAM::Role").items():
        (trust,) = properties["AssumeRolePolicyDocument"]["Statement"]
        service = "apigateway" if role == GATEWAY_LOGS else "lambda"
        assert trust["Principal"] == {"Service": f"{service}.amazonaws.com"}, role


def test_browsing_cannot_write_and_webhooks_can_only_append_and_send(template: Template) -> None:
    roles = of_type(template, "AWS::IAM::Role")

    def actions(role: str) -> set[str]:
        return {action for statement in statements(roles[role]) if not _counts_calls(statement) for action in statement["Action"]}

    assert not {
        action for action in actions("CatalogBrowseRole") if re.search("Put(?!LogEvents|Trace|Telemetry)|Update|Delete|Send", action)
    }
    own = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
    inbox = {"dynamodb:PutItem", "sqs:SendMessage", "secretsmanager:GetSecretValue"}
    assert actions("PaymentWebhooksRole") == own | inbox
    # Which account a courier's messages are signed with stands with the carrier.
    look = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
    # What they write is sealed with the key of its month.
    assert actions("CourierWebhooksRole") == own | inbox | look | {"kms:Decrypt", "kms:GenerateDataKey"}
    looked = [statement for statement in statements(roles["CourierWebhooksRole"]) if "dynamodb:GetItem" in statement["Action"]]
    assert [as_list(one["Resource"])[0]["Fn::GetAtt"][0] for one in looked] == ["ShippingTable", "PrivacyTable"]


def test_nothing_can_delete_money_stock_promises_or_messages(template: Template) -> None:
    """Only what is meant to end can be deleted: timers, addresses, groupings, media, marks of hours to count, closed warehouses."""
    deleting = {
        (role, resource["Fn::GetAtt"][0])
        for role, properties in of_type(template, "AWS::IAM::Role").items()
        for statement in statements(properties)
        for resource in as_list(statement["Resource"])
        if "dynamodb:DeleteItem" in as_list(statement["Action"])
    }
    assert deleting == {
        *((f"Agents{role}Role", "AgentsTable") for role in ("Checkout", "Mcp", "Linking")),
        *((f"Agents{role}Role", "OrdersTable") for role in ("Checkout", "Mcp")),
        *((f"Catalog{role}Role", "CatalogTable") for role in ("Admin", "Follower")),
        ("MessagesAdminRole", "NotificationsTable"),  # An address that may be written to again.
        # Entries of an inbox and devices, by their person; devices that a provider does not know any more.
        *((role, "NotificationsTable") for role in ("InboxRole", "TemplatesAdminRole", "NotifierPushRole")),
        ("NotifierWechatRole", "NotificationsTable"),
        ("MarketingMessagesRole", "NotificationsTable"),
        # A segment that staff remove is a rule, and says nothing of anybody. Who was told waits no more.
        *((role, "MarketingTable") for role in ("MarketingAdminRole", "MarketingWorkerRole", "StockNoticesRole", "ShareLinksRole")),
        # Of who was erased the hours of the lake and their first order; plans ahead; findings that are over; running experiments.
        *((f"{role}Role", "ReportsTable") for role in ("LakeHourly", "ReportFacts", "ReportsDesk", "ForecastNightly", "ExperimentsAdmin")),
        # Of feeds: marks of what changed, and those not wanted any more.
        *((role, "CatalogTable") for role in ("CatalogJobsRole", "FeedsRole", "MediaAdminRole", "SearchRulesRole")),
        *((f"Stock{role}Role", "StockTable") for role in ("Admin", "Check", "Projector")),
        ("OrdersManageRole", "OrdersTable"),
        ("OrderPageCancelRole", "OrdersTable"),
        # What risk declines ends where it would leave, and its timers with it.
        ("OrderPlannerRole", "OrdersTable"),
        ("OrdersAdminRole", "OrdersTable"),
        ("OrdersReviewRole", "OrdersTable"),
        ("ReturnsRole", "OrdersTable"),
        ("ReturnsAdminRole", "OrdersTable"),
        ("OrdersAmendRole", "OrdersTable"),
        ("DraftOrdersRole", "OrdersTable"),
        ("OrderPaymentsRole", "OrdersTable"),
        ("TimersWorkerRole", "OrdersTable"),
        # An order that its buyer withdrew from before it was paid ends, and its timer with it.
        ("ReturnsWorkerRole", "OrdersTable"),
        # A price that is declined on its page ends the order of a repair, as `returns` does.
        ("OrderPageWithdrawRole", "OrdersTable"),
        ("AuthRole", "CustomersTable"),
        ("MeRole", "CustomersTable"),
        ("FieldDefinitionsRole", "PlatformTable"),  # Saved views of lists, by the condition of its right.
        # A note that staff take back; what somebody is not found by any more.
        ("CustomersAdminRole", "CustomersTable"),
        ("CustomerListsRole", "CustomersTable"),
        # Tickets alone, by the condition of its right.
        ("AuthChallengeRole", "CustomersTable"),
        ("ReportsHourlyRole", "ReportsTable"),
        # Who is forgotten; of orders, payments and messages only the words about them go, of messages also
        # what they want to be sent.
        *(
            (role, f"{table}Table")
            for role in ("PrivacyWorkerRole", "PrivacyPeriodsRole")
            for table in ("Customers", "Carts", "Aftersales", "Invoices", "Catalog", "Notifications", "Marketing", "Privacy", "Agents")
        ),
        # A role of the shop's own that nobody has.
        ("StaffRole", "AccessTable"),
    }


def test_queues_take_messages_only_from_the_rule_that_feeds_them(template: Template) -> None:
    for name, properties in of_type(template, "AWS::SQS::QueuePolicy").items():
        (allowed,) = [s for s in properties["PolicyDocument"]["Statement"] if s.get("Effect") == "Allow"]
        if name == "BusDlqPolicy":  # which keeps what could not be delivered for any of them
            assert all(":rule/shop-${Stage}" in arn["Fn::Sub"] for arn in allowed["Condition"]["ArnLike"]["aws:SourceArn"])
        else:
            assert allowed["Condition"]["ArnEquals"]["aws:SourceArn"] == [
                {"Fn::GetAtt": [name.removesuffix("QueuePolicy") + "Rule", "Arn"]}
            ]


def test_keys_are_read_by_their_own_domain_only(template: Template) -> None:
    """But for a cart's answer and an order's page, which list the methods that have keys, and the page's button and the worker of
    returns, which use one (the worker couriers' too, for what comes back); orders asks couriers and providers of pick-up points, shipping
    says whether their keys are set. Links are made by who sends mails and opened by the page; a withdrawal seals with their key what its
    second step sends back. What webhooks are signed with is sealed by notifications; the warehouse sets who runs it, and verifies their
    answers. Fast checkout pays, and providers forget what they kept for who is erased."""
    others = {
        "returns-worker",
        "whole-cart",
        "order-page",
        "order-page-cancel",
        "order-page-fapiao",
        "order-page-pay",
        "order-page-withdraw",
        "express-checkout",
        "privacy-worker",
        "privacy-periods",
        "provider-keys",
    }
    readers = {
        (resource["Fn::GetAtt"][0], function.name if function.name in others else function.domain)
        for function in FUNCTIONS
        for statement in statements(template["Resources"][logical(function.name, "Role")]["Properties"])
        for resource in as_list(statement["Resource"])
        if "secretsmanager:GetSecretValue" in statement["Action"]
    }
    assert readers == {
        *((f"{name}Secret", "agents") for name in ("Couriers", "Links", "Payments", "Privacy", "Webhooks")),
        ("PaymentsSecret", "payments"),
        *(("PaymentsSecret", name) for name in others),
        ("CouriersSecret", "returns-worker"),
        ("CouriersSecret", "express-checkout"),
        ("LinksSecret", "notifications"),
        ("LinksSecret", "aftersales"),
        # What invitations to the staff hold.
        ("LinksSecret", "access"),
        ("LinksSecret", "orders"),
        ("LinksSecret", "customers"),
        ("LinksSecret", "payments"),
        ("LinksSecret", "order-page"),
        ("LinksSecret", "order-page-cancel"),
        ("LinksSecret", "order-page-fapiao"),
        ("LinksSecret", "order-page-pay"),
        ("LinksSecret", "order-page-withdraw"),
        ("ChannelsSecret", "notifications"),
        ("WebhooksSecret", "notifications"),
        ("WebhooksSecret", "warehouse"),
        # Whatever prices something signs what it asks of hooks (ADR 96).
        *(("WebhooksSecret", name) for name in ("aftersales", "express-checkout", "orders", "payments", "returns-worker", "whole-cart")),
        ("CouriersSecret", "orders"),
        # Staff put keys in, through one function that shows none.
        ("CouriersSecret", "provider-keys"),
        ("ChannelsSecret", "provider-keys"),
        ("CouriersSecret", "whole-cart"),
        ("CouriersSecret", "shipping"),
        ("FapiaoSecret", "invoices"),
        ("PrivacySecret", "privacy"),
        # Known by their address: no name of theirs is needed where the file has none.
        ("PrivacySecret", "moving"),
        # By the key of look-ups an external id is found.
        ("PrivacySecret", "customers"),
        ("IdentitySecret", "customers"),
        # Who pays is counted by keyed hashes.
        *(("PrivacySecret", name) for name in ("notifications", "marketing", "orders", "payments", "order-page-pay", "express-checkout")),
        ("PrivacySecret", "privacy-worker"),
        ("PrivacySecret", "privacy-periods"),
    }


def test_what_mail_scanners_can_call_has_nothing_to_write_with(template: Template) -> None:
    """X50: whoever opens the order's page, and every link on it, any number of times changes nothing."""
    found = statements(template["Resources"]["OrderPageRole"]["Properties"])
    actions = {action for statement in found if not _counts_calls(statement) for action in statement["Action"]}
    reading = {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "secretsmanager:GetSecretValue",
        "s3:GetObject",
        "kms:Decrypt",
    }
    own = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
    assert actions == reading | own
    (page,) = [function for function in FUNCTIONS if function.name == "order-page"]
    assert all(operation.startswith("GET ") for operation in getattr(page.trigger, "operations", ()))


def test_who_is_asked_for_a_lost_link_cannot_look(template: Template) -> None:
    """X50: neither the answer nor its time tells whether there is such an order."""
    found = statements(template["Resources"]["OrderLookupRole"]["Properties"])
    tables = [one for one in found if any(isinstance(action, str) and action.startswith("dynamodb:") for action in one["Action"])]
    # Who calls is looked up, and how often is counted, by whoever meets a token; it is counted under hashes with the one key for that.
    assert [one["Resource"]["Fn::GetAtt"][0] for one in tables] == ["AccessTable", "LimitsTable", "PrivacyTable"]
    assert tables[-1]["Condition"] == {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["KEY#time:look_ups:always"]}}


def test_what_puts_parts_of_a_file_together_reads_them_back(template: Template) -> None:
    """O10: a part that may not be read looks like one that is not there, and its export would begin again for ever."""
    for role, prefix in (("PrivacyWorkerRole", "personal-exports"), ("AuditExporterRole", "personal-exports/audit")):
        done = {
            action
            for statement in statements(template["Resources"][role]["Properties"])
            if any(f"${{DataBucket.Arn}}/{prefix}/*" in str(resource) for resource in as_list(statement["Resource"]))
            for action in as_list(statement["Action"])
        }
        assert {"s3:GetObject", "s3:PutObject"} <= done, role
