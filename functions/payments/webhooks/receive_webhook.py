"""A provider calls: verify, write into the inbox, hand to the queue, acknowledge. Nothing else happens while they wait."""

from __future__ import annotations

import json

from functions.payments.model.errors import Forged, Malformed, Stale
from functions.payments.model.provider import RawRequest, RawResponse
from functions.payments.providers import provider_named
from functions.payments.webhooks import inbox
from functions.shared.outside import aws, clock
from functions.shared.outside.observability import correlation_id, fact
from functions.shared.plain.errors import NotFound
from functions.shared.plain.settings import queue_url


def receive(code: str, request: RawRequest) -> RawResponse:
    """The answer the provider expects. Raises NotFound for a provider that this shop does not have or that sends no webhooks.

    Before the acknowledgement: one DynamoDB request and one message. If the function dies between the two, the provider's own
    repetition finds the inbox item unprocessed and the message is sent then.
    """
    provider = provider_named(code)
    if not provider.caps.webhook:
        raise NotFound("There is no such payment provider.")
    try:
        events = provider.verify_webhook(request, int(clock.now().timestamp()))
    except (Forged, Stale) as error:
        fact("webhook.refused", provider=code, reason=type(error).__name__)
        return provider.ack("forged")
    except Malformed as error:
        fact("webhook.unreadable", provider=code, reason=str(error))
        return provider.ack("retry")
    if events:
        message = inbox.message_of(code, events)
        if inbox.store(message):
            content = {"provider": code, "key": message.key, "correlation_id": correlation_id()}
            aws.client("sqs").send_message(QueueUrl=queue_url("payment-webhooks"), MessageBody=json.dumps(content))
    return provider.ack("ok")
