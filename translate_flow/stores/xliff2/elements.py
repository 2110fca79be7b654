"""The elements of XLIFF 2's core (section 4.2), and the groups of attributes that modules lend them.

Content is written as in a DTD: ``notes? (unit|group)+``. ``#other`` is an element of an extension or one of the modules
that the row lists; ``#inline`` is text with inline elements, ``#text`` text alone, ``#any`` whatever is of other
namespaces. ``@2.2`` behind a name says since when it may stand there.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One element as the tables have it."""

    name: str
    section: str
    """Of the XLIFF 2.1 specification."""
    attributes: str
    """``id=token! name``: type behind ``=``, ``!`` for a required one, ``fs:*`` for the module's group."""
    content: str = ""
    modules: str = ""
    """Elements of modules that may stand for ``#other``, once each, or more often with ``*``."""
    extensible: str = ""
    """Attributes of extensions: ``any``, or ``no-xml`` where those of XML itself must not stand."""
    since: str = "2.0"


_HINTS = "canCopy=yes-no canDelete=yes-no canReorder=reorder copyOf=token type=code-type subType=sub-type"
_LONE = f"{_HINTS} dataRef=token disp equiv subFlows=tokens fs:* slr:info"
_HALF = f"{_LONE} canOverlap=yes-no dir=direction isolated=yes-no"
_PAIR = (
    f"{_HINTS} canOverlap=yes-no dir=direction dataRefStart=token dataRefEnd=token dispStart dispEnd "
    "equivStart equivEnd subFlowsStart=tokens subFlowsEnd=tokens fs:* slr:info slr:limits"
)
_MARK = "id=token! translate=yes-no type=mark-type ref=iri value fs:* slr:limits its:* its:text"
_HOLDER = (
    "id=token! canResegment=yes-no translate=yes-no srcDir=direction trgDir=direction xml:space=space "
    "xml:lang=inherited-language fs:* slr:info slr:limits its:*"
)
_KEPT = "mda:metadata slr:data val:validation ctr:changeTrack* its:provenanceRecords*"

CORE_ROWS = (
    Row(
        "xliff", "4.2.2.1",
        "version! srcLang=language! trgLang=language xml:space=space xml:lang=inherited-language "
        "its:version=its-version@2.1 its:annotatorsRef@2.1",
        "notes@2.2? mda:metadata@2.2? file+", extensible="any",
    ),
    Row(
        "file", "4.2.2.2", f"{_HOLDER} original", "skeleton? #other* notes? (unit|group)+",
        f"{_KEPT} res:resourceData slr:profiles", extensible="any",
    ),
    Row("skeleton", "4.2.2.3", "href", "#any"),
    Row(
        "group", "4.2.2.4", f"{_HOLDER} name type=prefixed pgs:switch@2.2", "#other* notes? (unit|group)*", _KEPT,
        extensible="any",
    ),
    Row(
        "unit", "4.2.2.5", f"{_HOLDER} name type=prefixed pgs:switch@2.2 pgs:case@2.2",
        "#other* notes? originalData? ignorable* segment (segment|ignorable)*",
        f"{_KEPT} mtc:matches gls:glossary res:resourceData its:locQualityIssues*", extensible="any",
    ),
    Row(
        "segment", "4.2.2.6", "id=token canResegment=yes-no state=state subState=sub-state pgs:case@2.2",
        "source target?",
    ),
    Row("ignorable", "4.2.2.7", "id=token pgs:case@2.2", "source target?"),
    Row("notes", "4.2.2.8", "", "note+"),
    Row(
        "note", "4.2.2.9", "id=token appliesTo=side category priority=priority ref=iri@2.2 fs:*", "#text",
        extensible="any",
    ),
    Row("originalData", "4.2.2.10", "", "data+"),
    Row("data", "4.2.2.11", "id=token! dir=direction xml:space=preserve", "#text cp*"),
    Row("source", "4.2.2.12", "xml:lang=language xml:space=space", "#inline"),
    Row("target", "4.2.2.13", "xml:lang=language xml:space=space order=number", "#inline"),
    Row("cp", "4.2.3.1", "hex=hex!"),
    Row("ph", "4.2.3.2", f"id=token! {_LONE}"),
    Row("pc", "4.2.3.3", f"id=token! {_PAIR}", "#inline"),
    Row("sc", "4.2.3.4", f"id=token! {_HALF} slr:limits"),
    Row("ec", "4.2.3.5", f"id=token startRef=token {_HALF}"),
    Row("mrk", "4.2.3.6", _MARK, "#inline", extensible="no-xml"),
    Row("sm", "4.2.3.7", _MARK, extensible="no-xml"),
    Row("em", "4.2.3.8", "startRef=token!"),
)  # fmt: skip

_AGENTS = (
    "its:org@2.1 its:orgRef=iri@2.1 its:person@2.1 its:personRef=iri@2.1 its:revOrg@2.1 its:revOrgRef=iri@2.1 "
    "its:revPerson@2.1 its:revPersonRef=iri@2.1 its:revTool@2.1 its:revToolRef=iri@2.1 its:tool@2.1 "
    "its:toolRef=iri@2.1 its:provenanceRecordsRef=iri@2.1"
)
GROUPS = {
    "fs:*": "fs:fs=format fs:subFs=sub-format",
    "slr:info": "slr:equivStorage slr:sizeInfo slr:sizeInfoRef=token",
    "slr:limits": "slr:sizeRestriction slr:storageRestriction",
    "its:*": (
        f"its:version=its-version@2.1 its:annotatorsRef@2.1 itsm:domains@2.1 its:allowedCharacters@2.1 "
        "itsm:lang=language@2.1 its:localeFilterList@2.1 its:localeFilterType=filter@2.1 "
        "its:locQualityRatingProfileRef=iri@2.1 its:locQualityRatingScore=percent@2.1 "
        "its:locQualityRatingScoreThreshold=percent@2.1 its:locQualityRatingVote=integer@2.1 "
        f"its:locQualityRatingVoteThreshold=integer@2.1 its:mtConfidence=confidence@2.1 {_AGENTS}"
    ),
    "its:text": (
        "its:locQualityIssueComment@2.1 its:locQualityIssueEnabled=yes-no@2.1 its:locQualityIssueProfileRef=iri@2.1 "
        "its:locQualityIssuesRef=iri@2.1 its:locQualityIssueSeverity=percent@2.1 its:locQualityIssueType=issue@2.1 "
        "its:taClassRef=iri@2.1 its:taConfidence=confidence@2.1 its:taIdent@2.1 its:taIdentRef=iri@2.1 "
        "its:taSource@2.1 its:termConfidence=confidence@2.1"
    ),
}
"""Attributes of modules that stand on elements of the core: section 5.3, 5.7 and, of ITS, 5.9."""
