"""An original and its published translation become a bitext, from the command line."""

import gzip
import json
from pathlib import Path

import pytest
from test_cli import run

from translate_flow.bitext import Bitext, Code, Segment, State
from translate_flow.desk import bitexts
from translate_flow.desk.leverage.earlier import earlier
from translate_flow.desk.leverage.placing import Coded, placed
from translate_flow.desk.release.bylines import translators_in
from translate_flow.errors import InputError

ORIGINAL = """\
---
title: El faro se apaga en Puerto Claro
---

# El faro se apaga en Puerto Claro

Por Ana Prueba

PUERTO CLARO – El faro se apagó el lunes 4 de mayo a las 21:40. Nadie lo vio, dijo la alcaldesa Rosa Ficticia. \
**Volverá en 15 días**, prometió en [la página municipal](https://puerto.example/nota).

La compañía eléctrica, Luz del Norte, culpa a una tormenta tropical. Los 47 pescadores del puerto desconfían de esa \
explicación oficial.

![Foto: el faro sin luz](faro.jpg)

## Tres semanas sin respuesta municipal

- En total 12 barcos quedaron en el puerto.
- Unas 3 familias del barrio Miramar tuvieron que salir.

“No podemos esperar más”, dijo el capitán Luis Ensayo. “El invierno comienza en octubre.”
"""
TRANSLATION = """\
<!DOCTYPE html><html lang="en"><head><title>The Lighthouse Goes Dark in Puerto Claro</title></head><body><article>
<h1>The Lighthouse Goes Dark in Puerto Claro</h1>
<p class="byline">By Ana Prueba</p>
<p>Translated from Spanish by Eva Muestra and Ivo Invento for El Faro</p>
<p>PUERTO CLARO – The lighthouse went dark on Monday, 4 May, at 21:40, and nobody saw it, said Mayor Rosa Ficticia.
<strong>It will be back in 15 days</strong>, she promised on
<a href="https://puerto.example/nota">the municipal page</a>.</p>
<p>The electric company, Luz del Norte, blames a tropical storm.</p>
<p>The 47 fishermen of the port distrust that official explanation.</p>
<p>Subscribe to our newsletter for more stories from the coast every week.</p>
<h2>Three Weeks Without a Municipal Response</h2>
<ul><li>In total 12 boats stayed in the port.</li><li>Some 3 families of the Miramar district had to leave.</li></ul>
<p>“We cannot wait any longer,” said Captain Luis Ensayo. “Winter commences in October.”</p>
</article></body></html>
"""


def desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(folder)
    run("init", "--from", "es", "--to", "en")
    original, translation = folder / "sources" / "faro.md", folder / "faro.en.html"
    original.write_text(ORIGINAL)
    translation.write_text(TRANSLATION)
    return original, translation


def aligned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Bitext:
    original, translation = desk(folder, monkeypatch)
    run("align", original, translation, code=1)
    return bitexts.read(folder / "translations" / "en" / "faro.md.po")


def by_source(bitext: Bitext) -> dict[str, Segment]:
    return {segment.source: segment for unit in bitext.units for segment in unit.segments}


def test_the_translation_stands_on_the_originals_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segments = by_source(aligned(tmp_path, monkeypatch))
    assert segments["Por Ana Prueba"].target == "By Ana Prueba"
    assert segments["Tres semanas sin respuesta municipal"].target == "Three Weeks Without a Municipal Response"
    assert segments["“El invierno comienza en octubre.”"].target == "“Winter commences in October.”"
    sure = [segment for segment in segments.values() if segment.state is State.TRANSLATED]
    assert len(sure) >= 8
    assert not any(segment.sub_state for segment in sure)


