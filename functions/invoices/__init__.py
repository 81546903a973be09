"""Invoices and credit notes: what was issued, under which number, never changed afterwards. What other domains may use is exported here."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.invoices.store.links import PaperLink, paper_links
else:
    __getattr__ = lazily(__name__, {"store.links": "PaperLink paper_links"})

__all__ = ["PaperLink", "paper_links"]
