"""Everything that can be wrong with a call, drawn as one small tree. Each class carries its HTTP status and a stable code.

    ShopError
    ├── Unreadable            400  the request cannot be read at all (broken JSON, bad cursor)
    ├── Unauthenticated       401  no or no valid proof of who calls
    ├── Forbidden             403  known caller, not allowed
    ├── NotFound              404  not there, or not for the caller to know of
    ├── MethodNotAllowed      405
    ├── Conflict              409  the state does not allow it
    │   ├── VersionConflict        a stale If-Match; carries the current version
    │   ├── OutOfStock             carries which variants
    │   └── IllegalTransition      carries the allowed targets
    ├── PayloadTooLarge       413
    ├── UnsupportedMedia      415
    ├── Invalid               422  readable, but not acceptable; carries one entry per fault
    ├── TooManyRequests       429  carries Retry-After
    └── Unavailable           503  a dependency failed; carries Retry-After; safe to repeat

`extra` members are added to the problem document as they are, under names of their own: `status` is the answer's.
"""

from __future__ import annotations

from typing import Any

from functions.shared.plain.deferred import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a payload: where (JSON pointer), a stable code, and a sentence."""

    pointer: str
    code: str
    detail: str


MOVED = (301, "moved")
"""In an operation's `errors`: a name that its path once had is answered with where it is now (Renamed)."""


class Renamed(Exception):
    """What the path's `parameter` names has the `name` now. No refusal: the edge answers 301 with the same address under that name.
    `for_some`: not everybody may know, so no cache keeps it."""

    def __init__(self, parameter: str, name: str, *, for_some: bool = False) -> None:
        super().__init__(name)
        self.for_some = for_some
        self.parameter = parameter
        self.name = name


class ShopError(Exception):
    status = 500
    code = "internal_error"
    title = "Internal error"

    def __init__(self, detail: str = "", *, code: str | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.code = code or type(self).code
        self.extra = extra
        self.headers: dict[str, str] = {}

    def told_to(self, caller_id: str | None) -> ShopError:
        """What is answered to that caller; None: nobody is known yet, or a guest calls."""
        del caller_id
        return self


class Unreadable(ShopError):
    status, code, title = 400, "unreadable", "The request cannot be read"


class Unauthenticated(ShopError):
    status, code, title = 401, "unauthenticated", "Authentication is needed"


class Forbidden(ShopError):
    status, code, title = 403, "forbidden", "Not allowed"


class NotFound(ShopError):
    status, code, title = 404, "not_found", "Not found"


class MethodNotAllowed(ShopError):
    status, code, title = 405, "method_not_allowed", "Method not allowed"


class Conflict(ShopError):
    status, code, title = 409, "conflict", "The current state does not allow this"


class VersionConflict(Conflict):
    code, title = "version_conflict", "The resource has changed meanwhile"

    def __init__(self, current_version: int) -> None:
        super().__init__(f"The current version is {current_version}.", current_version=current_version)


class OutOfStock(Conflict):
    code, title = "out_of_stock", "Not enough stock"

    def __init__(self, variant_ids: list[str]) -> None:
        super().__init__("Not enough stock for: " + ", ".join(variant_ids), variant_ids=variant_ids)


class IllegalTransition(Conflict):
    code, title = "illegal_transition", "This step is not possible now"

    def __init__(self, current: str, target: str, allowed: list[str]) -> None:
        super().__init__(f"{current} cannot become {target}.", current=current, allowed=allowed)


class PayloadTooLarge(ShopError):
    status, code, title = 413, "payload_too_large", "The body is too large"


class UnsupportedMedia(ShopError):
    status, code, title = 415, "unsupported_media_type", "Unsupported media type"


class Invalid(ShopError):
    """`faults` names every field that is wrong, not only the first."""

    status, code, title = 422, "invalid", "The request is not acceptable"

    def __init__(self, detail: str = "", *, faults: list[Fault] | None = None, code: str | None = None, **extra: Any) -> None:
        super().__init__(detail, code=code, **extra)
        self.faults = faults or []

    @classmethod
    def field(cls, pointer: str, code: str, detail: str) -> Invalid:
        return cls(detail, faults=[Fault(pointer, code, detail)], code=code)


class TooManyRequests(ShopError):
    status, code, title = 429, "too_many_requests", "Too many requests"

    def __init__(self, detail: str = "", *, retry_after: int = 1, code: str | None = None, **extra: Any) -> None:
        super().__init__(detail, code=code, **extra)
        self.headers = {"Retry-After": str(retry_after)}


class Unavailable(ShopError):
    status, code, title = 503, "unavailable", "Temporarily unavailable"

    def __init__(self, detail: str = "", *, retry_after: int = 1, code: str | None = None, **extra: Any) -> None:
        super().__init__(detail, code=code, **extra)
        self.headers = {"Retry-After": str(retry_after)}
