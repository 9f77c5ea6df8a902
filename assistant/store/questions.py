"""Questions on disk: what waits for a fact survives a restart."""

from assistant.domain.codec import dumps, loads
from assistant.domain.talk import Question
from assistant.store.database import Database


class Questions:
    """At most one open question a conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, question: Question) -> None:
        """Write a question, in place of an earlier one; none where the conversation is gone."""
        with self._database.transaction() as change:
            change.execute(
                "INSERT INTO questions (conversation, data) SELECT id, ? FROM conversations"
                " WHERE id = ? ON CONFLICT (conversation) DO UPDATE SET data = excluded.data",
                dumps(question),
                question.conversation,
            )

    def take(self, conversation: str) -> Question | None:
        """Return the open question of a conversation and close it, or None."""
        row = self._database.row("SELECT data FROM questions WHERE conversation = ?", conversation)
        if row is None:
            return None
        with self._database.transaction() as change:
            change.execute("DELETE FROM questions WHERE conversation = ?", conversation)
        return loads(row[0], Question)
