"""What keeps a store in every key possible (docs/adr/0026-stores-in-keys.md): keys go through `Record`, and nothing reads a whole table."""

from __future__ import annotations

import re

from infra.compose import ROOT

# These speak DynamoDB's own form of a key or an item.
RAW = {
    "audit/consumers/chain_facts.py", "audit/store/kept.py",
    "catalog/feeds/note_changes.py", "catalog/finding/index_products.py", "payments/store/repository.py",
    "notifications/store/paces.py", "orders/store/filed/state_lists.py", "privacy/store/items.py", "privacy/store/tombstones.py",
    "shared/auth/standing.py", "shared/limits/counters.py", "shared/store/listing.py", "shared/store/records.py",
    "shared/store/transactions.py",
}  # fmt: skip


def _files_with(pattern: str) -> set[str]:
    files = (ROOT / "functions").rglob("*.py")
    return {path.relative_to(ROOT / "functions").as_posix() for path in files if re.search(pattern, path.read_text(encoding="utf-8"))}


def test_no_call_reads_a_whole_table() -> None:
    assert _files_with(r"\.scan\(") == set()


def test_only_these_files_handle_raw_keys() -> None:
    assert _files_with(r'[\[{]"S"[\]:]') == RAW
