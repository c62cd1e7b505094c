"""How Twilio signs what it sends (https://www.twilio.com/docs/usage/security#validating-requests)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping


def sign(token: str, url: str, params: Mapping[str, str]) -> str:
    """The value of `X-Twilio-Signature`: HMAC-SHA1 over the URL and the sorted parameters, in base64."""
    text = url + "".join(name + params[name] for name in sorted(params))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()
