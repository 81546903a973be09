"""HTTP operations of the platform: is it well, and what can it do."""

from __future__ import annotations

from functions.platform.model.version import VERSION
from functions.platform.service.contract import published
from functions.platform.service.health import health
from functions.platform.service.schemas import HealthView
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.plain.errors import Unavailable

api = Api("platform")


@api.operation("GET", "/v1/health", summary="Health, readiness and version", response=HealthView, errors=[(503, "unhealthy")])
def read_health(_req: Request[NoBody, NoQuery]) -> HealthView:
    """200 when requests can be served, 503 when not. Answers within two seconds whatever the dependencies do."""
    seen = health()
    if seen.status == "failed":
        raise Unavailable("The shop cannot serve requests now.", code="unhealthy", version=VERSION, checks=dict(seen.checks))
    return HealthView.model_validate({"status": seen.status, "version": VERSION, "checks": dict(seen.checks)})


@api.operation("GET", "/v1/openapi.json", summary="This contract as an OpenAPI 3.1 document", cache="public, max-age=300")
def read_contract(_req: Request[NoBody, NoQuery]) -> Reply:
    return Reply(published())
