"""Cognito's custom flow, which moto has not: the pool asks the shop's own trigger, in the order and with the events that AWS describes
(Amazon Cognito Developer Guide, "Custom authentication challenge Lambda triggers"). MiniStack asks the deployed one.

Also what moto forgets in the Admin calls: that an unconfirmed account has no sign-in, and
that one account's sessions are its own by whichever name they began."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from moto.cognitoidp.exceptions import NotAuthorizedError, UserNotConfirmedException
from moto.cognitoidp.models import CognitoIdpBackend

from functions.customers.app import answer_pool

_FLOW, _CHALLENGE = "CUSTOM_AUTH", "CUSTOM_CHALLENGE"


def _asked(source: str, user: Any, answered: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    event = {
        "triggerSource": f"{source}_Authentication",
        "userName": user.username,
        "request": {"userAttributes": dict(user.attribute_lookup), "session": answered, "userNotFound": False, **more},
        "response": {},
    }
    told: dict[str, Any] = answer_pool(json.loads(json.dumps(event)), None)["response"]
    return told


def teach_moto(patch: pytest.MonkeyPatch) -> None:
    begin, respond = CognitoIdpBackend.admin_initiate_auth, CognitoIdpBackend.admin_respond_to_auth_challenge

    def admin_initiate_auth(self: Any, user_pool_id: str, client_id: str, auth_flow: str, auth_parameters: Any) -> Any:
        if (
            auth_flow == "ADMIN_USER_PASSWORD_AUTH"
            and self.admin_get_user(user_pool_id, auth_parameters["USERNAME"]).status == "UNCONFIRMED"
        ):
            raise UserNotConfirmedException("User is not confirmed.")
        if auth_flow != _FLOW:
            return begin(self, user_pool_id, client_id, auth_flow, auth_parameters)
        user = self.admin_get_user(user_pool_id, auth_parameters["USERNAME"])
        if not user.enabled:
            raise NotAuthorizedError("User is disabled.")
        told = _asked("DefineAuthChallenge", user, [])
        assert told["challengeName"] == _CHALLENGE
        public = _asked("CreateAuthChallenge", user, [], challengeName=_CHALLENGE)["publicChallengeParameters"]
        session = str(uuid.uuid4())
        self.sessions[session] = user.username, self.describe_user_pool(user_pool_id)
        return {"ChallengeName": _CHALLENGE, "Session": session, "ChallengeParameters": public}

    def admin_respond(self: Any, session: str, client_id: str, challenge_name: str, challenge_responses: Any) -> Any:
        if challenge_name != _CHALLENGE:
            return respond(self, session, client_id, challenge_name, challenge_responses)
        username, pool = self.sessions.pop(session)
        user = self.admin_get_user(pool.id, username)
        answer = challenge_responses["ANSWER"]
        right = _asked("VerifyAuthChallengeResponse", user, [], challengeName=_CHALLENGE, challengeAnswer=answer)["answerCorrect"]
        told = _asked("DefineAuthChallenge", user, [{"challengeName": _CHALLENGE, "challengeResult": right}])
        if not told["issueTokens"]:
            raise NotAuthorizedError("Incorrect username or password.")
        return self._log_user_in(pool, pool.clients[client_id], username)

    end = CognitoIdpBackend.admin_user_global_sign_out

    def admin_user_global_sign_out(self: Any, user_pool_id: str, username: str) -> None:
        user = self.admin_get_user(user_pool_id, username)
        for name in {username, user.username, *user.attribute_lookup.values()}:
            self.describe_user_pool(user_pool_id).sign_out(name)
        end(self, user_pool_id, username)

    patch.setattr(CognitoIdpBackend, "admin_user_global_sign_out", admin_user_global_sign_out)
    patch.setattr(CognitoIdpBackend, "admin_initiate_auth", admin_initiate_auth)
    patch.setattr(CognitoIdpBackend, "admin_respond_to_auth_challenge", admin_respond)
