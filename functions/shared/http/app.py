"""Operations on a Chalice app: the only place, beside the edge, that knows Chalice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalice.app import Chalice, Response

from functions.shared.http.edge import FILE_TYPES, problems_of_chalice, serve, without_body_of_head
from functions.shared.http.operation import Api, Operation
from functions.shared.outside.last_calls import answering


class ShopApp(Chalice):
    """A Chalice app that knows what it serves: the contract and the README's table are made from `operations`."""

    def __init__(self, name: str, apis: Mapping[str, Api]) -> None:
        super().__init__(app_name=name, configure_logs=False)
        self.apis = apis
        self.operations: list[Operation] = []
        self.api.binary_types = [*self.api.binary_types, *FILE_TYPES]


def make_app(name: str, apis: Mapping[str, Api], elsewhere: Sequence[str] = ()) -> ShopApp:
    """An app serving the operations of `apis`, with problem documents also for Chalice's own refusals.

    `elsewhere`: operations of other functions on the same paths, as `POST /v1/orders`. API Gateway brings them there; here only their
    methods are known, so that a refusal names in Allow all that the path has.
    """
    app = ShopApp(name, apis)
    app.register_middleware(problems_of_chalice, "http")
    for api in apis.values():
        for operation in api.operations:
            _bind(app, operation)
    for method, _, path in (text.partition(" ") for text in elsewhere):
        if method not in app.routes.get(path, {}):
            app.route(path, methods=[method], name=_view_name(method, path), content_types=[])(_not_here)
    return app


def _bind(app: ShopApp, operation: Operation) -> None:
    def view(**_path: str) -> Any:
        with answering(app.lambda_context):
            return without_body_of_head(serve(operation, app.current_request, app.operations), app.current_request)

    name = _view_name(operation.method, operation.path)
    app.route(operation.path, methods=operation.methods, name=name, content_types=[])(view)
    app.operations.append(operation)


def _not_here(**_path: str) -> Response:
    return Response({"Code": "MethodNotAllowedError"}, status_code=405)


def _view_name(method: str, path: str) -> str:
    return f"{method.lower()}{path}".replace("/", "_").replace("{", "").replace("}", "").replace(".", "_")
