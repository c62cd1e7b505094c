"""Citizens who ask one question after the other on both channels, and what each of them must hear."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field

from tests.standins.client import StandIn

# Service key to a question that names it outright, and the words by which the first line of its answer is known.
QUESTIONS = {
    "ktp-el-baru": ("syarat bikin KTP-el baru", "Penerbitan KTP-el baru"),
    "kk-baru": ("syarat kartu keluarga baru", "Penerbitan Kartu Keluarga baru"),
    "akta-kelahiran": ("syarat akta kelahiran", "Akta kelahiran"),
    "akta-kematian": ("syarat akta kematian", "Akta kematian"),
    "kia": ("syarat kartu identitas anak (KIA)", "Kartu Identitas Anak"),
    "skck": ("syarat SKCK", "SKCK"),
    "sim-perpanjangan": ("syarat perpanjangan SIM", "Perpanjangan SIM"),
    "paspor-baru": ("syarat paspor baru", "Paspor baru"),
    "pindah-keluar": ("syarat surat pindah keluar daerah", "Surat pindah"),
    "bpjs-kesehatan": ("syarat pendaftaran BPJS Kesehatan", "BPJS Kesehatan"),
    "kartu-pencari-kerja": ("syarat kartu pencari kerja AK-1", "Kartu pencari kerja"),
    "nib-oss": ("syarat NIB lewat OSS", "Nomor Induk Berusaha"),
}


@dataclass
class Citizen:
    """One person: a chat of a channel, and the questions in the order in which they are asked."""

    channel: str
    chat: str
    asked: list[str] = field(default_factory=list)


def citizens(count: int, rng: random.Random) -> list[Citizen]:
    """Half on each channel, with invented numbers."""

    def one(number: int) -> Citizen:
        if number % 2:
            return Citizen("telegram", str(rng.randrange(10**8, 10**9)))
        return Citizen("whatsapp", f"+62{rng.randrange(81 * 10**8, 82 * 10**8)}")

    return [one(number) for number in range(count)]


def ask(
    people: list[Citizen], platforms: dict[str, StandIn], each: int, a_second: float, rng: random.Random, stop: threading.Event
) -> None:
    """Let everybody ask `each` different questions, in random turns, at so many a second over all."""
    orders = {person.chat: rng.sample(sorted(QUESTIONS), each) for person in people}
    turns = [person for person in people for _ in range(each)]
    rng.shuffle(turns)
    for person in turns:
        if stop.wait(rng.expovariate(a_second)):
            return
        service = orders[person.chat][len(person.asked)]
        person.asked.append(service)
        platforms[person.channel].say(person.chat, QUESTIONS[service][0], language="id")
