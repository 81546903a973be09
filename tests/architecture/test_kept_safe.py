"""What is stored is encrypted and can be brought back; what goes wrong ends in a dead-letter queue that somebody hears of."""

from __future__ import annotations

from typing import Any

from functions.notifications.sending.wording import EVENTS
from functions.reports.consumers.record_facts import HANDLERS as FACTS
from infra.cfn import logical
from infra.fragments import load
from infra.functions import FUNCTIONS
from infra.functions.model import Queue
from tests.support.template import as_deployed, of_type

Template = dict[str, Any]


def test_tables_are_encrypted_recoverable_and_outlive_the_stack(template: Template) -> None:
    """F-B9: neither a deleted stack nor a mistaken call takes the data along."""
    tables = of_type(template, "AWS::DynamoDB::Table")
    assert len(tables) == len(load("tables")["tables"])
    for name, table in tables.items():
        own = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Ref": "KmsKeyArn"}}
        assert table["SSESpecification"] == {"Fn::If": ["WithOwnKey", own, {"Ref": "AWS::NoValue"}]}, name
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}, name
        assert table["BillingMode"] == "PAY_PER_REQUEST", name
        assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}, name
        assert as_deployed(table)["DeletionProtectionEnabled"] is True, name
        assert template["Resources"][name]["DeletionPolicy"] == "RetainExceptOnCreate", name


def test_nobody_deletes_the_accounts_by_mistake(template: Template) -> None:
    """F-B9"""
    (pool,) = of_type(template, "AWS::Cognito::UserPool").values()
    assert as_deployed(pool)["DeletionProtection"] == "ACTIVE"


def test_the_pools_mail_goes_by_the_shops_identity_but_on_a_laptop(template: Template) -> None:
    """The pool's own sender stops near 50 mails a day. An identity that is not verified would be refused, so one must be named."""
    (pool,) = of_type(template, "AWS::Cognito::UserPool").values()
    condition, by_ses, otherwise = pool["EmailConfiguration"]["Fn::If"]
    assert (by_ses["EmailSendingAccount"], by_ses["From"]) == ("DEVELOPER", {"Ref": "MailFrom"})
    assert by_ses["SourceArn"]["Fn::Sub"].endswith(":identity/${MailIdentity}")
    assert otherwise == {"Ref": "AWS::NoValue"}
    parameters = load("parameters")
    named = {"Fn::Not": [{"Fn::Equals": [{"Ref": "MailIdentity"}, parameters["Parameters"]["MailIdentity"]["Default"]]}]}
    assert parameters["Conditions"][condition] == {"Fn::And": [{"Condition": "IsDeployed"}, named]}


def test_nobody_gives_themselves_an_address(template: Template) -> None:
    """F-B6: with their own token people change their name and language, nothing that proves who they are; the shop makes accounts."""
    (client,) = of_type(template, "AWS::Cognito::UserPoolClient").values()
    (pool,) = of_type(template, "AWS::Cognito::UserPool").values()
    assert client["WriteAttributes"] == ["name", "locale"]
    assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_all_tables_have_one_shape(template: Template) -> None:
    shapes = [
        {key: value for key, value in table.items() if key != "TableName"} for table in of_type(template, "AWS::DynamoDB::Table").values()
    ]
    assert all(shape == shapes[0] for shape in shapes)


def test_queues_are_encrypted(template: Template) -> None:
    assert [name for name, queue in of_type(template, "AWS::SQS::Queue").items() if queue["SqsManagedSseEnabled"] is not True] == []


def test_every_queue_has_a_dead_letter_queue(template: Template) -> None:
    queues = of_type(template, "AWS::SQS::Queue")
    for name in queues:
        if name.endswith("Queue"):
            redrive = queues[name]["RedrivePolicy"]
            assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [name.removesuffix("Queue") + "Dlq", "Arn"]}
            assert redrive["maxReceiveCount"] == 5


def test_every_dead_letter_queue_rings_and_every_queue_tells_its_oldest_message(template: Template) -> None:
    alarms = of_type(template, "AWS::CloudWatch::Alarm")
    watched = {(a["MetricName"], d["Value"]["Fn::GetAtt"][0]) for a in alarms.values() for d in a["Dimensions"] if d["Name"] == "QueueName"}
    for name in of_type(template, "AWS::SQS::Queue"):
        assert ("ApproximateAgeOfOldestMessage", name) in watched, name
        assert ("ApproximateNumberOfMessagesVisible", name) in watched or not name.endswith("Dlq"), name


def test_every_bus_delivery_that_fails_is_kept(template: Template) -> None:
    fed = {name: rule for name, rule in of_type(template, "AWS::Events::Rule").items() if "EventPattern" in rule}
    assert len(fed) == sum(bool(facts.get("events")) for facts in load("queues")["queues"].values())
    for name, rule in fed.items():
        assert [target["DeadLetterConfig"] for target in rule["Targets"]] == [{"Arn": {"Fn::GetAtt": ["BusDlq", "Arn"]}}], name


