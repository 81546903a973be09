"""Figures, made from events. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.reports.store.pack_files import ReportFile, report_files
else:
    __getattr__ = lazily(__name__, {"store.pack_files": "ReportFile report_files"})

__all__ = ["ReportFile", "report_files"]
