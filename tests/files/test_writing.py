"""A save that fails leaves the old file as it was, and nothing else behind."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.case import edit, template
from detente.files import filling, write_atomically

OLD = template("Old", "old")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(OLD, encoding="utf-8")
    return path


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("call", ["replace", "fsync", "write", "flush", "mkstemp", "chmod"])
@pytest.mark.parametrize("through_edit", [False, True])
def test_a_failing_save_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, through_edit: bool
) -> None:
    if call in ("write", "flush"):
        opened = os.fdopen

        def broken(*arguments: Any, **more: Any) -> Any:
            return _Broken(opened(*arguments, **more), call, failing(number))

        monkeypatch.setattr(os, "fdopen", broken)
    else:
        owner = {"mkstemp": tempfile, "chmod": Path}.get(call, os)
        monkeypatch.setattr(owner, call, failing(number))
    with pytest.raises(OSError, match=os.strerror(number)):
        edit(file, {("title",): "New"}) if through_edit else write_atomically(file, "new")
    monkeypatch.undo()
    assert file.read_text(encoding="utf-8") == OLD
    assert list(file.parent.iterdir()) == [file]


class _Broken:
    """A stream of which one method fails."""

    def __init__(self, stream: Any, call: str, fail: Callable[..., Any]) -> None:
        self.stream, self.call, self.fail = stream, call, fail

    def __enter__(self) -> _Broken:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def __getattr__(self, name: str) -> Any:
        return self.fail if name == self.call else getattr(self.stream, name)


def test_an_interrupted_save_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(file, "new")
    monkeypatch.undo()
    assert file.read_text(encoding="utf-8") == OLD
    assert list(file.parent.iterdir()) == [file]


def test_a_save_keeps_the_mode_and_follows_links(tmp_path: Path) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, "new é\r\n")
    assert link.is_symlink()
    assert target.read_bytes() == "new é\r\n".encode()
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    path, other = tmp_path / "new.yaml", tmp_path / "other.yaml"
    write_atomically(path, b"new")
    other.touch()
    assert path.stat().st_mode == other.stat().st_mode


def test_a_folder_that_cannot_be_synced_is_no_failure(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", failing(errno.EACCES))
    monkeypatch.setattr(tempfile, "_os", os, raising=False)
    with pytest.raises(OSError, match="denied"):
        write_atomically(file, "new")  # mkstemp opens by the same call
    monkeypatch.undo()
    assert file.read_text(encoding="utf-8") == OLD


# ------------------------------------------------------------------------------------- what is in the way


def test_the_error_names_the_file_and_not_the_temporary_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left") as caught:
        write_atomically(file, "new")
    assert caught.value.filename == str(file)


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_is_no_file_is_not_written_over(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/null")
    before = path.stat().st_mode
    with pytest.raises(OSError, match=f"it is a {kind}, not a file"):
        write_atomically(path, "new")
    assert path.stat().st_mode == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is kept from root")
def test_a_file_that_must_not_be_written_is_left(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(PermissionError):
        write_atomically(file, "new")
    assert file.read_text(encoding="utf-8") == OLD


@pytest.mark.parametrize("name", ["n" * 255, "한" * 85, "a'b\"c%s{0}\n$x", "-", "~", "a[1]*?", ".x.tmp"])
def test_any_name_that_a_file_may_have_will_do(tmp_path: Path, name: str) -> None:
    write_atomically(tmp_path / name, "new")
    assert (tmp_path / name).read_text(encoding="utf-8") == "new"
    assert os.listdir(tmp_path) == [name]  # noqa: PTH208  names, whatever they are


@pytest.mark.parametrize("name", ["n" * 256, "a\0b", "a/b"])
def test_a_name_that_no_file_may_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError, match=r"\w") as caught:
        write_atomically(tmp_path / name, "new")
    assert caught.value.filename == str(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_text_is_written_by_its_number(file: Path) -> None:
    """Names of files may be such, and stand in a report."""
    write_atomically(file, "a\udcff")
    assert file.read_text(encoding="utf-8") == "a\\udcff"


def test_a_folder_that_was_made_in_vain_is_taken_away(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not a file"), filling(tmp_path / "a" / "b") as place:
        write_atomically(place, "new")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a").mkdir()
    with pytest.raises(ValueError, match="x"), filling(tmp_path / "a"):
        raise ValueError("x")
    assert list(tmp_path.iterdir()) == [tmp_path / "a"], "it was there before"
