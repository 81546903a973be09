"""What the identity provider refuses becomes the shop's own clear problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from functions.customers.app import app
from functions.customers.factors.asked import further_step
from functions.customers.model.challenge import Challenge
from functions.customers.store import cognito
from functions.shared.outside import aws
from functions.shared.plain.errors import ShopError
from tests.support.http import Client

PASSWORD = "Correct7horse"


class Refusing:
    """A provider that refuses everything in one way; moto knows neither limits nor outages."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, _operation: str) -> object:
        def refuse(**_: object) -> None:
            raise self.error

        return refuse


def refusal(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "Any")


def refusing(error: Exception) -> Callable[[str], Any]:
    real = aws.client
    return lambda service: Refusing(error) if service == "cognito-idp" else real(service)


CALLS = {
    "register": {"login": "ada@example.com", "password": PASSWORD},
    "login": {"login": "ada@example.com", "password": "x"},
    "refresh": {"refresh_token": "x"},
    "forgot_password": {"login": "ada@example.com"},
}
LOCKED = refusal("NotAuthorizedException", "Password attempts exceeded")
OFFLINE = EndpointConnectionError(endpoint_url="https://cognito")


@pytest.mark.parametrize(
    ("operation", "error", "status", "code"),
    [
        *[(name, refusal("TooManyRequestsException"), 429, "too_many_attempts") for name in CALLS],
        *[(name, OFFLINE, 503, "unavailable") for name in CALLS],
        *[(name, refusal("AccessDeniedException"), 500, "internal_error") for name in CALLS],
        ("login", LOCKED, 429, "too_many_attempts"),
        ("login", refusal("PasswordResetRequiredException"), 403, "password_reset_required"),
        ("register", refusal("CodeDeliveryFailureException"), 503, "unavailable"),
    ],
)
def test_refusals_of_the_provider_become_clear_problems(
    monkeypatch: pytest.MonkeyPatch, operation: str, error: Exception, status: int, code: str
) -> None:
    monkeypatch.setattr(aws, "client", refusing(error))
    answer = Client(app).post(f"/v1/auth/{operation}", CALLS[operation])
    assert (answer.status, answer.code) == (status, code)
    assert ("retry-after" in answer.headers) == (status in (429, 503))


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        *[
            (refusal(name), 401, "invalid_session")
            for name in (
                "NotAuthorizedException",
                "InvalidParameterException",
                "UserNotFoundException",
                "SoftwareTokenMFANotFoundException",
            )
        ],
        *[(refusal(name), 422, "invalid_code") for name in ("CodeMismatchException", "ExpiredCodeException")],
        *[(refusal(name), 422, "weak_password") for name in ("InvalidPasswordException", "PasswordHistoryPolicyViolationException")],
        (refusal("PasswordResetRequiredException"), 403, "password_reset_required"),
        (refusal("TooManyRequestsException"), 429, "too_many_attempts"),
        (OFFLINE, 503, "unavailable"),
    ],
)
def test_refusals_of_an_answer_become_clear_problems(monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str) -> None:
    monkeypatch.setattr(aws, "client", lambda _service: Refusing(error))
    with pytest.raises(ShopError) as raised:
        cognito.respond(Challenge("new_password_required", "ada@example.com", "ada", "s" * 20), PASSWORD)
    assert (raised.value.status, raised.value.code) == (status, code)


def test_a_question_that_is_not_ours_to_answer_is_named_without_a_session() -> None:
    asked = cognito._next_step({"ChallengeName": "SMS_MFA", "Session": "s" * 20, "ChallengeParameters": {}}, "ada@example.com")
    assert isinstance(asked, Challenge)
    problem = further_step(asked)
    assert (problem.status, problem.code, problem.extra) == (403, "challenge_required", {"challenge": "sms_mfa"})


def test_an_address_without_a_word_about_it_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-B6: only what the provider calls verified counts."""
    monkeypatch.setattr(cognito, "_call", lambda *_args, **_more: {"UserAttributes": [{"Name": "email", "Value": "a@b.cd"}]})
    assert cognito.person("token").email is None


@pytest.mark.parametrize(("verified", "email"), [("true", "a@b.cd"), ("false", None), ("", None), ("True ", None)])
def test_an_address_that_waits_for_its_confirmation_proves_nothing(
    verified: str, email: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X09"""
    attributes = [{"Name": "email", "Value": "a@b.cd"}, {"Name": "email_verified", "Value": verified}]
    monkeypatch.setattr(cognito, "_call", lambda *_args, **_more: {"UserAttributes": attributes})
    assert cognito.person("token").email == email
