"""Which files of a folder are returns: none vanishes without a finding, whatever lies there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Status
from rv2xl.returns.batch import check_files
from rv2xl.returns.checked import Checked
from rv2xl.returns.folder import find_files
from rv2xl.returns.processes.cache import TAG, Cache
from tests.client.commandline import rv2xl


def plant(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def found(*folders: Path) -> list[str]:
    return [path.relative_to(folders[0]).as_posix() for path in find_files(folders)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(
        tmp_path,
        "b.xlsx", "A.xlsx", "Ä.xlsx", "Unter/c.xlsx", "Unter/ersetzt/alt.xlsx", "ersetzt/alt.xlsx", "ersetzt/tiefer/alt.xlsx", "~$b.xlsx",
        ".~lock.b.xlsx#", "Unter/~$c.xlsx", ".versteckt", "Thumbs.db", "Unter/desktop.ini", "Brief.docx", "nicht ersetzt/d.xlsx",
        "ersetzt.xlsx", ".DS_Store", "._b.xlsx", "Unter/.~rv2xl-0123abcd-77-89abcdef-1.tmp",
    )  # fmt: skip


def test_folders_are_searched_and_some_files_passed_over(tree: Path) -> None:
    assert found(tree) == [
        "A.xlsx",
        "Brief.docx",
        "Unter/c.xlsx",
        "b.xlsx",
        "ersetzt.xlsx",
        "nicht ersetzt/d.xlsx",
        "Ä.xlsx",
    ]


def test_a_file_given_by_name_is_taken_and_each_only_once(tree: Path) -> None:
    assert find_files([tree / "Unter", tree / "Unter" / "c.xlsx", tree / "~$b.xlsx"]) == [
        tree / "Unter" / "c.xlsx",
        tree / "~$b.xlsx",
    ]
    assert find_files([tree / "ersetzt"]) == [tree / "ersetzt" / "alt.xlsx", tree / "ersetzt" / "tiefer" / "alt.xlsx"]


def test_nothing_to_check_is_an_error(tree: Path) -> None:
    (tree / "leer").mkdir()
    (tree / "leer" / "~$x.xlsx").write_bytes(b"x")
    with pytest.raises(Abbruch, match=r"^In „.*leer“ liegt keine Datei\.$"):
        find_files([tree / "leer"])
    with pytest.raises(Abbruch, match=r"^Den Ordner oder die Datei „.*fehlt“ gibt es nicht\.$"):
        find_files([tree, tree / "fehlt"])


@pytest.mark.parametrize("name", ["ersetzt", "Ersetzt", "ERSETZT", "ErSetzt"])
def test_what_was_replaced_is_passed_over_in_any_case_of_letters(tmp_path: Path, name: str) -> None:
    assert found(plant(tmp_path, "a.xlsx", f"{name}/b.xlsx", f"Unter/{name}/tiefer/c.xlsx")) == ["a.xlsx"]


@pytest.mark.parametrize(
    "name", [".bogen.xlsx", "~bogen.xlsx", ".~bogen.xlsx", ".~rv2xl-1.xlsx", "thumbs.db.xlsx", ".~lock.b.xlsx"]
)
def test_a_return_with_a_strange_name_is_one(tmp_path: Path, name: str) -> None:
    assert found(plant(tmp_path, "a.xlsx", name)) == sorted(["a.xlsx", name])


# --- Caches -------------------------------------------------------------------------------------------------------

STANDARD = "Signature: 8a477f597d28d172789f06886806bc55\n"
ENTRY = f"ab/{'0' * 62}"


@pytest.mark.parametrize("tag", ["", STANDARD, f"{STANDARD}# somebody else's\n"])
def test_a_tag_that_is_not_ours_hides_nothing(tmp_path: Path, tag: str) -> None:
    plant(tmp_path, "a.xlsx", "Unter/b.xlsx", ENTRY)
    (tmp_path / TAG).write_text(tag)
    assert found(tmp_path) == sorted([TAG, "Unter/b.xlsx", "a.xlsx", ENTRY])


def test_of_a_cache_only_its_entries_are_passed_over(tmp_path: Path) -> None:
    Cache(tmp_path / "cache")
    plant(tmp_path / "cache", ENTRY, "a.xlsx", "ab/b.xlsx", "Unter/c.xlsx", f"abc/{'0' * 62}")
    assert found(tmp_path / "cache") == ["Unter/c.xlsx", "a.xlsx", "ab/b.xlsx", f"abc/{'0' * 62}"]


@pytest.mark.parametrize("place", ["R", "R/cache", "R/Unter", ".", "R/../R/neu", "link", "link/neu"])
def test_a_cache_among_the_returns_is_refused(tmp_path: Path, place: str) -> None:
    folder = plant(tmp_path / "R", "a.xlsx", "Unter/b.xlsx")
    (tmp_path / "link").symlink_to(folder)
    before = sorted(tmp_path.rglob("*"))
    answer = rv2xl("check", folder, "--cache", tmp_path / place)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == (
        f"„{tmp_path / place}“ kann nicht der Zwischenspeicher sein: Er läge zwischen den Rückläufen; bitte einen anderen Ordner angeben.\n"
    )
    assert sorted(tmp_path.rglob("*")) == before


def test_a_cache_around_a_file_that_is_given_is_refused(tmp_path: Path) -> None:
    path = plant(tmp_path / "R", "a.xlsx") / "a.xlsx"
    with pytest.raises(Abbruch, match="zwischen den Rückläufen"):
        find_files([path], tmp_path)
    assert find_files([path], tmp_path / "R" / "cache") == [path], "nobody searched the folder"


def test_a_cache_needs_a_folder_of_its_own(tmp_path: Path) -> None:
    plant(tmp_path / "Ablage", "Brief.docx")
    with pytest.raises(Abbruch, match=r"^In „.*Ablage“ liegt schon anderes; der Zwischenspeicher braucht .*$"):
        Cache(tmp_path / "Ablage")
    assert [path.name for path in (tmp_path / "Ablage").iterdir()] == ["Brief.docx"]
    plant(tmp_path / "neu", ".~rv2xl-0123abcd-77-89abcdef-1.tmp")
    Cache(tmp_path / "neu")
    plant(tmp_path / "neu", ENTRY)
    Cache(tmp_path / "neu")


# --- Folders that cannot be searched ------------------------------------------------------------------------------


@contextmanager
def locked(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[None]:
    """Take the right to list a folder; tests may run as root, who may do anything."""
    listed = os.scandir

    def scandir(path: os.PathLike[str]) -> object:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    with monkeypatch.context() as context:
        context.setattr(os, "scandir", scandir)
        yield


def codes(entries: list[Checked]) -> dict[str, list[str]]:
    return {Path(entry.file).name: [found.code for found in entry.findings] for entry in entries}


def test_a_folder_that_may_not_be_listed_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "a.xlsx", "Geheim/b.xlsx", "Unter/c.xlsx")
    with locked(monkeypatch, tmp_path / "Geheim"):
        files = find_files([tmp_path])
    assert [path.name for path in files] == ["Geheim", "c.xlsx", "a.xlsx"]
    entries = check_files(files)
    assert codes(entries) == {"Geheim": ["DATEI-UNLESBAR"], "c.xlsx": ["DATEI-FORMAT"], "a.xlsx": ["DATEI-FORMAT"]}
    assert entries[0].findings[0].message == (
        "Der Ordner wurde nicht durchsucht; was in ihm liegt, fehlt: Das Zugriffsrecht fehlt, oder er ist mit einem Ordner an anderer "
        "Stelle verknüpft."
    )
    assert entries[0].status is Status.UNLESBAR


def test_a_folder_that_is_linked_to_itself_ends(tmp_path: Path) -> None:
    plant(tmp_path, "a.xlsx", "Unter/b.xlsx")
    for name, target in (("Unter/oben", ".."), ("Unter/selbst", "."), ("A", "Unter"), ("Unter/A", "../A")):
        (tmp_path / name).symlink_to(target)
    (tmp_path / "kreis").symlink_to("kreis")
    assert found(tmp_path) == ["Unter/b.xlsx", "a.xlsx", "kreis"]
    assert codes(check_files(find_files([tmp_path])))["kreis"] == ["DATEI-UNLESBAR"]


def test_many_links_across_are_followed_once(tmp_path: Path) -> None:
    """Ten folders, each with links to all: more ways than could ever be gone."""
    for number in range(10):
        plant(tmp_path, f"{number}/a.xlsx")
        for other in range(10):
            (tmp_path / str(number) / f"zu {other}").symlink_to(tmp_path / str(other))
    assert found(tmp_path) == [f"{number}/a.xlsx" for number in range(10)]


def test_a_linked_folder_elsewhere_is_a_finding_and_its_files_are_not_read(tmp_path: Path) -> None:
    plant(tmp_path, "R/a.xlsx", "anderswo/b.xlsx")
    (tmp_path / "R" / "neu").symlink_to(tmp_path / "anderswo")
    assert found(tmp_path / "R") == ["a.xlsx", "neu"]
    assert codes(check_files(find_files([tmp_path / "R"])))["neu"] == ["DATEI-UNLESBAR"]
    assert found(tmp_path) == ["R/a.xlsx", "anderswo/b.xlsx"]


def test_a_link_to_what_is_gone_is_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    plant(tmp_path, "a.xlsx")
    (tmp_path / "b.xlsx").symlink_to("nirgends")
    assert codes(check_files(find_files([tmp_path]))) == {"a.xlsx": ["DATEI-FORMAT"], "b.xlsx": ["DATEI-UNLESBAR"]}


def test_folders_within_folders_have_no_end_that_matters(tmp_path: Path) -> None:
    folder, before = tmp_path, Path.cwd()
    try:
        for _ in range(1_200):  # deeper than Python calls itself
            os.chdir(folder)
            os.mkdir("u")
            folder = Path("u")
        os.chdir(folder)
        Path("a.xlsx").write_bytes(b"x")
    finally:
        os.chdir(before)
    (path,) = find_files([tmp_path])
    assert path.name == "a.xlsx"
    path.unlink()
    os.removedirs(path.parent)  # what clears up after tests cannot go that deep
