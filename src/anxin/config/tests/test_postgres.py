"""The embedded server: made once, private, and back by itself after the worst."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import psycopg
import pytest

from anxin.config import postgres


@pytest.fixture(scope="module")
def var():
    """A var directory which a service user can reach; each test finds the cluster as the last one left it."""
    place = Path(tempfile.mkdtemp(prefix="anxin-var-"))
    place.chmod(0o755)
    yield place
    postgres.stop(place)
    shutil.rmtree(postgres.cluster(place).home, ignore_errors=True)
    shutil.rmtree(place)


def ask(var, question, **role):
    with psycopg.connect(postgres.url(var=var, **role), autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def test_starts_privately_with_two_roles(var):
    """Nobody else may enter the socket's directory, no port is open, and each role is who it says."""
    place = postgres.start(var)
    assert postgres.is_running(place)
    assert place.socket.stat().st_mode & 0o077 == 0
    assert place.data.stat().st_mode & 0o077 == 0
    assert ask(var, "SHOW listen_addresses") == ""
    assert ask(var, "SHOW data_checksums") == "on"
    assert ask(var, "SHOW fsync") == "on"
    assert ask(var, "SELECT current_user") == "anxin_app"
    assert ask(var, "SELECT current_user", owner=True) == "anxin_owner"
    assert ask(var, "SELECT rolsuper FROM pg_roles WHERE rolname = 'anxin_owner'") is False


def test_new_database_of_the_owner_is_open_to_the_application(var):
    """A test database inherits the default grants: rows yes, tables no."""
    postgres.start(var)
    with psycopg.connect(postgres.url(owner=True, var=var), autocommit=True) as owner:
        owner.execute("CREATE DATABASE another")
    where = {"var": var, "database": "another"}
    with psycopg.connect(postgres.url(owner=True, **where)) as owner:
        owner.execute("CREATE TABLE thing (id int GENERATED ALWAYS AS IDENTITY, name text)")
    with psycopg.connect(postgres.url(**where), autocommit=True) as app:
        app.execute("INSERT INTO thing (name) VALUES ('x')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DROP TABLE thing")


def test_comes_back_after_kill(var):
    """Killed outright, it starts again by itself and what was committed is there."""
    place = postgres.start(var)
    with psycopg.connect(postgres.url(owner=True, var=var)) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(int((place.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    postgres.start(var)
    assert ask(var, "SELECT number FROM kept") == 7


def test_number_of_a_stranger_in_the_pid_file_is_no_obstacle(var):
    """After a reboot the number in the pid file may belong to any process."""
    place = postgres.start(var)
    postgres.stop(var)
    (place.data / "postmaster.pid").write_text(f"{os.getpid()}\n{place.data}\n")
    assert not postgres.is_running(place)
    postgres.start(var)
    assert ask(var, "SELECT 1") == 1


def test_last_user_stops_it(var):
    """Of two overlapping users the second to leave turns it off."""
    with postgres.in_use(var) as place:
        with postgres.in_use(var):
            pass
        assert postgres.is_running(place)
    assert not postgres.is_running(place)


def test_long_path_gets_a_short_socket(var):
    """A checkout deep in the tree still has a socket path that the kernel accepts."""
    deep = var / ("deep" * 30)
    place = postgres.cluster(deep)
    assert len(str(place.socket / f".s.PGSQL.{postgres.PORT}.lock")) <= postgres.SOCKET_PATH_LIMIT


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_root_never_opens_a_private_directory(var):
    """In a home of mode 700 the data goes elsewhere, and the home stays as it was."""
    home = var / "home"
    home.mkdir(mode=0o700)
    place = postgres.start(home / "var")
    try:
        assert home.stat().st_mode & 0o777 == 0o700
        assert home not in place.data.parents
        assert (home / "var" / "postgres").resolve() == place.home
    finally:
        postgres.stop(home / "var")
        shutil.rmtree(place.home)
