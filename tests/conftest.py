"""What every test may ask for."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder, which no test writes into."""
    return Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One group that looks at the whole book comes first, and builds it; what else looks at it comes last, so that nobody waits meanwhile."""

    def turn(item: pytest.Item) -> int:
        if "whole_book" not in getattr(item, "fixturenames", ()):
            return 1
        return 0 if any(mark.args == ("browser",) for mark in item.iter_markers("xdist_group")) else 2

    items.sort(key=turn)
