"""Each tool opens what we export and changes one target; our import takes that change and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from interop import exchange, omegat, page, results, roundtrip, sample
from interop.results import Result, Results
from interop.sample import Edit
from interop.tool import Tool, ToolError
from interop.tools import DESKTOP, PROGRAMS

TOOLS = [(PROGRAMS, pytest.mark.interop), (DESKTOP, pytest.mark.desktop)]


def _trips(*, limited: bool) -> list[object]:
    """Each tool with each of its formats and edits: those whose change can come back, or the others."""
    return [
        pytest.param(tool, form, edit, marks=mark, id=f"{tool.name}-{form}-{edit.name}")
        for tools, mark in TOOLS
        for tool in tools
        for form in tool.formats
        for edit in sample.EDITS
        if bool(tool.limit(form, edit.name)) is limited
    ]


def _result(found: Results, tool: Tool, form: str) -> Result:
    return found.setdefault(form, {}).setdefault(tool.name, Result(version=tool.version(), trips={}, limits=[]))


@pytest.mark.parametrize(("tool", "form", "edit"), _trips(limited=False))
def test_one_change_comes_back_and_all_else_stays(
    tool: Tool, form: str, edit: Edit, found: Results, tmp_path: Path
) -> None:
    trip = roundtrip.make(tool, form, edit, tmp_path)
    _result(found, tool, form)["trips"][edit.name] = trip
    who = tool.person if form in tool.names else exchange.BY
    assert (trip["taken"], trip["credit"]) == ("exactly", who)
    assert bool(trip["reported"]) is (trip["kept"]["targets"] != "yes")


@pytest.mark.parametrize(("tool", "form", "edit"), _trips(limited=True))
def test_where_no_change_can_come_back_none_is_made(
    tool: Tool, form: str, edit: Edit, found: Results, tmp_path: Path
) -> None:
    limits = _result(found, tool, form)["limits"]
    if tool.limit(form, edit.name) not in limits:
        limits.append(tool.limit(form, edit.name))
    try:
        trip = roundtrip.make(tool, form, edit, tmp_path)
    except ToolError:
        return
    assert trip["taken"] == "nothing"
    assert trip["reported"] or trip["kept"]["change"] == "no", (
        "a change that is in the file is not passed over in silence"
    )


@pytest.mark.interop
@pytest.mark.parametrize("edit", sample.EDITS, ids=lambda edit: edit.name)
def test_the_omegat_project_that_we_export_is_ready_to_work_in(edit: Edit, tmp_path: Path) -> None:
    desk = sample.desk(tmp_path / "desk")
    before = exchange.bitext(desk)
    project = tmp_path / "project"
    exchange.hand_out(desk, "omegat", project)
    omegat.translate(project, edit.source, edit.target)
    exchange.take_back(desk, project)
    assert roundtrip.taken(before, exchange.bitext(desk), edit) == "exactly"


def test_the_page_says_what_was_found() -> None:
    assert page.PAGE.read_text("utf-8") == page.render(results.load()), "run pytest with --interop-page"
