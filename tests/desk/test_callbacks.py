"""The wish to be called back: asked for in steps, stored with consent only, and neither name nor number ever open anywhere."""

from __future__ import annotations

import json
import zoneinfo
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.utils import timezone

from bot.accounts.rekeying import rekey
from bot.accounts.vault import unseal
from bot.desk import callbacks
from bot.desk.models import Callback, DeskSettings, Message, SpecialDay
from bot.environment import environment
from bot.pipeline import keys
from bot.pipeline.database import in_database
from bot.staff.models import AuditEntry
from tests.desk.town import Town, operator, unit
from tests.pipeline.platform import said

NAME, NUMBER = "Bu Contoh", "0812 3456 7890"


async def asked_for_the_name(town: Town) -> None:
    """The citizen was told that nobody is there, and has chosen to be called back."""
    await town.says("syarat KTP")
    await town.says("petugas")
    [question] = await town.presses("Minta dihubungi")
    assert "nama" in question


async def test_the_steps_lead_to_a_request_in_the_list(town: Town) -> None:
    await asked_for_the_name(town)
    assert "nomor telepon" in (await town.says(NAME))[0]
    assert "Kapan" in (await town.says(NUMBER))[0]
    assert "Bolehkah kami menyimpan" in (await town.says("besok pagi"))[0]
    assert not await town.sees(Callback.objects.exists)
    assert "sudah kami catat" in (await town.says("ya, setuju"))[0]
    stored = await town.sees(lambda: Callback.objects.get())
    assert await in_database(callbacks.details, stored, town.operator) == (NAME, "081234567890")
    assert (stored.wanted_when, stored.about, stored.service_key, stored.state) == ("besok pagi", "syarat KTP", "layanan-1", "open")
    assert stored.consented_at is not None
    assert await town.says("halo") == ["bot: halo"]


@pytest.mark.parametrize(
    ("wish", "about"), [("petugas tentang KTP saya yang hilang", "petugas tentang KTP saya yang hilang"), ("petugas", "")]
)
async def test_what_the_wish_itself_names_is_what_the_call_is_about(town: Town, wish: str, about: str) -> None:
    await town.says(wish)
    await town.presses("Minta dihubungi")
    for answer in (NAME, NUMBER, "kapan saja", "ya"):
        await town.says(answer)
    assert await town.sees(lambda: Callback.objects.get().about) == about


@pytest.mark.parametrize("words", ["tolong telepon saya nanti", "bisa ditelepon aja?", "minta dihubungi", "あとで電話してほしいです"])
async def test_the_offer_is_taken_in_words(town: Town, words: str) -> None:
    await town.says("petugas")
    [question] = await town.says(words)
    assert "nama" in question


async def test_a_question_about_a_telephone_is_not_the_offer_taken(town: Town) -> None:
    await town.says("petugas")
    assert await town.says("syarat, nomor telepon kantor berapa?") == ["bot: syarat, nomor telepon kantor berapa?"]


@pytest.mark.parametrize(
    "words",
    [
        "lewat chat aja ya kak",
        "apa bisa lewat WA?",
        "boleh di sini saja?",
        "チャットでお願いします",
        "チャットでいいですか",
        "こちらに返信してください",
    ],
)
async def test_the_answer_in_this_chat_is_asked_for_in_own_words(town: Town, words: str) -> None:
    await asked_for_the_name(town)
    await town.says(NAME)
    await town.says(words)
    await town.says("kapan saja")
    await town.says("ya")
    assert unseal((await town.sees(lambda: Callback.objects.get())).how) == callbacks.IN_THIS_CHAT


async def test_a_yes_is_no_time(town: Town) -> None:
    await asked_for_the_name(town)
    for answer in (NAME, NUMBER):
        await town.says(answer)
    assert "Kapan" in (await town.says("ya"))[0]


@pytest.mark.parametrize("words", ["jangan lewat chat", "チャットじゃなくて電話で", "nomor ini saja"])
async def test_no_place_to_answer_is_guessed(town: Town, words: str) -> None:
    await asked_for_the_name(town)
    await town.says(NAME)
    [question] = await town.says(words)
    assert "nomor telepon" in question
    assert "tidak terlihat oleh petugas" in question


async def test_buttons_answer_every_step_but_the_name(town: Town) -> None:
    await asked_for_the_name(town)
    await town.says(NAME)
    await town.presses("Lewat chat ini")
    await town.presses("Pagi")
    await town.presses("Ya, setuju")
    stored = await town.sees(lambda: Callback.objects.get())
    assert unseal(stored.how) == callbacks.IN_THIS_CHAT
    assert stored.wanted_when == "Pagi"


