from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from infra.package import CODE_LIMIT, DATA_LIMIT, PackageError, code_files, content_key, must_be_small, sizes_in, zip_folder


def _project(root: Path) -> Path:
    for name in ("functions/a/app.py", "functions/a/page.html", "functions/a/README.md", "functions/a/__pycache__/app.pyc", "infra/x.py"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return root


def test_only_what_runs_is_shipped(tmp_path: Path) -> None:
    root = _project(tmp_path)
    assert [path.relative_to(root).as_posix() for path in code_files(root)] == ["functions/a/app.py", "functions/a/page.html"]


def test_times_of_files_do_not_change_the_zip(tmp_path: Path) -> None:
    root = _project(tmp_path)
    first = content_key(zip_folder(root, code_files(root), tmp_path / "first.zip"), "code")
    os.utime(root / "functions/a/app.py", (1, 1))
    assert content_key(zip_folder(root, code_files(root), tmp_path / "second.zip"), "code") == first
    (root / "functions/a/app.py").write_text("other", encoding="utf-8")
    assert content_key(zip_folder(root, code_files(root), tmp_path / "third.zip"), "code") != first


def test_files_are_readable_by_the_runtime(tmp_path: Path) -> None:
    root = _project(tmp_path)
    with zipfile.ZipFile(zip_folder(root, code_files(root), tmp_path / "code.zip")) as archive:
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}


def test_data_and_code_have_their_limits() -> None:
    must_be_small({"functions/a.py": DATA_LIMIT + 1, "functions/data.tsv": DATA_LIMIT})
    with pytest.raises(PackageError, match=r"the largest is functions/data\.tsv"):
        must_be_small({"functions/a.py": 1, "functions/other.json": 1, "functions/data.tsv": DATA_LIMIT})
    with pytest.raises(PackageError, match="The code zip is over"):
        must_be_small({"functions/a.py": CODE_LIMIT, "functions/b.py": 1})


def test_sizes_are_those_in_the_zip(tmp_path: Path) -> None:
    code = zip_folder(tmp_path, [], tmp_path / "code.zip", {"functions/a.py": b"x" * 5000, "courier/data.bin": os.urandom(500)})
    sizes = sizes_in(code)
    assert sizes["functions/a.py"] < 100 < 500 <= sizes["courier/data.bin"]
