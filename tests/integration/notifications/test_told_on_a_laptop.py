"""J03: the local shop tells what becomes of a mail in the shape in which SES's event reaches our queue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.notifications.app import note_mail_events, notify
from functions.notifications.model.message import Message
from functions.notifications.store.messages import messages_in_partition
from functions.notifications.store.records import NotificationsTable, customer_pk
from infra.local.mailbox import ToldMails
from infra.outputs import Outputs
from infra.simulators.answers import Refused
from tests.integration.notifications.channel_shop import ME, customer, factor_added
from tests.support.events import sqs, sqs_of_events

AT = "2027-01-01T00:00:00.000Z"


class _Aws:
    def client(self, service: str) -> Any:
        return boto3.client(service)


@pytest.fixture
def told() -> Iterator[tuple[ToldMails, str]]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    queue = boto3.client("sqs").create_queue(QueueName="shop-test-mail-events")["QueueUrl"]
    names = [name for name in Outputs.__dataclass_fields__ if name not in ("queues", "tables")]
    nothing: dict[str, Any] = dict.fromkeys(names, "")
    outputs = Outputs(**nothing, queues={"mail-events": queue}, tables={"notifications": NotificationsTable.Meta.table_name})
    yield ToldMails(_Aws(), outputs), queue  # type: ignore[arg-type]
    ses_backends["123456789012"]["us-east-1"].reset()


def mail() -> Message:
    return next(one for one in messages_in_partition(customer_pk(ME), limit=9).data if one.channel == "email")


@pytest.mark.parametrize(("outcome", "state"), [("deliver", "delivered"), ("bounce", "bounced"), ("complain", "complained")])
def test_what_is_told_reaches_the_log(told: tuple[ToldMails, str], outcome: str, state: str) -> None:
    simulated, queue = told
    customer()
    notify(sqs_of_events([factor_added()]), None)
    simulated.tell(str(mail().provider_id), outcome, AT)
    (message,) = boto3.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert note_mail_events(sqs([json.loads(message["Body"])]), None) == {"batchItemFailures": []}
    assert mail().state.value == state


@pytest.mark.parametrize(("mail_id", "outcome", "status"), [("nobodys", "bounce", 404), ("", "explode", 422)])
def test_what_cannot_be_told_is_said(told: tuple[ToldMails, str], mail_id: str, outcome: str, status: int) -> None:
    with pytest.raises(Refused) as refused:
        told[0].tell(mail_id, outcome, AT)
    assert refused.value.status == status
