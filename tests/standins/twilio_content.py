"""The Content API: templates with quick replies or a list (https://www.twilio.com/docs/content/content-api-resources)."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web

from tests.standins import twilio_checks as checks
from tests.standins.twilio_checks import refuse
from tests.standins.twilio_state import Account, Content, iso, sid

Result = tuple[int, dict[str, Any]]


async def json_of(request: web.Request) -> Any:
    """The body of a request as JSON.

    Raises:
        TwilioError: it is none.
    """
    try:
        return json.loads(await request.text())
    except ValueError:
        raise refuse(20001, "Invalid JSON request body") from None


def _resource(account: Account, content: Content) -> dict[str, Any]:
    url = f"https://content.twilio.com/v1/Content/{content.sid}"
    return {
        "sid": content.sid,
        "account_sid": account.sid,
        "friendly_name": content.name,
        "language": content.language,
        "variables": content.variables,
        "types": content.types,
        "url": url,
        "date_created": iso(content.created),
        "date_updated": iso(content.created),
        "links": {"approval_create": f"{url}/ApprovalRequests/whatsapp", "approval_fetch": f"{url}/ApprovalRequests"},
    }


async def create(account: Account, request: web.Request) -> Result:
    """POST /v1/Content"""
    data = checks.template(await json_of(request))
    variables = {str(name): str(value) for name, value in (data.get("variables") or {}).items()}
    content = Content(sid("HX"), data["language"], data["types"], str(data.get("friendly_name") or ""), variables)
    account.contents[content.sid] = content
    return 201, _resource(account, content)


async def listing(account: Account, request: web.Request) -> Result:
    """GET /v1/Content"""
    size, page = int(request.query.get("PageSize", 50)), int(request.query.get("Page", 0))
    part = list(account.contents.values())[page * size : (page + 1) * size]
    more = (page + 1) * size < len(account.contents)
    base = str(request.url.with_query(None))
    meta = {
        "page": page,
        "page_size": size,
        "first_page_url": f"{base}?PageSize={size}&Page=0",
        "previous_page_url": f"{base}?PageSize={size}&Page={page - 1}" if page else None,
        "url": f"{base}?PageSize={size}&Page={page}",
        "next_page_url": f"{base}?PageSize={size}&Page={page + 1}" if more else None,
        "key": "contents",
    }
    return 200, {"contents": [_resource(account, content) for content in part], "meta": meta}


def find(account: Account, request: web.Request) -> Content:
    """The template that a request names.

    Raises:
        TwilioError: there is none.
    """
    content = account.contents.get(request.match_info["content"])
    if content is None:
        raise refuse(20404, f"The requested resource {request.path} was not found", status=404)
    return content


async def fetch(account: Account, request: web.Request) -> Result:
    """GET /v1/Content/HX..."""
    return 200, _resource(account, find(account, request))


async def remove(account: Account, request: web.Request) -> Result:
    """DELETE /v1/Content/HX..."""
    del account.contents[find(account, request).sid]
    return 204, {}


async def ask_approval(account: Account, request: web.Request) -> Result:
    """POST /v1/Content/HX.../ApprovalRequests/whatsapp: WhatsApp approves at once here, where it takes a day in reality."""
    content, data = find(account, request), await json_of(request)
    kind = next(iter(content.types))
    if not isinstance(data, dict) or not re.fullmatch(r"[a-z0-9_]{1,512}", str(data.get("name", ""))):
        raise refuse(20001, "Invalid parameter: name")
    if data.get("category") not in ("UTILITY", "MARKETING", "AUTHENTICATION"):
        raise refuse(20001, "Invalid parameter: category")
    if "twilio/list-picker" in content.types:
        raise refuse(20001, "Invalid parameter: list-picker templates cannot be submitted for approval")
    asked = {"name": data["name"], "category": data["category"], "content_type": kind, "rejection_reason": ""}
    content.approval = {**asked, "status": "approved"}
    return 201, {**asked, "status": "received", "allow_category_change": True}


async def approval(account: Account, request: web.Request) -> Result:
    """GET /v1/Content/HX.../ApprovalRequests"""
    content = find(account, request)
    url = f"https://content.twilio.com/v1/Content/{content.sid}/ApprovalRequests"
    return 200, {"sid": content.sid, "account_sid": account.sid, "whatsapp": content.approval or {"status": "unsubmitted"}, "url": url}
