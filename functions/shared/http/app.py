"""Operations on a Chalice app: the only place, beside the edge, that knows Chalice."""

from __future__ import annotations

from typing import Any

from chalice.app import Chalice

from functions.shared.http.edge import FILE_TYPES, problems_of_chalice, serve, without_body_of_head
from functions.shared.http.operation import Api, Operation


class ShopApp(Chalice):
    """A Chalice app that knows what it serves: the contract and the README's table are made from `operations`."""

    def __init__(self, name: str) -> None:
        super().__init__(app_name=name, configure_logs=False)
        self.operations: list[Operation] = []
        self.api.binary_types = [*self.api.binary_types, *FILE_TYPES]


def make_app(name: str, *apis: Api) -> ShopApp:
    """An app serving the operations of `apis`, with problem documents also for Chalice's own refusals."""
    app = ShopApp(name)
    app.register_middleware(problems_of_chalice, "http")
    for api in apis:
        for operation in api.operations:
            _bind(app, operation)
    return app


def _bind(app: ShopApp, operation: Operation) -> None:
    def view(**_path: str) -> Any:
        return without_body_of_head(serve(operation, app.current_request, app.operations), app.current_request)

    name = f"{operation.method.lower()}{operation.path}".replace("/", "_").replace("{", "").replace("}", "").replace(".", "_")
    app.route(operation.path, methods=operation.methods, name=name, content_types=[])(view)
    app.operations.append(operation)
