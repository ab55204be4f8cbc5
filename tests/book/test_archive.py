"""The book as an archive: all of it but itself, the same bytes every time, whole when it is unpacked elsewhere."""

import os
from pathlib import Path
from zipfile import ZipFile

import pytest
from builds import Built, Load


def write(output: Path, names: list[str]) -> Path:
    for name in names:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(name, "utf-8")
    return output


def test_an_archive_of_the_same_files_has_the_same_bytes_wherever_and_whenever_and_in_whatever_order_they_were_written(
    load: Load, tmp_path: Path
) -> None:
    names = ["index.html", "book/page.html", "_static/a.css", *(f"_images/{number}.svg" for number in range(20))]
    one, other = write(tmp_path / "one", names), write(tmp_path / "somewhere" / "other", names[::-1])
    os.utime(other / "index.html", (10**9, 10**9))
    (other / "index.html").chmod(0o600)
    packed = load("archive").pack(one)
    assert packed.read_bytes() == load("archive").pack(other).read_bytes()
    assert ZipFile(packed).namelist() == sorted(f"mog-book/{name}" for name in names)


def test_an_archive_does_not_hold_itself_nor_what_is_for_the_next_build_or_the_server(load: Load, tmp_path: Path) -> None:
    output = write(tmp_path, ["index.html", ".buildinfo", ".nojekyll"])
    once = load("archive").pack(output).read_bytes()
    assert load("archive").pack(output).read_bytes() == once
    assert ZipFile(output / "mog-book.zip").namelist() == ["mog-book/index.html"]


@pytest.mark.book
def test_the_unpacked_archive_is_the_book_file_for_file(whole_book: Built, tmp_path: Path) -> None:
    with ZipFile(whole_book.html / "mog-book.zip") as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path)
    unpacked = {path.relative_to(tmp_path / "mog-book"): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    left_out = {"mog-book.zip", ".buildinfo", ".nojekyll"}
    built = {path.relative_to(whole_book.html): path for path in whole_book.html.rglob("*") if path.is_file() and path.name not in left_out}
    assert unpacked == {name: path.read_bytes() for name, path in built.items()}
