"""`manage.py chat`: talk to the assistant in the terminal."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.catalogue.merge import UnknownAgency
from bot.catalogue.models import Agency
from bot.languages import say


class Command(BaseCommand):
    """Talk to the assistant; an empty line or Ctrl-D ends it."""

    help = "Talk to the assistant in the terminal."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the agency."""
        parser.add_argument("--agency", required=True)
        parser.add_argument("--show", action="store_true", help="show what was understood")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then talk."""
        from bot.dialogue import NoModel
        from bot.ops.local_actions import ActionServerFailed, local_actions

        agency = Agency.objects.filter(key=options["agency"]).first()
        if agency is None:
            raise CommandError(str(UnknownAgency(options["agency"])))
        self.stdout.write("Memuat model... / モデルを読み込んでいます……")
        try:
            with local_actions() as url:
                asyncio.run(
                    self._talk(url, options["agency"], agency.default_language, say(agency.name, agency.default_language), options["show"])
                )
        except (NoModel, ActionServerFailed) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("")

    async def _talk(self, url: str, agency: str, language: str, name: str, show: bool) -> None:
        from bot.ops.console_dialogue import ConsoleDialogue

        dialogue = await ConsoleDialogue.load(url)
        self.stdout.write(f"{name}. Silakan bertanya (baris kosong: selesai). / ご質問をどうぞ（空行で終了）。")
        while True:
            try:
                text = (await asyncio.to_thread(input, "> ")).strip()
            except EOFError:
                return
            if not text:
                return
            turn = await dialogue.say("terminal", text, agency, language=language)
            if show:
                self.stdout.write(f"  [{turn.understanding} {turn.milliseconds} ms]")
            for reply in turn.replies:
                self.stdout.write("\n" + reply["text"])
                if reply["quick_replies"]:
                    self.stdout.write("  " + "  ".join(f"[{n}. {q['title']}]" for n, q in enumerate(reply["quick_replies"], start=1)))
            self.stdout.write("")
