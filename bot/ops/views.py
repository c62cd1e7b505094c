"""Health, readiness and metrics."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from bot.environment import environment
from bot.ops import readiness
from bot.pipeline.exposition import exposition


@require_safe
async def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return JsonResponse({"status": "ok"})


@require_safe
async def readyz(request: HttpRequest) -> HttpResponse:
    """Each check with its result; 503 when one fails."""
    found = await readiness.check()
    answer = {
        "status": "ready" if found.ready else "not ready",
        "checks": {name: {"ok": passed, "detail": detail} for name, (passed, detail) in found.checks.items()},
        "workers": found.workers,
        "senders": found.senders,
        "warnings": list(found.warnings),
    }
    return JsonResponse(answer, status=200 if found.ready else 503)


@require_safe
async def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format: with the token where one is set, else from this machine only."""
    if not _may_read_metrics(request):
        return HttpResponse("Send the METRICS_TOKEN as a bearer token.\n", status=403, content_type="text/plain")
    try:
        text = await exposition()
    except (RedisError, OSError):
        return HttpResponse("Redis does not answer.\n", status=503, content_type="text/plain")
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics(request: HttpRequest) -> bool:
    token = environment().metrics_token
    if token:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")
    if "X-Forwarded-For" in request.headers:  # through a proxy, which may itself be on this machine
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "").is_loopback
    except ValueError:
        return False
