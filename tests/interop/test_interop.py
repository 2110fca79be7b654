"""Each tool opens what we export and changes one target; our import takes that change and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interop import exchange, page, results, roundtrip, sample
from interop.results import Results
from interop.sample import Edit
from interop.tool import Tool, ToolError
from interop.tools import DESKTOP, PROGRAMS

MARKS = [(PROGRAMS, pytest.mark.interop), (DESKTOP, pytest.mark.desktop)]


def _trips() -> Iterator[object]:
    for tools, mark in MARKS:
        for tool in tools:
            for form in tool.formats:
                for edit in sample.EDITS:
                    yield pytest.param(tool, form, edit, marks=mark, id=f"{tool.name}-{form}-{edit.name}")


def _refusals() -> Iterator[object]:
    for tools, mark in MARKS:
        for tool in tools:
            for form in tool.refuses:
                yield pytest.param(tool, form, marks=mark, id=f"{tool.name}-{form}")


@pytest.mark.parametrize(("tool", "form", "edit"), list(_trips()))
def test_one_change_comes_back_and_all_else_stays(
    tool: Tool, form: str, edit: Edit, found: Results, tmp_path: Path
) -> None:
    trip = roundtrip.make(tool, form, edit, tmp_path)
    result = found.setdefault(form, {}).setdefault(tool.name, {"version": tool.version(), "trips": {}})
    result["trips"][edit.name] = trip
    assert (trip["taken"], trip["credit"]) == ("exactly", tool.person or exchange.BY)


@pytest.mark.parametrize(("tool", "form"), list(_refusals()))
def test_a_format_that_a_tool_cannot_open_is_shown_as_such(
    tool: Tool, form: str, found: Results, tmp_path: Path
) -> None:
    found.setdefault(form, {})[tool.name] = {"version": tool.version(), "refused": True}
    with pytest.raises(ToolError):
        roundtrip.make(tool, form, sample.TRANSLATED, tmp_path)


def test_the_page_says_what_was_found() -> None:
    assert page.PAGE.read_text("utf-8") == page.render(results.load()), "run pytest with --interop-page"
