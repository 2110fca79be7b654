"""Sentences end where a newsroom would say they do, nothing of a text is lost, and rules of one's own come first."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from growth import grows_with_length
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_flow.errors import InputError
from translate_flow.segmentation import load, sentences_jsonl, split

LANGUAGES = ["en", "es-CU", "pt-BR", "fr", "it", "de", "ca", "ru", "zh-Hant", "ja", "ar", "uk", "sw", "und"]

# One line a text; "|" stands where it is cut.
NEWS = {
    "en": """
        Gen. Ada Torr met Dr. R. J. Vance at 5 p.m. Tuesday in Port Ellis. | She said nothing.
        “Will the ferry sail?” asked Ines Mora. | “No,” said the captain. | “Not today …” he added.
        The price rose by 3.5 percent in the U.S. | However, nobody noticed.
        He was born on Jan. 5 and grew up in St. Orban. | She and I. | We left.
        PORT ELLIS, Nowhere. – The harbor is closed. | It opens in May.
        The island imports flour, rice, etc. from No. 7 Dock Ltd. in town. | Prices fell.
        The report (see p. 12. and p. 14) is out. | (Nobody has read it.) | It is long.
        Wait! he shouted. | The bus left at 6 a.m. | The train did not.
        The mayor resigned.[1] [2] | Her deputy stayed.
        The plan has two parts. | 1. Prices stay. | 2. Wages rise.
        Write to desk@example.org or see www.example.org for more. | Thank you.
        Maybe ... maybe not. | Who knows?
    """,
    "es": """
        La Dra. Ana Ma. Ribes y el Gral. Pedro Soto llegaron a las 5 p. m. al Hosp. Central. | Nadie los vio.
        Viajó a EE. UU. en mayo. | Volvió a los EE.UU. en junio. | El viaje fue largo.
        —¿Adónde vas? —preguntó la vecina. | —Al mar. | Con permiso.
        PUERTO ELISA, Costa. – El muelle está cerrado. | Abrirá en mayo.
        El ministro fue claro: “No hay pan”. | “No hay luz”, añadió. | ¿Y el agua?
        El art. 53 de la Ley No. 88 lo dice en la pág. 5. | La ley es de 1999.
        (La autora vive en Costa Blanca.) | Su último libro se titula ¿Y ahora qué? y es breve.
        Murió en el siglo V a. C. | Los restos siguen allí.
        Pagó 3.500 pesos, etc. y se fue. | Luego… nada. | ¡Qué cosa!
        «¡Basta!» | La sala calló. | Dijo que no... pero sí.
        El Sgto. López y el Cnel. Ruiz viven en la Ave. 5ta. | Nadie más.
    """,
    "pt": """
        O Dr. Rui Prado e a Sra. Lima chegaram às 15h30. | «Não há pão.» | Ninguém respondeu.
        Ela disse: “Não volto”. | O art. 5 da lei é claro. | Vive na Av. Central, n. 7.
        O templo é do século V a.C. | As ruínas ficam no norte.
        — Quem é? — perguntou ela. | Ninguém.
    """,
    "fr": """
        M. Jean Roc et Mme Lise Val sont arrivés à 8 h. | « Il n’y a plus de pain ! » | Personne n’a répondu.
        Le Gén. Colin a parlé le 5 janv. 2020. | Il a dit : « Non. » | Et puis rien…
        L’art. 12, p. 40, est clair. | Le roi Aldo I. | Il règne.
    """,
    "it": """
        Il dott. Ugo Pini e la Sig.ra Rosa abitano al n. 7. | Il tempio è del V secolo a.C. | Le rovine sono a nord.
        “Non c’è pane”, disse. | Adele Z. Neri ascoltava. | Perché?
    """,
    "de": """
        Dr. Karl Brandt kam am 5. Mai um 8 Uhr an. | „Es gibt kein Brot.“ | Niemand antwortete.
        „Warum?“ fragte sie. | Das Haus Nr. 7, z. B. die Küche, ist alt. | Er ging usw. | Die Stadt schlief.
    """,
    "ca": """
        El Dr. Pere Mas i la Sra. Roca viuen a l’Av. del Mar, núm. 7. | Va dir: “No hi ha pa”. | Ningú no va respondre.
        Va morir al segle V a. C. | Les restes són allà.
    """,
    "ru": """
        Город основан в 1916 г. | Население растёт. | Это произошло в 5 веке н. э. | Позже всё изменилось.
        В доме живут 20 чел. и кот. | А. Б. Иванов ушёл.
    """,
    "zh": """
        他说：“没有面包。”|没有人回答。|为什么？|“我不知道。”|港口关闭了。
    """,
    "ja": """
        彼は「パンがない。」と言った。|誰も答えなかった。|なぜ?|港は閉まっている。
    """,
    "hi": """
        बंदरगाह बंद है। | कोई जवाब नहीं मिला।
    """,
    "sw": """
        Bandari imefungwa. | Hakuna aliyejibu! | Kwa nini? | Dr. Juma aliondoka saa 5. asubuhi.
    """,
}
CASES = [(language, line.strip()) for language, lines in NEWS.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("language", "line"), CASES)
def test_news_is_cut_into_its_sentences(language: str, line: str) -> None:
    expected = [sentence.strip() for sentence in line.split("|")]
    assert split(re.sub(r"\|", "", line), language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_white_space_has_no_sentence(language: str) -> None:
    assert split(" \n\u00a0\t", language) == []
    assert split("", language) == []


def test_rules_are_those_of_the_primary_language() -> None:
    text = "Vive en EE. UU. y en Cuba. Nadie lo sabe."
    assert split(text, "es-CU") == split(text, "es") == ["Vive en EE. UU. y en Cuba.", "Nadie lo sabe."]


WORDS = "Dr. EE. UU. a. A word Word 5 . ! ? … ... 。 ؟ । : – — ( ) [1] “ ” \" « » ' 𝔘 😀."
GAPS = [" ", "  ", "\n", "\u00a0", "\u2029", "\u200b", "\u0301", "\x00", "\ud800"]
PIECES = st.sampled_from([*WORDS.split(), *GAPS])
ODD_TEXT = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(ODD_TEXT, st.sampled_from(LANGUAGES))
def test_sentences_and_the_white_space_between_them_are_the_text(text: str, language: str) -> None:
    position = 0
    for sentence in split(text, language):
        assert sentence == sentence.strip() != ""
        found = text.index(sentence, position)
        assert not text[position:found].strip()
        position = found + len(sentence)
    assert not text[position:].strip()


@settings(max_examples=50, deadline=None)
@given(ODD_TEXT)
def test_cutting_a_sentence_of_a_text_by_itself_loses_nothing_either(text: str) -> None:
    for sentence in split(text, "es"):
        assert "".join("".join(split(sentence, "es")).split()) == "".join(sentence.split())


REPEATED = [
    ".",
    ". ",
    "A",
    "A.",
    "A. ",
    '"',
    "”",
    " ",
    "\u00a0",
    "(a. ",
    "[x. ",
    "...A",
    ".” ",
    "'a",
    "¿a: ",
    "1. ",
    "!?",
]


@pytest.mark.bench
@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.parametrize("language", ["en", "es", "it", "zh"])
def test_the_time_grows_with_the_length_not_with_its_square(language: str, piece: str) -> None:
    def work(length: int) -> object:
        return split(piece * (length // len(piece)), language)

    work(100)
    assert grows_with_length(work, 2_000, 20_000)


SRX = """<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0">
<header segmentsubflows="yes" cascade="yes"/>
<body>
<languagerules>
<languagerule languagerulename="Ours">
<rule break="no"><beforebreak>{before}</beforebreak><afterbreak>{after}</afterbreak></rule>
<rule break="yes"><beforebreak>;\\s</beforebreak><afterbreak/></rule>
</languagerule>
</languagerules>
<maprules>
<languagemap languagepattern="{languages}" languagerulename="{name}"/>
</maprules>
</body>
</srx>
"""


def user_file(folder: Path, before: str = "", after: str = "", languages: str = "en.*", name: str = "Ours") -> Path:
    path = folder / "segmentation.srx"
    path.write_text(SRX.format(before=before, after=after, languages=languages, name=name), encoding="utf-8")
    return path


def cut_with(path: Path, text: str, language: str = "en") -> list[str]:
    from translate_flow.segmentation.inline import cut

    return [text[start:end] for start, end in cut(text, set(), language, load(language, path))]


def test_rules_of_ones_own_come_before_the_built_in_ones(tmp_path: Path) -> None:
    path = user_file(tmp_path, r"\bOrbin\.\s")
    text = "The Orbin. Desk met; all agreed. Then it rained."
    assert cut_with(path, text) == ["The Orbin. Desk met;", "all agreed.", "Then it rained."]
    assert split(text, "en") == ["The Orbin.", "Desk met; all agreed.", "Then it rained."]


def test_rules_of_ones_own_hold_for_their_languages_only(tmp_path: Path) -> None:
    path = user_file(tmp_path, r"\bOrbin\.\s", languages="(ES|es).*")
    assert cut_with(path, "The Orbin. Desk met.") == ["The Orbin.", "Desk met."]
    assert cut_with(path, "El Orbin. Desk vino.", "es-MX") == ["El Orbin. Desk vino."]


def test_rules_may_be_written_for_java(tmp_path: Path) -> None:
    path = user_file(tmp_path, r"(?U)\Q(c.)\E[\h\v]*+", r"\p{Lu}++")
    assert cut_with(path, "They (c.) Left. Then he did.") == ["They (c.) Left.", "Then he did."]


@pytest.mark.parametrize(
    ("broken", "line", "says"),
    [
        ({"before": "(a"}, 7, "regular expression"),
        ({"after": "[a"}, 7, "regular expression"),
        ({"before": r"(a)\1"}, 7, "back-references"),
        ({"languages": "("}, 12, "languagepattern"),
        ({"name": "Theirs"}, 12, "no languagerule “Theirs”"),
        ({"before": "<b>"}, 7, "not well-formed"),
        ({"before": "&none;"}, 7, "not well-formed"),
    ],
)
def test_a_broken_file_of_rules_is_refused_with_its_line(
    tmp_path: Path, broken: dict[str, str], line: int, says: str
) -> None:
    path = user_file(tmp_path, **broken)
    with pytest.raises(InputError) as caught:
        load("en", path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert says in message
    assert "\n" not in message


def test_a_file_that_is_no_srx_or_is_not_there_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "page.srx"
    other.write_text("<html/>", encoding="utf-8")
    with pytest.raises(InputError, match="not an SRX"):
        load("en", other)
    with pytest.raises(InputError, match="cannot be read"):
        load("en", tmp_path / "none.srx")


def test_the_filter_answers_each_line_in_order() -> None:
    lines = [
        '{"lang": "es", "text": "Sí. No."}\n',
        "\n",
        '{"lang": "zh", "text": "是。不是。"}',
        '{"text": "\\ud800.", "lang": "en"}',
    ]
    answers = list(sentences_jsonl(lines))
    assert [json.loads(answer)["segments"] for answer in answers] == [["Sí.", "No."], ["是。", "不是。"], ["\ud800."]]
    assert "Sí" in answers[0]
    "".join(answers).encode("utf-8")


@pytest.mark.parametrize("line", ["x", "[]", "null", '"lang text"', '{"lang": "en"}', '{"lang": 1, "text": "a"}'])
def test_the_filter_names_a_broken_line(line: str) -> None:
    with pytest.raises(InputError, match="JSON object") as caught:
        list(sentences_jsonl(['{"lang": "en", "text": "Fine."}', line]))
    assert str(caught.value).startswith("line 2: ")
