"""What the interop tests share: the results of the run, and the page that they become."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from interop import page, results
from interop.results import Results


@pytest.fixture(scope="session")
def found(request: pytest.FixtureRequest) -> Iterator[Results]:
    """Where the tests put what they find; with ``--interop-page`` it is kept, and the page written anew."""
    this_run: Results = {}
    yield this_run
    if request.config.getoption("interop_page"):
        known = results.load()
        for form, tools in this_run.items():
            known.setdefault(form, {}).update(tools)
        results.save(known)
        page.PAGE.write_text(page.render(results.load()), "utf-8")
