"""From probabilities to what the bot does: answer, offer choices, ask back or refuse.

A wrong answer is worse than a question back, so every step has a threshold; `manage.py tune` chooses them on the development data and
writes them, with the figures they reach, to data/tuning/decision.json. The rules for a part of a conversation stand in `bot.nlu.deciding`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.deciding.asked import facet_of, facets_asked, surely_asked
from bot.nlu.deciding.context import concerns_context, leaves_for_faq, likely_faq, picked_offer
from bot.nlu.deciding.conversation import follow_up, within_the_conversation
from bot.nlu.deciding.faq import answer_faq, more_of_the_faq, named_faq, offer_faq
from bot.nlu.deciding.levels import (
    AGAINST_A_NAME,
    FAQ_AS_WRITTEN,
    FAQ_INSTEAD,
    HARDLY_AN_INTENT,
    HARDLY_ASKED,
    PERHAPS_FAQ,
    SERVICE_AS_WRITTEN,
    SURELY_FAQ,
    WORTH_OFFERING,
)
from bot.nlu.deciding.nearest import with_the_nearest
from bot.nlu.deciding.service import about_service
from bot.nlu.deciding.values import KIND_OF_INTENT, SMALLTALK, Decision, Evidence, Thresholds, decision_of, talk_thresholds, thresholds
from bot.nlu.distress import PREFIX, in_distress

# From this probability on a facet is asked of the service under discussion ("bisa diwakilkan?"), though an FAQ tells of it in general.
_SURELY = 0.9
# Whose words stand in other messages as well: a question that staff have answered is likelier.
_HARDLY_ALONE = frozenset({"greet", "help", "repeat"})
# Less likely than a question, where the catalogue says something of every word of it.
_HARDLY_IN_BETWEEN = _HARDLY_ALONE | {"bot_challenge", "feedback", "cancel"}
# From this probability on a message is about something else, though its words are those of the service under discussion.
_SURELY_OTHER = 0.9
_NEARLY_OTHER = 0.75
# How likely an FAQ must be where the words are also those of the service under discussion, which says nothing of the thing asked about.
_FAQ_OF_THE_THING = 0.8
# From this probability on a life event is meant that does not begin with the service under discussion.
_ANOTHER_EVENT = 0.35
# Below it, a service that is named is meant, and no life event.
_HARDLY_AN_EVENT = 0.3
# Below the one, small talk is not sure; from the other on, a facet may be asked for instead.
_HARDLY_SURE, _PERHAPS_ASKED = 0.6, 0.15
# How likely the service under discussion must be so that what hardly looks like anything is said of it.
_AT_ALL_LIKELY = 0.05
# From this probability on it is meant as likely as any other.
_AS_LIKELY_AS_ANY = 0.3
# What can be told of every step of a life event in a line.
OF_ALL_STEPS = frozenset({"deadline", "fee", "where", "processing_time"})
# From this probability on something happened in a life, where no service is clearly spoken of.
_SURELY_EVENT = 0.55
# From this probability on nothing but that is told, though a service for it is likely as well.
_NOTHING_BUT_EVENT = 0.9
# From this probability on a service is.
_CLEARLY_A_SERVICE = 0.65
# From this probability on something else is likely meant than the service under discussion.
_LIKELY_INSTEAD = 0.4
# How one may go about it.
_WAYS = ("online", "where", "procedure", "who")
# Those who ask for a number so want something else.
_NO_NUMBER = frozenset({"illegal_fee", "feedback", "out_of_scope"})


def decide(evidence: Evidence, t: Thresholds | None = None) -> Decision:
    """Choose what to do about one message."""
    t = t or (talk_thresholds() if evidence.in_conversation else thresholds())
    return with_the_nearest(_decide(evidence, t), evidence, t)


def _decide(evidence: Evidence, t: Thresholds) -> Decision:
    intents = evidence.intents or {"out_of_scope": 1.0}
    if not evidence.harmless and (danger := in_distress(intents, evidence.danger)) is not None:
        return Decision("distress", "handoff", f"{PREFIX}{danger[0]}", danger[1])
    if evidence.asks_plain_japanese:
        return Decision("language", "smalltalk", "change_language", 1.0)
    intents = {name: p for name, p in intents.items() if not name.startswith(PREFIX)} or {"out_of_scope": 1.0}
    top, top_probability = max(intents.items(), key=lambda item: item[1])
    facet_mass = sum(p for name, p in intents.items() if name.startswith("ask_"))
    service, service_score = evidence.services[0] if evidence.services else (None, 0.0)
    clear_service = service is not None and service_score >= t.service
    faq_key, faq_score = evidence.faq[0] if evidence.faq else (None, 0.0)

    if evidence.wants_person:
        return _other(evidence, "speak_to_person", max(intents.get("speak_to_person", 0.0), 0.9), clear_service, t)
    if (told := _of_the_event(evidence, t)) is not None:
        return told
    if (top != "correct" or top_probability < _SURELY_OTHER) and (picked := picked_offer(evidence)) is not None:
        asks = top.startswith("ask_") and top_probability >= t.intent
        facets = evidence.pending_facets or (facets_asked(evidence, t) if asks else surely_asked(evidence, t) or ("overview",))
        return Decision("service", "answer", f"ask_{facets[0]}", service_score, (picked,), facets, evidence.variant, evidence.applicant)
    if evidence.asks_where_to_report and evidence.of_talk and "fee" in evidence.context_facets and evidence.context_service is not None:
        # Who has just heard what is due, and asks where to report, was asked for more.
        return Decision("illegal_fee", "answer", "illegal_fee", max(top_probability, 0.5), (evidence.context_service,), from_context=True)
    if evidence.asks_where_to_complain and evidence.context_service is not None and not evidence.named:
        return _other(evidence, "complaint", max(top_probability, 0.5), False, t)
    if evidence.remark is not None and (evidence.context_service or evidence.context_faq or evidence.offered_event) and not evidence.named:
        said = "thank" if evidence.remark == "thanks" or (top == "thank" and evidence.remark == "heard") else "affirm"
        extra = {} if top == "affirm" and evidence.remark not in {"grumble", "doubt"} and evidence.says_yes else {"remark": evidence.remark}
        return Decision("smalltalk", "smalltalk", said, max(top_probability, 0.5), extra=extra)
    if evidence.greets and _says_nothing_else(evidence, top, top_probability):
        return Decision("smalltalk", "smalltalk", "greet", max(top_probability, 0.5))
    if evidence.told_by_faq and not (top in AGAINST_A_NAME and top_probability >= _HARDLY_SURE):
        words = list(evidence.told_by_faq)
        return Decision("faq", "answer", "faq", 0.5, faq=evidence.context_faq, from_context=True, extra={"words": words})
    if evidence.faq_verbatim is not None and not (evidence.bare or top in AGAINST_A_NAME - {"privacy"}):
        # Whoever wrote that wording expects that answer to it.
        return answer_faq(evidence.faq_verbatim, max(dict(evidence.faq).get(evidence.faq_verbatim, 0.0), _SURELY), top, evidence)
    if (known := within_the_conversation(evidence, top, top_probability, t)) is not None:
        return known
    if (faq := named_faq(evidence, top, top_probability)) is not None:
        return faq
    surely = FAQ_INSTEAD if evidence.context_service is None else SURELY_FAQ
    if evidence.asks_phone and not (top in _NO_NUMBER and top_probability >= t.intent) and faq_score < surely:
        return _phone(evidence, service if clear_service else None)
    if evidence.consequence and faq_score < surely and (clear_service or evidence.context_service is not None):
        return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
    stays = evidence.context_service is not None and not (evidence.named or top.startswith("ask_") or faq_score >= surely)
    if evidence.cannot_pay and (stays or (top == "illegal_fee" and (clear_service or evidence.context_service is not None))):
        # 「はらえない」 is no wrong that others do, and within a conversation it is about what is due there.
        due = about_service(evidence, ("fee",), facet_mass, t)
        return replace(due, extra={**due.extra, "carried": True}) if due.from_context and evidence.told == 1 else due
    no_status = evidence.lacks or evidence.of_civil_status or evidence.variant == "renewal" or not evidence.of_progress
    if top == "status" and evidence.told is not None and evidence.told < 1 and _is_of_context_alone(evidence):
        # 「離職票がまだ届いていない」: that paper is not what the office is asked to issue.
        return follow_up(evidence, "follow_up", top_probability, t)
    if top == "status" and no_status and clear_service:
        # "Kartunya belum punya": nothing is under way yet. "Statusnya belum kawin" is what stands on the card, "mau habis" its term.
        return about_service(evidence, surely_asked(evidence, t) or ("overview",), facet_mass, t)
    if (
        evidence.context_service is not None
        and evidence.bare
        and evidence.asks_how
        and top_probability < t.intent
        and not top.startswith("ask_")
    ):
        # "Daftarnya gimana" has no word of a matter of its own.
        return about_service(evidence, surely_asked(evidence, t) or ("procedure",), facet_mass, t)
    if (
        faq_key is not None
        and top_probability < HARDLY_AN_INTENT
        and faq_score >= FAQ_AS_WRITTEN
        and not evidence.bare
        and not surely_asked(evidence, t)
    ):
        # Nobody knows what is asked, but that staff have answered it in nearly these words.
        return answer_faq(faq_key, faq_score, top, evidence)
    if top == "follow_up" and top_probability < HARDLY_AN_INTENT and clear_service and evidence.named:
        return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
    if top == "choose" and evidence.offered_event is not None:
        # "Yang pertama diurus apa dulu": the list has the order.
        return Decision("life_event", "answer", "life_event", top_probability, life_event=evidence.offered_event, from_context=True)
    if top == "choose" and not (evidence.bare or evidence.offered[1:]) and evidence.context_service is not None:
        # "Kelas 3 aja": nothing was offered to choose from, so it is said of what was told.
        return follow_up(evidence, "follow_up", top_probability, t)
    if top in {"follow_up", "correct"} or (top in {"affirm", "deny"} and clear_service and not evidence.bare):
        return follow_up(evidence, top, top_probability, t)
    if (
        top == "help"
        and evidence.asks_how
        and (evidence.of_talk or evidence.told is None)
        and (evidence.context_service or evidence.context_faq)
    ):
        # 「どうしたらいいですか」 is about what was spoken of.
        return about_service(evidence, ("procedure",), facet_mass, t)
    if top in {"greet", "help", "goodbye"} and clear_service and evidence.named and not evidence.bare:
        # "Mau tanya soal BPJS" and "paspor dulu ya" are polite, and still about the service.
        return about_service(evidence, ("overview",), facet_mass, t)
    if top in _HARDLY_ALONE and top_probability < _SURELY_OTHER and not evidence.bare and faq_key is not None and faq_score >= t.faq:
        return answer_faq(faq_key, faq_score, top, evidence)
    if (
        top == "help"
        and top_probability < _SURELY_OTHER
        and evidence.asks_whether
        and evidence.context_service is not None
        and not evidence.bare
    ):
        # 「見に来てくれるん？」 asks for no help with this talk.
        return follow_up(evidence, "follow_up", top_probability, t)
    if top in _HARDLY_IN_BETWEEN and top_probability < _SURELY_OTHER and evidence.told == 1:
        return about_service(evidence, ("overview",), facet_mass, t)
    if top == "list_services" and top_probability < _SURELY_OTHER and clear_service and service == evidence.context_service:
        # "Tesnya apa aja" asks for a list of what belongs to it, and not of services.
        return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
    if top == "booking" and not evidence.of_booking and evidence.context_service is not None:
        # 「きょうだい一緒に入れたい」 wishes for something, and for no appointment.
        return follow_up(evidence, "follow_up", top_probability, t)
    if top == "feedback" and top_probability < _SURELY_OTHER and evidence.context_service is not None and evidence.told:
        # "Tapi fotonya sudah beda jauh" is said of the card, and not of the answer.
        return follow_up(evidence, "follow_up", top_probability, t)
    if top == "complaint" and top_probability < _HARDLY_SURE and evidence.context_service is not None and not evidence.named:
        # 「間違えて2枚取っちゃった」 is hardly a complaint about anybody.
        return follow_up(evidence, "follow_up", top_probability, t)
    if top == "feedback" and top_probability < _SURELY_OTHER and clear_service:
        # "Ujiannya susah ga?" is about the examination.
        return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
    if top == "privacy" and (top_probability < _SURELY_OTHER or evidence.context_faq) and faq_key is not None and faq_score >= SURELY_FAQ:
        return answer_faq(faq_key, faq_score, top, evidence)
    if (
        top == "bot_challenge"
        and top_probability < _HARDLY_SURE
        and evidence.of_talk
        and (evidence.context_service or len(evidence.offered) > 1)
    ):
        # 「だれが出しますか」 asks who hands it in, and not who is speaking here.
        perhaps = [name for name, p in intents.items() if name.startswith("ask_") and p >= _PERHAPS_ASKED]
        if perhaps:
            return about_service(evidence, (facet_of(max(perhaps, key=intents.__getitem__)),), facet_mass, t)
    talks_of_service = top.startswith("ask_") or (facet_mass >= 0.5)
    if (
        not talks_of_service
        and top_probability >= t.intent
        and top in (SMALLTALK | KIND_OF_INTENT.keys()) - {"faq", "out_of_scope", "life_event"}
    ):
        if top == "complaint" and top_probability < _SURELY_OTHER and faq_key is not None and faq_score >= _FAQ_OF_THE_THING:
            return answer_faq(faq_key, faq_score, top, evidence)
        if top == "cancel" and evidence.life_events and evidence.life_events[0][1] >= _SURELY_EVENT and not evidence.of_talk:
            # 「会社やめてん」 ends a job, and not the talk.
            return Decision("life_event", "answer", "life_event", evidence.life_events[0][1], life_event=evidence.life_events[0][0])
        if top == "cancel" and ((clear_service and evidence.named) or (evidence.asks_whether and evidence.context_service is not None)):
            # 「取り消しはできますか」 and 「転出を取り消したい」 take back nothing of what was said here.
            return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
        if top == "list_services" and clear_service and evidence.named and service_score >= t.switch and top_probability < _SURELY_OTHER:
            return about_service(evidence, ("overview",), facet_mass, t)
        return _other(evidence, top, top_probability, clear_service, t)
    told_event, event_score = evidence.life_events[0] if evidence.life_events else (None, 0.0)
    own_event = evidence.context_life_event or evidence.offered_event
    another = event_score >= t.life_event and (event_score >= _ANOTHER_EVENT or told_event == own_event)
    asks_of_it = evidence.told == 1 and evidence.asks_whether
    not_listed = evidence.told is not None and (not another or asks_of_it)
    if top == "life_event" and top_probability < _SURELY_EVENT and evidence.context_service and not_listed:
        # 「収入で変わるん」: what has words of its own asks for no list.
        if evidence.told == 1:
            facets = evidence.context_facets or tuple(sorted(evidence.told_in))
            about: tuple[str, ...] = (evidence.context_service,)
            return Decision(
                "service", "answer", f"ask_{facets[0]}", top_probability, about, facets, from_context=True, extra={"carried": True}
            )
        return follow_up(evidence, "follow_up", top_probability, t)
    if top == "life_event" and not clear_service and own_event is not None and not another:
        return Decision("life_event", "answer", "life_event", top_probability, life_event=own_event, from_context=True)
    tells_of_event = (
        top == "ask_overview"
        and not evidence.named
        and event_score >= _SURELY_EVENT
        and not (evidence.told == 1 or (evidence.bare and (event_score < _NOTHING_BUT_EVENT or evidence.context_service is not None)))
        and (
            service_score < _CLEARLY_A_SERVICE
            or (event_score >= _NOTHING_BUT_EVENT and event_score > service_score and not evidence.family)
        )
        and (faq_score < t.faq or event_score > faq_score)
        and (evidence.context_service is None or told_event != own_event)
    )
    if tells_of_event:
        return Decision("life_event", "answer", "life_event", event_score, life_event=told_event)
    if top == "life_event" or (top == "ask_overview" and intents.get("life_event", 0.0) >= 0.3 and not clear_service):
        if (
            told_event
            and event_score >= (t.life_event if top == "life_event" or told_event == own_event else _ANOTHER_EVENT)
            and not (clear_service and evidence.named and (top_probability < 0.6 or event_score < _HARDLY_AN_EVENT))
        ):
            return Decision("life_event", "answer", "life_event", event_score, life_event=told_event)
        if clear_service or top != "life_event":
            return about_service(evidence, ("overview",), facet_mass, t)
        if evidence.context_service is not None:
            return about_service(evidence, ("procedure",), facet_mass, t)
        return Decision("life_event", "choices", "life_event", top_probability)
    speaks_of_case = evidence.variant is not None or evidence.applicant is not None
    if leaves_for_faq(evidence, faq_score) and (top.startswith("ask_") or top == "faq"):
        return offer_faq(evidence, faq_score, facets_asked(evidence, t))
    # What is said has nothing of the service under discussion: then an FAQ that fits it is more likely what the citizen has gone on to.
    # Where it says nothing of the very thing, its other words weigh less.
    least_faq = FAQ_INSTEAD if not concerns_context(evidence) else _FAQ_OF_THE_THING if evidence.told == 0 else SURELY_FAQ
    surely_faq = faq_score >= least_faq
    asks_about_context = (
        evidence.context_service is not None
        and top.startswith("ask_")
        and (
            not surely_faq
            or (speaks_of_case and faq_score < SURELY_FAQ)
            or evidence.bare
            or (evidence.of_talk and top_probability >= _SURELY)
        )
    )
    likely_services = sum(score for _, score in evidence.services[:3])
    if (
        faq_key is not None
        and faq_score >= t.faq
        and not asks_about_context
        and not (evidence.of_talk and evidence.context_service is None and evidence.named_faq is None and top != "faq")
        and not (evidence.family and not (evidence.whether_needed and faq_score >= SURELY_FAQ))
        and (
            not clear_service
            or (not evidence.named and (top == "faq" or faq_score > likely_services))
            or (faq_score >= SURELY_FAQ > service_score and faq_score > service_score)
            or (faq_score >= SURELY_FAQ and service_score < t.switch and evidence.told_of_first == 0)
        )
        and top != "out_of_scope"
    ):
        return answer_faq(faq_key, faq_score, top, evidence)
    if top == "out_of_scope":
        sure = intents[top]
        asked, top_asked = max(((p, name) for name, p in intents.items() if name.startswith("ask_")), default=(0.0, ""))
        if evidence.context_service is not None and evidence.of_talk and evidence.variant is not None and sure < _HARDLY_SURE:
            # "Berarti bikin baru dong?" says only which case is meant.
            return follow_up(evidence, "follow_up", sure, t)
        is_first = service is not None and service == evidence.context_service
        likely = is_first and sure < _SURELY_OTHER and (clear_service or (sure < _HARDLY_SURE and service_score >= _AT_ALL_LIKELY))
        likely = likely or (sure < _SURELY_OTHER and evidence.service_score(evidence.context_service) >= _AS_LIKELY_AS_ANY)
        if faq_key is not None and faq_score >= SURELY_FAQ and sure < 0.8 and not (evidence.bare or concerns_context(evidence)):
            return answer_faq(faq_key, faq_score, top, evidence)
        if evidence.context_service is not None and evidence.whether_needed and sure < _SURELY_OTHER and top_asked == "ask_requirements":
            # 「お医者さんの紙はいりますか」: whatever it is, it is asked whether to bring it.
            return about_service(evidence, ("requirements",), facet_mass, t)
        if evidence.context_service is not None and ((sure < 0.5 and asked >= 0.15) or likely or evidence.told == 1):
            return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
        if sure < _NEARLY_OTHER and evidence.asks_how and evidence.told_half and evidence.context_service is not None:
            # "Visa pasangan gimana", of a marriage, is no matter of others.
            return follow_up(evidence, "follow_up", sure, t)
        if sure < _SURELY_OTHER and evidence.told and is_first:
            # "Motor masih kredit, BPKB di leasing": the catalogue knows some of it.
            return follow_up(evidence, "follow_up", sure, t)
        if evidence.context_faq is not None and not evidence.named and sure < 0.8 and max(service_score, faq_score) < WORTH_OFFERING:
            return more_of_the_faq(evidence, facets_asked(evidence, t))
        if faq_key is not None and (faq_score >= FAQ_AS_WRITTEN or (faq_score >= max(t.faq, 0.8) and sure < 0.8)):
            return answer_faq(faq_key, faq_score, top, evidence)
        if clear_service and service_score >= SERVICE_AS_WRITTEN:
            return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
        if sure < _SURELY_OTHER and event_score >= _SURELY_EVENT and not clear_service and not (evidence.bare or evidence.named):
            # 「おやじが死んだ」 asks nothing, and is no matter of others.
            return Decision("life_event", "answer", "life_event", event_score, life_event=told_event)
        # What is lost or damaged, and named, is what the agency replaces, however odd the story ("kk dimakan rayap").
        foreign = _SURELY_OTHER if evidence.variant in ("lost", "damaged") else t.out_of_scope
        if clear_service and service_score >= t.named_service and evidence.named and sure < foreign:
            return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
        return Decision("oos", "refuse", "out_of_scope", sure)
    of_the_talk = evidence.bare or (evidence.of_talk and faq_score < FAQ_AS_WRITTEN)
    if top == "faq" and of_the_talk and evidence.context_service is not None and not (evidence.named or evidence.applicant):
        # 「日曜でもいいですか」 has no word of a matter of its own.
        return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
    if top == "faq" and not evidence.family:
        stays = evidence.service_score(evidence.context_service) >= _AS_LIKELY_AS_ANY and evidence.told != 0
        written = faq_score >= FAQ_AS_WRITTEN and faq_score > service_score
        of_service = evidence.named or (service == evidence.context_service and faq_score < t.faq * 0.6)
        stays = stays or (evidence.told == 1 and faq_score < SURELY_FAQ and not evidence.bare)
        if not written and (stays or (clear_service and of_service)):
            return about_service(evidence, facets_asked(evidence, t) if facet_mass > 0.2 else ("overview",), facet_mass, t)
        if faq_key is not None and faq_score >= t.faq * 0.6:
            return answer_faq(faq_key, faq_score, top, evidence)
        if faq_key is not None and faq_score >= PERHAPS_FAQ and not clear_service:
            return Decision("faq", "choices", "faq", faq_score, extra={"faq": likely_faq(evidence)})
        if _is_of_context_alone(evidence) and any(evidence.intents.get(f"ask_{facet}", 0.0) >= _PERHAPS_ASKED for facet in _WAYS):
            # "Gak punya hp bagus, bisa dibantu di kantor?"
            return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
        if _is_of_context_alone(evidence) and evidence.service_score(evidence.context_service) >= _AT_ALL_LIKELY:
            # 「ペットボトルはいつ？」, of what to do with rubbish.
            likeliest = max(evidence.intents, key=lambda name: evidence.intents[name] if name.startswith("ask_") else 0.0)
            of_facet = (facet_of(likeliest),) if evidence.intents[likeliest] >= _PERHAPS_ASKED else ("overview",)
            return about_service(evidence, of_facet, facet_mass, t)
        return Decision("oos", "refuse", "out_of_scope", 1 - top_probability)
    if not talks_of_service and evidence.told == 1:
        return about_service(evidence, facets_asked(evidence, t), facet_mass, t)
    if not talks_of_service and evidence.asks_how and evidence.of_talk:
        # 「どうしたらいいですか」 alone is about what was spoken of, and never foreign.
        return about_service(evidence, ("procedure",), facet_mass, t)
    if not talks_of_service and not clear_service:
        if top_probability < _HARDLY_SURE and intents.get("out_of_scope", 0.0) < _PERHAPS_ASKED and _is_of_context_alone(evidence):
            # Nobody knows what is meant; to call it foreign in the midst of a talk would be deaf.
            return follow_up(evidence, "follow_up", top_probability, t)
        return Decision("oos", "refuse", "out_of_scope", 1 - top_probability)
    return about_service(evidence, facets_asked(evidence, t), facet_mass, t)


def _is_of_context_alone(evidence: Evidence) -> bool:
    """Whether a service is spoken of, and nothing else is named or likely."""
    likely = max((score for key, score in evidence.services[:1] if key != evidence.context_service), default=0.0)
    faq = max((score for _, score in evidence.faq[:1]), default=0.0)
    return evidence.context_service is not None and not evidence.named and max(likely, faq) < _LIKELY_INSTEAD


def _says_nothing_else(evidence: Evidence, top: str, probability: float) -> bool:
    """Whether nothing is likely to be meant but the greeting with which a message begins."""
    if (top == "out_of_scope" and probability >= _SURELY_OTHER) or (top in AGAINST_A_NAME and probability >= _HARDLY_SURE):
        return False
    likely = max((found[0][1] for found in (evidence.services, evidence.faq, evidence.life_events) if found), default=0.0)
    return likely < WORTH_OFFERING and not evidence.named


def _of_the_event(evidence: Evidence, t: Thresholds) -> Decision | None:
    """What is asked of all the steps of the life event that was just told ("paling lambat kapan", 「いくらかかりますか」)."""
    asked = facets_asked(evidence, t)
    if evidence.offered_event is None or not evidence.of_talk or evidence.named or asked[0] not in OF_ALL_STEPS | {"hours"}:
        return None
    sure = max(evidence.intents.get(f"ask_{asked[0]}", 0.0), evidence.facets.get(f"ask_{asked[0]}", 0.0))
    if sure < HARDLY_ASKED:
        return None
    if asked[0] == "hours":
        # 「夜でも大丈夫ですか」: the offices differ, and the first step is what comes next.
        return Decision("service", "answer", "ask_hours", sure, evidence.offered[:1], ("hours",))
    return Decision("life_event", "answer", "life_event", sure, life_event=evidence.offered_event, facets=(asked[0],), from_context=True)


def _phone(evidence: Evidence, service: str | None) -> Decision:
    """The number to call about a service, else that of the agency."""
    about = service or evidence.context_service
    found = () if about is None else (about,)
    return Decision("service", "answer", "ask_where", 0.9, found, ("phone",), from_context=about is not None and service is None)


def _other(evidence: Evidence, intent: str, probability: float, clear_service: bool, t: Thresholds) -> Decision:
    kind = KIND_OF_INTENT.get(intent, "smalltalk")
    services = (evidence.services[0][0],) if clear_service else ()
    # Who wants a person and asks something besides is told that as well.
    asked = surely_asked(evidence, t) if intent == "speak_to_person" and services and evidence.named else ()
    return Decision(kind, decision_of(intent), intent, probability, services, asked)
