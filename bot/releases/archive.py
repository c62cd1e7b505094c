"""Files of a folder as one tar.gz whose bytes depend on nothing but their names and contents."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from pathlib import Path


def packed(root: Path) -> bytes:
    """Every file below the folder."""
    file = io.BytesIO()
    # Without times and owners: the same data is to have the same checksum.
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as archive:
        for path in sorted(one for one in root.rglob("*") if one.is_file()):
            entry = tarfile.TarInfo(path.relative_to(root).as_posix())
            content = path.read_bytes()
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def unpack(content: bytes, folder: Path) -> None:
    """Write the files below a folder; names that lead out of it are refused."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        archive.extractall(folder, filter="data")


def sha256(content: bytes) -> str:
    """The checksum, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