async def test_neither_name_nor_number_is_open_in_redis_database_dialogue_or_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    await asked_for_the_name(town)
    await town.says(NAME)
    await town.line.hear(said(NUMBER))
    waiting = [
        json.dumps(fields) for _, fields in await town.line.redis.xrange(keys.stream("inbox", keys.partition_of(town.line.conversation)))
    ]
    assert waiting
    await town.line.work()
    kept = [*waiting]
    async for key in town.line.redis.scan_iter(f"{environment().redis_prefix}:*"):
        untyped: Any = town.line.redis
        kind = await untyped.type(key)
        if kind == "string":
            kept.append(str(await town.line.redis.get(key)))
        elif kind == "hash":
            kept.append(json.dumps(await town.line.redis.hgetall(key)))
        elif kind == "stream":
            kept.append(json.dumps(await town.line.redis.xrange(key)))
    rows = await town.sees(lambda: list(Message.objects.values_list("text", flat=True)))
    everything = "\n".join([*kept, *rows, caplog.text])
    # Not each four digits alone: a time in the metrics may hold them by chance.
    for secret in ("Contoh", "0812 3456", "3456 7890", "08123456", "34567890"):
        assert secret not in everything
    assert rows.count("[***]") == 2
    assert town.line.dialogue.calls[-1]["text"] == "petugas"


@pytest.mark.parametrize("step", ["name", "how", "when", "consent"])
@pytest.mark.parametrize("how", ["Batal", "press"])
async def test_it_can_be_cancelled_at_every_step(town: Town, step: str, how: str) -> None:
    await asked_for_the_name(town)
    for answer in [NAME, NUMBER, "besok pagi"][: ["name", "how", "when", "consent"].index(step)]:
        await town.says(answer)
    button = "Tidak setuju" if step == "consent" else "Batal"
    [answer] = await (town.presses(button) if how == "press" else town.says("batal"))
    assert "tidak ada data yang kami simpan" in answer
    assert not await town.sees(Callback.objects.exists)
    assert await town.says("halo") == ["bot: halo"]


async def test_without_a_clear_yes_nothing_is_stored(town: Town) -> None:
    await asked_for_the_name(town)
    for answer in (NAME, NUMBER, "kapan saja"):
        await town.says(answer)
    assert "Tanpa persetujuan Anda" in (await town.says("hmm"))[0]
    assert "tidak ada data yang kami simpan" in (await town.says("tidak"))[0]
    assert not await town.sees(Callback.objects.exists)


@pytest.mark.parametrize("words", ["12345", "nanti saja", "3510011708450001"])
async def test_what_is_no_telephone_number_is_asked_for_again(town: Town, words: str) -> None:
    await asked_for_the_name(town)
    await town.says(NAME)
    assert "bukan nomor telepon" in (await town.says(words))[0]
    assert "Kapan" in (await town.says(NUMBER))[0]


async def test_a_question_in_between_is_answered_and_masked_as_ever(town: Town) -> None:
    await asked_for_the_name(town)
    answer, again = await town.says("syarat KTP apa saja? NIK saya 3510011708450001")
    assert answer.endswith("bot: syarat KTP apa saja? NIK saya [***]")
    assert "nama" in again
    assert "nomor telepon" in (await town.says(NAME))[0]


async def test_each_step_bears_a_question_in_between(town: Town) -> None:
    await asked_for_the_name(town)
    for answer, wanted in ((NAME, "nomor telepon"), (NUMBER, "Kapan"), ("kapan saja", "Bolehkah")):
        assert "bot: syarat" in (await town.says("syarat KTP apa saja?"))[0]
        assert wanted in (await town.says(answer))[-1]
    assert (await town.says("syarat KTP apa saja?"))[-1].startswith("Bolehkah")
    assert "sudah kami catat" in (await town.says("ya"))[0]
    assert await town.sees(Callback.objects.count) == 1


async def test_whoever_asks_what_a_step_means_hears_that_step_alone(town: Town) -> None:
    await asked_for_the_name(town)
    for answer in (NAME, NUMBER, "kapan saja"):
        await town.says(answer)
    [again] = await town.says("entah maksudnya bagaimana?")
    assert again.startswith("Bolehkah")
    assert town.titles() == ["Ya, setuju", "Tidak setuju"]


