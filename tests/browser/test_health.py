"""The server that browser tests talk to is the real one."""


def test_health(page):
    """The web process answers from the test database, in a real browser."""
    answer = page.goto("/health/")
    assert answer.status == 200
    assert answer.json() == {"status": "ok"}
