"""Where a password goes: to processes of this machine, never to another one."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from rv2xl.excel.package.encryption import encrypted_with
from rv2xl.model.finding import Status
from rv2xl.model.password import Password
from rv2xl.returns.batch import check_files
from tests.forms.standard import standard

PASSWORD = Password("Gänseblümchen 7")


class Elsewhere(Executor):
    """Does at once what it is asked to, and remembers with what."""

    def __init__(self) -> None:
        self.given: list[tuple[Any, ...]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given.append((*args, *kwargs.values()))
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_another_machine_gets_neither_the_password_nor_an_encrypted_file(tmp_path: Path) -> None:
    open_one, locked = tmp_path / "offen.xlsx", tmp_path / "verschluesselt.xlsx"
    open_one.write_bytes(standard("meldung_8c").file())
    locked.write_bytes(encrypted_with(standard("meldung_8b").file(), PASSWORD))
    elsewhere = Elsewhere()
    found = check_files([locked, open_one], executor=elsewhere, shared_disk=False, password=PASSWORD)
    assert [(entry.issue.form.name, entry.status, entry.opened_by) for entry in found if entry.issue is not None] == [
        ("meldung_8b", Status.ANGENOMMEN, PASSWORD),
        ("meldung_8c", Status.ANGENOMMEN, None),
    ]
    assert [args[0] for args in elsewhere.given] == [open_one.read_bytes()]
    assert not any(isinstance(one, Password) for args in elsewhere.given for one in args)
