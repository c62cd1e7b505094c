"""What a citizen can do on WhatsApp, as Twilio tells it to the webhook (https://www.twilio.com/docs/messaging/guides/webhook-request)."""

from __future__ import annotations

from typing import Any

from tests.standins.twilio_state import Account, Citizen, sid

_MEDIA = {
    "photo": ("image", "image/jpeg"),
    "document": ("document", "application/pdf"),
    "voice": ("audio", "audio/ogg"),
    "audio": ("audio", "audio/mpeg"),
    "video": ("video", "video/mp4"),
    "sticker": ("sticker", "image/webp"),
    "contact": ("contacts", "text/vcard"),
}
_STOP = ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT")
_START = ("START", "UNSTOP", "YES")


def _frame(account: Account, citizen: Citizen, sender: str, kind: str, body: str) -> dict[str, str]:
    number = sid("SM")
    # Blank values are sent too, and are part of what is signed.
    return {
        **dict.fromkeys(("SmsMessageSid", "SmsSid", "MessageSid"), number),
        "AccountSid": account.sid,
        "From": f"whatsapp:{citizen.number}",
        "To": f"whatsapp:{sender}",
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "ProfileName": citizen.name,
        "WaId": citizen.number.removeprefix("+"),
        "SmsStatus": "received",
        "MessageType": kind,
        "ApiVersion": "2010-04-01",
    }


def message(account: Account, citizen: Citizen, sender: str, wish: dict[str, Any]) -> dict[str, str]:
    """The parameters of the message that a wish of the control API describes.

    Raises:
        ValueError: there is no such kind on WhatsApp.
    """
    kind, text = wish.get("kind") or "text", str(wish.get("text") or "")
    extra = {str(name): str(value) for name, value in wish.get("extra", {}).items()}
    if kind == "text":
        return _frame(account, citizen, sender, "text", text) | extra
    if kind == "location":
        place = {
            "Latitude": str(wish.get("latitude", -7.25747)),
            "Longitude": str(wish.get("longitude", 112.75209)),
            "Address": "",
            "Label": "",
        }
        return _frame(account, citizen, sender, "location", "") | place | extra
    if kind in _MEDIA:
        word, content_type = _MEDIA[kind]
        params = _frame(account, citizen, sender, word, text)
        url = f"https://api.twilio.com/2010-04-01/Accounts/{account.sid}/Messages/{params['MessageSid']}/Media/{sid('ME')}"
        return params | {"NumMedia": "1", "MediaContentType0": content_type, "MediaUrl0": url} | extra
    raise ValueError(f"There is no kind of message {kind!r} on WhatsApp.")


def pressed(account: Account, citizen: Citizen, sender: str, wish: dict[str, Any]) -> dict[str, str]:
    """The parameters of a pressed quick reply or a chosen item of a list; `forged`: a client that sends what it likes.

    Raises:
        ValueError: the message has no such button.
    """
    number = str(wish["sid"])
    offered = account.shown.get(number, [])
    given = account.messages.get(number, {})
    if isinstance(index := wish.get("button"), int) and 0 <= index < len(offered):
        button = offered[index]
    else:
        wanted = str(wish.get("id") or wish.get("button") or "")
        button = next((one for one in offered if one["data"] == wanted), {})
        if not button and not wish.get("forged"):
            raise ValueError(f"Message {number} has no button {wanted!r}.")
        button = button or {"data": wanted, "title": str(wish.get("title") or "")}
    original = {"OriginalRepliedMessageSid": number, "OriginalRepliedMessageSender": given.get("from", "")}
    if "description" in button or wish.get("list"):
        chosen = {"ListId": button["data"], "ListTitle": button["title"], "ListDescription": button.get("description", "")}
        return _frame(account, citizen, sender, "interactive", button["title"]) | chosen | original
    chosen = {"ButtonPayload": button["data"], "ButtonText": button["title"]}
    return _frame(account, citizen, sender, "button", button["title"]) | chosen | original


def opting(text: str) -> str:
    """`STOP` or `START` when the word means that to Twilio's opt-out handling, else empty."""
    word = text.strip().upper()
    return "STOP" if word in _STOP else "START" if word in _START else ""
