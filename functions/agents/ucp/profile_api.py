"""Discovery: what the shop offers to machines."""

from __future__ import annotations

from functions.agents.model.profile import VERSIONS
from functions.agents.ucp.declared import JSON, Any_
from functions.agents.ucp.own_profile import own_profile
from functions.shared.http.operation import Api, Reply
from functions.shared.plain.errors import NotFound

ucp_profile_api = Api("agents")
_CALM = "public, max-age=300"


@ucp_profile_api.operation("GET", "/.well-known/ucp", summary="What the shop offers to agents (UCP)", cache=_CALM, own_answers={200: JSON})
def get_profile(_req: Any_) -> Reply:
    """The profile of the oldest version that is spoken; it names the others."""
    return Reply(own_profile())


@ucp_profile_api.operation(
    "GET", "/.well-known/ucp/{version}", summary="What the shop offers to agents in a version of UCP", cache=_CALM,
    own_answers={200: JSON}, errors=[(404, "not_found")],
)  # fmt: skip
def get_profile_of(req: Any_) -> Reply:
    if req.path["version"] not in VERSIONS:
        raise NotFound("This version is not spoken here.")
    return Reply(own_profile(req.path["version"]))
