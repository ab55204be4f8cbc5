"""The whole built book as one archive beside its pages, the same bytes whenever and wherever the same book is packed."""

from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sphinx.application import Sphinx

NAME = "mog-book"
ARCHIVE = f"{NAME}.zip"
PRIVATE = {".buildinfo", ".nojekyll"}
"""What is for the next build or for the server, and not for a reader."""


def pack(output: Path) -> Path:
    """Pack all that the folder holds, except the archive itself, into one folder of an archive in it."""
    archive = output / ARCHIVE
    files = (path for path in output.rglob("*") if path.is_file() and path != archive and path.name not in PRIVATE)
    with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(path.relative_to(output).as_posix() for path in files):
            # The format's earliest date, since each file needs one, and the rights of an ordinary file.
            entry = ZipInfo(f"{NAME}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o100644 << 16
            packed.writestr(entry, (output / name).read_bytes(), compresslevel=9)
    return archive


def pack_book(app: Sphinx, error: Exception | None) -> None:
    """Pack the finished book."""
    if not error and app.builder.format == "html":
        pack(Path(app.outdir))


def setup(app: Sphinx) -> dict[str, Any]:
    """Run when every file of the book has been written."""
    app.connect("build-finished", pack_book, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
