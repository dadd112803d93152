"""What revision 0003 needs beyond tables: full-text search and an audit that only grows.

The audit may not be changed, and loses nothing younger than a year.
"""

from __future__ import annotations

import re

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


def add_full_text_and_audit_guard(connection: Connection) -> None:
    """Run the statements of the connection's own database."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(POSTGRESQL)
        return
    for statement in re.split(r";\n(?=CREATE)", SQLITE):
        connection.exec_driver_sql(statement)
