"""The one screen that `manage.py run` shows when everything is up."""

from __future__ import annotations

from bot.environment import Environment
from bot.ops.processes import web_host

QUESTIONS = (
    ("Banyuwangi", "KTP saya hilang, syarat bikin baru apa saja?", "身分証（KTP）をなくしました。何が必要ですか"),
    ("Fukuoka", "Biaya juminhyo berapa?", "住民票の写しの手数料はいくらですか"),
    ("Neyagawa", "Cara lapor pindah masuk gimana?", "転入届はいつまでに出せばいいですか"),
)


def welcome(env: Environment) -> str:
    """The address to open, first questions, where the logs are, and how to stop."""
    lines = ["", "The assistant is running.", "", f"  Open   http://{web_host(env)}:{env.port}/", "  Ask"]
    for city, indonesian, japanese in QUESTIONS:
        lines += [f"         {city + ':':<12}{indonesian}", f"         {'':<12}{japanese}"]
    lines += [f"  Logs   {env.state_folder.absolute() / 'log'}", "  Stop   Ctrl-C", ""]
    return "\n".join(lines)
