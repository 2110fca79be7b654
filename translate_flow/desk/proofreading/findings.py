"""Findings as other programs read them: SARIF, GitHub's annotations, JUnit, and a baseline of known ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from translate_flow.checks import known
from translate_flow.checks.model import Finding, Severity
from translate_flow.desk import files
from translate_flow.desk.proofreading.checking import Checked, fingerprint
from translate_flow.errors import InputError

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")


def sarif(results: Iterable[Checked]) -> Iterator[str]:
    """SARIF 2.1.0 (OASIS): a result a finding, in the bitext, with the segment as its logical location."""
    rules = [{"id": row.id, "shortDescription": {"text": _summary(row.find.__doc__)}} for row in known()]
    tool = json.dumps({"driver": {"name": "translate-flow", "rules": rules}}, ensure_ascii=False)
    yield '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{'
    yield f'"tool": {tool},'
    yield '"columnKind": "unicodeCodePoints", "results": ['
    yield from separated(_result(one, finding) for one in results for finding in (*one.findings, *one.ignored))
    yield "]}]}"


def _result(one: Checked, finding: Finding) -> dict[str, object]:
    told: dict[str, object] = {
        "ruleId": finding.check,
        "level": _LEVELS[finding.severity],
        "message": {"text": sentence(one, finding)},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": Path(one.path).as_posix()}},
                "logicalLocations": [{"fullyQualifiedName": finding.segment, "kind": "member"}],
            }
        ],
        "partialFingerprints": {"segment/v1": fingerprint(one, finding)},
    }
    if finding.ignored:
        told["suppressions"] = [{"kind": "inSource", "justification": finding.ignored}]
    return told


def separated(values: Iterable[object]) -> Iterator[str]:
    """The values of a JSON list, a line each, with the commas between them."""
    before = ""
    for value in values:
        if before:
            yield f"{before},"
        before = json.dumps(value, ensure_ascii=False)
    if before:
        yield before


def github(results: Iterable[Checked]) -> Iterator[str]:
    """Annotations of GitHub's workflow commands, a line a finding."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
    for one in results:
        for finding in one.findings:
            place = f"file={_property(one.path)},title={_property(finding.check)}"
            yield f"::{words[finding.severity]} {place}::{_data(f'{finding.segment}: {sentence(one, finding)}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def junit(results: Iterable[Checked]) -> Iterator[str]:
    """JUnit's XML: a suite a document, a failed case a finding; a document without findings is one that passes."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<testsuites>"
    yield from map(_suite, results)
    yield "</testsuites>"


def _suite(one: Checked) -> str:
    name = f"{one.document} ({one.target_language})"
    lines = [
        f'  <testsuite name={_attribute(name)} tests="{max(1, len(one.findings))}" failures="{len(one.findings)}">'
    ]
    for finding in one.findings:
        told = sentence(one, finding)
        lines += [
            f"    <testcase classname={_attribute(finding.check)} name={_attribute(finding.segment)}>",
            f"      <failure type={_attribute(finding.severity)} message={_attribute(told)}/>",
            "    </testcase>",
        ]
    if not one.findings:
        lines.append('    <testcase classname="check" name="all"/>')
    return "\n".join([*lines, "  </testsuite>"])


def _attribute(text: str) -> str:
    return quoteattr(text.translate(_NOT_XML))


REPORTS: dict[str, Callable[[Iterable[Checked]], Iterator[str]]] = {"sarif": sarif, "github": github, "junit": junit}
"""By the name that ``check --format`` knows them by: lines, told as documents are checked."""


def sentence(one: Checked, finding: Finding) -> str:
    """What is wrong, with the words concerned."""
    return f"{finding.remark.message}: {excerpt(one, finding)}"


def excerpt(one: Checked, finding: Finding, around: int = 24) -> str:
    """The words around the place, which stands in ``[ ]``."""
    pair = one.pairs[finding.segment]
    text, span = (pair.target, finding.remark.target) if finding.remark.target else (pair.source, finding.remark.source)
    start, end = span or (0, 0)
    before, after = text[:start], text[end:]
    before = before if len(before) <= around else f"…{before[-around:]}"
    after = after if len(after) <= around else f"{after[:around]}…"
    marked = f"[{text[start:end]}]" if span and end - start <= 3 * around else f"[{text[start : start + 3 * around]}…]"
    return " ".join((before + (marked if span else "") + after).split())


def _summary(doc: str | None) -> str:
    return " ".join((doc or "").strip().split("\n\n")[0].split())


def read_baseline(path: Path) -> frozenset[str]:
    """The fingerprints of findings that are known. Raises :class:`InputError` for what is no baseline."""
    try:
        found = json.loads(files.read(path, "baseline").decode())
        return frozenset(str(one) for one in found["findings"])
    except (ValueError, KeyError, TypeError):
        raise InputError("this is no baseline", where=str(path), remedy="make one with --write-baseline") from None


def write_baseline(path: Path, results: Iterable[Checked]) -> int:
    """Write the fingerprints of all findings; gives their number."""
    known_ = {
        fingerprint(one, finding): f"{finding.check} {finding.segment}" for one in results for finding in one.findings
    }
    data = json.dumps({"findings": dict(sorted(known_.items()))}, ensure_ascii=False, indent=1) + "\n"
    files.write(path, data.encode())
    return len(known_)
