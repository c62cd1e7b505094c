"""Fetches uv from a package index when this machine's Python has neither pip nor venv; used by `bootstrap.py`."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import platform
import re
import ssl
import stat
import zipfile
from html import unescape
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit
from urllib.request import Request, urlopen

JSON_TYPE = "application/vnd.pypi.simple.v1+json"
LINK = re.compile(r"""<a\s[^>]*href=["']([^"']+)["'][^>]*>\s*([^<\s]+)""", re.IGNORECASE)


class DownloadFailed(Exception):
    """uv could not be fetched; the message is one sentence."""


class Unreachable(DownloadFailed):
    """The package index cannot be reached."""


def _get(url: str) -> tuple[bytes, str]:
    parts = urlsplit(url)
    headers = {"Accept": f"{JSON_TYPE}, text/html;q=0.5, */*;q=0.1"}
    if "@" in parts.netloc:
        user, _, host = parts.netloc.rpartition("@")
        headers["Authorization"] = "Basic " + base64.b64encode(unquote(user).encode()).decode()
        url = urlunsplit(parts._replace(netloc=host))
    context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT") or None)
    try:
        with urlopen(Request(url, headers=headers), timeout=60, context=context) as answer:
            return answer.read(), answer.headers.get("Content-Type", "")
    except (URLError, OSError, ValueError) as error:
        raise Unreachable from error


def listed_files(page: bytes, content_type: str, base: str) -> dict[str, tuple[str, str]]:
    """From a page of the simple API, JSON or HTML: the address and the SHA-256 of each file, by its name."""
    if "json" in content_type:
        return {f["filename"]: (urljoin(base, f["url"]), f.get("hashes", {}).get("sha256", "")) for f in json.loads(page)["files"]}
    found = {}
    for href, name in LINK.findall(page.decode("utf-8", "replace")):
        address, _, fragment = unescape(href).partition("#")
        found[unescape(name)] = (urljoin(base, address), fragment[7:] if fragment.startswith("sha256=") else "")
    return found


def wheel_for(names: list[str], version: str, system: str, machine: str) -> str | None:
    """The name of the wheel for this machine; the static one (musllinux) fits every Linux."""
    machine = {"AMD64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    kinds = ["musllinux", "manylinux"] if system == "Linux" else ["macosx"]
    if system != "Linux" and machine == "aarch64":
        machine = "arm64"
    for kind in kinds:
        for name in sorted(names):
            if name.startswith(f"uv-{version}-") and name.endswith(f"_{machine}.whl") and kind in name:
                return name
    return None


def download_uv(index: str, version: str, target: Path) -> None:
    """Put uv's program at `target`, its SHA-256 checked against the index.

    Raises:
        Unreachable: the index cannot be reached.
        DownloadFailed: it has no fitting file, or sent another one.
    """
    base = index.rstrip("/") + "/uv/"
    page, content_type = _get(base)
    files = listed_files(page, content_type, base)
    name = wheel_for(list(files), version, platform.system(), platform.machine())
    if name is None:
        raise DownloadFailed(f"The package index has no uv {version} for this machine: install uv, then run the same command again.")
    address, wanted = files[name]
    content, _ = _get(address)
    if hashlib.sha256(content).hexdigest() != wanted:
        raise DownloadFailed(f"What the package index sent as {name} does not have the SHA-256 that it states: nothing was installed.")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        program = next(entry for entry in wheel.namelist() if entry.endswith(".data/scripts/uv"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(wheel.read(program))
    target.chmod(target.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
