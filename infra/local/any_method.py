"""MiniStack reads the methods of a path, but not `x-amazon-apigateway-any-method`: what stands for all the others.

On AWS a method that a path does not have goes there, and is answered 405 with `Allow`; without this MiniStack says 404 by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ministack.services import apigateway_v1

_NAME = "x-amazon-apigateway-any-method"


def understand() -> None:
    import_path = apigateway_v1._import_path_item

    def with_any(api_id: str, path: str, item: Mapping[str, Any], *more: Any) -> None:
        import_path(api_id, path, {"any" if name == _NAME else name: value for name, value in item.items()}, *more)

    apigateway_v1._OPENAPI_HTTP_METHODS = frozenset({*apigateway_v1._OPENAPI_HTTP_METHODS, "any"})
    apigateway_v1._import_path_item = with_any
