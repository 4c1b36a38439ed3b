"""The cast of the console's tests."""

from anxin.console.tests.conftest import bureau, clerk, company, street

__all__ = ["bureau", "clerk", "company", "street"]
