"""Names of WordprocessingML (ECMA-376-1, section 17) as they matter to inline content."""

from __future__ import annotations

from translate_flow.documents.runs import Dialect, Look
from translate_flow.documents.xml_tree import Element

_UNSEEN = frozenset({"w:lang", "w:noProof"})
"""Properties of a run that do not show."""
_FORMATS = (("w:vertAlign", "sup"), ("w:b", "b"), ("w:i", "i"), ("w:u", "u"), ("w:strike", "s"))
"""What pairs of formatting are called, the first that fits; others are ``f``."""

IN_RUN = frozenset(
    {
        "br", "cr", "tab", "ptab", "noBreakHyphen", "softHyphen", "sym", "drawing", "pict", "object",
        "footnoteReference", "endnoteReference", "annotationRef", "footnoteRef", "endnoteRef", "separator",
        "continuationSeparator", "pgNum", "ruby", "dayShort", "monthShort", "yearShort", "dayLong", "monthLong",
        "yearLong", "commentReference", "AlternateContent", "delText", "instrText",
    }
)  # fmt: skip
"""Elements that stand in a run (section 17.3.3); all others stand beside runs."""


def _look(text: str, properties: Element, language: str) -> Look:
    """How text with these properties looks; the language counts where it is another than the document's.

    Word processors note the document's own at random.
    """
    seen = [child for child in properties.elements() if child.name not in _UNSEEN]
    said = {child.name for child in seen}
    spoken = properties.first("w:lang")
    other = spoken.attributes.get("w:val", "").partition("-")[0] if spoken else ""
    key = "".join([text[child.start : child.end] for child in seen]) + (other if other != language else "")
    return Look(key, next((name for child, name in _FORMATS if child in said), "f"))


WORD = Dialect(
    prefix="w",
    noise=frozenset({"w:proofErr", "w:lastRenderedPageBreak", "w:rPr", "w:pPr"}),
    containers={
        "w:hyperlink": "a", "w:ins": "ins", "w:moveTo": "ins", "w:smartTag": "tag", "w:customXml": "tag",
        "w:sdt": "tag", "w:fldSimple": "field", "w:bdo": "bdo", "w:dir": "bdo",
    },
    lone={
        "w:br": "br", "w:cr": "br", "w:tab": "tab", "w:ptab": "tab", "w:noBreakHyphen": "hyphen",
        "w:softHyphen": "hyphen", "w:footnoteReference": "note", "w:endnoteReference": "note", "w:drawing": "img",
        "w:pict": "img", "w:object": "img", "mc:AlternateContent": "img", "m:oMath": "math", "m:oMathPara": "math",
        "w:del": "del", "w:moveFrom": "del",
    },
    look=_look,
)  # fmt: skip
