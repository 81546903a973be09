"""Rights by what they are for. A function's row names the rights; the statement and the variable that names the resource follow.

DynamoDB has no action for transactions: each item of a `TransactWriteItems` is allowed or refused as the single write it is,
so a function that writes in a transaction needs `write` (or `append`) on every table the transaction touches.
"""

from __future__ import annotations

from functions.shared.sealing import of_time
from infra.cfn import Node, att, logical, ref, sub, when
from infra.functions.model import Grant

LOOK_UPS = of_time("look_ups", "always")
"""The key under which people are found and counted again."""


def _table(name: str) -> str:
    return logical(name, "Table")


def _variable(kind: str, name: str) -> str:
    return f"{kind}_{name.upper().replace('-', '_')}"


def read(table: str, *indexes: str) -> Grant:
    """Read items by key, and through the named indexes (`gsi1`, `gsi2`, `due`, `listed`). Never a scan."""
    resources = (att(_table(table)), *(sub(f"${{{_table(table)}.Arn}}/index/{index}") for index in indexes))
    return Grant(("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"), resources, (_variable("TABLE", table),))


def write(table: str) -> Grant:
    """Put and change items, alone or inside a transaction."""
    actions = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem")
    return Grant(actions, (att(_table(table)),), (_variable("TABLE", table),))


def write_many(table: str) -> Grant:
    """Put and remove many items by one request, without conditions."""
    return Grant(("dynamodb:BatchWriteItem",), (att(_table(table)),), (_variable("TABLE", table),))


def know_callers() -> Grant:
    """Read what the shop says of whoever calls: by key, nothing else. Everything that meets tokens has it (`infra.parts.functions`)."""
    return Grant(("dynamodb:GetItem", "dynamodb:BatchGetItem"), (att(_table("access")),))


def leave_facts() -> Grant:
    """Add to what the audit log tells. Everything that serves staff's writes has it (`infra.parts.functions`)."""
    return Grant(("dynamodb:PutItem",), (att(_table("audit-facts")),))


def note_runs() -> Grant:
    """Note how a run went, and change nothing else of the platform's. Everything that runs by the clock has it (`infra.parts.functions`).
    MiniStack asks for nothing of the keys."""
    runs = _but_locally({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["RUN#*"]}})
    return Grant(("dynamodb:UpdateItem",), (att(_table("platform")),), condition=runs)


def ask_hooks() -> tuple[Grant, ...]:
    """Ask whoever has a say in prices and orders (ADR 96): what signs the questions, and the circuits of those who fail, nothing else of
    orders. MiniStack asks for nothing of the keys."""
    circuits = _but_locally({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["HOOK#*"]}})
    return (
        read_secret("webhooks"),
        Grant(("dynamodb:GetItem", "dynamodb:PutItem"), (att(_table("orders")),), (_variable("TABLE", "orders"),), condition=circuits),
    )


def keep_versions() -> Grant:
    """Keep versions of documents of settings, and read them. What is kept is never taken away (`functions/shared/documents`)."""
    return Grant(
        ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"), (att(_table("settings")),), (_variable("TABLE", "settings"),)
    )


def sign_heads() -> Grant:
    """Say how far the audit log goes. Only what chains it may."""
    return Grant(("kms:GenerateMac",), (att("AuditKey"),), ("AUDIT_KEY",))


def sign_days() -> Grant:
    """Sign what a closed day of the store came to, with a key that signs nothing else (ADR 122)."""
    return Grant(("kms:GenerateMac",), (att("DaysKey"),), ("DAYS_KEY",))


def check_days() -> Grant:
    """Whether a closed day is as it was signed."""
    return Grant(("kms:VerifyMac",), (att("DaysKey"),), ("DAYS_KEY",))


def end_sessions() -> Grant:
    """End a person's sessions, all or one, and change nothing else of what the shop says of them."""
    named = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "kind", "valid_from", "ended"]}}
    return Grant(("dynamodb:UpdateItem",), (att(_table("access")),), (_variable("TABLE", "access"),), condition=named)


def mark_factors() -> Grant:
    """Say in a person's standing that they have a second factor, or have none any more and no session either; change nothing else of it."""
    named = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "kind", "factor", "valid_from"]}}
    return Grant(("dynamodb:UpdateItem",), (att(_table("access")),), (_variable("TABLE", "access"),), condition=named)


