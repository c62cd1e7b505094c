"""Which documents a citizen needs, as a numbered list that can be ticked off."""

from __future__ import annotations

from typing import Any

from bot.answers.context import Setting
from bot.answers.labels import APPLICANT_LABELS, VARIANT_LABELS
from bot.catalogue.views import ServiceView

_MOST_GROUPS, _MOST_ITEMS = 4, 16


def matching(groups: tuple[dict[str, Any], ...], variant: str | None, applicant: str | None) -> tuple[dict[str, Any], ...]:
    """The groups of requirements for a case: those that name it, else those that do not exclude it, else all."""
    chosen = groups
    for field, wanted, anything in (("variant", variant, {"general", None}), ("applicant", applicant, {"any", None})):
        if wanted is None:
            continue
        named = tuple(g for g in chosen if g.get(field) == wanted)
        open_to_all = tuple(g for g in chosen if g.get(field) in anything)
        chosen = named or open_to_all or chosen
    return chosen


def _label(group: dict[str, Any], setting: Setting) -> str:
    label = setting.say(group.get("label"))
    if label:
        return label
    parts = [
        setting.say(VARIANT_LABELS.get(group.get("variant", ""), {})),
        setting.say(APPLICANT_LABELS.get(group.get("applicant", ""), {})),
    ]
    return setting.pick(", ", "・").join(part for part in parts if part)


def requirements_text(service: ServiceView, setting: Setting, variant: str | None = None, applicant: str | None = None) -> str:
    """The list for the case asked about; several cases stand one after another, each numbered from 1."""
    if not service.requirements:
        return setting.missing(service, "requirements", "syarat", "必要なもの")
    groups = matching(service.requirements, variant, applicant)
    name = setting.say(service.name)
    lines: list[str] = []
    if applicant and not any(g.get("applicant") in {applicant, "any", None} for g in groups):
        label = setting.say(APPLICANT_LABELS[applicant])
        lines.append(
            setting.pick(
                f"Untuk kasus “{label}” tidak ada syarat tersendiri di data kami. Syarat umumnya:",
                f"「{label}」についての決まりは、こちらに情報がありません。一般の場合は次のとおりです。",
            )
        )
    shown = groups
    if len(groups) > _MOST_GROUPS or sum(len(g["items"]) for g in groups) > _MOST_ITEMS:
        shown = groups[:_MOST_GROUPS]
        while len(shown) > 1 and sum(len(g["items"]) for g in shown) > _MOST_ITEMS:
            shown = shown[:-1]
    for position, group in enumerate(shown):
        label = _label(group, setting)
        if len(shown) == 1:
            title = setting.pick(
                f"Syarat {name}{f' ({label})' if label and len(service.requirements) > 1 else ''}:",
                f"「{name}」{f'（{label}）' if label and len(service.requirements) > 1 else ''}に必要なもの：",
            )
        elif position == 0:
            lines.append(setting.pick(f"Syarat {name}:", f"「{name}」に必要なもの："))
            title = setting.pick(f"▸ {label or 'Umum'}", f"▸ {label or '一般の場合'}")
        else:
            title = setting.pick(f"▸ {label or 'Umum'}", f"▸ {label or '一般の場合'}")
        lines.append(title)
        lines += [f"{number}. {setting.say(item)}" for number, item in enumerate(group["items"], start=1)]
        if note := setting.say(group.get("note")):
            lines.append(note)
    rest = [label for g in groups[len(shown) :] if (label := _label(g, setting))]
    if rest:
        lines.append(
            setting.pick(
                f"Ada juga syarat untuk: {'; '.join(rest)}. Tuliskan kasus Anda.",
                f"ほかに、{'、'.join(rest)}もあります。当てはまる場合は、そのようにお書きください。",
            )
        )
    return "\n".join(lines)
