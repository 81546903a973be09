"""The identity provider: the calls the shop makes, and its refusals as the shop's own.

Facts (Amazon Cognito API reference): InitiateAuth and GetUser are not signed and need no right; the Admin calls need
`cognito-idp:Admin…` on the pool. A locked-out user is told NotAuthorizedException "Password attempts exceeded". The app client allows
passwords in the Admin calls alone: nobody can go round the shop, and with it round its second factor, by asking the pool themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.customers.model.challenge import Challenge, Kind
from functions.customers.model.contact_change import Contacts
from functions.customers.model.login import is_phone
from functions.customers.store.challenges import session_over
from functions.shared.contact.emails import ascii_email, same_email
from functions.shared.outside import aws
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Conflict, Forbidden, Invalid, ShopError, TooManyRequests, Unauthenticated, Unavailable
from functions.shared.plain.settings import settings

LOCKED_OUT = 60
UNCONFIRMED, CONFIRMED, MADE_BY_STAFF = "UNCONFIRMED", "CONFIRMED", "FORCE_CHANGE_PASSWORD"
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
class Account:
    """`subject`: the pool's own name of it. `has_app`: the pool itself asks for the code of an authenticator app after the password."""

    subject: str
    status: str
    language: str | None
    has_app: bool = False


@dataclass(frozen=True)
class Person:
    """`email`, `phone`: those that the pool calls proven."""

    email: str | None
    name: str
    language: str | None
    phone: str | None = None


def wrong_credentials() -> Unauthenticated:
    return Unauthenticated("The login or the password is wrong.", code="invalid_credentials")


def wrong_code() -> Invalid:
    """One answer for a wrong, used or expired code and for a login nobody has: existence is not revealed."""
    return Invalid.field("/code", "invalid_code", "The code is wrong, used or expired. Ask for a new one.")


def weak_password(why: str, pointer: str = "/password") -> Invalid:
    return Invalid.field(pointer, "weak_password", why)


def create(login: str, password: str, *, name: str, language: str) -> None:
    """A confirmed account whose address is proven. Again: the same account. The pool mails nothing."""
    make(login, name=name, language=language)
    set_password(login, password)


def make(login: str, *, name: str = "", language: str, proven: bool = True) -> None:
    """An account whose address or number is `proven`, with a temporary password that nobody knows. Again: the same account."""
    kind = "phone_number" if is_phone(login) else "email"
    facts = {kind: login, f"{kind}_verified": str(proven).lower(), "locale": language} | ({"name": name} if name else {})
    given = [{"Name": key, "Value": value} for key, value in facts.items()]
    pool, exists = settings().user_pool_id, {"UsernameExistsException": None}
    _call("admin_create_user", exists, UserPoolId=pool, Username=login, UserAttributes=given, MessageAction="SUPPRESS")


def set_password(login: str, password: str) -> None:
    """Whatever the account's status was, it is confirmed now."""
    weak = {"InvalidPasswordException": weak_password("Choose a stronger password.")}
    _call("admin_set_user_password", weak, UserPoolId=settings().user_pool_id, Username=login, Password=password, Permanent=True)


def account_of(login: str) -> Account | None:
    """By login or subject; None when there is no account."""
    user = _call("admin_get_user", {"UserNotFoundException": None}, UserPoolId=settings().user_pool_id, Username=login)
    if user is None:
        return None
    found = _named(user)
    return Account(found["sub"], str(user["UserStatus"]), found.get("locale"), "SOFTWARE_TOKEN_MFA" in user.get("UserMFASettingList", ()))


def logins_of(subject: str) -> list[str]:
    """The address and the number that are proven or not; none when there is no account."""
    user = _call("admin_get_user", {"UserNotFoundException": None}, UserPoolId=settings().user_pool_id, Username=subject)
    found = _named(user or {})
    return [found[kind] for kind in ("email", "phone_number") if kind in found]


def contacts_of(subject: str) -> Contacts:
    """The address and the number that the pool calls proven."""
    user = _call("admin_get_user", {"UserNotFoundException": None}, UserPoolId=settings().user_pool_id, Username=subject) or {}
    found = _named(user)
    email = found.get("email", "") if found.get("email_verified") == "true" else ""
    return Contacts(email, found.get("phone_number", "") if found.get("phone_number_verified") == "true" else "")


