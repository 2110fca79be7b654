"""reStructuredText: words are units, docutils sees the same document before and after a translation."""

import string
from pathlib import Path

import docutils.core
import docutils.nodes
import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.documents import format_of
from translate_flow.documents.model import Localization, Options
from translate_flow.documents.rst import FORMAT
from translate_flow.documents.splicing import prove, splice
from translate_flow.testing import disguised

OPTIONS = Options()
SAMPLE = (Path(__file__).parent / "golden" / "formats" / "harbour.rst").read_text(encoding="utf-8")
HOW = Localization("en", "ltr", "es", "Translated by Ana *Prueba*", ("Ana Prueba",))
CYRILLIC = "".join(map(chr, range(0x410, 0x410 + 52)))
DISGUISE = str.maketrans(string.ascii_letters, CYRILLIC)
UNMASK = str.maketrans(CYRILLIC, string.ascii_letters)


def read(text: str) -> list[tuple[str, str]]:
    return [(unit.role, unit.text) for unit in FORMAT.parse(text, OPTIONS)]


def texts(text: str) -> list[str]:
    return [words for _, words in read(text)]


def translate(text: str, *targets: str) -> str:
    units = FORMAT.parse(text, OPTIONS)
    wanted = dict(enumerate(targets))
    merged = splice(text, units, wanted, FORMAT)
    prove(text, units, wanted, merged, FORMAT, OPTIONS, [unit.text for unit in units])
    return merged


def tree(text: str) -> list[str]:
    """The document as docutils sees it: elements and words, letters undisguised, without its own messages."""
    settings = {"report_level": 5, "halt_level": 5, "file_insertion_enabled": False, "_disable_config": True}
    found: list[str] = []

    def walk(node: docutils.nodes.Node) -> None:
        if isinstance(node, docutils.nodes.Text):
            found.append(" ".join(node.astext().translate(UNMASK).split()))
        elif isinstance(node, docutils.nodes.Element) and node.tagname not in ("system_message", "target", "comment"):
            found.append(f"<{node.tagname}>")
            for child in node.children:
                walk(child)

    walk(docutils.core.publish_doctree(text, settings_overrides=settings))
    return found


def in_other_letters(text: str) -> str:
    units = FORMAT.parse(text, OPTIONS)
    targets = {index: disguised(unit, DISGUISE) for index, unit in enumerate(units)}
    merged = splice(text, units, targets, FORMAT)
    prove(text, units, targets, merged, FORMAT, OPTIONS, [unit.text for unit in units])
    return merged


def test_suffixes_lead_here() -> None:
    assert format_of(Path("a.rst")) is FORMAT


def test_a_document_gives_the_units_a_translator_expects() -> None:
    assert read(SAMPLE) == [
        ("metadata", "El faro se apaga"),
        ("headline", "El faro se apaga"),
        ("metadata", "Una noche <i1>oscura</i1> en el puerto."),
        (
            "paragraph",
            "El <b1>faro</b1> del puerto se apagó <a2>el lunes</a2>, según la <a3>Guardia Costera</a3> y el <ph4/>;"
            " véase <code5/> y <a6>las obras</a6> <sup7/>. También lo dice <a8/> y <a9>otra fuente</a9>. Un asterisco:"
            " *, y <i10>sílaba</i10>s.",
        ),
        ("heading", "Las obras"),
        ("paragraph", "Véase <a1>Las obras</a1> otra vez"),
        ("list-item", "Un punto que sigue en otra línea"),
        ("list-item", "Un punto dentro"),
        ("list-item", "Primero"),
        ("list-item", "Segundo"),
        ("list-item", "La torre"),
        ("paragraph", "Una definición de la torre."),
        ("paragraph", "Calle del Mar 3"),
        ("paragraph", "Puerto Ejemplo"),
        ("paragraph", "Una nota que empieza aquí y sigue aquí."),
        ("image-alt", "El faro de noche"),
        ("caption", "El faro, antes. Foto: Luis Ensayo"),
        ("paragraph", "barco <i1>grande</i1>"),
        ("paragraph", "La nota al pie."),
        ("quote", "Una cita con sangría."),
    ]


