"""XLIFF 2's rules by example: ``golden/xliff2_rules`` has for each of them a text that breaks it, and its neighbour.

A block begins with ``# RULE in PLACE``: the place is what stands around the lines, from a segment's source to the whole
file, with a version where it is not 2.1. Lines with ``-`` and ``!`` are the text that breaks the rule, ``!`` the line
to be named; those with ``=`` are the text that does not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from translate_flow.stores.xliff2 import check as xliff2_check
from translate_flow.stores.xliff2.check import check, check_unit, scope_of
from translate_flow.stores.xliff2.grammar import WATCHED
from translate_flow.stores.xliff2.names import CORE, MODULES

GOLDEN = Path(__file__).parent / "golden" / "xliff2_rules"
NAMESPACES = " ".join(f'xmlns:{name}="{uri}"' for name, uri in {**MODULES["2.2"], "my": "urn:example:desk"}.items())
SEGMENT = '<segment id="s1"><source>The harbour opens.</source><target>El puerto abre.</target></segment>'
SHORT = {"UNIT": '<unit id="u1">SEGMENT</unit>', "SEGMENT": SEGMENT, "NAMESPACES": NAMESPACES}
AROUND = {
    "segment": ("<segment>\n<source>\n", "\n</source>\n</segment>"),
    "unit": ('<unit id="u1">\n', "\n</unit>"),
    "file": ('<file id="f1">\n', "\n</file>"),
    "document": ('<xliff xmlns="CORE" NAMESPACES version="VERSION" srcLang="en" trgLang="es">\n', "\n</xliff>"),
    "whole": ("", ""),
}


class Case(NamedTuple):
    rule: str
    wrong: str
    line: int
    right: str


def document(inside: str, place: str, version: str = "2.1") -> str:
    """The whole file that has these lines in that place."""
    levels = list(AROUND)
    for before, after in [AROUND[level] for level in levels[levels.index(place) : -1]]:
        inside = f"{before}{inside}{after}"
    inside = inside.replace("CORE", CORE[version]).replace("VERSION", version)
    for name, text in SHORT.items():
        inside = inside.replace(name, text)
    return inside


def cases() -> Iterator[Case]:
    for path in sorted(GOLDEN.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            head, *lines = block.strip("\n").split("\n")
            _, rule, _, place, *version = head.split(" ")
            wrong = "\n".join(line[2:] for line in lines if line[0] in "-!")
            right = "\n".join(line[2:] for line in lines if line[0] == "=")
            before = document("\n" * [line[0] for line in lines].index("!") + "\0", place, *version).split("\0")[0]
            yield Case(rule, document(wrong, place, *version), before.count("\n") + 1, document(right, place, *version))


CASES = list(cases())


def faults(text: str) -> list[tuple[str, int | None]]:
    return [(fault.rule, fault.element.sourceline) for fault in check(text.encode())]  # type: ignore[misc]


def unit(inside: str, version: str = "2.1") -> list[str]:
    return [rule for rule, _ in faults(document(inside, "unit", version))]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule}-{number}" for number, case in enumerate(CASES)])
def test_a_broken_rule_is_named_with_its_line_and_the_neighbour_passes(case: Case) -> None:
    assert (case.rule, case.line) in faults(case.wrong)
    assert faults(case.right) == []


def test_every_rule_has_an_example() -> None:
    assert {rule for rule in named_rules() if rule not in {case.rule for case in CASES}} == set()


def named_rules() -> Iterator[str]:
    """The rules that the modules beside the checker name in the faults that they make."""
    for path in Path(xliff2_check.__file__).parent.glob("xliff2_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Fault", "Wrong"):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                yield from (text for text in texts if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", text))


def test_what_rules_wait_for_is_watched() -> None:
    modules = tuple(f"{{{uri}}}" for uri in MODULES["2.2"].values())
    known = {*WATCHED, "{http://www.w3.org/XML/1998/namespace}space", "{http://www.w3.org/XML/1998/namespace}lang"}
    waited = {trigger for family in xliff2_check.FAMILIES for triggers, _ in family.RULES for trigger in triggers}
    assert {one for one in waited if not one.startswith(modules) and " " not in one} - known == set()


def test_every_fault_says_in_one_line_what_to_do_and_where_the_standard_says_so() -> None:
    for case in CASES:
        for fault in check(case.wrong.encode()):
            assert "\n" not in fault.message
            assert re.match(r"[345](\.|$)|ITS 2.0|XLIFF 2.2|XML 1.0", fault.section)


def test_a_unit_read_alone_is_judged_as_in_its_file() -> None:
    for case in CASES:
        if 'version="2.1"' in case.right:
            root = etree.fromstring(case.right.encode())
            for place in root.iter("{*}unit"):
                parent = place.getparent()
                assert parent is not None
                assert list(check_unit(etree.fromstring(etree.tostring(place)), scope_of(parent))) == []


def test_a_span_may_end_in_a_segment_that_has_no_target_yet() -> None:
    first = '<segment><source><sc id="1"/>One.</source><target><sc id="1"/>Uno.</target></segment>'
    second = '<segment><source>Two.<ec startRef="1"/></source></segment>'
    assert unit(first + second) == []
    done = second.replace("</source>", "</source><target>Dos.</target>")
    assert unit(first + done) == ["sc-without-ec"]


def test_codes_may_move_between_the_targets_of_a_unit() -> None:
    first = '<segment><source><ph id="1" canDelete="no"/>One.</source><target>Uno.</target></segment>'
    second = '<segment><source>Two.</source><target>Dos.<ph id="1" canDelete="no"/></target></segment>'
    assert unit(first + second) == []


def test_what_stands_in_extensions_is_free_but_xliff_in_it_is_not() -> None:
    assert unit('<my:a my:b="c"><my:d>text<my:e/></my:d></my:a>SEGMENT') == []
    assert unit('<my:a><note priority="11">b</note></my:a>SEGMENT') == ["value-not-listed"]


def test_what_2_2_added_is_refused_before() -> None:
    notes = "<notes><note>For all files.</note></notes><file id='f1'>UNIT</file>"
    assert faults(document(notes, "document", "2.2")) == []
    assert [rule for rule, _ in faults(document(notes, "document"))] == ["element-misplaced"]
    assert unit('<notes><note ref="#s1">Short, please.</note></notes>SEGMENT', "2.2") == []
    assert unit('<notes><note ref="#s1">Short, please.</note></notes>SEGMENT') == ["attribute-unknown"]


def test_its_is_just_an_extension_in_2_0() -> None:
    told = document('<unit id="u1" its:anything="at all">SEGMENT</unit>', "file")
    assert faults(told.replace('version="2.1"', 'version="2.0"')) == []
    assert [rule for rule, _ in faults(told)] == ["module-attribute-misplaced"]


def test_a_unit_of_many_segments_is_checked_in_linear_time() -> None:
    many = "".join(f'<segment id="s{n}"><source>a<ph id="p{n}"/></source></segment>' for n in range(20_000))
    assert unit(many) == []


NAMES = sorted({name for case in CASES for name in re.findall(r"[\w:]+(?==\")|(?<=<)[\w:]+", case.wrong)})


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CASES), st.data())
def test_no_mutilated_document_makes_the_checker_fail(case: Case, data: st.DataObject) -> None:
    if case.rule in ("not-well-formed", "document-type"):
        return
    root = etree.fromstring(case.wrong.encode(), etree.XMLParser(collect_ids=False))
    elements = [element for element in root.iter(etree.Element) if element is not root]
    for element in data.draw(st.lists(st.sampled_from(elements or [root]), max_size=4)):
        action = data.draw(st.sampled_from(("drop", "double", "rename", "lose", "say", "text")))
        parent = element.getparent()
        if action == "drop" and parent is not None:
            parent.remove(element)
        elif action == "double" and parent is not None:
            parent.append(deepcopy(element))
        elif action == "rename":
            element.tag = data.draw(st.sampled_from(elements or [root])).tag
        elif action == "lose" and element.attrib:
            del element.attrib[data.draw(st.sampled_from(sorted(map(str, element.attrib))))]
        elif action == "say":
            name = data.draw(st.sampled_from([name for name in NAMES if ":" not in name]))
            element.set(name, data.draw(st.sampled_from(("", "no", "#", "#n=n1", "9" * 5000, "a:b", "1 1"))))
        elif action == "text":
            element.tail = "stray"
    for fault in check(etree.tostring(root)):
        assert fault.rule
