import asyncio
import json
import os
import socket
import subprocess
from pathlib import Path

import pytest

from infra.compose import ROOT
from infra.local.folder import LocalFolder, lock, open_folder
from infra.local.keys import load_keys
from infra.local.ministack import port_is_free
from infra.local.report import Report
from infra.local.serve import LocalShop
from infra.local.settings import load_settings
from infra.local.trouble import Trouble


def test_fresh_folder_is_made_and_opened_again(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "a" / ".local")
    (folder.state / "sqs.json").write_text('{"__ministack_format__": 2, "payload": {}}')
    assert open_folder(folder.root) == folder


@pytest.mark.parametrize("content", ["{", "[]", "{}", "\x00"])
def test_broken_state_file_is_named(tmp_path: Path, content: str) -> None:
    folder = open_folder(tmp_path)
    (folder.state / "sqs.json").write_text(content)
    with pytest.raises(Trouble, match=r"sqs\.json.*make clean"):
        open_folder(tmp_path)


def test_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    open_folder(tmp_path)
    (tmp_path / "version.json").write_text('{"format": 1, "ministack": "0.1"}')
    with pytest.raises(Trouble, match="another version"):
        open_folder(tmp_path)


def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(Trouble, match="cannot be used"):
        open_folder(tmp_path / "x")


@pytest.mark.parametrize("theirs", ["thesis.txt", ".git", "photos"])
def test_a_folder_of_other_things_is_left_as_it_is(tmp_path: Path, theirs: str) -> None:
    """SHOP_FOLDER=~ would clear up ~/tmp, and `make clean` all of it."""
    (tmp_path / theirs).mkdir()
    (tmp_path / "tmp").mkdir()
    with pytest.raises(Trouble, match=f"no folder of a shop, {theirs} lies"):
        lock(LocalFolder(tmp_path))
    cleaned = subprocess.run(
        ["make", "--no-print-directory", "clean"],
        cwd=ROOT,
        env=os.environ | {"SHOP_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (cleaned.returncode, "Nothing is deleted" in cleaned.stdout) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([theirs, "tmp"])


def test_a_folder_of_a_shop_or_with_logs_only_is_taken(tmp_path: Path) -> None:
    (tmp_path / "serve.log").write_text("")
    lock(LocalFolder(tmp_path)).close()
    open_folder(tmp_path)
    (tmp_path / "notes.txt").write_text("")
    lock(LocalFolder(tmp_path)).close()
    assert {"notes.txt", "serve.log", "version.json"} <= {path.name for path in tmp_path.iterdir()}


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(Trouble, match="cannot be used"):
        lock(LocalFolder(tmp_path / "x" / "y"))


def test_a_second_shop_leaves_alone_what_the_first_works_with(tmp_path: Path) -> None:
    with lock(LocalFolder(tmp_path)):
        working = open_folder(tmp_path).temporary / "worker.py"
        working.write_text("")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        second = LocalShop(load_settings({"SHOP_FOLDER": str(tmp_path), "SHOP_PORT": str(port)}), Report(), lambda *_: True)
        with pytest.raises(Trouble, match="already runs"):
            asyncio.run(second.run())
        assert working.exists()


def test_only_one_shop_per_folder(tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    with lock(folder), pytest.raises(Trouble, match="already runs"):
        lock(folder)
    lock(folder).close()


def test_keys_are_made_once_and_readable_by_the_owner_only(tmp_path: Path) -> None:
    folder = LocalFolder(tmp_path)
    keys = load_keys(folder)
    assert load_keys(folder) == keys
    assert set(keys.users) == {
        "owner", "manager", "catalog_editor", "warehouse", "support", "finance", "analyst", "arbiter", "moderator", "customer",
    }  # fmt: skip
    assert len({user.password for user in keys.users.values()}) == 10
    assert folder.keys.stat().st_mode & 0o077 == 0
    assert "secret" in json.loads(folder.keys.read_text())["providers"]["sandbox_payment"]


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_is_free_when_nobody_has_it_on_either_loopback(family: socket.AddressFamily, host: str) -> None:
    try:
        taken = socket.create_server((host, 0), family=family)
    except OSError:
        pytest.skip("no IPv6 here")
    with taken:
        port = taken.getsockname()[1]
        assert not port_is_free(port)
    assert port_is_free(port)


def test_settings_from_the_environment(tmp_path: Path) -> None:
    given = load_settings({"SHOP_PORT": "8100", "SHOP_FOLDER": str(tmp_path), "SHOP_CONCURRENCY": "7"})
    assert (given.port, given.aws_port, given.root, given.width) == (8100, 4666, tmp_path, 7)
    assert given.url == "http://localhost:8100"


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "80.5"])
def test_a_port_must_be_a_port(port: str) -> None:
    with pytest.raises(Trouble, match="SHOP_PORT must be a number"):
        load_settings({"SHOP_PORT": port})
