"""Entry points of the audit log: HTTP for staff, the stream of facts, events.

A function loads what it serves and nothing else (`functions/shared/http/doors.py`).
"""

from __future__ import annotations

from functions.shared.http.doors import doors

__getattr__ = doors(
    __name__,
    apis=("log.admin_api.audit_api", "exporting.admin_api.audit_exports_api"),
    handlers=("chain_facts", "export_log", "note_events"),
)
