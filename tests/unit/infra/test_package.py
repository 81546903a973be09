from __future__ import annotations

import os
import zipfile
from pathlib import Path

from infra.package import code_files, content_key, own_size, zip_folder


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


def test_what_plug_ins_take_is_not_held_against_our_code(tmp_path: Path) -> None:
    noise = os.urandom(5000)
    target = zip_folder(tmp_path, [], tmp_path / "code.zip", {"functions/a.py": b"x = 1", "courier/data.bin": noise})
    assert own_size(target, {"courier/data.bin": noise}) < 1000 < 5000 < own_size(target, {})
