"""The identity provider: the calls the shop makes, and its refusals as the shop's own.

Facts (Amazon Cognito API reference): InitiateAuth, ForgotPassword, ConfirmForgotPassword and GetUser are
not signed and need no right; the Admin calls need `cognito-idp:Admin…` on the pool. A locked-out user is told
NotAuthorizedException "Password attempts exceeded".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.customers.model.challenge import Challenge, Kind
from functions.customers.store.challenges import session_over
from functions.shared.outside import aws
from functions.shared.outside.observability import logger
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Forbidden, Invalid, ShopError, TooManyRequests, Unauthenticated, Unavailable
from functions.shared.plain.settings import settings

LOCKED_OUT = 60
UNCONFIRMED, CONFIRMED = "UNCONFIRMED", "CONFIRMED"
_TOO_MANY = {"TooManyRequestsException", "LimitExceededException", "TooManyFailedAttemptsException"}

_ANSWERS = {Kind.NEW_PASSWORD: "NEW_PASSWORD", Kind.APP_CODE: "SOFTWARE_TOKEN_MFA_CODE"}
_SESSION_OVER = (
    "InvalidParameterException", "MFAMethodNotFoundException", "NotAuthorizedException", "ResourceNotFoundException",
    "SoftwareTokenMFANotFoundException", "UserNotConfirmedException", "UserNotFoundException",
)  # fmt: skip


@dataclass(frozen=True)
class Tokens:
    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True)
class Person:
    email: str | None
    name: str
    language: str | None


def wrong_credentials() -> Unauthenticated:
    return Unauthenticated("The login or the password is wrong.", code="invalid_credentials")


def wrong_code() -> Invalid:
    """One answer for a wrong, used or expired code and for a login nobody has: existence is not revealed."""
    return Invalid.field("/code", "invalid_code", "The code is wrong, used or expired. Ask for a new one.")


def weak_password(why: str, pointer: str = "/password") -> Invalid:
    return Invalid.field(pointer, "weak_password", why)


def create(login: str, password: str, *, name: str, language: str) -> None:
    """A confirmed account whose address is proven. Again: the same account. The pool mails nothing."""
    facts = {"email": login, "email_verified": "true", "locale": language} | ({"name": name} if name else {})
    given = [{"Name": key, "Value": value} for key, value in facts.items()]
    pool, exists = settings().user_pool_id, {"UsernameExistsException": None}
    _call("admin_create_user", exists, UserPoolId=pool, Username=login, UserAttributes=given, MessageAction="SUPPRESS")
    weak = {"InvalidPasswordException": weak_password("Choose a stronger password.")}
    _call("admin_set_user_password", weak, UserPoolId=pool, Username=login, Password=password, Permanent=True)


def status_of(login: str) -> str | None:
    """The account's status in the pool; None when there is no account."""
    user = _call("admin_get_user", {"UserNotFoundException": None}, UserPoolId=settings().user_pool_id, Username=login)
    return str(user["UserStatus"]) if user else None


def delete(login: str) -> None:
    _call("admin_delete_user", {"UserNotFoundException": None}, UserPoolId=settings().user_pool_id, Username=login)