def test_two_sentences_that_became_one_are_joined_in_the_bitext(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    segments = by_source(aligned(tmp_path, monkeypatch))
    joined = segments[
        "PUERTO CLARO – El faro se apagó el lunes 4 de mayo a las 21:40. Nadie lo vio, dijo la alcaldesa Rosa Ficticia."
    ]
    assert joined.target.endswith("at 21:40, and nobody saw it, said Mayor Rosa Ficticia.")


def test_the_codes_of_another_format_become_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [segment] = [one for source, one in by_source(aligned(tmp_path, monkeypatch)).items() if "15 días" in source]
    assert segment.source == "<b1>Volverá en 15 días</b1>, prometió en <a2>la página municipal</a2>."
    assert segment.target == "<b1>It will be back in 15 days</b1>, she promised on <a2>the municipal page</a2>."


def test_a_repeated_headline_means_the_same_and_nothing_is_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bitext = aligned(tmp_path, monkeypatch)
    title, headline = bitext.units[:2]
    assert title.segments[0].target == headline.segments[0].target == "The Lighthouse Goes Dark in Puerto Claro"
    assert by_source(bitext)["Foto: el faro sin luz"].target == ""


def test_the_credit_line_becomes_credit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bitext = aligned(tmp_path, monkeypatch)
    for segment in by_source(bitext).values():
        names = [credit.name for credit in segment.credits]
        assert names == (["Eva Muestra", "Ivo Invento"] if segment.target else [])


def test_the_report_names_what_is_doubtful_missing_and_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, translation = desk(tmp_path, monkeypatch)
    said = run("align", original, translation, code=1).output
    assert "translated by Eva Muestra, Ivo Invento" in said
    assert "not in the original: Subscribe to our newsletter" in said
    assert ": not in the translation" in said
    told = json.loads(run("align", original, translation, "-o", tmp_path / "other.xlf", "--json", code=1).output)
    assert told["unmatched"] == ["Subscribe to our newsletter for more stories from the coast every week."]
    states = {row["segment"]: row["state"] for row in told["rows"]}
    assert set(states.values()) <= {"translated", "initial"}
    assert all(row["confidence"] >= 0.95 for row in told["rows"] if row["state"] == "translated")


def test_the_bitext_merges_into_the_translated_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aligned(tmp_path, monkeypatch)
    run("merge", "faro.md", "--incomplete", "source")
    published = (tmp_path / "published" / "en" / "faro.md").read_text()
    assert (
        "**It will be back in 15 days**, she promised on [the municipal page](https://puerto.example/nota)."
        in published
    )


def test_what_is_learnt_is_in_the_memory_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original, translation = desk(tmp_path, monkeypatch)
    assert "the memory is empty" in run("memory", "info").output
    run("align", original, translation, code=1)
    assert "es → en" in run("memory", "info").output
    assert "3 families of the Miramar" in run("memory", "search", "Miramar").output
    assert "nothing in the memory" in run("memory", "search", "Atlántida").output
    outside = run("align", translation, original, code=2).exception
    assert str(outside).startswith(f"{translation}: this is no document of a desk; put it into sources/")


def test_work_that_is_there_is_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original, translation = desk(tmp_path, monkeypatch)
    run("segment")
    run("align", original, translation, code=1)
    path = tmp_path / "translations" / "en" / "faro.md.po"
    before = path.read_bytes()
    result = run("align", original, translation, code=2)
    assert "holds translations already" in str(result.exception)
    assert path.read_bytes() == before
    (tmp_path / "sources" / "other.md").write_text("# Otro artículo\n")
    run("segment", "other.md")
    stranger = tmp_path / "translations" / "en" / "other.md.po"
    assert "this is the bitext of" in str(run("align", original, translation, "-o", stranger, code=3).exception)


def test_outside_of_a_desk_everything_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("El faro\n\nLuis Ensayo llegó a Puerto Claro con 12 personas.\n")
    Path("b.txt").write_text("The lighthouse\n\nLuis Ensayo arrived in Puerto Claro with 12 persons.\n")
    assert "give --from, --to and -o" in str(run("align", "a.txt", "b.txt", code=2).exception)
    assert "no bitext format" in str(
        run("align", "a.txt", "b.txt", "--from", "es", "--to", "en", "-o", "b.doc", code=2).exception
    )
    run("align", "a.txt", "b.txt", "--from", "es", "--to", "en", "-o", "b.po")
    targets = [segment.target for segment in by_source(bitexts.read(Path("b.po"))).values()]
    assert targets == ["The lighthouse", "Luis Ensayo arrived in Puerto Claro with 12 persons."]


def test_a_paragraph_that_was_left_untranslated_is_doubtful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("El faro\n\nLuis Ensayo llegó a Puerto Claro con 12 personas.\n")
    run("align", "a.txt", "a.txt", "--from", "es", "--to", "en", "-o", "b.po", code=1)
    [segment] = [one for source, one in by_source(bitexts.read(Path("b.po"))).items() if "12" in source]
    assert (segment.state, segment.sub_state) == (State.INITIAL, "fuzzy-match")
    assert "original's language" in segment.notes[0].text


def test_lines_give_beads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").write_text("Ana Prueba tiene 12 barcos.\nLuis Ensayo perdió 300 redes.\n")
    Path("b").write_bytes(b"Ana Prueba has 12 boats.\r\nLuis Ensayo lost 300 nets.")
    options = ("align", "--lines", "a", "b", "--from", "es", "--to", "en")
    assert json.loads(run(*options, "--json").output) == [[[0], [0]], [[1], [1]]]
    assert [line.split("\t")[:2] for line in run(*options).output.splitlines()] == [["1", "1"], ["2", "2"]]


def test_memories_are_bitexts_or_json_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").write_text("Los perros ladran.\n")
    Path("b").write_text("The dogs bark.\n")
    record = json.dumps({"es": "Los perros", "en": "The dogs"}) + "\n"
    Path("memory.jsonl.gz").write_bytes(gzip.compress(record.encode() * 5))
    Path("memory.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Los perros"\nmsgstr "The dogs"\n'
    )
    options = ("align", "--lines", "a", "b", "--from", "es", "--to", "en", "--json", "--memory")
    for memory in ("memory.jsonl.gz", "memory.po"):
        assert json.loads(run(*options, memory).output) == [[[0], [0]]]
    Path("turned.po").write_text(
        'msgid ""\nmsgstr "Language: es\\nX-Source-Language: en\\n"\n\nmsgid "The dogs"\nmsgstr "Los perros"\n'
    )
    assert earlier(Path("turned.po"), "es", "en") == [("Los perros", "The dogs")]
    with pytest.raises(InputError, match="there is nothing from fr to en"):
        earlier(Path("turned.po"), "fr", "en")
    Path("broken.jsonl").write_text(record + "no JSON\n")
    assert "broken.jsonl:2: no JSON object" in str(run(*options, "broken.jsonl", code=3).exception)
    Path("broken.jsonl.gz").write_text("no gzip")
    assert "no gzip file" in str(run(*options, "broken.jsonl.gz", code=3).exception)


def test_wrong_use_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").write_bytes(b"caf\xe9\n")
    Path("b").write_text("coffee\n")
    assert isinstance(run("align", "--lines", "a", "b", code=3).exception, InputError)
    assert "known is apertium" in str(
        run("align", "--lines", "b", "b", "--from", "es", "--to", "en", "--machine", "oracle", code=2).exception
    )


B1, A2, BR = Code("b1", "**", "**"), Code("a2", "[", "](https://one.example)"), Code("br3", "<br>")


@pytest.mark.parametrize(
    ("source", "target", "codes", "expected"),
    [
        ("Sin códigos.", "<i1>No</i1> codes.", [Code("i1", "*", "*")], ("No codes.", True)),
        ("<b1>Todo</b1>", "All of it", [], ("<b1>All of it</b1>", True)),
        ("Uno <b1>dos</b1>", "One <strong9>two</strong9>", [Code("strong9", "<strong>", "</strong>")],
         ("One <b1>two</b1>", True)),
        ("Uno <b1>dos</b1>", "One two", [], ("One two", False)),
        ("Uno<br3/>dos", "One<br1/>two", [Code("br1", "<br/>")], ("One<br3/>two", True)),
        ("Uno <b1>dos</b1>", "<b1>One</b1> <b2>two</b2>", [Code("b1", "**", "**"), Code("b2", "**", "**")],
         ("<b1>One</b1> two", True)),
    ],
)  # fmt: skip
def test_codes_are_placed_where_that_is_sure(
    source: str, target: str, codes: list[Code], expected: tuple[str, bool]
) -> None:
    assert placed(Coded(source, (B1, A2, BR)), [Coded(target, tuple(codes))], " ") == expected


def test_links_that_changed_their_order_are_known_by_where_they_lead() -> None:
    source = Coded(
        "<a1>Uno</a1> y <a2>dos</a2>",
        (Code("a1", "[", "](https://one.example)"), Code("a2", "[", "](https://two.example)")),
    )
    target = Coded(
        "<a1>two</a1> and <a2>one</a2>",
        (Code("a1", '<a href="https://two.example">', "</a>"), Code("a2", '<a href="https://one.example">', "</a>")),
    )
    assert placed(source, [target], " ") == ("<a2>two</a2> and <a1>one</a1>", True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Translated by Eva Muestra", ("Eva Muestra",)),
        ("Translated from Spanish by Eva Muestra and Ivo Invento for El Faro", ("Eva Muestra", "Ivo Invento")),
        ("By Ana Prueba. Translation: Eva Muestra", ("Eva Muestra",)),
        ("Traducido por Eva Muestra, Ivo Invento y Luz Ensayo", ("Eva Muestra", "Ivo Invento", "Luz Ensayo")),
        ("Traducido del inglés por Eva Muestra para El Faro.", ("Eva Muestra",)),
        ("Traducción de Eva Muestra", ("Eva Muestra",)),
        ("Übersetzt aus dem Spanischen von Eva M. Muestra", ("Eva M. Muestra",)),
        ("Traduit par Eva Muestra et Ivo Invento", ("Eva Muestra", "Ivo Invento")),
        ("By Ana Prueba", ()),
        ("", ()),
    ],
)
def test_translators_are_read_from_credit_lines(text: str, names: tuple[str, ...]) -> None:
    assert translators_in(text) == names


def test_a_caption_that_stands_elsewhere_is_found_and_doubtful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    caption = "(Foto: Luis Ensayo, capitán del Miramar, en 1987 con 40 marineros)"
    body = ORIGINAL.split("Por Ana Prueba\n\n")[1]
    Path("a.md").write_text(f"# El faro se apaga\n\n{caption}\n\n{body}")
    moved = "<p>(Photo: Luis Ensayo, captain of the Miramar, in 1987 with 40 mariners)</p></article>"
    Path("b.html").write_text(TRANSLATION.replace("</article>", moved))
    run("align", "a.md", "b.html", "--from", "es", "--to", "en", "-o", "b.po", code=1)
    segment = by_source(bitexts.read(Path("b.po")))[caption]
    assert segment.target.startswith("(Photo: Luis Ensayo")
    assert segment.sub_state == "fuzzy-match"
