"""What comes after a sale: cases of returned and missing goods. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.aftersales.store.case_news import CaseNews, ComplaintNews, case_news, complaint_news
else:
    __getattr__ = lazily(__name__, {"store.case_news": "CaseNews ComplaintNews case_news complaint_news"})

__all__ = ["CaseNews", "ComplaintNews", "case_news", "complaint_news"]