def mark_verified() -> Grant:
    """Say in a person's standing what of them is proven to be theirs, and change nothing else of it."""
    named = {"ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "kind", "verified"]}}
    return Grant(("dynamodb:UpdateItem",), (att(_table("access")),), (_variable("TABLE", "access"),), condition=named)


def count_calls() -> Grant:
    """Move counters of calls, and say when a key was used. Everything that meets tokens has it (`infra.parts.functions`)."""
    return Grant(
        ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem"), (att(_table("limits")),), (_variable("TABLE", "limits"),)
    )


def check(table: str) -> Grant:
    """Make a transaction depend on items of the table without changing any."""
    return Grant(("dynamodb:ConditionCheckItem",), (att(_table(table)),), (_variable("TABLE", table),))


def remove(table: str) -> Grant:
    """Delete items by key. Few operations do: orders, payments and ledgers are only ever added to."""
    return Grant(("dynamodb:DeleteItem",), (att(_table(table)),), (_variable("TABLE", table),))


def take_tickets() -> Grant:
    """Delete what the shop hands the pool to let somebody in, and nothing else of the customers table."""
    tickets = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["TKT#*"]}}
    return Grant(("dynamodb:DeleteItem",), (att(_table("customers")),), (_variable("TABLE", "customers"),), condition=tickets)


def forget_devices() -> Grant:
    """Delete what lies with a person in the notifications table, where their devices are, and nothing of the log of orders."""
    persons = _but_locally({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["CUS#*"]}})
    return Grant(("dynamodb:DeleteItem",), (att(_table("notifications")),), (_variable("TABLE", "notifications"),), condition=persons)


def drop_views() -> Grant:
    """Delete saved views of lists, and nothing else of the platform's."""
    views = _but_locally({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["VIEWS#*"]}})
    return Grant(("dynamodb:DeleteItem",), (att(_table("platform")),), (_variable("TABLE", "platform"),), condition=views)


def append(table: str) -> Grant:
    """Put new items only (an inbox, a ledger); `PutItem` can be conditional but nothing can be changed or deleted by key."""
    return Grant(("dynamodb:PutItem",), (att(_table(table)),), (_variable("TABLE", table),))


def change(table: str) -> Grant:
    """Change items that are there (`UpdateItem` makes a missing one, so the code's condition must say that it exists)."""
    return Grant(("dynamodb:UpdateItem",), (att(_table(table)),), (_variable("TABLE", table),))


def send(queue: str) -> Grant:
    """AWS allows batches with the same action; MiniStack asks for one of its own, which AWS does not know."""
    actions = ("sqs:SendMessage", when("IsLocal", "sqs:SendMessageBatch"))
    return Grant(actions, (att(logical(queue, "Queue")),), (_variable("QUEUE", queue),))


def put_events() -> Grant:
    return Grant(("events:PutEvents",), (att("EventBus"),), ("EVENT_BUS",))


def read_secret(of: str) -> Grant:
    """The keys of the providers of `payments`, of `couriers` or of `fapiao`, or what signs `links`.

    `Id` is the full ARN in both worlds; `Ref` is the name in MiniStack.
    """
    return Grant(("secretsmanager:GetSecretValue",), (att(logical(of, "Secret"), "Id"),), (_variable("SECRET", of),))


def change_secret(of: str) -> Grant:
    """Put other keys into the secret, which takes reading what else is in it."""
    actions = ("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue")
    return Grant(actions, (att(logical(of, "Secret"), "Id"),), (_variable("SECRET", of),))


def person_keys() -> tuple[Grant, ...]:
    """What it takes to read and write personal data that is sealed with a key of its person (ADR 62): their wrapped keys, to which it can
    add and of which it changes none, and KMS, which unwraps a key for the person it names. What the law keeps is out of reach of both.

    MiniStack knows neither of the two conditions.
    """
    items = _but_locally({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["KEY#*"]}})
    named = _but_locally({"StringEquals": {"kms:EncryptionContext:purpose": "personal-data"}})
    table = att(_table("privacy"))
    return (
        Grant(("dynamodb:GetItem", "dynamodb:PutItem"), (table,), (_variable("TABLE", "privacy"),), condition=items),
        Grant(("kms:Decrypt", "kms:GenerateDataKey"), (att("PersonsKey"),), ("PERSONS_KEY",), condition=named),
    )


def read_person_keys() -> tuple[Grant, ...]:
    """The same for who reads only: no key can be made."""
    items = _but_locally({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["KEY#*"]}})
    named = _but_locally({"StringEquals": {"kms:EncryptionContext:purpose": "personal-data"}})
    return (
        Grant(("dynamodb:GetItem",), (att(_table("privacy")),), (_variable("TABLE", "privacy"),), condition=items),
        Grant(("kms:Decrypt",), (att("PersonsKey"),), ("PERSONS_KEY",), condition=named),
    )