def test_every_queue_has_one_consumer_and_time_enough_for_it(template: Template) -> None:
    timeouts = [(f.trigger.name, f.timeout) for f in FUNCTIONS if isinstance(f.trigger, Queue)]
    assert sorted(name for name, _ in timeouts) == sorted(load("queues")["queues"])
    made = of_type(template, "AWS::SQS::Queue")
    windows = {f.trigger.name: f.trigger.window for f in FUNCTIONS if isinstance(f.trigger, Queue)}
    for name, timeout in timeouts:
        assert as_deployed(made[logical(name, "Queue")]["VisibilityTimeout"]) == 6 * timeout + windows[name], name


def test_nobody_is_woken_for_an_event_they_have_nothing_to_do_with() -> None:
    """Of those that an order has most of: each is a message and, mostly, an invocation."""
    fed = {name: set(facts.get("events", ())) for name, facts in load("queues")["queues"].items()}
    assert fed["notifications"] == set(EVENTS)
    assert fed["report-facts"] == set(FACTS)


def test_batches_wait_only_where_nobody_does(template: Template) -> None:
    """A minute: what is counted by the hour. Half a minute: what adds up, and what a buyer looks at days later. Sales most of all:
    each batch of them is one commit of the search index. Five seconds: parcels, papers, coupons, customers, looked at later
    (ADR 52). A second: what is shown of stock."""
    waits = {
        name: mapping["MaximumBatchingWindowInSeconds"]
        for name, mapping in of_type(template, "AWS::Lambda::EventSourceMapping").items()
        if "MaximumBatchingWindowInSeconds" in mapping
    }
    long = {"SalesCounterSource": 30, "SearchWordsSource": 30, "ReviewRightsSource": 30, "ReportFactsSource": 30}
    soon = (
        "OrderPlannerSource",
        "FulfilmentSource",
        "InvoiceOrdersSource",
        "PromotionEventsSource",
        "WebhooksSource",
        "CustomerListsSource",
        # What an account, WeChat or a package tells once more than the mail.
        "NotifierInboxSource",
        "NotifierOthersSource",
        "NotifierWechatSource",
        "MarketingOutcomesSource",
        "MarketingPeopleSource",
    )
    short = dict.fromkeys(soon, 5)
    assert waits == {**long, **short, "LakeEventsSource": 5, "StockProjectorStockSource": 1}
    made = of_type(template, "AWS::Lambda::EventSourceMapping")
    assert [made[name]["BatchSize"] for name in long] == [100] * 4


def test_the_bucket_is_private_encrypted_and_only_reached_over_tls(template: Template) -> None:
    (bucket,) = of_type(template, "AWS::S3::Bucket").values()
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    (policy,) = of_type(template, "AWS::S3::BucketPolicy").values()
    deny, *_ = policy["PolicyDocument"]["Statement"]
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert deny["Resource"] == [{"Fn::GetAtt": ["DataBucket", "Arn"]}, {"Fn::Sub": "${DataBucket.Arn}/*"}]


def test_the_bucket_forgets_what_nothing_needs(template: Template) -> None:
    """A versioned bucket keeps every dropped segment of the search index, and a marker of every deleted object."""
    (bucket,) = of_type(template, "AWS::S3::Bucket").values()
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert {rule["Status"] for rule in rules.values()} == {"Enabled"}
    dropped, markers = rules["forget-dropped-segments"], rules["forget-delete-markers"]
    assert (dropped["Prefix"], dropped["NoncurrentVersionExpiration"]) == ("search/", {"NoncurrentDays": 1})
    assert markers["ExpiredObjectDeleteMarker"] is True
    # S3 refuses both in one rule.
    assert [name for name, rule in rules.items() if "ExpiredObjectDeleteMarker" in rule and "ExpirationInDays" in rule] == []


def test_queues_fed_by_the_bus_refuse_plain_http(template: Template) -> None:
    for name, policy in of_type(template, "AWS::SQS::QueuePolicy").items():
        conditions = [s["Condition"] for s in as_deployed(policy["PolicyDocument"]["Statement"]) if s["Effect"] == "Deny"]
        assert conditions == [{"Bool": {"aws:SecureTransport": "false"}}], name


def test_logs_are_kept_for_a_limited_time(template: Template) -> None:
    groups = of_type(template, "AWS::Logs::LogGroup")
    assert len(groups) == len(FUNCTIONS) + len(of_type(template, "AWS::Serverless::Api"))
    assert {str(group["RetentionInDays"]) for group in groups.values()} == {"{'Ref': 'LogRetentionDays'}"}


def test_no_value_of_a_secret_stands_in_the_template(template: Template) -> None:
    secrets = of_type(template, "AWS::SecretsManager::Secret").values()
    assert [secret["Name"]["Fn::Sub"] for secret in secrets] == [
        f"shop-${{Stage}}-{name}" for name in ("payments", "couriers", "fapiao", "channels", "identity", "links", "webhooks", "privacy")
    ]
    assert [secret for secret in secrets if "SecretString" in secret] == []
    # Of those that nobody outside has to know AWS makes up the value.
    made_up = [secret["Name"]["Fn::Sub"] for secret in secrets if "GenerateSecretString" in secret]
    assert made_up == ["shop-${Stage}-links", "shop-${Stage}-webhooks", "shop-${Stage}-privacy"]