def move_login(subject: str, login: str) -> None:
    """The account signs in with this address or number from now on, instead of the one of that kind that it had; it is proven. Again: the
    same. Raises Conflict (409 `login_taken`)."""
    taken = Conflict("This is the login of another account.", code="login_taken")
    holder = account_of(login)
    if holder is not None and holder.status == UNCONFIRMED:
        # Begun before registrations were kept apart; nobody has proven it, the caller has proven the address.
        delete(login)
        holder = None
    if holder is not None and holder.subject != subject:
        raise taken
    kind = "phone_number" if is_phone(login) else "email"
    given = [{"Name": kind, "Value": login}, {"Name": f"{kind}_verified", "Value": "true"}]
    refused: dict[str, ShopError | None] = {"AliasExistsException": None if holder is not None else taken, "UserNotFoundException": taken}
    _call("admin_update_user_attributes", refused, UserPoolId=settings().user_pool_id, Username=subject, UserAttributes=given)


def status_of(login: str) -> str | None:
    """The account's status in the pool; None when there is no account."""
    account = account_of(login)
    return account.status if account else None


def _named(user: Mapping[str, Any]) -> dict[str, str]:
    found = {attribute["Name"]: attribute["Value"] for attribute in user.get("UserAttributes", [])}
    return found | {"email": same_email(found["email"])} if "email" in found else found


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
    answer = _call("admin_initiate_auth", refused, **_place(), AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=parameters)
    return _next_step(answer, login)


def open_session(subject: str, ticket: str) -> Tokens:
    """Tokens for somebody whom the shop has recognised without their password; the pool asks the shop by `ticket` (consumers/). Raises
    Unauthenticated when the pool will not have them: they are disabled, or just deleted."""
    refused: dict[str, ShopError | None] = {
        **dict.fromkeys(_SESSION_OVER, Unauthenticated("This account cannot be used.", code="invalid_credentials")),
        "PasswordResetRequiredException": Forbidden("Set a new password first.", code="password_reset_required"),
    }
    asked = _call("admin_initiate_auth", refused, **_place(), AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": subject})
    challenge, named = "CUSTOM_CHALLENGE", {"USERNAME": subject, "ANSWER": ticket}
    session = (asked or {})["Session"]
    told = _call("admin_respond_to_auth_challenge", refused, **_place(), ChallengeName=challenge, Session=session, ChallengeResponses=named)
    return _tokens(told)


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
    told = _call("admin_respond_to_auth_challenge", refused, **_place(), ChallengeName=name, Session=session, ChallengeResponses=named)
    return _next_step(told, challenge.login)


def refresh(refresh_token: str) -> Tokens:
    refused = dict.fromkeys(("NotAuthorizedException", "UserNotFoundException", "InvalidParameterException"), session_ended())
    parameters = {"REFRESH_TOKEN": refresh_token}
    answer = _call("initiate_auth", refused, ClientId=_app(), AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters)
    return _tokens(answer, refresh_token)


def session_ended() -> Unauthenticated:
    return Unauthenticated("The refresh token is invalid or expired. Sign in again.", code="invalid_refresh_token")


def end_sessions(login: str) -> None:
    """No refresh token given out before works afterwards; access tokens end by themselves."""
    _call("admin_user_global_sign_out", {"UserNotFoundException": None}, UserPoolId=settings().user_pool_id, Username=login)


def person(access_token: str) -> Person:
    """Whom the token belongs to. Raises Unauthenticated when it was revoked."""
    revoked = Unauthenticated("The session is over. Sign in again.", code="invalid_token")
    refused = dict.fromkeys(("NotAuthorizedException", "UserNotFoundException"), revoked)
    answer = _call("get_user", refused, AccessToken=access_token) or {}
    found = _named(answer)
    # An address that the provider does not call verified proves nothing.
    email = found.get("email") if found.get("email_verified") == "true" else None
    phone = found.get("phone_number") if found.get("phone_number_verified") == "true" else None
    return Person(email, found.get("name", ""), found.get("locale"), phone)


def _app() -> str:
    return settings().user_pool_client_id


def _place() -> dict[str, str]:
    return {"UserPoolId": settings().user_pool_id, "ClientId": _app()}


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
        answer: dict[str, Any] = getattr(aws.client("cognito-idp"), operation)(**_as_the_pool_writes(parameters))
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


def _as_the_pool_writes(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Its logins are ASCII: the domain of an address, too. Here it is in its own script again (`_named`)."""
    given = dict(parameters)
    if "Username" in given:
        given["Username"] = ascii_email(given["Username"])
    for name in ("AuthParameters", "ChallengeResponses"):
        if "USERNAME" in given.get(name, {}):
            given[name] = {**given[name], "USERNAME": ascii_email(given[name]["USERNAME"])}
    if "UserAttributes" in given:
        facts = given["UserAttributes"]
        given["UserAttributes"] = [{**one, "Value": ascii_email(one["Value"])} if one["Name"] == "email" else one for one in facts]
    return given