def look_up_key() -> tuple[Grant, ...]:
    """What it takes to file something under a keyed hash (functions/shared/sealing/filing.py), and to open nothing: of all keys the one of
    look-ups alone."""
    items = _but_locally({"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [f"KEY#{LOOK_UPS}"]}})
    named = _but_locally({"StringEquals": {"kms:EncryptionContext:purpose": "personal-data", "kms:EncryptionContext:person": LOOK_UPS}})
    return (
        Grant(("dynamodb:GetItem", "dynamodb:PutItem"), (att(_table("privacy")),), (_variable("TABLE", "privacy"),), condition=items),
        Grant(("kms:Decrypt", "kms:GenerateDataKey"), (att("PersonsKey"),), ("PERSONS_KEY",), condition=named),
    )


def unless_erased() -> Grant:
    """Write something on the condition that its person was not erased: of keys nothing is read."""
    items = _but_locally({"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["KEY#*"]}})
    return Grant(("dynamodb:ConditionCheckItem",), (att(_table("privacy")),), (_variable("TABLE", "privacy"),), condition=items)


def keep_for_the_law() -> Grant:
    """Keys for what erasure has to leave, too: only who erases has them."""
    return Grant(("kms:Decrypt", "kms:GenerateDataKey"), (att("PersonsKey"),), ("PERSONS_KEY",))


def _but_locally(condition: Node) -> dict[str, Node]:
    return {"Fn::If": ["IsLocal", ref("AWS::NoValue"), condition]}


def read_objects(prefix: str) -> Grant:
    return Grant(("s3:GetObject",), (sub(f"${{DataBucket.Arn}}/{prefix}/*"),), ("BUCKET_DATA",))


def write_objects(prefix: str) -> Grant:
    return Grant(("s3:PutObject",), (sub(f"${{DataBucket.Arn}}/{prefix}/*"),), ("BUCKET_DATA",))


def delete_objects(prefix: str) -> Grant:
    return Grant(("s3:DeleteObject",), (sub(f"${{DataBucket.Arn}}/{prefix}/*"),), ("BUCKET_DATA",))


def erase_objects(prefix: str) -> tuple[Grant, ...]:
    """Objects with all their versions, which the bucket keeps for a month."""
    named = {"StringLike": {"s3:prefix": [f"{prefix}/*"]}}
    return (
        Grant(("s3:DeleteObject", "s3:DeleteObjectVersion"), (sub(f"${{DataBucket.Arn}}/{prefix}/*"),), ("BUCKET_DATA",)),
        Grant(("s3:ListBucketVersions",), (att("DataBucket"),), ("BUCKET_DATA",), condition=named),
    )


def list_objects(prefix: str) -> Grant:
    """The names of what stands under the prefix, not of anything else in the bucket."""
    return Grant(("s3:ListBucket",), (att("DataBucket"),), ("BUCKET_DATA",), condition={"StringLike": {"s3:prefix": [f"{prefix}/*"]}})


def send_mail() -> Grant:
    """As the shop's own identity. MiniStack knows no resource for sending, so the local stage alone has `*`."""
    identity = sub("arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${MailIdentity}")
    events = sub("arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:configuration-set/shop-${Stage}")
    return Grant(("ses:SendEmail",), (when("IsLocal", "*", identity), events), ("MAIL_FROM", "MAIL_EVENTS"))


def send_sms() -> Grant:
    """To telephone numbers: AWS has no resource for them (SNS Developer Guide, "Using identity-based policies with Amazon SNS")."""
    return Grant(("sns:Publish",), ("*",))


def users(*actions: str) -> Grant:
    """Administrative calls on the user pool (`AdminGetUser`, …); signing up and in needs no right at all."""
    return Grant(tuple(f"cognito-idp:{action}" for action in actions), (att("UserPool"),), ("USER_POOL_ID",))


def consume(queue: str) -> Grant:
    """What the event source mapping does in the function's name; the function itself is not told the queue's address."""
    return Grant(("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"), (att(logical(queue, "Queue")),))


def follow(*tables: str) -> Grant:
    streams = tuple(att(_table(table), "StreamArn") for table in tables)
    return Grant(("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"), streams)


def dead_letter(queue: str) -> Grant:
    return Grant(("sqs:SendMessage",), (att(logical(queue, "Dlq")),))


def write_logs(log_group: str) -> Grant:
    """Its own log group only: `Arn` already ends in `:*`, the group's streams."""
    return Grant(("logs:CreateLogStream", "logs:PutLogEvents"), (att(log_group),))


TRACE = Grant(("xray:PutTraceSegments", "xray:PutTelemetryRecords"), ("*",))
"""AWS has no finer resource for X-Ray."""
LIST_STREAMS = Grant(("dynamodb:ListStreams",), ("*",))
"""Demanded of every stream reader when its mapping is made; AWS has no finer resource for it."""

READ_AGES = Grant(("cloudwatch:GetMetricData",), ("*",))
"""AWS has no finer resource for metrics (Service Authorization Reference, "Amazon CloudWatch")."""

CATCH_ALL_ALLOWED = frozenset(TRACE.actions + LIST_STREAMS.actions + READ_AGES.actions + send_sms().actions)
"""The only actions that may stand on resource `*`; everything else fails a test."""
