"""XLIFF 2's rules for ITS 2.0 (section 5.9, from version 2.1 on): annotations, quality, provenance."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from translate_flow.stores.xliff2.names import MODULES, XML
from translate_flow.stores.xliff2.scope import Fault, View, attributes_of, heads

_ITS, _ITSM = f"{{{MODULES['2.2']['its']}}}", f"{{{MODULES['2.2']['itsm']}}}"
_VERSION = f"{_ITS}version"
_ISSUE = ("Type", "Comment", "Severity", "ProfileRef", "Enabled")
_AGENTS = (
    "org", "orgRef", "person", "personRef", "revOrg", "revOrgRef", "revPerson", "revPersonRef", "revTool", "revToolRef",
    "tool", "toolRef",
)  # fmt: skip
_GENERIC_NAMES = """
annotatorsRef allowedCharacters localeFilterList locQualityIssuesRef locQualityRatingScore locQualityRatingVote
taClassRef taIdent taIdentRef taSource mtConfidence provenanceRecordsRef
"""
_GENERIC = frozenset({f"{_ITSM}domains", f"{_ITSM}lang"} | {f"{_ITS}{name}" for name in _GENERIC_NAMES.split()})
"""Attributes that make an annotation one of ITS."""
_CATEGORY_NAMES = """
allowed-characters directionality domain elements-within-text external-resource id-value language-information
locale-filter localization-note localization-quality-issue localization-quality-rating mt-confidence preserve-space
provenance storage-size target-pointer terminology text-analysis translate
"""
_CATEGORIES = frozenset(_CATEGORY_NAMES.split())
"""Data categories (ITS 2.0, 8)."""


def versions(view: View) -> Iterator[Fault]:
    """What is of ITS stands where ITS' version is declared (ITS 2.0, 5.1)."""
    if view.scope.its_version:
        return
    for name in [name for name in view.seen if name.startswith((_ITS, _ITSM))]:
        for element in view.seen[name]:
            around = (element, *element.iterancestors())
            if all(one.get(_VERSION) is None and (one.get("version") is None or not _own(one)) for one in around):
                message = "ITS needs its:version=“2.0” on this element or one around it; add it"
                yield Fault(element, "its-version-missing", message, "5.9")


def _own(element: etree._Element) -> bool:
    return str(element.tag).startswith(_ITS)


def marks(view: View) -> Iterator[Fault]:
    """An ITS annotation has no other type, and its attributes do not contradict one another (5.9)."""
    for mark in (*view.seen.get("mrk", ()), *view.seen.get("sm", ())):
        names = {name for name, _ in attributes_of(mark) if name.startswith((_ITS, _ITSM))}
        if not names:
            continue
        if names & _GENERIC and mark.get("type", "its:generic") != "its:generic":
            message = f"an annotation of ITS has type=“its:generic” or none, not “{mark.get('type')}”"
            yield Fault(mark, "its-annotation-type", message, "5.9")
        said = {name.rpartition("}")[2] for name in names}
        if ("taSource" in said) != ("taIdent" in said):
            message = "its:taSource and its:taIdent go together; add the other"
            yield Fault(mark, "its-identity-half", message, "5.9")
        if "taIdentRef" in said and said & {"taSource", "taIdent"}:
            message = "its:taIdentRef excludes its:taSource and its:taIdent; take one out"
            yield Fault(mark, "its-identity-twice", message, "5.9")


def quality(view: View) -> Iterator[Fault]:
    """Issues are told in place or by reference; a rating is a score or a vote (5.9)."""
    for element in _having(view, "locQualityIssuesRef"):
        if any(element.get(f"{_ITS}locQualityIssue{part}") is not None for part in _ISSUE):
            message = "its:locQualityIssuesRef excludes issues told in place; take one out"
            yield Fault(element, "its-issue-twice", message, "5.9")
        yield from _record(element, "locQualityIssuesRef", "its:locQualityIssues", view)
    for element in _having(view, "locQualityRatingScore"):
        if element.get(f"{_ITS}locQualityRatingVote") is not None:
            message = "a rating is its:locQualityRatingScore or its:locQualityRatingVote; take one out"
            yield Fault(element, "its-rating-twice", message, "5.9")
    for kind in ("Score", "Vote"):
        for element in _having(view, f"locQualityRating{kind}Threshold"):
            rating = f"{_ITS}locQualityRating{kind}"
            around = (element, *element.iterancestors())
            if kind not in view.scope.ratings and all(one.get(rating) is None for one in around):
                message = f"its:locQualityRating{kind}Threshold needs its:locQualityRating{kind}; add it"
                yield Fault(element, "its-threshold-alone", message, "5.9")
    for issue in view.seen.get("its:locQualityIssue", ()):
        if issue.get("locQualityIssueType") is None and issue.get("locQualityIssueComment") is None:
            message = "<its:locQualityIssue> needs a type or a comment; add one"
            yield Fault(issue, "its-issue-empty", message, "5.9")


