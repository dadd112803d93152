"""The throwaway PostgreSQL of the tests."""

from __future__ import annotations

import psycopg2

from tests.postgres import PostgresServer


def test_every_test_gets_an_empty_database(postgres_server: PostgresServer) -> None:
    first, second = postgres_server.new_database(), postgres_server.new_database()
    with psycopg2.connect(first) as connection, connection.cursor() as cursor:
        cursor.execute("create table visited (id int)")
    with psycopg2.connect(second) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where schemaname = 'public'")
        assert cursor.fetchone() == (0,)


def test_it_can_be_stopped_and_started_again(postgres_server: PostgresServer) -> None:
    url = postgres_server.new_database()
    postgres_server.stop()
    try:
        with_server_gone = _can_connect(url)
    finally:
        postgres_server.start()
    assert not with_server_gone
    assert _can_connect(url)


def _can_connect(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True
