"""What must be there before the processes start: tables, content, phrase embeddings, a trained model. Done once, then skipped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bot.accounts.problem import AccountProblem
from bot.catalogue import revision
from bot.catalogue.content_files import ContentMistakes
from bot.catalogue.load import load_content
from bot.catalogue.models import Agency
from bot.environment import environment
from bot.ops import training
from bot.ops.problem import Problem, check_space
from bot.ops.progress import Progress

Say = Callable[[str], None]
NEEDED_BYTES = 300_000_000


def prepare(say: Say, *, with_model: bool = True, with_accounts: bool = False) -> None:
    """Make everything that is missing; `with_accounts`: also the accounts whose credentials stand in the environment.

    Raises:
        Problem: something stands in the way that a person must change.
    """
    check_space(environment().state_folder, NEEDED_BYTES)
    migrate(say)
    load(say)
    if with_accounts:
        connect_accounts(say)
    embed_catalogue()
    if with_model:
        train_if_needed()


def migrate(say: Say) -> None:
    """Bring the database's tables up to date."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)


def load(say: Say) -> None:
    """Store the content files that have changed since they were last loaded.

    Raises:
        Problem: the files hold mistakes; nothing was stored.
    """
    try:
        report = load_content(Path(settings.DATA_FOLDER))
    except ContentMistakes as error:
        mistakes = "".join(f"\n    {mistake}" for mistake in error.mistakes[:10])
        raise Problem(f"Nothing was loaded, because the content files hold {len(error.mistakes)} mistake(s):{mistakes}") from error
    if report.stored or report.removed:
        say(f"Content: {len(report.stored)} file(s) loaded, {len(report.removed)} removed.")


def connect_accounts(say: Say) -> None:
    """Make or renew the accounts whose credentials stand in the environment.

    Raises:
        Problem: a variable holds something that cannot be used.
    """
    # Brings the platforms' own packages along, which preparing without accounts does not need.
    from bot.accounts.given_by_environment import connect_given_accounts

    try:
        connect_given_accounts(say)
    except AccountProblem as problem:
        raise Problem(str(problem)) from problem


def embed_catalogue() -> None:
    """Compute and store the embedding of every phrase that a message can be compared with, unless nothing has changed."""
    from bot.nlu.embedding import cache_path, model_name

    mark = environment().state_folder / "embedded.json"
    state = {"revision": revision.current(), "model": model_name(), "database": _database_name()}
    if state == _read(mark) and cache_path().exists():
        return
    from bot.nlu.knowledge.index import index_of

    agencies = list(Agency.objects.exclude(kind=Agency.Kind.NATIONAL).values_list("key", flat=True))
    bar = Progress("Reading the catalogue")
    for number, key in enumerate(agencies):

        def show(done: int, total: int, number: int = number, key: str = key) -> None:
            bar.show((number + done / max(total, 1)) / len(agencies), key)

        show(0, 1)
        index_of(key, show)
    bar.close(f"The catalogue of {len(agencies)} agencies can be searched.")
    mark.write_text(json.dumps(state), encoding="utf-8")


def train_if_needed() -> Path:
    """The model for the present data, trained when there is none.

    Raises:
        Problem: training failed; the sentence names the log.
    """
    return training.model_for_present_data() or train_now()


def train_now() -> Path:
    """Train the model for the present data, and show how far it has come.

    Raises:
        Problem: training failed; the sentence names the log.
    """
    check_space(training.MODELS.parent, NEEDED_BYTES)
    bar = Progress("Training the model")
    bar.show(0.0, "loading Rasa")
    try:
        path = training.train(bar.show)
    except training.TrainingFailed as error:
        bar.close()
        raise Problem(str(error)) from error
    except BaseException:
        bar.close()
        raise
    bar.close(f"Model {path.name} trained.")
    return path


def _database_name() -> str:
    database = settings.DATABASES["default"]
    return hashlib.sha256(f"{database.get('HOST')}:{database.get('PORT')}/{database['NAME']}".encode()).hexdigest()


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
