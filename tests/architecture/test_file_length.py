"""Long files are where rot collects: nothing over 300 lines, tests included."""

from __future__ import annotations

from infra.compose import ROOT

LIMIT = 300
FOLDERS = ("functions", "infra", "tests", "benchmarks", "samples")


def test_no_file_is_over_the_limit() -> None:
    files = [path for folder in FOLDERS for kind in ("*.py", "*.yaml") for path in (ROOT / folder).rglob(kind)]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LIMIT} == {}
