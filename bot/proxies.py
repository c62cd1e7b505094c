"""Who calls, and under which address, when proxies stand in front: their headers count only when the proxy is one of ours."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

from bot.environment import environment


def _is_trusted(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in environment().trusted_proxies)


def client_address(request: HttpRequest) -> str:
    """The network address of the caller: the last one in X-Forwarded-For that is no proxy of ours."""
    address: str = request.META.get("REMOTE_ADDR") or ""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while forwarded and _is_trusted(address):
        address = forwarded.pop()
    return address


def public_address(request: HttpRequest) -> str:
    """The address that the caller asked for, with its query, as a platform's signature covers it."""
    path = request.get_full_path()
    if environment().public_url:
        return environment().public_url + path
    scheme, host = request.scheme or "http", request.META.get("HTTP_HOST") or ""
    if _is_trusted(request.META.get("REMOTE_ADDR") or ""):
        scheme = request.headers.get("X-Forwarded-Proto", "").split(",")[-1].strip() or scheme
        host = request.headers.get("X-Forwarded-Host", "").split(",")[-1].strip() or host
    return f"{scheme}://{host}{path}"
