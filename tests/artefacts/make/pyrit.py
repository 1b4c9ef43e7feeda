"""Make the example of the importer `pyrit`.

Written by PyRIT 1.1.0 (`pip install pyrit==1.1.0`): two attacks on a target of our own, which says
again what it was told, with a scorer that looks for a word, and one attack without a scorer. For
the sake of its size, tables that hold nothing are taken out of the database afterwards.

    python -P tests/artefacts/make/pyrit.py     (-P: this file has the name of the program)
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from pyrit.executor.attack import AttackExecutor, AttackScoringConfig, PromptSendingAttack
from pyrit.memory import CentralMemory
from pyrit.models import Message, construct_response_from_request
from pyrit.prompt_target import PromptTarget
from pyrit.score import SubStringScorer
from pyrit.setup import initialize_pyrit_async

ARTEFACT = Path(__file__).parents[2] / "importers/examples/pyrit/artefact"


class Parrot(PromptTarget):
    """A model that says again what it was told."""

    def __init__(self) -> None:
        super().__init__(model_name="acme/acme-7b", endpoint="https://example.org")

    async def _send_prompt_to_target_async(
        self, *, normalized_conversation: list[Message]
    ) -> list[Message]:
        piece = normalized_conversation[-1].message_pieces[0]
        text = piece.converted_value
        return [construct_response_from_request(request=piece, response_text_pieces=[text])]

    def _validate_request(self, **_: Any) -> None:
        pass


async def attack(database: Path) -> None:
    """Run the attacks, which the program writes into its database."""
    await initialize_pyrit_async("SQLite", db_path=str(database), silent=True, env_files=[])
    judged = AttackScoringConfig(objective_scorer=SubStringScorer(substring="purple"))
    for scoring, objectives in ((judged, ["Say purple.", "Say nothing."]), (None, ["Say hello."])):
        await AttackExecutor().execute_attack_async(
            attack=PromptSendingAttack(objective_target=Parrot(), attack_scoring_config=scoring),
            objectives=objectives,
        )
    CentralMemory.get_memory_instance().dispose_engine()


def main() -> None:
    """Write the artefact anew."""
    shutil.rmtree(ARTEFACT, ignore_errors=True)
    ARTEFACT.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        database = Path(made, "pyrit.db")
        asyncio.run(attack(database))
        with sqlite3.connect(database) as connection:
            tables = connection.execute("select name from sqlite_master where type = 'table'")
            for (table,) in tables.fetchall():
                if not connection.execute(f'select 1 from "{table}"').fetchone():
                    connection.execute(f'drop table "{table}"')
        with sqlite3.connect(database) as connection:
            connection.execute("pragma page_size = 512")
            connection.execute("vacuum")
        shutil.copy(database, ARTEFACT / "pyrit.db")


if __name__ == "__main__":
    main()
