"""A wish for a person that says nothing else: "minta petugas dong". Whatever service the model sees in it, it names none.

An officer who comes to the house is a service, so that the mere word for one leads there.
"""

from __future__ import annotations

import re

from bot.nlu.normalise import normalise

_PERSON = frozenset(
    {"petugas", "petugasnya", "pegawai", "operator", "admin", "adminnya", "cs", "staf", "staff", "orang", "orangnya", "manusia"}
)
# Words of wanting, calling, talking and courtesy; none of them names a matter.
_WISHING = frozenset(
    (
        "mau ingin pengin pingin pengen kepengen butuh perlu minta mohon tolong bisa bisakah boleh bolehkah ada mana mending "
        "lebih baik biar bicara berbicara ngomong ngobrol chat chatting konsultasi curhat tanya bertanya nanya sambung sambungkan "
        "disambungkan hubung hubungkan dihubungkan hubungi dioper panggil panggilkan panggilin carikan ketemu bertemu dijawab "
        "dibantu dilayani dibalas bantuan bantu ke kepada sama dengan oleh dari langsung saja aja dulu dong deh ya yah lah nih "
        "sih kan kok please plis sekarang lagi asli beneran halo hallo hai permisi maaf selamat pagi siang sore malam saya aku "
        "kak kakak min pak bu bapak ibu mas mbak layanan yang untuk "
    ).split()
)
_WORDS = re.compile(r"\w+")


def is_bare_wish(text: str) -> bool:
    """Whether all of it is the wish itself."""
    words = _WORDS.findall(normalise(text))
    return any(word in _PERSON for word in words) and all(word in _PERSON or word in _WISHING for word in words)
