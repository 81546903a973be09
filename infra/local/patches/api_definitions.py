"""Two things MiniStack 1.5.33 does not read in the definition of an API.

`x-amazon-apigateway-any-method` is what answers the methods that a path does not name (here 405 with `Allow`); MiniStack says 404 by
itself. `x-amazon-apigateway-binary-media-types` are bodies that are passed on byte by byte; MiniStack reads every body as UTF-8 and
replaces what it cannot read, so that a file in another encoding would be spoilt here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ministack.services import apigateway_v1

_ANY_METHOD = "x-amazon-apigateway-any-method"
_BINARY_TYPES = "x-amazon-apigateway-binary-media-types"


def install() -> None:
    import_api, import_path = apigateway_v1._import_rest_api, apigateway_v1._import_path_item

    def with_binary_types(spec: Mapping[str, Any], data: Mapping[str, Any] | None = None) -> Any:
        return import_api(spec, {**(data or {}), "binaryMediaTypes": spec.get(_BINARY_TYPES, [])})

    def with_any_method(api_id: str, path: str, item: Mapping[str, Any], *more: Any) -> None:
        import_path(api_id, path, {"any" if name == _ANY_METHOD else name: value for name, value in item.items()}, *more)

    apigateway_v1._OPENAPI_HTTP_METHODS = frozenset({*apigateway_v1._OPENAPI_HTTP_METHODS, "any"})
    apigateway_v1._import_rest_api = with_binary_types
    apigateway_v1._import_path_item = with_any_method
