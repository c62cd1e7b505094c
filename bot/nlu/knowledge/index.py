"""The searchable form of what one agency knows: every phrase of its services, FAQ and life events, embedded and counted."""

from __future__ import annotations

import math
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import jaconv
import numpy as np
import numpy.typing as npt

from bot.catalogue import snapshot
from bot.catalogue.merge import UnknownAgency
from bot.catalogue.views import AgencyView
from bot.languages import LANGUAGES
from bot.nlu.cases import variant_in
from bot.nlu.direction import DIRECTIONS, Area, area_of, direction_in
from bot.nlu.embedding import embed_all
from bot.nlu.knowledge.character_table import CharacterTable
from bot.nlu.knowledge.described import Described
from bot.nlu.normalise import is_japanese, normalise
from bot.nlu.words import words

Kind = Literal["service", "faq", "life_event"]
Role = Literal["name", "example", "text"]
KINDS: tuple[Kind, ...] = ("service", "faq", "life_event")

# Words that say nothing about which service is meant. Question words and polite forms, not nouns.
STOPWORDS = frozenset(
    "yang di ke dari dan atau untuk dengan apa apakah saja ya min kak pak bu mas mbak saya aku anda ini itu ada nya sih dong kok deh "
    "gimana bagaimana berapa kapan dimana mana siapa kenapa bisa boleh harus perlu mau ingin tolong mohon tanya kalau tidak gak sudah belum "
    "mengenai tentang soal perihal info informasi juga lagi dulu nih tuh lah kah pun halo permisi assalamualaikum selamat pagi siang sore malam terima kasih makasih cara biaya bayar "
    "gratis syarat lama jam buka kantor bikin buat urus ngurus mengurus pengurusan membuat proses dokumen berkas online "
    "の は が を に で と も か ね よ な て た だ です ます ました ません ない ある いる する なる こと もの 何 幾ら 何処 何時 どう "
    "為る 成る 有る 居る 事 物 教える 下さる 欲しい 知る たい から まで より けど って ん よう 為 御 お ご つく 付く 就く 就いて 付いて について 関する 必要 手続き 手数料 場合 方法 "
    "、 。 ? ! ？ ！ , . - / ( ) 「 」 ・ …".split()
)


# Of 384 axes; with them the right FAQ among 2,000 is as good as always among the first 64.
_OUTLINE = 64
# The share of a service's names and examples that speak of moving somewhere, from which on it is the service for that.
_FOR_MOVING = 0.25
_WHOSE = frozenset("saya aku sy kami kita gue gw ku isun kulo".split())
_LETTERS = re.compile(r"[a-z]+")
_RUN = re.compile(r"[^\sぁ-ゖ、。？?！!・]{2,10}")
_HIRAGANA = re.compile(r"[ぁ-ゖー、。？?！! ]+")


@dataclass(frozen=True)
class Target:
    """Something a message can be about."""

    kind: Kind
    key: str


@dataclass(frozen=True)
class Phrase:
    """One way in which a target is named or asked for, normalised."""

    target: int
    role: Role
    text: str


def without_nya(word: str) -> str:
    """An Indonesian word without the ending -nya ("biayanya"), which says only that it is known of what."""
    return word[:-3] if word.endswith("nya") and len(word) > 5 else word


def content_words(text: str) -> list[str]:
    """The words of a normalised text that can tell targets apart; Indonesian ones without the ending -nya."""
    found = []
    for word in words(text):
        if word in STOPWORDS:
            continue
        if word.isascii():
            for part in word.replace("-", " ").split():
                stem = without_nya(part)
                if stem not in STOPWORDS and any(c.isalnum() for c in stem):
                    found.append(stem)
        else:
            found.append(word)
    return found


def alias_form(text: str) -> str:
    """The form in which aliases are looked up: hyphens as spaces, katakana as hiragana."""
    return jaconv.kata2hira(text.replace("-", " ")).strip(" ?!.,。、？！")


def is_name(text: str) -> bool:
    """Whether a normalised example question only names its subject, without asking: "kartu tani", 「営業許可」.

    In Indonesian that is one or two words, none of them a question word; in Japanese one run of at most ten characters without hiragana.
    """
    if is_japanese(text):
        return _RUN.fullmatch(text) is not None
    parts = text.split()
    return len(parts) <= 2 and len(text) >= 3 and not any(part in STOPWORDS or not part[0].isalpha() for part in parts)


