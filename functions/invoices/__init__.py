"""Invoices and credit notes: what was issued, under which number, never changed afterwards. What other domains may use is exported here."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.invoices.fapiao.on_page import request_on_page
    from functions.invoices.store.links import PaperLink, Papers, fapiao_file, papers_of_order
else:
    __getattr__ = lazily(__name__, {"fapiao.on_page": "request_on_page", "store.links": "PaperLink Papers fapiao_file papers_of_order"})

__all__ = ["PaperLink", "Papers", "fapiao_file", "papers_of_order", "request_on_page"]
