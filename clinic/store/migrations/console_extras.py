"""What revision 0003 needs beyond tables: full-text search, an audit that only grows, day sums.

The audit may not be changed, and loses nothing younger than a year. Triggers keep the sums by day
that the overview reads, so that they agree with the read model whoever writes to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy.engine import Connection

SQLITE = """
CREATE VIRTUAL TABLE message_words USING fts5(words, tokenize="unicode61 remove_diacritics 2");
CREATE TRIGGER message_index_gone AFTER DELETE ON message_index BEGIN
  DELETE FROM message_words WHERE rowid = old.id;
END;
CREATE TRIGGER audit_is_kept BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END;
CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit
WHEN old.at > datetime('now', '-365 days') BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only');
END
"""
POSTGRESQL = """
CREATE TABLE message_words (
  id integer PRIMARY KEY REFERENCES message_index (id) ON DELETE CASCADE,
  words tsvector NOT NULL
);
CREATE INDEX message_words_words ON message_words USING gin (words);
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' AND old.at <= now() - interval '365 days' THEN RETURN old; END IF;
  RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
"""
# What one row of the read model adds to its day.
COUNTED = {
    "conversations": "true",
    "alone": "{row}.answered > 0 AND {row}.handed_over = 0 AND {row}.staffed = 0",
    "asked_back": "{row}.asked_back > 0",
    "handed_over": "{row}.handed_over > 0",
    "safety": "{row}.safety IS NOT NULL",
    "begun": "{row}.booking <> 'none'",
    "sent": "{row}.booking NOT IN ('none', 'started')",
    "helpful": "{row}.helpful > 0",
    "unhelpful": "{row}.unhelpful > 0",
    **{
        f"step_{step}": f"{{row}}.booking <> 'none' AND {{row}}.form_step >= {step}"
        for step in range(1, 9)
    },
}


def add_full_text_and_audit_guard(connection: Connection) -> None:
    """Run the statements of the connection's own database."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(POSTGRESQL.replace("%", "%%"))
    else:
        for statement in re.split(r";\n(?=CREATE)", SQLITE):
            connection.exec_driver_sql(statement)
    for table, add in (("conversation_index", _day), ("conversation_topics", _topic)):
        _keep_sums(connection, table, add)
    _keep_first_actions(connection)


def _keep_sums(connection: Connection, table: str, add: Callable[[str, int], str]) -> None:
    bodies = {
        "INSERT": add("new", 1),
        "DELETE": add("old", -1),
        "UPDATE": f"{add('old', -1)} {add('new', 1)}",
    }
    for event, body in bodies.items():
        _trigger(connection, f"{table}_{event.lower()}", f"AFTER {event} ON {table}", body)


def _keep_first_actions(connection: Connection) -> None:
    """A step that staff take is an action, whoever has written it."""
    body = """INSERT INTO booking_work (booking, first_action_at, changed_at)
      VALUES (new.booking, new.at, new.at)
      ON CONFLICT (booking) DO UPDATE SET changed_at = excluded.changed_at,
        first_action_at = coalesce(booking_work.first_action_at, excluded.first_action_at);"""
    when = "new.who NOT IN ('visitor', 'system')"
    _trigger(connection, "booking_events_acted", "AFTER INSERT ON booking_events", body, when)


def _trigger(connection: Connection, name: str, on: str, body: str, when: str = "true") -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} "
            "RETURN NULL; END $$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} {on} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"
        )
    else:
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {on} WHEN {when} BEGIN {body} END")


def _day(row: str, sign: int) -> str:
    names = ", ".join(COUNTED)
    values = ", ".join(
        f"CASE WHEN {row}.messages > 0 AND {condition.format(row=row)} THEN {sign} ELSE 0 END"
        for condition in COUNTED.values()
    )
    sums = ", ".join(f"{name} = overview_days.{name} + excluded.{name}" for name in COUNTED)
    return (
        f"INSERT INTO overview_days (day, {names}) VALUES ({row}.day, {values}) "
        f"ON CONFLICT (day) DO UPDATE SET {sums};"
    )


def _topic(row: str, sign: int) -> str:
    return (
        f"INSERT INTO overview_topics (day, topic, conversations) "
        f"VALUES ({row}.day, {row}.topic, {sign}) ON CONFLICT (day, topic) DO UPDATE "
        "SET conversations = overview_topics.conversations + excluded.conversations;"
    )
