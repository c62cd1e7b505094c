"""Who calls the webhook."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlencode

import pytest

from channels.base import WebhookRequest
from channels.errors import BadSignature
from channels.whatsapp import WhatsApp
from channels.whatsapp.signature import Form, is_signed
from tests.channels.whatsapp_loopback import ACCOUNT_SID, TOKEN, URL, account, payload, request, signature

CHANNEL = WhatsApp()


def test_it_agrees_with_the_example_in_twilios_documentation() -> None:
    form = Form(b"CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212")
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert is_signed(url, form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", ["12345"])
    assert not is_signed(url, form, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", ["12346"])


@pytest.mark.parametrize(
    "body",
    [
        payload("text_indonesian"),
        payload("text_japanese"),
        payload("status_delivered"),
        urlencode({"AccountSid": ACCOUNT_SID, "Body": "", "Empty": ""}).encode(),
        urlencode([("AccountSid", ACCOUNT_SID), ("Twice", "b"), ("Twice", "a"), ("Twice", "b")]).encode(),
        urlencode({"AccountSid": ACCOUNT_SID, "Body": "a=b&c+d 100% 😀"}).encode(),
    ],
)
@pytest.mark.parametrize("query", ["", "?conversation=7b0d5c1e&message=42", "?a=%2B1&b="])
def test_it_takes_what_twilio_signed(body: bytes, query: str) -> None:
    CHANNEL.verify(account(), request(body, URL + query))


def test_a_blank_value_is_part_of_what_is_signed() -> None:
    body = payload("text_blank").replace(b"Body=++", b"Body=")
    assert b"Body=&" in body
    CHANNEL.verify(account(), request(body))
    with pytest.raises(BadSignature):
        CHANNEL.verify(account(), request(body + b"&More=", signed=signature(URL, body)))


def _refused(body: bytes, signed: str, url: str = URL, previous: str = "") -> None:
    with pytest.raises(BadSignature) as caught:
        CHANNEL.verify(account(previous), request(body, url, signed))
    assert TOKEN not in str(caught.value)


def test_it_refuses_a_changed_body() -> None:
    body = payload("text_indonesian")
    _refused(body.replace(b"KTP", b"SIM"), signature(URL, body))


def test_it_refuses_a_changed_address() -> None:
    body = payload("status_delivered")
    url = URL + "?conversation=7b0d5c1e&message=42"
    _refused(body, signature(url, body), url.replace("42", "43"))
    _refused(body, signature(url, body), URL)


def test_it_refuses_another_token() -> None:
    body = payload("text_indonesian")
    _refused(body, signature(URL, body, "another"))
    _refused(body, signature(URL, body, ""))


def test_both_tokens_count_while_the_token_is_changed() -> None:
    body = payload("text_indonesian")
    for token in (TOKEN, "the one before"):
        CHANNEL.verify(account("the one before"), request(body, signed=signature(URL, body, token)))
    _refused(body, signature(URL, body, "the one before that"), previous="the one before")


@pytest.mark.parametrize("signed", ["", "x", "ä" * 28, "=" * 28, "A" * 10_000])
def test_it_refuses_a_signature_that_is_none(signed: str) -> None:
    _refused(payload("text_indonesian"), signed)


def test_it_refuses_a_request_without_headers() -> None:
    with pytest.raises(BadSignature):
        CHANNEL.verify(account(), WebhookRequest(URL, {}, payload("text_indonesian")))


def test_it_refuses_a_signed_request_about_another_account() -> None:
    body = payload("text_indonesian").replace(ACCOUNT_SID.encode(), b"AC" + b"f" * 32)
    _refused(body, signature(URL, body))
    _refused(b"Body=halo", signature(URL, b"Body=halo"))


@pytest.mark.parametrize("body", [b"\xff", b"AccountSid=%ff", b"&".join(b"a=%d" % number for number in range(600))])
def test_it_refuses_a_body_that_cannot_be_read(body: bytes) -> None:
    _refused(body, "A" * 28)


def test_it_refuses_an_address_that_is_none() -> None:
    body = payload("text_indonesian")
    _refused(body, signature("https://example.org:port/", body), "https://example.org:port/")


def _json_request(content: bytes, hashed: bytes | None = None, sign_with: str = TOKEN) -> WebhookRequest:
    digest = hashlib.sha256(content if hashed is None else hashed).hexdigest()
    url = f"{URL}?bodySHA256={digest}"
    return request(content, url, signature(url, b"", sign_with), "application/json; charset=utf-8")


def test_other_content_is_signed_by_its_checksum() -> None:
    content = json.dumps({"AccountSid": ACCOUNT_SID}).encode()
    CHANNEL.verify(account(), _json_request(content))
    for bad in (
        _json_request(content, hashed=b"other"),
        _json_request(content, sign_with="another"),
        _json_request(json.dumps({"AccountSid": "AC"}).encode()),
        _json_request(b"[]"),
        _json_request(b"\xff"),
        request(content, URL, signature(URL, b""), "application/json"),
        request(content, URL, signature(URL, b""), ""),
    ):
        with pytest.raises(BadSignature):
            CHANNEL.verify(account(), bad)
