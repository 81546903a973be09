"""Tokens as they are answered: for their owner, kept by no cache."""

from __future__ import annotations

from functions.customers.profile.schemas import TokensView
from functions.customers.store.cognito import Tokens
from functions.shared.http.operation import Reply


def tokens_reply(tokens: Tokens) -> Reply:
    view = TokensView(access_token=tokens.access_token, refresh_token=tokens.refresh_token, expires_in=tokens.expires_in)
    return Reply(view, headers={"Cache-Control": "no-store"})