def sign_in(login: str, password: str) -> Tokens | Challenge:
    refused = {
        "NotAuthorizedException": wrong_credentials(),
        "UserNotFoundException": wrong_credentials(),
        "InvalidParameterException": wrong_credentials(),
        # Like an account that is not there: whether somebody has begun to register is nobody's business.
        "UserNotConfirmedException": wrong_credentials(),
        "PasswordResetRequiredException": Forbidden("Set a new password first.", code="password_reset_required"),
    }
    parameters = {"USERNAME": login, "PASSWORD": password}
    answer = _call("initiate_auth", refused, ClientId=_app(), AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    return _next_step(answer, login)


def respond(challenge: Challenge, answer: str) -> Tokens | Challenge:
    """The next step of signing in, which may be one more challenge."""
    wrong = Invalid.field("/answer", "invalid_code", "The code is wrong or was used already.")
    weak = weak_password("Choose a stronger password.", "/answer")
    refused: dict[str, ShopError | None] = {
        **dict.fromkeys(_SESSION_OVER, session_over()),
        **dict.fromkeys(("CodeMismatchException", "EnableSoftwareTokenMFAException", "ExpiredCodeException"), wrong),
        **dict.fromkeys(("InvalidPasswordException", "PasswordHistoryPolicyViolationException"), weak),
        "PasswordResetRequiredException": Forbidden("Set a new password first.", code="password_reset_required"),
    }
    named = {"USERNAME": challenge.username, _ANSWERS[Kind(challenge.kind)]: answer}
    name, session = challenge.kind.upper(), challenge.session
    told = _call("respond_to_auth_challenge", refused, ClientId=_app(), ChallengeName=name, Session=session, ChallengeResponses=named)
    return _next_step(told, challenge.login)


def refresh(refresh_token: str) -> Tokens:
    over = Unauthenticated("The refresh token is invalid or expired. Sign in again.", code="invalid_refresh_token")
    refused = dict.fromkeys(("NotAuthorizedException", "UserNotFoundException", "InvalidParameterException"), over)
    parameters = {"REFRESH_TOKEN": refresh_token}
    answer = _call("initiate_auth", refused, ClientId=_app(), AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)
    return _tokens(answer, refresh_token)


def send_reset_code(login: str) -> None:
    """Sends a code if the account can have one. Says nothing either way, also not that this one account asks too often; the log does,
    because the same refusal is given where the pool may mail no more today."""
    silent = ("UserNotFoundException", "InvalidParameterException", "NotAuthorizedException")
    too_many = TooManyRequests("Too many codes.", code="too_many_attempts")
    try:
        _call("forgot_password", {**dict.fromkeys(silent), "LimitExceededException": too_many}, ClientId=_app(), Username=login)
    except TooManyRequests as error:
        if error is not too_many:
            raise
        logger().warning("reset_code.limit_reached")


def reset_password(login: str, code: str, password: str) -> None:
    wrong = (
        "CodeMismatchException",
        "ExpiredCodeException",
        "UserNotFoundException",
        "NotAuthorizedException",
        "UserNotConfirmedException",
    )
    refused = {**dict.fromkeys(wrong, wrong_code()), "InvalidPasswordException": weak_password("Choose a stronger password.")}
    _call("confirm_forgot_password", refused, ClientId=_app(), Username=login, ConfirmationCode=code, Password=password)


def end_sessions(login: str) -> None:
    """No refresh token given out before works afterwards; access tokens end by themselves."""
    _call("admin_user_global_sign_out", {"UserNotFoundException": None}, UserPoolId=settings().user_pool_id, Username=login)


def person(access_token: str) -> Person:
    """Whom the token belongs to. Raises Unauthenticated when it was revoked."""
    revoked = Unauthenticated("The session is over. Sign in again.", code="invalid_token")
    refused = dict.fromkeys(("NotAuthorizedException", "UserNotFoundException"), revoked)
    answer = _call("get_user", refused, AccessToken=access_token) or {}
    found = {attribute["Name"]: attribute["Value"] for attribute in answer.get("UserAttributes", [])}
    # An address that the provider does not call verified proves nothing.
    email = found.get("email") if found.get("email_verified") == "true" else None
    return Person(email, found.get("name", ""), found.get("locale"))


def _app() -> str:
    return settings().user_pool_client_id


def _next_step(answer: Mapping[str, Any] | None, login: str) -> Tokens | Challenge:
    if answer is None or "AuthenticationResult" in answer:
        return _tokens(answer)
    told = answer.get("ChallengeParameters", {})
    username = told.get("USER_ID_FOR_SRP") or told.get("USERNAME") or login
    return Challenge(str(answer.get("ChallengeName", "")).lower(), login, username, str(answer.get("Session", "")))


def _tokens(answer: Mapping[str, Any] | None, refresh_token: str = "") -> Tokens:
    result = (answer or {})["AuthenticationResult"]
    return Tokens(result["AccessToken"], result.get("RefreshToken", refresh_token), result["ExpiresIn"])


def _call(operation: str, refused: Mapping[str, ShopError | None], **parameters: Any) -> dict[str, Any] | None:
    """The provider's answer. A refusal in `refused` raises its error, or gives None where None stands for it."""
    try:
        answer: dict[str, Any] = getattr(aws.client("cognito-idp"), operation)(**parameters)
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        locked_out = "attempts exceeded" in str(error.response["Error"].get("Message", "")).lower()
        if locked_out or (code in _TOO_MANY and code not in refused):
            raise TooManyRequests("Too many attempts. Wait a little.", retry_after=LOCKED_OUT, code="too_many_attempts") from error
        if code in ("CodeDeliveryFailureException", "InternalErrorException"):
            raise Unavailable("The identity provider cannot do this now.") from error
        if code == "InvalidParameterException" and code not in refused:
            raise Invalid("The identity provider does not accept this.", code="invalid_parameter") from error
        if code not in refused:
            raise
        if (refusal := refused[code]) is not None:
            raise refusal from error
        return None
    except BotoCoreError as error:
        raise Unavailable("The identity provider cannot be reached.") from error
    return answer
