"""What API Gateway answers by itself (unknown path, too large, throttled, …), in the same shape as every other error.

AWS reads the answers from the API's definition. MiniStack does not; it only knows the separate resource, which in turn comes
too late for SAM's deployment on AWS. So both are written from one list; the resources are composed for the local stage only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from functions.shared.http import problems
from functions.shared.plain import errors
from infra.cfn import Node, Resources, ref, resource, sub
from infra.parts.apis import APIS


@dataclass(frozen=True)
class Answer:
    status: int
    code: str
    title: str
    retry_after: int | None = None


def _like(error: type[errors.ShopError], retry_after: int | None = None) -> Answer:
    return Answer(error.status, error.code, error.title, retry_after)


ANSWERS: dict[str, Answer] = {
    "DEFAULT_4XX": _like(errors.Unreadable),
    "DEFAULT_5XX": _like(errors.ShopError),
    # API Gateway answers 403 to a path or method it does not have; to a client that is a 404 like any other.
    "MISSING_AUTHENTICATION_TOKEN": _like(errors.NotFound),
    "RESOURCE_NOT_FOUND": _like(errors.NotFound),
    "ACCESS_DENIED": _like(errors.Forbidden),
    "WAF_FILTERED": _like(errors.Forbidden),
    "INVALID_API_KEY": _like(errors.Forbidden),
    "INVALID_SIGNATURE": _like(errors.Unauthenticated),
    "EXPIRED_TOKEN": _like(errors.Unauthenticated),
    "UNAUTHORIZED": _like(errors.Unauthenticated),
    "REQUEST_TOO_LARGE": _like(errors.PayloadTooLarge),
    "UNSUPPORTED_MEDIA_TYPE": _like(errors.UnsupportedMedia),
    "THROTTLED": _like(errors.TooManyRequests, retry_after=1),
    "QUOTA_EXCEEDED": _like(errors.TooManyRequests, retry_after=60),
    "INTEGRATION_FAILURE": _like(errors.Unavailable, retry_after=1),
    "INTEGRATION_TIMEOUT": Answer(504, "timeout", "The answer took too long", retry_after=1),
}


def _body(answer: Answer) -> str:
    """Gateway templates replace `$context…` and do nothing else, so the request id is all that is put in: no text of the caller's."""
    return json.dumps(
        {
            "type": problems.TYPE_BASE + answer.code,
            "title": answer.title,
            "status": answer.status,
            "detail": answer.title,
            "instance": "urn:shop:request:$context.requestId",
            "code": answer.code,
            "request_id": "$context.requestId",
        }
    )


def _headers(answer: Answer) -> dict[str, Node]:
    headers: dict[str, Node] = {
        "Content-Type": f"'{problems.CONTENT_TYPE}'",
        "X-Request-Id": "context.requestId",
        "Access-Control-Allow-Origin": sub("'${CorsOrigin}'"),
    }
    if answer.retry_after is not None:
        headers["Retry-After"] = f"'{answer.retry_after}'"
    return {f"gatewayresponse.header.{name}": value for name, value in headers.items()}


def definition() -> dict[str, Node]:
    """For the API's definition (`x-amazon-apigateway-gateway-responses`)."""
    return {
        kind: {
            "statusCode": str(answer.status),
            "responseParameters": _headers(answer),
            "responseTemplates": {"application/json": _body(answer)},
        }
        for kind, answer in ANSWERS.items()
    }


def resources() -> Resources:
    """The same for MiniStack, which works by name order: `ApiAnswer…` comes before SAM's `ApiDeployment…`, as it must."""
    return {
        f"{api.id}Answer" + "".join(word.capitalize() for word in kind.split("_")): resource(
            "AWS::ApiGateway::GatewayResponse",
            {
                "RestApiId": ref(api.id),
                "ResponseType": kind,
                "StatusCode": answer["statusCode"],
                "ResponseParameters": answer["responseParameters"],
                "ResponseTemplates": answer["responseTemplates"],
            },
        )
        for api in APIS
        for kind, answer in definition().items()
    }
