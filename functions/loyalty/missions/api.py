"""My missions over HTTP."""

from __future__ import annotations

from functions.loyalty.missions.note_cause import note_cause
from functions.loyalty.missions.schemas import CheckInOut, MyMissionsOut, missions_view
from functions.loyalty.model.missions import CauseKind
from functions.loyalty.store.members import today
from functions.loyalty.store.programmes import kept_missions
from functions.loyalty.store.progress import progress_of
from functions.shared.http.operation import Api, NoBody, NoQuery, Request
from functions.shared.outside import clock

missions_api = Api("missions")


@missions_api.operation("GET", "/v1/me/missions", summary="Missions and how far I am", permission="customer", response=MyMissionsOut)
def my_missions(req: Request[NoBody, NoQuery]) -> MyMissionsOut:
    """Those that run. Two requests."""
    return missions_view(kept_missions()[0], progress_of(req.caller.id), clock.now(), req.languages)


@missions_api.operation("POST", "/v1/me/check_ins", summary="I am here today", permission="customer", response=CheckInOut)
def check_in(req: Request[NoBody, NoQuery]) -> CheckInOut:
    """Once a day of the store, however often it is sent."""
    return CheckInOut(counted=note_cause(req.caller.id, CauseKind.CHECKED_IN, today(clock.now()).isoformat()))
