"""Who is told what the shop would like them to know, and share links. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.marketing.model.share import SHARE_LINK
else:
    __getattr__ = lazily(__name__, {"model.share": "SHARE_LINK"})

__all__ = ["SHARE_LINK"]
