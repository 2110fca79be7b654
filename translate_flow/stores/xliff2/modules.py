"""The elements of XLIFF 2's modules (section 5), which stand where the core lets others in."""

from __future__ import annotations

from translate_flow.stores.xliff2.elements import Row

_AGENTS = (
    "org orgRef=iri person personRef=iri revOrg revOrgRef=iri revPerson revPersonRef=iri revTool revToolRef=iri tool "
    "toolRef=iri"
)
_RULE = "caseSensitive=yes-no normalization=normalization existsInSource=yes-no disabled=yes-no"

MODULE_ROWS = (
    Row("mtc:matches", "5.1.5.2", "", "mtc:match+"),
    Row(
        "mtc:match", "5.1.5.3",
        "id=token matchQuality=percent matchSuitability=percent origin ref=iri! reference=yes-no similarity=percent "
        "subType=prefixed type=match-type its:*",
        "mda:metadata? originalData? source target #other*", extensible="no-xml",
    ),
    Row("gls:glossary", "5.2.4.2", "", "gls:glossEntry+"),
    Row(
        "gls:glossEntry", "5.2.4.3", "id=token ref=iri", "gls:term gls:translation* gls:definition? #other*",
        extensible="any",
    ),
    Row("gls:term", "5.2.4.4", "source", "#text", extensible="any"),
    Row("gls:translation", "5.2.4.5", "id=token ref=iri source", "#text", extensible="any"),
    Row("gls:definition", "5.2.4.6", "source", "#text", extensible="any"),
    Row("mda:metadata", "5.4.4.2", "id=token", "mda:metaGroup+"),
    Row("mda:metaGroup", "5.4.4.3", "id=token category appliesTo=sides", "(mda:metaGroup|mda:meta)+"),
    Row("mda:meta", "5.4.4.4", "type!", "#text"),
    Row("res:resourceData", "5.5.4.2", "", "res:resourceItemRef* res:resourceItem*"),
    Row("res:resourceItemRef", "5.5.4.3", "id=token ref=token!", extensible="any"),
    Row(
        "res:resourceItem", "5.5.4.4", "id=token mimeType context=yes-no",
        "notes@2.2? res:source? res:target? res:reference*", extensible="any",
    ),
    Row("res:source", "5.5.4.5", "href xml:lang=language", "#any-element", extensible="any"),
    Row("res:target", "5.5.4.6", "href xml:lang=language", "#any-element", extensible="any"),
    Row("res:reference", "5.5.4.7", "href! xml:lang=language", extensible="any"),
    Row("ctr:changeTrack", "5.6.4.2", "", "ctr:revisions+"),
    Row(
        "ctr:revisions", "5.6.4.3", "appliesTo=token! ref=token currentVersion=token", "ctr:revision+",
        extensible="any",
    ),
    Row("ctr:revision", "5.6.4.4", "author datetime version=token", "ctr:item+", extensible="any"),
    Row("ctr:item", "5.6.4.5", "property!", "#text", extensible="any"),
    Row("slr:profiles", "5.7.4.2", "generalProfile storageProfile", "slr:normalization? #other*"),
    Row("slr:normalization", "5.7.4.3", "general=normalization storage=normalization"),
    Row("slr:data", "5.7.4.4", "profile!", "#any-element", extensible="any"),
    Row("val:validation", "5.8.4.2", "", "val:rule+", extensible="any"),
    Row(
        "val:rule", "5.8.4.3", f"isPresent occurs=number isNotPresent startsWith endsWith {_RULE}", extensible="any"
    ),
    Row("its:locQualityIssues", "ITS 2.0, 8.17", "xml:id=token! version", "its:locQualityIssue+", since="2.1"),
    Row(
        "its:locQualityIssue", "ITS 2.0, 8.17",
        "version locQualityIssueType=issue locQualityIssueComment locQualityIssueSeverity=percent "
        "locQualityIssueProfileRef=iri locQualityIssueEnabled=yes-no",
        since="2.1",
    ),
    Row("its:provenanceRecords", "ITS 2.0, 8.12", "xml:id=token! version", "its:provenanceRecord+", since="2.1"),
    Row("its:provenanceRecord", "ITS 2.0, 8.12", f"version {_AGENTS}", since="2.1"),
)  # fmt: skip
