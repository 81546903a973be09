"""Why the token endpoint refuses: OAuth's words (RFC 6749, 5.2)."""

from __future__ import annotations

from functions.shared.plain.errors import ShopError


class OAuthRefused(ShopError):
    title = "The request is refused"

    def __init__(self, code: str, detail: str, status: int = 400) -> None:
        super().__init__(detail, code=code)
        self.status = status
