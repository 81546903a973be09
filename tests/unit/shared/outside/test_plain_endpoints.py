"""Calls go to the address, and are signed for the region, that botocore's rules would have found."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse

from functions.shared.outside.plain_endpoints import SERVICES, resolve_once

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "dynamodb": ("GetItem", {"TableName": "orders", "Key": {"pk": {"S": "a"}}}),
    "events": ("PutEvents", {"Entries": [{"Source": "shop", "DetailType": "a", "Detail": "{}"}]}),
    "sqs": ("SendMessage", {"QueueUrl": "https://sqs.eu-central-1.amazonaws.com/1/q", "MessageBody": "x"}),
    "sesv2": ("SendEmail", {"Content": {"Simple": {"Subject": {"Data": "a"}, "Body": {"Text": {"Data": "b"}}}}}),
}


def _asked(region: str, service: str, *, plainly: bool) -> list[tuple[str, str]]:
    """Address, and what the call is signed for."""
    session = botocore.session.get_session()
    session.set_credentials("key", "secret")
    if plainly:
        resolve_once(session)
    client, seen = session.create_client(service, region), list[tuple[str, str]]()
    assert (client._ruleset_resolver is None) is plainly

    def answer(request: Any, **_: Any) -> AWSResponse:
        signed = request.headers["Authorization"]
        signed = signed if isinstance(signed, str) else signed.decode()
        seen.append((request.url, signed.partition("Credential=")[2].partition(",")[0]))
        response = AWSResponse(request.url, 200, {}, None)
        response._content = b"{}"
        return response

    client.meta.events.register_first("before-send", answer)
    client._make_api_call(*CALLS[service])
    return seen


@pytest.mark.parametrize("region", ["us-east-1", "cn-north-1", "us-gov-west-1"])
@pytest.mark.parametrize("service", SERVICES)
def test_the_same_address_in_every_kind_of_region(service: str, region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """P13"""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_ACCOUNT_ID", raising=False)
    asked = _asked(region, service, plainly=True)
    assert asked == _asked(region, service, plainly=False)
    assert len(asked) == 1