async def test_whoever_goes_on_to_something_else_hears_that_nothing_was_noted(town: Town) -> None:
    await asked_for_the_name(town)
    await town.says("syarat KTP apa saja?")
    answer, told = await town.says("biaya KTP berapa?")
    assert answer == "bot: biaya KTP berapa?"
    assert "belum kami catat" in told
    assert await town.sees(Callback.objects.count) == 0
    assert "nama" in (await town.presses("Minta dihubungi"))[0]


@pytest.mark.parametrize("steps", [0, 1, 2])
async def test_a_cry_for_help_is_never_taken_for_an_answer(town: Town, steps: int) -> None:
    await asked_for_the_name(town)
    for answer in [NAME, NUMBER][:steps]:
        await town.says(answer)
    heard = await town.says("saya mau bunuh diri")
    assert heard[0] == "bot: saya mau bunuh diri"
    assert town.line.dialogue.calls[-1]["text"] == "saya mau bunuh diri"


async def test_two_answers_at_once_each_answer_their_step(town: Town) -> None:
    await asked_for_the_name(town)
    first, second = await town.line.ask(said(NAME), said(NUMBER))
    assert "nomor telepon" in first
    assert "Kapan" in second


async def test_a_number_that_nobody_asked_for_is_masked(town: Town) -> None:
    await town.says(f"halo, {NUMBER}")
    assert await town.sees(lambda: Message.objects.filter(direction="in").latest("pk").text) == "halo, [***]"


async def test_where_the_agency_takes_none_none_is_offered(town: Town) -> None:
    await in_database(lambda: DeskSettings.objects.update(takes_callbacks=False))
    await town.says("petugas")
    assert town.titles() == ["Daftar layanan"]


async def test_who_asks_for_a_call_hears_when_somebody_is_there_again(town: Town) -> None:
    def closed_today() -> None:
        made = unit(town.agency, hours=[(day, "00:00", "23:59") for day in range(7)], closed_on_public_holidays=False)
        SpecialDay.objects.create(unit=made, day=timezone.now().astimezone(zoneinfo.ZoneInfo(town.agency.timezone)).date())

    await in_database(closed_today)
    await asked_for_the_name(town)
    await town.says(NAME)
    assert "Petugas melayani lagi besok, " in (await town.says(NUMBER))[0], "before the time is chosen"
    await town.says("besok pagi")
    assert "Petugas melayani lagi besok, " in (await town.says("ya"))[0]


async def test_the_citizen_hears_of_a_call_in_vain_and_of_the_end(town: Town) -> None:
    await asked_for_the_name(town)
    for answer in (NAME, NUMBER, "kapan saja", "ya"):
        await town.says(answer)
    state, before = Callback.State, len(town.line.platform.sent)

    def note(wanted: Callback.State, earlier: Callback.State) -> bool:
        noted = callbacks.set_state(Callback.objects.get().pk, town.operator, wanted, "", earlier, timezone.now(), tells=True)
        assert noted is not None
        return noted.told

    assert await in_database(note, state.NOT_REACHED, state.OPEN)
    assert not await in_database(note, state.NOT_REACHED, state.NOT_REACHED), "a remark is no news"
    assert not await in_database(note, state.OPEN, state.NOT_REACHED)
    assert await in_database(note, state.CLOSED, state.OPEN)
    await town.line.send()
    [in_vain, closed] = town.line.platform.parts_sent[before:]
    assert in_vain.startswith("Petugas sudah mencoba menghubungi Anda, tetapi belum berhasil.")
    assert closed.startswith("Permintaan Anda untuk dihubungi sudah kami tutup.")


async def test_whoever_was_reached_or_is_being_served_hears_nothing_of_the_call(town: Town) -> None:
    await asked_for_the_name(town)
    for answer in (NAME, NUMBER, "kapan saja", "ya"):
        await town.says(answer)
    await town.on_duty()
    await town.says("petugas")
    await town.claim()
    state = Callback.State

    def note(wanted: Callback.State, earlier: Callback.State) -> bool:
        noted = callbacks.set_state(Callback.objects.get().pk, town.operator, wanted, "", earlier, timezone.now(), tells=True)
        assert noted is not None
        return noted.told

    assert not await in_database(note, state.NOT_REACHED, state.OPEN)
    assert not await in_database(note, state.REACHED, state.NOT_REACHED)


