"""The user pool's questions in its custom flow: which challenge comes next, what it is, whether the answer was right.

The shop decides who somebody is (by a one-time code, a second factor, another provider) before it asks the pool for tokens, and proves by a
ticket that it was the shop. So there is one challenge, answered once; whoever calls the pool themselves has no ticket to show.
Facts (Amazon Cognito Developer Guide, "Custom authentication challenge Lambda triggers"): the events, told apart by `triggerSource`.
"""

from __future__ import annotations

from typing import Any

from functions.customers.store.tickets import take

_CHALLENGE = "CUSTOM_CHALLENGE"


def answer_pool(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    asked = str(event["triggerSource"]).partition("_")[0]
    request, response = event["request"], event["response"]
    if asked == "DefineAuthChallenge":
        response |= _next(request.get("session") or [], known=not request.get("userNotFound"))
    elif asked == "CreateAuthChallenge":
        response |= {"publicChallengeParameters": {}, "privateChallengeParameters": {}, "challengeMetadata": "TICKET"}
    elif asked == "VerifyAuthChallengeResponse":
        subject = (request.get("userAttributes") or {}).get("sub", "")
        response["answerCorrect"] = bool(subject) and take(str(request.get("challengeAnswer") or ""), subject)
    else:
        raise ValueError(f"a question that nobody told this function of: {asked}")
    return event


def _next(answered: list[dict[str, Any]], *, known: bool) -> dict[str, Any]:
    """One challenge, one answer. What is asked of who is not there is the same: the answer is wrong then."""
    if not answered:
        return {"challengeName": _CHALLENGE, "issueTokens": False, "failAuthentication": False}
    (first, *more) = answered
    right = known and not more and first.get("challengeName") == _CHALLENGE and first.get("challengeResult") is True
    return {"issueTokens": right, "failAuthentication": not right}