def _phrases(view: AgencyView, targets: list[Target]) -> Iterable[Phrase]:
    for number, target in enumerate(targets):
        names: list[str] = []
        examples: list[str] = []
        texts: list[str] = []
        if target.kind == "service":
            service = view.services[target.key]
            for language in LANGUAGES:
                names += [service.name.get(language, ""), service.short_name.get(language, ""), *service.aliases.get(language, ())]
                examples += service.examples.get(language, ())
                texts += [(service.summary or {}).get(language, "")]
        elif target.kind == "faq":
            faq = view.faq[target.key]
            for language in LANGUAGES:
                variants = faq.variants.get(language, ())
                names += [variant for variant in variants if is_name(normalise(variant))]
                examples += [faq.question.get(language, ""), *(variant for variant in variants if variant not in names)]
                texts.append(faq.answer.get(language, ""))
        else:
            event = view.life_events[target.key]
            for language in LANGUAGES:
                names += [event.name.get(language, "")]
                examples += event.aliases.get(language, ())
        roles: tuple[tuple[Role, list[str]], ...] = (("name", names), ("example", examples), ("text", texts))
        for role, group in roles:
            for text in dict.fromkeys(normalise(t) for t in group):
                if text:
                    yield Phrase(number, role, text)


def family_name(key: str) -> str:
    """The first part of a service's key, which services of one document share."""
    return key.split("-", 1)[0]


