"""P07: what the pool would mail (codes, resets) the shop says itself, by its templates; the pool sends nothing."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.customers.store.records import CustomersTable
from functions.notifications.app import notify
from functions.notifications.model.template import TemplateName
from functions.notifications.sending.check import faults_of
from tests.integration.customers.conftest import Pool, sent, signed_in
from tests.integration.notifications.test_channels import publish
from tests.support.events import events_in, sqs_of_events
from tests.support.http import Client

PARTS = {"subject": "Our words", "text": "Take {{ code }} for {{ purpose }}", "html": "<p>Take <b>{{ code }}</b></p>"}


@pytest.fixture(autouse=True)
def _mailbox() -> Iterator[None]:
    boto3.client("sesv2").create_email_identity(EmailIdentity="shop@example.com")
    yield
    ses_backends["123456789012"]["us-east-1"].reset()


def test_codes_and_resets_are_said_in_the_shops_words(guest: Client, pool: Pool) -> None:
    """P07: a version that leaves the code out is refused when it is saved."""
    for language in ("zh", "en"):
        name = TemplateName("code.requested", "email", language)
        assert [one.code for one in faults_of(name, PARTS | {"text": "no code"}, sms_segments=4)] == ["required_text"]
        assert [one.code for one in faults_of(name, PARTS | {"text": "{{ codes }}"}, sms_segments=4)] == ["unknown_variable"]
        assert faults_of(name, PARTS, sms_segments=4) == []
        publish(name.id, **PARTS)
    signed_in(guest)
    code = sent(guest.post("/v1/auth/forgot_password", {"login": "ada@example.com"})).code
    told = events_in(CustomersTable, "registration.requested", "code.requested")
    assert code not in str(told), "no code stands in an event"
    assert notify(sqs_of_events([*told, *told]), None) == {"batchItemFailures": []}
    mails = ses_backends["123456789012"]["us-east-1"].sent_messages
    (ours,) = [one for one in mails if one.subject == "Our words"]
    assert code in str(ours.body)
    assert pool.size() == 1
