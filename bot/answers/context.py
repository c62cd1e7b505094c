"""What every wording function needs to know besides the catalogue."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from bot.catalogue.views import AgencyView, ServiceView
from bot.languages import PLAIN_JAPANESE, Localized, say


@dataclass(frozen=True)
class Setting:
    """The agency that answers, the language (`id` or `ja`), and the moment of the question (aware). `plain`: やさしい日本語 is wanted."""

    agency: AgencyView
    language: str
    now: dt.datetime
    plain: bool = False

    @property
    def form(self) -> str:
        """The key under which localized texts hold what the citizen reads best: `id`, `ja` or `ja_easy`."""
        return PLAIN_JAPANESE if self.plain and self.language == "ja" else self.language

    @property
    def today(self) -> dt.date:
        """The date at the agency."""
        return self.now.astimezone(zoneinfo.ZoneInfo(self.agency.timezone)).date()

    def say(self, text: Localized | None) -> str:
        """The text in the citizen's language."""
        return say(text, self.form)

    def pick(self, indonesian: str, japanese: str, plain: str = "") -> str:
        """One of the wordings; without one in やさしい日本語 the ordinary Japanese."""
        if self.plain and self.language == "ja":
            return plain or japanese
        return japanese if self.language == "ja" else indonesian

    def contact(self, service: ServiceView | None = None) -> str:
        """Whom to ask, about a service or anything; never empty."""
        general = self.agency.general_contact if service is not None and not (service.where or {}).get("offices") else None
        return self.say(general or self.agency.contact) or self.pick(
            f"Silakan tanyakan langsung ke kantor {self.say(self.agency.name)}.",
            f"{self.say(self.agency.name)}の窓口に直接お問い合わせください。",
        )

    def missing(self, service: ServiceView, facet: str, indonesian: str, japanese: str) -> str:
        """The sentence that a fact is missing from the catalogue, or that the agency has yet to fill it in, with whom to ask."""
        name = self.say(service.name)
        if facet in service.left_to_agency:
            return self._left_to_agency(service, name, indonesian, japanese)
        return self.pick(
            f"Maaf, {indonesian} {name} belum tercantum di data kami. {self.contact(service)}",
            f"申し訳ありません。「{name}」の{japanese}については、こちらに情報がありません。{self.contact(service)}",
            f"すみません。「{name}」の{japanese}は、わかりません。{self.contact(service)}",
        )

    def _left_to_agency(self, service: ServiceView, name: str, indonesian: str, japanese: str) -> str:
        lines = [
            self.pick(
                f"Maaf, {indonesian} {name} belum kami terima dari instansi yang menanganinya.",
                f"申し訳ありません。「{name}」の{japanese}は、担当の機関からまだ情報を受け取っていないため、ご案内できません。",
                f"すみません。「{name}」の{japanese}は、まだわかりません。担当の窓口で聞いてください。",
            )
        ]
        if place := self.say((service.where or {}).get("text")):
            lines.append(self.pick(f"Tempat layanannya: {place}", f"窓口：{place}"))
        return "\n".join([*lines, self.contact(service)])
