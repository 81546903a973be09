"""Our signature of a call is botocore's to the letter; what is no plain call of a table it signs itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError

from functions.shared.outside import aws, table_signatures
from functions.shared.outside.table_signatures import JsonPostAuth

HEADERS = {
    "X-Amz-Target": "DynamoDB_20120810.GetItem",
    "Content-Type": "application/x-amz-json-1.0",
    "User-Agent": "shop",
    "amz-sdk-request": "attempt=1;  max=4 ",
    "X-Amzn-Trace-Id": "Root=1-2",
}
WITH_TOKEN, WITHOUT = ReadOnlyCredentials("AKID", "secret", "token/+="), ReadOnlyCredentials("AKID", "secret", None)


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (auth, table_signatures):
        monkeypatch.setattr(module, "get_current_datetime", lambda *_, **__: datetime(2026, 11, 26, 8, 30, tzinfo=UTC))


def _signed(signer: type[Any], credentials: Any, url: str, *, times: int = 1, **how: Any) -> dict[str, str]:
    request = AWSRequest(**{"method": "POST", "url": url, "headers": dict(HEADERS), "data": b'{"TableName":"orders"}', **how})
    for _ in range(times):
        signer(credentials, "dynamodb", "eu-west-1").add_auth(request)
    return dict(request.headers.items())


@pytest.mark.parametrize("credentials", [WITH_TOKEN, WITHOUT], ids=["role", "user"])
@pytest.mark.parametrize(
    "url",
    [
        "https://dynamodb.eu-west-1.amazonaws.com/",
        "https://123456789012.ddb.eu-west-1.amazonaws.com",
        "https://DynamoDB.eu-west-1.amazonaws.com:443/",
        "http://127.0.0.1:4566/",
        "http://[::1]:4566/",
        "http://127.0.0.1:4566/path?and=query",
        "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails",
        "https://sqs.eu-west-1.amazonaws.com/123456789012/orders.fifo",
        "https://events.eu-west-1.amazonaws.com/a//b/../c%20d/",
    ],
)
def test_it_is_botocores(credentials: ReadOnlyCredentials, url: str) -> None:
    assert _signed(JsonPostAuth, credentials, url) == _signed(auth.SigV4Auth, credentials, url)


def test_a_repeated_call_is_signed_anew() -> None:
    url = "https://dynamodb.eu-west-1.amazonaws.com/"
    assert _signed(JsonPostAuth, WITH_TOKEN, url, times=2) == _signed(JsonPostAuth, WITH_TOKEN, url)


@pytest.mark.parametrize("how", [{"method": "GET"}, {"data": b""}, {"data": "text"}, {"params": {"a": "b"}}])
def test_anything_else_is_signed_by_botocore(how: dict[str, Any]) -> None:
    url = "https://dynamodb.eu-west-1.amazonaws.com/"
    assert _signed(JsonPostAuth, WITHOUT, url, **how) == _signed(auth.SigV4Auth, WITHOUT, url, **how)


def test_nobody_signs_without_credentials() -> None:
    with pytest.raises(NoCredentialsError):
        _signed(JsonPostAuth, None, "https://dynamodb.eu-west-1.amazonaws.com/")


@pytest.mark.parametrize("service", ["dynamodb", "events", "sqs", "sesv2"])
def test_clients_use_it_for_calls_only(service: str) -> None:
    client = aws.session().create_client(service, "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
    hook = f"choose-signer.{client.meta.service_model.service_id.hyphenize()}.PutEvents"

    def chosen(version: str) -> Any:
        told = {"signing_name": service, "region_name": "eu-west-1", "context": {}}
        return client.meta.events.emit_until_response(hook, signature_version=version, **told)[1]

    assert auth.AUTH_TYPE_MAPS[chosen("v4")] is JsonPostAuth
    assert chosen("v4-query") is None


def test_links_and_forms_of_objects_are_botocores() -> None:
    client = aws.session().create_client("s3", "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b")
    told = {"signing_name": "s3", "region_name": "eu-west-1", "context": {}}
    chosen = client.meta.events.emit_until_response("choose-signer.s3.PutObject", signature_version="s3v4", **told)[1]
    assert auth.AUTH_TYPE_MAPS.get(chosen) is not JsonPostAuth
