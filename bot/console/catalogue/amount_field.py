"""An amount of money as people write it: the full stop of an Indonesian's 35.000 is no decimal point."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Neither currency is used with decimals; the comma and two noughts of a receipt are no part of the amount.
_AMOUNT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+(?:,00|,-)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.00)?|[0-9]{1,3}(?: [0-9]{3})+)")
_CURRENCY = re.compile(r"^(?:rp\.?|idr|jpy|yen|[¥\\])|(?:rupiah|yen|ルピア|円)$", re.IGNORECASE)


class AmountField(forms.IntegerField):
    """Whole units of a currency, with or without separators and currency; what could mean two amounts is asked about."""

    # A field for numbers would take 35.000 for thirty-five.
    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write the amount in digits, for example 35000 or 35.000.")}

    def to_python(self, value: Any) -> int | None:
        """The amount; None where nothing is written.

        Raises:
            forms.ValidationError: no amount is written, or one that could be read in two ways.
        """
        if not isinstance(value, str):
            return super().to_python(value)
        written = unicodedata.normalize("NFKC", value).strip()
        amount = _CURRENCY.sub("", written).strip()
        if not written:
            return None
        if not _AMOUNT.fullmatch(amount):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(re.sub(r"(?:,00|,-|(?<=,[0-9]{3})\.00)$|[., ]", "", amount))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A telephone shows its digits."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}
