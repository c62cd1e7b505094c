"""The section of docs/performance.md on the desk under load, from the results alone."""

from __future__ import annotations

from typing import Any

from benchmarks.caveats import caveats
from benchmarks.desk.figures import AIM_MILLISECONDS, KINDS, missed, slowest
from benchmarks.desk.ledger import STAY


def section(results: dict[str, Any]) -> str:
    """The section, as Markdown."""
    return "\n\n".join([_opening(results), _aim(results), _events(results), _replies(results), _processors(results), _method(results)])


def _opening(results: dict[str, Any]) -> str:
    size = results["settings"]
    return (
        "## The desk under load\n\n"
        f"{size['conversations']} open conversations and {size['operators']} operators at one agency's desk, in one installation (web, "
        "worker, sender, actions, embedded Valkey, SQLite) on one machine, against the stand-ins of both platforms. Every operator keeps "
        "the page of a conversation open while citizens write, colleagues answer, close, pass on and take over.\n\n"
        f"Measured on {results['date']} by `{results['command']}`, which wrote this section and `benchmarks/desk.json`; it took "
        f"{results['minutes']:.0f} minutes, one round. Edit neither by hand.{caveats(results, 'it is')}"
    )


def _aim(results: dict[str, Any]) -> str:
    longest, lost = slowest(results), missed(results)
    reached = longest is not None and longest <= AIM_MILLISECONDS and not lost
    measured = "nothing was seen" if longest is None else f"at most {longest:,.0f} ms; {lost} were not shown"
    return (
        "| aim | measured | |\n|---|---|---|\n"
        f"| every event shown on every page that concerns it within one second | {measured} | {'reached' if reached else '**missed**'} |"
    )


def _events(results: dict[str, Any]) -> str:
    lines = ["| what happened | seen on | shown | not shown | p50 | p95 | p99 | at most |", "|---|---|---|---|---|---|---|---|"]
    for kind, words in KINDS.items():
        for side, where in (("pages_without_browser", "pages without a browser"), ("browsers", "Chromium")):
            found = results["events"][kind][side]
            if not found["expected"]:
                continue
            times = " | ".join(_number(found["shown"][name]) for name in ("p50", "p95", "p99", "max"))
            lines.append(f"| {words} | {where} | {found['shown']['count']:,} | {found['missed']} | {times} |")
    return (
        "### From the happening to the page\n\n" + "\n".join(lines) + "\n\n"
        "Milliseconds. In Chromium: until the text stands in the page. Without a browser: until the event has come and, for messages and "
        "their delivery, the part of the page that the script fetches then; of what colleagues do, until the event has come, with which "
        "the numbers above the lists change."
    )


def _replies(results: dict[str, Any]) -> str:
    replies, webhook = results["replies"], results["webhook_milliseconds"]
    lines = ["| | count | p50 | p95 | p99 | at most |", "|---|---|---|---|---|---|"]
    for words, found in (
        ("an operator's reply, from the press of the key until the platform has it", replies["milliseconds"]),
        ("webhook call answered after", webhook),
    ):
        lines.append(f"| {words} | {found['count']:,} | " + " | ".join(_number(found[n]) for n in ("p50", "p95", "p99", "max")) + " |")
    wrong = [f"{number}x {what}" for counts in (results["refused"], results["troubles"]) for what, number in counts.items()]
    wrong += [f"{replies['not_arrived']} replies did not arrive"] if replies["not_arrived"] else []
    wrong += results["hindered"]
    done = ", ".join(f"{what}: {number}" for what, number in results["done"].items())
    return (
        "### Replies\n\n" + "\n".join(lines) + "\n\n"
        f"Milliseconds. What was done meanwhile: {done}; signs of typing shown to citizens: {results['typing_signs']}. "
        f"What went wrong: {'; '.join(wrong) or 'nothing'}."
    )


def _processors(results: dict[str, Any]) -> str:
    busy = sorted(results["cores"].items(), key=lambda pair: -pair[1])
    lines = ["| process | cores kept busy |", "|---|---|", *(f"| {name} | {cores:.2f} |" for name, cores in busy)]
    return "### Who keeps the processor busy at the desk\n\n" + "\n".join(lines)


def _method(results: dict[str, Any]) -> str:
    machine, size = results["machine"], results["settings"]
    others = machine["cores_used_by_others"]
    elsewhere = "not known" if others is None else f"{others:.2f}"
    browsers = (
        f"{size['browsers']} of the operators work in Chromium {results['browser']}, and a further page there shows the list of those "
        "who wait"
    )
    return f"""### How the desk was measured

- The way in is the real one: each citizen asks for a person on Telegram (in Indonesian) or WhatsApp (in Japanese), half on each, and the
  worker with the trained model hands over. Operators sign in with their passwords, go on duty and take over the first who waits.
- {browsers if results["browser"] else "There was no browser"}. The others do exactly what the page's scripts do: the stream
  of events, the part that is fetched at each event, the renewal of the claim, the drafts, the reply.
- For {size["seconds"]:g} s, on average and at random moments: each citizen who is served writes every {size["between_messages"]:g} s, each
  operator answers every {size["between_replies"]:g} s after typing for some seconds, one of those who wait writes every
  {size["between_words_of_waiting"]:g} s (which the assistant answers), every {size["between_endings"]:g} s an operator closes a
  conversation and takes the next over while another citizen asks for a person, every {size["between_exchanges"]:g} s two operators pass
  theirs on to each other, and every {size["between_lapses"]:g} s one closes the page, until the claim lapses.
- WhatsApp's stand-in tells that a reply was sent, delivered and read, a second apart; Telegram has no such thing.
- A page counts for what happened from {STAY / 2:g} s after it was opened until {STAY:g} s before it was left. All clocks are the machine's.
- Machine: {machine["processor"]}, {machine["cores"]} cores, {machine["memory_bytes"] / 1e9:.0f} GB, {machine["system"]},
  Python {machine["python"]}, Django {machine["packages"].get("django", "?")}; cores that other work took meanwhile: {elsewhere}. The
  stand-ins, the operators' clients and the browsers run on the same cores."""


def _number(milliseconds: float | None) -> str:
    return "-" if milliseconds is None else f"{milliseconds:,.0f}"
