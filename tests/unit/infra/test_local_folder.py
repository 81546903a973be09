import json
import socket
from pathlib import Path

import pytest

from infra.local.folder import LocalFolder, lock, open_folder
from infra.local.keys import load_keys
from infra.local.ministack import port_is_free
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
        "owner", "manager", "catalog_editor", "warehouse", "support", "finance", "analyst", "customer",
    }  # fmt: skip
    assert len({user.password for user in keys.users.values()}) == 8
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
