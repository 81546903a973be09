"""What somebody may have meant: loaded for a refusal only, because the library behind it costs a start more than all of our places."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.shared.plain.spelling.close_names import nearest
else:
    __getattr__ = lazily(__name__, {"close_names": "nearest"})

__all__ = ["nearest"]
