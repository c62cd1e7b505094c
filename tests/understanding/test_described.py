"""Services told by what citizens describe, where nothing was spoken of before."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.knowledge.described import FEATURES, Described
from bot.nlu.knowledge.index import index_of
from bot.nlu.knowledge_linker import begins, link

pytestmark = pytest.mark.usefixtures("seeded_db")


@pytest.mark.parametrize(
    ("agency", "said", "service"),
    [
        ("banyuwangi", "dompet kecopetan di terminal, kartu penduduknya ikut hilang", "ktp-el-hilang-rusak"),
        ("fukuoka", "先週大阪から博多に越してきました。荷物もまだ段ボールのままです", "tennyu"),
    ],
)
def test_a_description_tells_the_service_at_the_beginning(agency: str, said: str, service: str) -> None:
    assert link(agency, said)["services"][0][0] == service


def test_what_was_spoken_of_before_ends_the_beginning() -> None:
    assert begins({})
    assert begins({"service": None, "faq": None, "options": []})
    assert not begins({"service": "kia"})
    assert not begins({"faq": "parkir"})
    assert not begins({"options": [{"payload": {"type": "service", "service": "kia"}}]})


def test_a_service_without_descriptions_is_told_by_its_names() -> None:
    index = index_of("banyuwangi")
    services = index.of_kind["service"]
    own = np.flatnonzero((index.role < 2) & np.isin(index.owner, services))
    owner = np.searchsorted(services, index.owner[own])
    # Under keys that no message of the training data has.
    unknown = Described([f"baru-{number}" for number in range(len(services))], index.vectors[own], owner)
    place = int(owner[0])
    found = unknown.features(index.vectors[own[0]])
    assert found.shape == (len(services), len(FEATURES))
    assert not found[:, :2].any()
    assert int(found[:, 2].argmax()) == place


def test_an_agency_without_services_has_no_rows() -> None:
    nothing = Described([], np.zeros((0, 384), np.float32), np.zeros(0, np.int64))
    assert nothing.features(np.ones(384, np.float32)).shape == (0, len(FEATURES))
