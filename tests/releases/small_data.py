"""Training and evaluation data in small, made of the real ones, so that a real training takes seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

from ruamel.yaml import YAML

from bot.environment import ROOT
from bot.languages import LANGUAGES

EXAMPLES = 12
MESSAGES, DIALOGUES = 12, 2


def small_data(folder: Path) -> Path:
    """Some examples of each intent, all rules, a few test messages and dialogues."""
    source = ROOT / "data"
    for path in sorted((source / "nlu").rglob("*.yml")):
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        _shorten(path, target)
    for name in ("rules.yml", "stories.yml"):
        shutil.copyfile(source / name, folder / name)
    (folder / "evaluation").mkdir()
    for language in LANGUAGES:
        for name, number in (("test", MESSAGES), ("dialogues", DIALOGUES)):
            lines = (source / "evaluation" / f"{name}.{language}.jsonl").read_text(encoding="utf-8").splitlines()
            some = lines[:: len(lines) // number][:number]
            (folder / "evaluation" / f"{name}.{language}.jsonl").write_text("\n".join(some) + "\n", encoding="utf-8")
    return folder


def _shorten(path: Path, target: Path) -> None:
    # Without comments and layout, which take a hundred times as long to keep.
    yaml = YAML(typ="safe")
    content = yaml.load(path.read_text(encoding="utf-8"))
    for block in content["nlu"]:
        examples = block["examples"]
        block["examples"] = examples[:EXAMPLES] if isinstance(examples, list) else "".join(examples.splitlines(keepends=True)[:EXAMPLES])
    yaml.allow_unicode = True
    with target.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)
