"""What staff, machines and operators did, in a chain of rows from which none can be taken unseen."""

from typing import TYPE_CHECKING

from functions.shared.plain.deferred import lazily

if TYPE_CHECKING:
    from functions.audit.log.told import lines_of, persons_read
    from functions.audit.model.verify import Finding, verify
    from functions.audit.store.kept import CopiesOfTheLog, kept_log
else:
    __getattr__ = lazily(
        __name__,
        {
            "log.told": "lines_of persons_read",
            "model.verify": "Finding verify",
            "store.kept": "CopiesOfTheLog kept_log",
        },
    )

__all__ = ["CopiesOfTheLog", "Finding", "kept_log", "lines_of", "persons_read", "verify"]