def provenance(view: View) -> Iterator[Fault]:
    """Who did it is told in place or by reference, and is somebody (5.9)."""
    for element in _having(view, "provenanceRecordsRef"):
        if any(element.get(f"{_ITS}{agent}") is not None for agent in _AGENTS):
            message = "its:provenanceRecordsRef excludes provenance told in place; take one out"
            yield Fault(element, "its-provenance-twice", message, "5.9")
        yield from _record(element, "provenanceRecordsRef", "its:provenanceRecords", view)
    for record in view.seen.get("its:provenanceRecord", ()):
        if all(record.get(agent) is None for agent in _AGENTS):
            message = "<its:provenanceRecord> needs a person, an organization or a tool; add one"
            yield Fault(record, "its-provenance-empty", message, "5.9")


def record_ids(view: View) -> Iterator[Fault]:
    """Ids of records are unique in their unit, group or file (5.9)."""
    there: set[tuple[etree._Element | None, str | None]] = set()
    for record in (*view.seen.get("its:locQualityIssues", ()), *view.seen.get("its:provenanceRecords", ())):
        key = (record.getparent(), record.get(f"{{{XML}}}id"))
        if key in there:
            message = f"the id “{key[1]}” stands here already; give this one another"
            yield Fault(record, "its-id-repeated", message, "5.9")
        there.add(key)


def annotators(view: View) -> Iterator[Fault]:
    """``annotatorsRef`` is a list of DATA-CATEGORY|IRI, each category once (ITS 2.0, 5.7)."""
    for element in _having(view, "annotatorsRef"):
        pairs = [word.partition("|") for word in element.get(f"{_ITS}annotatorsRef", "").split()]
        categories = [category for category, _, _ in pairs]
        if not pairs or any(category not in _CATEGORIES or not address for category, _, address in pairs):
            message = "its:annotatorsRef must be CATEGORY|IRI, with a data category of ITS and no spaces around “|”"
            yield Fault(element, "its-annotators", message, "ITS 2.0, 5.7")
        elif len(set(categories)) < len(categories):
            message = "its:annotatorsRef names a data category twice; take one out"
            yield Fault(element, "its-annotators-twice", message, "ITS 2.0, 5.7")


def _record(element: etree._Element, attribute: str, kind: str, view: View) -> Iterator[Fault]:
    """A reference into the file names a record of the unit or of what is around it."""
    reference = element.get(f"{_ITS}{attribute}", "")
    if not reference.startswith("#") and kind != "its:locQualityIssues":
        return
    wanted = reference.removeprefix("#its=")
    around = [element, *element.iterancestors()]
    if view.scope.parent is not None:
        around += [view.scope.parent, *view.scope.parent.iterancestors()]
    tag = view.tag(kind)
    records = (record for one in around for record in heads(one, view.scope.version) if record.tag == tag)
    if "#its=" not in reference or all(record.get(f"{{{XML}}}id") != wanted for record in records):
        message = f"its:{attribute}=“{reference}” must name <{kind}> of this unit: “#its=ID”"
        yield Fault(element, "its-record-unknown", message, "5.9")


def _having(view: View, local: str) -> list[etree._Element]:
    return view.seen.get(f"{_ITS}{local}", [])


_ALL = tuple(_GENERIC) + tuple(
    f"{_ITS}{name}"
    for name in (
        *(f"locQualityIssue{part}" for part in _ISSUE), *_AGENTS, "localeFilterType", "locQualityRatingProfileRef",
        "locQualityRatingScoreThreshold", "locQualityRatingVoteThreshold", "taConfidence", "termConfidence",
    )
)  # fmt: skip
RULES = (
    (_ALL, versions),
    (_ALL, marks),
    ((*_ALL, "its:locQualityIssue"), quality),
    ((f"{_ITS}provenanceRecordsRef", "its:provenanceRecord"), provenance),
    (("its:locQualityIssues", "its:provenanceRecords"), record_ids),
    ((f"{_ITS}annotatorsRef",), annotators),
)
