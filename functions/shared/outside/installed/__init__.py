"""Adapters that are installed beside our code: loaded when one is asked for, because the library that reads the list is dear."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.shared.outside.installed.adapters import Adapter, adapters_of
else:
    __getattr__ = lazily(__name__, {"adapters": "Adapter adapters_of"})

__all__ = ["Adapter", "adapters_of"]
