"""What a user names is opened only if it is a file, at once, and never beyond its limit; nothing takes the place of a device."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rv2xl import files
from rv2xl.files import FileTooLarge, IrregularFile, content_of, write_beside
from rv2xl.model.abbruch import sentence


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def linked_twice(path: Path) -> None:
    os.mkfifo(f"{path}1")
    os.symlink(f"{path}1", f"{path}2")
    os.symlink(f"{path}2", path)


IRREGULAR: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe without a writer": (os.mkfifo, "eine Pipe"),
    "a socket": (bound, "ein Socket"),
    "an endless device": (lambda path: path.symlink_to("/dev/zero"), "ein Gerät"),
    "an empty device": (lambda path: path.symlink_to("/dev/null"), "ein Gerät"),
    "a link to a link to a pipe": (linked_twice, "eine Pipe"),
}


@pytest.fixture(params=IRREGULAR)
def irregular(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    make, kind = IRREGULAR[request.param]
    make(tmp_path / "mappe.xlsx")
    return tmp_path / "mappe.xlsx", kind


def test_what_is_no_file_is_named_and_not_opened(irregular: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    path, kind = irregular
    monkeypatch.setattr(os, "open", lambda *given: pytest.fail("opened"))
    with pytest.raises(IrregularFile) as refused:
        content_of(path)
    assert sentence(refused.value) == f"„{path}“ ist {kind}, keine Datei."


def test_what_takes_the_place_of_a_file_meanwhile_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "p")
    monkeypatch.setattr(files, "require_regular", lambda path: None)
    opened = os.open

    def never_waiting(name: str, flags: int) -> int:
        assert flags & os.O_NONBLOCK
        return opened(name, flags)

    monkeypatch.setattr(os, "open", never_waiting)
    with pytest.raises(IrregularFile, match="eine Pipe"):
        content_of(tmp_path / "p")


def test_a_device_is_not_replaced(irregular: tuple[Path, str]) -> None:
    path, _ = irregular
    before = path.lstat()
    with pytest.raises(IrregularFile):
        write_beside(path, b"x")
    assert (path.lstat().st_ino, len(list(path.parent.glob(".~*")))) == (before.st_ino, 0)


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"123")
    assert (content_of(path), content_of(path, 3)) == (b"123", b"123")
    with pytest.raises(FileTooLarge) as refused:
        content_of(path, 2)
    assert (refused.value.size, refused.value.most) == (3, 2)


def test_a_file_of_a_terabyte_is_not_loaded(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as made:
        made.truncate(1 << 40)
    with pytest.raises(FileTooLarge) as refused:
        content_of(tmp_path / "a")
    assert refused.value.size == 1 << 40
    assert sentence(refused.value) == f"Die Datei „{tmp_path / 'a'}“ ist zu groß: Erlaubt sind höchstens 64 MB."


def test_a_file_that_does_not_tell_its_size_is_read_up_to_the_limit() -> None:
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("no such file system")
    assert content_of(status).startswith(b"Name:")
    with pytest.raises(FileTooLarge):
        content_of(status, 10)


def test_what_is_not_there_and_a_folder_are_told_as_ever(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        content_of(tmp_path / "a")
    with pytest.raises(IsADirectoryError):
        content_of(tmp_path)


def test_what_cannot_be_written_is_said_of_the_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody who reads the sentence knows of the file beside it."""

    def denied(path: Path, content: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(files, "_fill", denied)
    with pytest.raises(PermissionError) as refused:
        write_beside(tmp_path / "Bericht.xlsx", b"neu")
    assert (refused.value.filename, refused.value.filename2) == (str(tmp_path / "Bericht.xlsx"), None)
    assert list(tmp_path.iterdir()) == []


def test_what_is_write_protected_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "Bericht.xlsx"
    target.write_bytes(b"alt")
    opened = Path.open

    def protected(path: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        if path == target and "+" in mode:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *more, **options)

    monkeypatch.setattr(Path, "open", protected)  # tests may run as root, who may do anything
    with pytest.raises(PermissionError):
        write_beside(target, b"neu")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("Bericht.xlsx", b"alt")]
