"""A worker process with a dialogue that counts, for the crash test: everything else in it is the real thing."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Run until stopped or killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
    django.setup()

    from bot.pipeline.connection import async_client
    from bot.pipeline.consumer import Consumer
    from bot.pipeline.process import run_process
    from bot.pipeline.worker import Worker
    from tests.pipeline.fakes import CountingDialogue

    async def make() -> Consumer:
        client = async_client()
        # A short lease, so that the test need not wait long for a killed worker's partitions.
        return Consumer("inbox", Worker(CountingDialogue(client, seconds=0.05), client).handling, lease_seconds=2.0)

    run_process(make)


if __name__ == "__main__":
    main()