class KnowledgeIndex:
    """Everything needed to score a message against every target of one agency, as of one revision.

    What the agency's index was `before` an edit spares the work for every phrase that is still there.
    """

    def __init__(self, view: AgencyView, progress: Callable[[int, int], None] | None = None, before: KnowledgeIndex | None = None) -> None:
        self.view = view
        self.targets = (
            [Target("service", key) for key in view.services]
            + [Target("faq", key) for key in view.faq]
            + [Target("life_event", key) for key in view.life_events]
        )
        self.number = {target: index for index, target in enumerate(self.targets)}
        self.phrases = list(_phrases(view, self.targets))
        self.of_kind = {kind: np.array([i for i, t in enumerate(self.targets) if t.kind == kind], dtype=np.int64) for kind in KINDS}
        texts = [phrase.text for phrase in self.phrases]
        self.vectors = _vectors(texts, progress, before)
        self.owner = np.array([phrase.target for phrase in self.phrases], dtype=np.int64)
        self.role = np.array([("name", "example", "text").index(phrase.role) for phrase in self.phrases], dtype=np.int64)
        self.characters: CharacterTable = CharacterTable(texts, None if before is None else before.characters)
        # Where each target's phrases begin among all phrases, and after the last target where they end.
        self._first = np.searchsorted(self.owner, np.arange(len(self.targets) + 1))
        self._index_words()
        self._index_aliases()
        if before is not None and list(before.view.services.items()) == list(view.services.items()):
            # An edited FAQ changes nothing in how services are told.
            self.described = before.described

    def make_ready(self) -> None:
        """Work out now what the first message would else wait for."""
        _ = self._outline, self.case_shares, self.service_for_moving, self.words_of_names, self.spoken, self.described

    def phrases_of(self, targets: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The numbers of the targets' phrases, and for each phrase the position of its target in `targets` (ascending numbers)."""
        lengths = self._first[targets + 1] - self._first[targets]
        owner = np.repeat(np.arange(len(targets)), lengths)
        before = np.cumsum(lengths) - lengths
        return np.arange(len(owner)) + (self._first[targets] - before)[owner], owner

    def character_overlap(self, text: str, phrases: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The cosine of the text's character sequences with those of each of the phrases."""
        return self.characters.cosines(text)[phrases]

    def cosines(self, vector: npt.NDArray[np.float32], phrases: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The cosine of an embedding with those of the phrases (ascending numbers)."""
        if not len(phrases):
            return np.zeros(0, np.float32)
        # Stretch by stretch: to gather the rows would take longer than to multiply them.
        breaks = np.flatnonzero(np.diff(phrases) != 1) + 1
        first, last = phrases[np.concatenate([[0], breaks])], phrases[np.concatenate([breaks - 1, [len(phrases) - 1]])]
        return np.concatenate([self.vectors[start : end + 1] @ vector for start, end in zip(first, last, strict=True)])

    @cached_property
    def _outline(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """The phrases' embeddings on the axes along which they differ most, and those axes: a sixth of the numbers, nearly the same order."""
        centred = self.vectors - self.vectors.mean(axis=0)
        _, axes = np.linalg.eigh(centred.T @ centred)
        kept = np.ascontiguousarray(axes[:, -_OUTLINE:])
        # What is the same for all phrases changes no order, so the message's embedding need not be centred.
        return np.ascontiguousarray(centred @ kept), kept

    def nearness(self, vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """For each target how near its nearest phrase is to an embedding, roughly: good for choosing candidates, not for ranking them."""
        outline, axes = self._outline
        near = np.full(len(self.targets), -1.0, np.float32)
        if len(outline):
            filled = np.flatnonzero(np.diff(self._first))
            near[filled] = np.maximum.reduceat(outline @ (vector @ axes), self._first[filled])
        return near

    def word_share(self, weight: Mapping[str, float], least: int) -> npt.NDArray[np.float32]:
        """For each target the sum of the weights of those words that more than `least` of its phrases hold."""
        share = np.zeros(len(self.targets), np.float32)
        for word, value in weight.items():
            if (found := self._targets_with_word.get(word)) is not None:
                targets, counts = found
                share[targets[counts > least]] += value
        return share

    @cached_property
    def described(self) -> Described:
        """The services as descriptions of a matter tell them."""
        services = self.of_kind["service"]
        own = np.flatnonzero((self.role < 2) & np.isin(self.owner, services))
        keys = [self.targets[number].key for number in services]
        return Described(keys, self.vectors[own], np.searchsorted(services, self.owner[own]))

    @cached_property
    def families(self) -> dict[str, tuple[str, ...]]:
        """The services by the first part of their key: ktp-el-baru and ktp-el-hilang-rusak are of the family "ktp"."""
        members: defaultdict[str, list[str]] = defaultdict(list)
        for key in self.view.services:
            members[family_name(key)].append(key)
        return {name: tuple(keys) for name, keys in members.items()}

    @cached_property
    def area(self) -> Area:
        """The area of the agency, into which, out of which and within which people move."""
        return area_of(self.view)

    @cached_property
    def own_area(self) -> frozenset[str]:
        """The words for the agency's own area, which name none of its services."""
        return frozenset(word for name in self.area.names for word in content_words(name))

    def case_in(self, text: str) -> str | None:
        """The case that tells apart services of the same words: lost, damaged, ... (`bot.nlu.cases`), or where somebody moves."""
        return direction_in(text, self.area) or variant_in(text)

    @cached_property
    def case_shares(self) -> list[dict[str | None, float]]:
        """For each target the share of its names and examples that speak of a case (see `case_in`; None: of no case)."""
        counts: list[Counter[str | None]] = [Counter() for _ in self.targets]
        for phrase in self.phrases:
            if phrase.role != "text":
                counts[phrase.target][self.case_in(phrase.text)] += 1
        return [{case: number / counter.total() for case, number in counter.items()} for counter in counts]

    @cached_property
    def service_for_moving(self) -> dict[str | None, int]:
        """The service of which most of those examples speak that move in, out or within the area."""
        services = self.of_kind["service"]
        found: dict[str | None, int] = {}
        for direction in DIRECTIONS:
            shares = {int(number): self.case_shares[number].get(direction, 0.0) for number in services}
            best = max(shares, key=shares.__getitem__, default=None)
            if best is not None and shares[best] >= _FOR_MOVING:
                found[direction] = best
        return found

    @cached_property
    def words_of_names(self) -> dict[int, frozenset[str]]:
        """For each target the words of all its names."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        for target, kept, _ in self.name_words:
            found[target] |= kept
        return defaultdict(frozenset, {target: frozenset(kept) for target, kept in found.items()})

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Every Indonesian word of the phrases, in the form in which messages are read."""
        return frozenset(word for phrase in self.phrases if not is_japanese(phrase.text) for word in _LETTERS.findall(phrase.text))

    def _index_words(self) -> None:
        # A dictionary reads 「てんきょ」 as 「天気」 and more: words written in hiragana alone are found by alias and characters, not as words.
        bags = [[] if phrase.role == "text" or _HIRAGANA.fullmatch(phrase.text) else content_words(phrase.text) for phrase in self.phrases]
        documents: defaultdict[str, set[int]] = defaultdict(set)
        counts: list[Counter[str]] = [Counter() for _ in self.targets]
        for phrase, bag in zip(self.phrases, bags, strict=True):
            for word in bag:
                documents[word].add(phrase.target)
            counts[phrase.target].update(set(bag))
        total = max(len(self.targets), 1)
        self.idf = {word: math.log(1 + total / len(found)) for word, found in documents.items()}
        self.unknown_idf = math.log(1 + total)
        self.word_counts = counts
        with_word: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for target, counter in enumerate(counts):
            for word, number in counter.items():
                with_word[word].append((target, number))
        self._targets_with_word = {
            word: (np.array([t for t, _ in found], np.int64), np.array([n for _, n in found], np.int64))
            for word, found in with_word.items()
        }
        self.word_totals = [sum(counter.values()) or 1 for counter in counts]
        self.name_words: list[tuple[int, frozenset[str], float]] = []
        for phrase, bag in zip(self.phrases, bags, strict=True):
            if phrase.role == "name" and bag:
                kept = frozenset(bag)
                self.name_words.append((phrase.target, kept, sum(self.idf[word] for word in kept)))
        self.names_with_word: defaultdict[str, list[int]] = defaultdict(list)
        for index, (_, kept, _) in enumerate(self.name_words):
            for word in kept:
                self.names_with_word[word].append(index)

    def _index_aliases(self) -> None:
        self.aliases: defaultdict[str, set[int]] = defaultdict(set)
        for phrase in self.phrases:
            if phrase.role == "name" and len(form := alias_form(phrase.text)) >= 2:
                self.aliases[form].add(phrase.target)
        self.japanese_aliases = [form for form in self.aliases if is_japanese(form)]
        self.longest_alias = max((form.count(" ") + 1 for form in self.aliases), default=1)

    def _aliases_in(self, tokens: list[str]) -> set[str]:
        return {
            window
            for size in range(1, min(self.longest_alias, len(tokens)) + 1)
            for start in range(len(tokens) - size + 1)
            if (window := " ".join(tokens[start : start + size])) in self.aliases
        }

    def alias_hits(self, text: str) -> dict[int, tuple[int, bool]]:
        """For each target named outright: the length of its longest alias in the text, and whether no other target has it."""
        form = alias_form(text)
        tokens = [without_nya(t.strip("?!.,()\"'")) for t in form.split()]
        # "STNK saya hilang" names what "STNK hilang" names.
        nobody = [token for token in tokens if token not in _WHOSE]
        found = self._aliases_in(tokens) | (self._aliases_in(nobody) if len(nobody) < len(tokens) else set())
        if is_japanese(form):
            found.update(alias for alias in self.japanese_aliases if alias in form)
            for latin in _latin_runs(form):
                if latin in self.aliases:
                    found.add(latin)
        hits: dict[int, tuple[int, bool]] = {}
        for alias in found:
            owners = self.aliases[alias]
            weight = len(alias) * (2 if is_japanese(alias) else 1)
            for target in owners:
                if weight > hits.get(target, (0, False))[0]:
                    hits[target] = (weight, len(owners) == 1)
        return hits


def _latin_runs(text: str) -> list[str]:
    runs, run = [], ""
    for character in text + "\0":
        if character.isascii() and (character.isalnum() or character in " -"):
            run += character
        elif run:
            runs.append(run.strip())
            run = ""
    return runs


def _vectors(texts: list[str], progress: Callable[[int, int], None] | None, before: KnowledgeIndex | None) -> npt.NDArray[np.float32]:
    """The embeddings of the phrases; those that were there before are not read again."""
    if before is None:
        return embed_all(texts, progress)
    known = {phrase.text: number for number, phrase in enumerate(before.phrases)}
    fresh = list(dict.fromkeys(text for text in texts if text not in known))
    at = known | {text: len(before.phrases) + number for number, text in enumerate(fresh)}
    held = np.concatenate([before.vectors, embed_all(fresh, progress)]) if fresh else before.vectors
    rows = np.array([at[text] for text in texts], dtype=np.int64)
    return np.ascontiguousarray(held[rows])


_lock = threading.Lock()
_indexes: dict[str, KnowledgeIndex] = {}
_building: dict[str, threading.Lock] = {}
_asked_for: dict[str, float] = {}


def index_of(agency: str, progress: Callable[[int, int], None] | None = None) -> KnowledgeIndex:
    """The index of an agency, built anew when the catalogue has changed; safe inside an event loop.

    Raises:
        bot.catalogue.merge.UnknownAgency: no agency has this key.
    """
    _asked_for[agency] = time.monotonic()
    return _present(agency, progress)


def renew(seconds: float, most: int) -> None:
    """Build anew, ahead of the next message, the indexes that were asked for within so many seconds: the latest, at most so many.

    One edit makes the indexes of all agencies old, which may be hundreds: the others wait until they are asked for.
    """
    since = time.monotonic() - seconds
    lately = sorted(((at, agency) for agency, at in _asked_for.items() if at >= since), reverse=True)
    for _, agency in lately[:most]:
        with suppress(UnknownAgency):
            _present(agency).make_ready()


def _present(agency: str, progress: Callable[[int, int], None] | None = None) -> KnowledgeIndex:
    view = snapshot.current(agency)
    with _lock:
        building = _building.setdefault(agency, threading.Lock())
    with building:
        index = _indexes.get(agency)
        if index is None or index.view is not view:
            index = _indexes[agency] = KnowledgeIndex(view, progress, index)
        return index
