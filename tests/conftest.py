"""What all tests share: one Hypothesis profile; where a change is judged (``CI``), the same examples every time."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "default",
    deadline=None,
    max_examples=60,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--interop-page", action="store_true", help="write docs/interop.md from what this run finds")
