"""What people want to be sent: customers say it in their account; who has none subscribes by an address, which is asked first."""

from __future__ import annotations

from functions.notifications.model.purpose import Preferences
from functions.notifications.preferences.say import agreed_channels, choose
from functions.notifications.preferences.schemas import PreferencesIn, PreferencesOut, SubscribedOut, SubscribeIn
from functions.notifications.preferences.subscribe import ask_address
from functions.notifications.store.preferences import preferences_of
from functions.notifications.store.records import NotificationsTable
from functions.shared.auth.roles import SIGNED_IN
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request

preferences_api = Api("notifications")
subscribe_api = Api("notifications")
_PATH = "/v1/me/message_preferences"


@preferences_api.operation("GET", _PATH, summary="What I am sent", permission=SIGNED_IN, response=PreferencesOut)
def get_preferences(req: Request[NoBody, NoQuery]) -> Reply:
    known = preferences_of(req.caller.id)
    return Reply(PreferencesOut.of(known, frozenset(agreed_channels(req.caller.id))), etag=str(known.version))


@preferences_api.operation(
    "PUT", _PATH, summary="Say what I want to be sent", permission=SIGNED_IN, body=PreferencesIn, response=PreferencesOut,
    idempotent=NotificationsTable, headers=("If-Match",),
)  # fmt: skip
def put_preferences(req: Request[PreferencesIn, NoQuery]) -> Reply:
    """Codes and messages about orders come whatever stands here. Whether there is advertising at all is a consent (`/v1/me/consents`)."""
    agreed = frozenset(agreed_channels(req.caller.id))

    def render(known: Preferences) -> Reply:
        return Reply(PreferencesOut.of(known, agreed), etag=str(known.version))

    switches = [(one.purpose, str(one.channel), one.on) for one in req.body.preferences]
    hours = req.body.quiet_hours
    quiet = (("", "") if hours.start == hours.end else (hours.start, hours.end)) if hours else None
    asked = choose(req.caller.id, switches, req.body.time_zone, quiet, if_match=req.if_match(), remember=req.remembering(render))
    return render(asked)


@subscribe_api.operation(
    "POST", "/v1/subscriptions", summary="Be written to without an account", status=202, body=SubscribeIn, response=SubscribedOut,
    idempotent=NotificationsTable,
)  # fmt: skip
def post_subscription(req: Request[SubscribeIn, NoQuery]) -> Reply:
    """The address is asked first: nothing is sent there but the question, until its button is pressed (within seven days)."""

    def render() -> Reply:
        return Reply(SubscribedOut(status="asked"), 202)

    ask_address(req.body.email, req.body.language, req.body.text_version, remember=req.remembering(render))
    return render()
