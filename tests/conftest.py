"""What every test may ask for."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder, which no test writes into."""
    return Path(__file__).resolve().parents[1]
