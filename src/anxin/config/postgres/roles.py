"""The two roles, their default grants and the database, made once."""

from anxin.config.postgres.place import APP, DATABASE, OWNER, PORT, Cluster
from anxin.config.postgres.server import SUPERUSER

ROLES = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
    CREATE ROLE {OWNER} LOGIN CREATEDB;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN
    CREATE ROLE {APP} LOGIN;
  END IF;
END $$;
GRANT {APP} TO {OWNER} WITH INHERIT FALSE, SET TRUE;
"""  # noqa: S608
# Default privileges belong to one database; those of template1 reach the test databases too.
GRANTS = ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE ON SEQUENCES")
DEFAULT_PRIVILEGES = "".join(
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT {grant} TO {APP};" for grant in GRANTS
)


def ensure_roles_and_database(place: Cluster) -> None:
    import psycopg

    def as_superuser(database: str) -> psycopg.Connection[tuple[object, ...]]:
        where = {"host": str(place.socket), "port": PORT, "user": SUPERUSER, "dbname": database}
        return psycopg.connect(**where, autocommit=True, connect_timeout=30)  # type: ignore[arg-type]

    with as_superuser("template1") as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known:
            return
        connection.execute(ROLES)
        connection.execute(DEFAULT_PRIVILEGES)
    with as_superuser("postgres") as connection:
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