async def test_one_colleague_takes_it_and_each_step_is_taken_once(town: Town) -> None:
    await asked_for_the_name(town)
    for answer in (NAME, NUMBER, "kapan saja", "ya"):
        await town.says(answer)
    other = await in_database(operator, town.agency)

    def work() -> None:
        row, state = Callback.objects.get(), Callback.State
        assert callbacks.take(row.pk, town.operator)
        assert callbacks.take(row.pk, town.operator)
        assert not callbacks.take(row.pk, other)
        assert callbacks.set_state(row.pk, town.operator, state.NOT_REACHED, "tidak diangkat", state.OPEN, timezone.now())
        assert not callbacks.set_state(row.pk, other, state.REACHED, "", state.OPEN, timezone.now())
        row.refresh_from_db()
        assert (row.state, row.tries, row.operator) == ("not_reached", 1, town.operator)
        callbacks.details(row, town.operator)
        assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["callback.state", "callback.details"]

    await in_database(work)


async def test_who_is_written_to_and_named_nothing_is_shown_by_the_wish_and_not_by_the_consent(town: Town) -> None:
    await town.says("petugas")
    await town.presses("Minta dihubungi")
    for answer in (NAME, "lewat chat ini", "kapan saja"):
        await town.says(answer)
    await town.presses("Ya, setuju")
    await in_database(lambda: callbacks.write(Callback.objects.get().pk, town.operator, timezone.now()))
    assert (await town.handoff()).summary["question"] == "petugas"


async def test_japanese_steps_are_asked_in_japanese(town: Town) -> None:
    await town.says("petugas", language="ja")
    [question] = await town.presses("折り返しを頼む")
    assert "お名前" in question
    assert "電話番号" in (await town.says("例", language="ja"))[0]
    assert "時間帯" in (await town.says("このチャットで", language="ja"))[0]
    assert "保存してもよろしいですか" in (await town.says("いつでもよい", language="ja"))[0]
    assert "承りました" in (await town.says("はい、お願いします", language="ja"))[0]


@pytest.mark.parametrize(
    ("words", "name", "language"),
    [
        ("nama saya Budi", "Budi", "id"),
        ("panggil saja Bu Sri", "Bu Sri", "id"),
        ("Panggil saja Bu Sri ya kak", "Bu Sri", "id"),
        ("Halo kak, saya Budi.", "Budi", "id"),
        ("dengan Ibu Sri di sini", "Ibu Sri", "id"),
        ("nama saya Siti, istrinya pak joko", "Siti", "id"),
        ("スズキです", "スズキ", "ja"),
        ("名前は鈴木と申します。", "鈴木", "ja"),
        ("はい、「よしだ」でお願いします", "よしだ", "ja"),
        ("nama saya Budi", "Budi", "ja"),
    ],
)
async def test_of_a_sentence_the_name_alone_is_kept(town: Town, words: str, name: str, language: str) -> None:
    assert await kept_name(town, words, language) == name


@pytest.mark.parametrize(
    ("words", "language"),
    [
        *((words, "id") for words in ("Namira Panggih", "Inisiatif Budi", "Budi Santoso, S.Pd.", "An Nisa", "Yaya", "I Gusti Ngurah Rai")),
        *((words, "id") for words in ("saya yang tadi", "saya mau lewat chat saja", "Halo Budi")),
        *((words, "ja") for words in ("やまだ", "みさと", "はいばら", "名取", "Saya Tanaka", "わたなべ", "いいです")),
    ],
)
async def test_what_only_looks_like_a_sentence_stays_the_name(town: Town, words: str, language: str) -> None:
    assert await kept_name(town, words, language) == words


async def kept_name(town: Town, words: str, language: str) -> str:
    """What the operators see of somebody who answered with these words."""
    await town.says("petugas", language=language)
    await town.presses("折り返しを頼む" if language == "ja" else "Minta dihubungi")
    for answer in (words, "0812 3456 7890", "10:00", "はい" if language == "ja" else "ya"):
        await town.says(answer, language=language)
    name, _ = await in_database(lambda: callbacks.details(Callback.objects.get(), town.operator))
    return name


async def test_a_new_key_encrypts_name_and_number_anew(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await asked_for_the_name(town)
    for answer in (NAME, NUMBER, "kapan saja", "ya"):
        await town.says(answer)
    old = ",".join(environment().encryption_keys)
    with monkeypatch.context() as newer:
        newer.setenv("ENCRYPTION_KEYS", f"{Fernet.generate_key().decode()},{old}")
        environment.cache_clear()
        assert (await in_database(rekey)).unreadable == 0
        stored = await town.sees(lambda: Callback.objects.get())
        newest = Fernet(environment().encryption_keys[0])
        assert [newest.decrypt(sealed.encode()).decode() for sealed in (stored.name, stored.how)] == [NAME, "081234567890"]
    environment.cache_clear()
