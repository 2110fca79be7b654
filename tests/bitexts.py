"""Bitexts that several tests read and write: one by hand, and Hypothesis' arbitrary ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from translate_flow.bitext import SUB_STATES, Bitext, Code, Credit, Match, Note, Segment, State, Unit
from translate_flow.stores.model import Reading

ANA = Credit("translator", "Ana Prueba", "2026-05-02")
LUIS = Credit("reviewer", "Luis Ensayo", "2026-05-03")

ARTICLE = Bitext(
    "sources/harbour.md",
    "en",
    "es",
    (
        Unit(
            "headline-0a1b2c",
            "headline",
            (Segment("The Harbour Reopens", "Reabre el puerto", State.FINAL, "", (ANA, LUIS)),),
        ),
        Unit(
            "paragraph-3f9a1c",
            "paragraph",
            (
                Segment(
                    "After three winters, the <a1>old harbour</a1> of Puerto Ficticio took a boat on Monday.",
                    "Tras tres inviernos, el <a1>viejo puerto</a1> de Puerto Ficticio recibió un barco el lunes.",
                    State.REVIEWED,
                    "",
                    (ANA, LUIS),
                    (Note("A town that does not exist.", "source"), Note("“Barco” or “lancha”?\nAsk the desk.")),
                ),
                Segment("“We waited,” said the pilot.", "«Esperamos», dijo el práctico.", State.TRANSLATED, "", (ANA,)),
                Segment(
                    "Nobody came by.", "Nadie más vino.", State.INITIAL, "source-changed", (ANA,), (), "None came."
                ),
            ),
            (Code("a1", '<a href="https://puerto.example/obras">', "</a>"),),
        ),
        Unit(
            "paragraph-77aa00",
            "paragraph",
            (Segment("Boats leave at nine.", "Los barcos salen a las nueve.", State.TRANSLATED),),
        ),
        Unit("caption-5e5e5e", "caption", (Segment("The pier at dawn. (Photo: Marta Inventada)"),)),
    ),
    (
        Unit(
            "paragraph-dddddd",
            "paragraph",
            (Segment("The café is closed.", "El café está cerrado.", State.TRANSLATED, "", (ANA,)),),
        ),
    ),
    "La Mesa del Puerto",
)

ODD = '"\\\n\t\r\v\f\b \x01\x1b\x85\u2028\u00a0<a1></a1><br2/>%s#~:.,|“”—中文。é́😀'
anything = st.text(
    st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"], exclude_characters="\0\4\a"))
)
sentences = st.text("abc de,.-–'“”é", max_size=200)
tags = ["<s1>", "</s1>", "<a1>", "</a1>", "<b2>", "</b2>", "<br3/>", "<em4>", "</em4>", "<a1/>", "</br3>"]
tagged = st.lists(st.one_of(st.sampled_from(tags), st.text("abc <&", max_size=4)), max_size=8).map("".join)
texts = st.one_of(sentences, tagged, anything, anything.map(lambda text: text + "x" * 80 + "\\n"))
some_text = texts.filter(bool)
names = st.one_of(st.sampled_from(["Ana Prueba", "Luis Ensayo", 'O"Brien\\', "名前" * 30]), some_text)
credits_ = st.builds(
    Credit,
    st.sampled_from(["translator", "reviewer", "editor"]),
    names,
    st.sampled_from(["", "2026-05-02", "2025-12-31"]),
    st.sampled_from(["person", "organization", "tool"]),
)
notes = st.tuples(
    st.lists(st.builds(Note, texts, st.just("source")), max_size=2),
    st.lists(st.builds(Note, texts, st.just("translator")), max_size=2),
).map(lambda pair: (*pair[0], *pair[1]))
sub_states = st.one_of(st.just(""), st.sampled_from(SUB_STATES), st.just("okapi:odd one"), some_text)


matches = st.builds(Match, some_text, some_text, st.integers(0, 101), texts)


@st.composite
def segments(draw: st.DrawFn, *, obsolete: bool = False) -> Segment:
    target = draw(texts.filter(bool) if obsolete else texts)
    state = draw(st.sampled_from(State))
    sub_state = draw(sub_states)
    return Segment(
        draw(some_text), target, state, sub_state, tuple(draw(st.lists(credits_, max_size=3, unique=True))),
        draw(notes), draw(st.one_of(st.just(""), texts)), tuple(draw(st.lists(matches, max_size=1))),
    )  # fmt: skip


codes = st.lists(
    st.builds(Code, st.sampled_from(["a1", "b2", "br3", "em4", "s1"]), texts, st.one_of(st.none(), texts)),
    max_size=3,
    unique_by=lambda code: code.id,
).map(tuple)


@st.composite
def units(draw: st.DrawFn, number: int, *, obsolete: bool = False) -> Unit:
    role = draw(st.sampled_from(["headline", "paragraph", "pull-quote"]))
    found = draw(st.lists(segments(obsolete=obsolete), min_size=1, max_size=3))
    return Unit(f"{role}-{number:06x}", role, tuple(found), draw(codes))


@st.composite
def bitexts(draw: st.DrawFn) -> Bitext:
    count, gone = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    return Bitext(
        draw(st.sampled_from(["sources/minister.md", "sources/a b/é.html"])),
        draw(st.sampled_from(["en", "es-CU", "zh-Hant"])),
        draw(st.sampled_from(["es", "pt-BR", "sr-Latn", "zh-Hant-TW", "de-CH-1996", "ca-valencia"])),
        tuple(draw(units(number)) for number in range(count)),
        tuple(draw(units(number, obsolete=True)) for number in range(2, 2 + gone)),
        draw(st.sampled_from(["", "The Coast Desk"])),
    )


def replaced(old: str, new: str, data: bytes) -> bytes:
    """The file with the first place of a text changed; it must be there."""
    text = data.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def segment(reading: Reading, name: str) -> Segment:
    """A segment by its id, e.g. ``paragraph-3f9a1c:2``."""
    unit, _, number = name.partition(":")
    return next(u for u in reading.bitext.units if u.id == unit).segments[int(number or 1) - 1]


def with_segment(bitext: Bitext, unit: str, at: int, **values: object) -> Bitext:
    """The bitext with other values in one segment."""

    def rewritten(old: Unit) -> Unit:
        segments = list(old.segments)
        segments[at] = replace(segments[at], **values)  # type: ignore[arg-type]
        return replace(old, segments=tuple(segments))

    return replace(bitext, units=tuple(rewritten(u) if u.id == unit else u for u in bitext.units))


RICH = with_segment(
    ARTICLE,
    "paragraph-77aa00",
    0,
    matches=(
        Match("Boats left at nine.", "Los barcos salían a las nueve.", 88, "memory"),
        Match("a", "b", 101, ""),
    ),
    credits=(Credit("translator", "La Mesa", "", "organization"), Credit("reviewer", "Luis Ensayo")),
)
"""The article with what it lacks: proposals, and credits of an organization and without a date."""
