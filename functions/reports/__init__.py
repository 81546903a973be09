"""Figures, made from events. What other domains may use is exported here and nowhere else."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.reports.lake.days import lake_of
    from functions.reports.model.counted import KEPT
    from functions.reports.model.lake_row import COLUMNS
    from functions.reports.store.pack_files import ReportFile, report_files
else:
    __getattr__ = lazily(
        __name__,
        {
            "lake.days": "lake_of",
            "model.counted": "KEPT",
            "model.lake_row": "COLUMNS",
            "store.pack_files": "ReportFile report_files",
        },
    )

__all__ = ["COLUMNS", "KEPT", "ReportFile", "lake_of", "report_files"]