def test_docutils_sees_the_same_document_in_other_letters() -> None:
    assert tree(in_other_letters(SAMPLE)) == tree(SAMPLE)


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("El faro\n=======\n", "The lighthouse", "The lighthouse\n==============\n"),
        ("====\nFaro\n====\n", "The lighthouse", "==============\nThe lighthouse\n==============\n"),
        ("El faro\n==========\n", "Light", "Light\n==========\n"),
        ("El faro\n=======\n", "灯台の灯", "灯台の灯\n========\n"),
        ("Faro\n====\n\n`faro`_ es.\n", "Light", ".. _`faro`:\n\nLight\n=====\n\n`faro`_ es.\n"),
        ("El `Faro`_ ve.\n\n.. _faro: /f\n", "The <a1>light</a1>.", "The `light <Faro_>`_.\n\n.. _faro: /f\n"),
        ("El *faro* ve.\n", "Light<i1>house</i1>s", "Light\\ *house*\\ s\n"),
        ("Uno\n", "- one", "\\- one\n"),
        ("Uno\n", "1. one", "\\1. one\n"),
        ("Uno\n", "a *b* c_ `d` |e| \\f", "a \\*b\\* c\\_ \\`d\\` \\|e\\| \\\\f\n"),
        ("Uno\n", "2 * 3 snake_case", "2 * 3 snake_case\n"),
        ("Uno::\n\n  x\n", "One", "One::\n\n  x\n"),
        ("Uno\n", "One::", "One:\\:\n"),
        (".. image:: a\n   :alt: Uno\n", "One *two*", ".. image:: a\n   :alt: One *two*\n"),
        ("- Uno que va\n  y sigue\n", "One that goes on", "- One that\n  goes on\n"),
        ("Uno\r\ndos\r\n", "One two", "One\r\ntwo\r\n"),
    ],
)
def test_a_translation_is_written_as_its_place_asks(source: str, target: str, written: str) -> None:
    assert translate(source, target) == written


@pytest.mark.parametrize(
    "source",
    [
        ".. code::\n\n   no\n", "..\n   no\n", ".. no\n", ".. _no: x\n", ".. raw:: html\n\n   no\n", "::\n\n  no\n",
        "+----+\n| no |\n+----+\n", "-a  no\n", ">>> no\nno\n", ".. unknown:: no\n\n   no\n", ":Author: no no\n",
        ".. toctree::\n   :maxdepth: 2\n\n   no\n", "=====\n", ".. |x| unicode:: no\n", "__ no\n",
    ],
)  # fmt: skip
def test_what_is_no_text_is_left_alone(source: str) -> None:
    assert read(source) == []


@pytest.mark.parametrize("source", ['"*" uno dos*', "(*) uno", "2*3*4", "un_dos", "`uno", "**uno", "a`b`c", "*uno *"])
def test_marks_that_mark_nothing_are_text(source: str) -> None:
    assert texts(source) == [source]


def test_the_credit_line_stands_at_the_end_or_where_the_sources_stood() -> None:
    once = FORMAT.localize("Uno dos tres.\n", FORMAT.parse("Uno dos tres.\n", OPTIONS), HOW)
    assert once == "Uno dos tres.\n\nTranslated by Ana \\*Prueba\\*\n"
    assert FORMAT.localize(once, FORMAT.parse(once, OPTIONS), HOW) == once
    source = "Uno.\n\nTraducido por Eva Muestra\n\nDos.\n"
    assert "Uno.\n\nTranslated by Ana" in FORMAT.localize(source, FORMAT.parse(source, OPTIONS), HOW)


INLINE = st.sampled_from(
    ["word", "two words", "*it*", "**bold**", "``co * de``", "`a b <https://a.example/>`_", "`Ref`_", "Ref_", "|sub|",
     ":sub:`2`", "[#]_", "\\*", "2 * 3", "snake_case", "C#", "“quoted”", "(so)", "¡é!", "— x", "https://a.example/b",
     "word\nnext", "*it*\\ s", "a_b_", "don't", "x: y"]
)  # fmt: skip
LINE = st.lists(INLINE, min_size=1, max_size=5).map(" ".join)
PART = st.one_of(
    LINE,
    LINE.map(lambda line: "- " + line.replace("\n", "\n  ")),
    LINE.map(lambda line: "  " + line.replace("\n", "\n  ")),
    LINE.map(lambda line: ".. note::\n\n   " + line.replace("\n", "\n   ")),
    LINE.map(lambda line: "code::\n\n   x\n\n" + line),
    LINE.map(lambda line: "Term\n   " + line.replace("\n", "\n   ")),
    st.just("Some title\n=========="),
)
ARTICLE = st.lists(PART, min_size=1, max_size=4).map(
    lambda parts: "\n\n".join([*parts, ".. _ref: /u\n.. |sub| image:: /i\n.. [#] note", ""])
)


@given(ARTICLE)
def test_docutils_sees_any_article_the_same_in_other_letters(source: str) -> None:
    assert tree(in_other_letters(source)) == tree(source)
