import shutil
import zipfile
from pathlib import Path

from infra.local.patches.shared_code import SharedZip


def _worker(root: Path, name: str, content: str) -> Path:
    """What MiniStack does for a worker: a folder of its own with the zip and an empty `code`."""
    folder = root / name
    (folder / "code").mkdir(parents=True)
    with zipfile.ZipFile(folder / "code.zip", "w") as archive:
        # A name alone would be dated now, and two zips made in different seconds would not be the same.
        archive.writestr(zipfile.ZipInfo("functions/app.py"), content)
    with SharedZip(folder / "code.zip") as archive:
        archive.extractall(folder / "code")
    return folder / "code"


def test_workers_of_one_zip_share_one_copy_that_outlives_each_of_them(tmp_path: Path) -> None:
    """X41: a cold start neither unpacks nor compiles what another function has."""
    first, second = _worker(tmp_path, "a", "one"), _worker(tmp_path, "b", "one")
    assert first.resolve() == second.resolve()
    shutil.rmtree(tmp_path / "a")
    assert (second / "functions/app.py").read_text() == "one"


def test_other_code_is_another_copy(tmp_path: Path) -> None:
    assert (_worker(tmp_path, "a", "one") / "functions/app.py").read_text() == "one"
    assert (_worker(tmp_path, "b", "two") / "functions/app.py").read_text() == "two"
