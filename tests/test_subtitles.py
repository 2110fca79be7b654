"""Subtitles: a cue is a unit, its times stay, its new words fit on the screen."""

import pytest

from translate_flow.documents.model import Format, Localization, Options
from translate_flow.documents.splicing import prove, splice
from translate_flow.documents.subtitles import SRT, VTT

OPTIONS = Options()
TIME = "00:00:01,000 --> 00:00:04,200\n"
HOW = Localization("en", "ltr", "es", "Translated by Ana Prueba", ("Ana Prueba",))


def texts(form: Format, text: str, options: Options = OPTIONS) -> list[str]:
    return [unit.text for unit in form.parse(text, options)]


def translate(form: Format, text: str, target: str, options: Options = OPTIONS) -> str:
    units = form.parse(text, options)
    merged = splice(text, units, {0: target}, form)
    prove(text, units, {0: target}, merged, form, options, [unit.text for unit in units])
    return merged


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        ("El faro se apagó\nel lunes.", ["El faro se apagó el lunes."]),
        ("- ¿Quién?\n- Nadie.", ["- ¿Quién?<br1/>- Nadie."]),
        ("{\\an8}<i>El faro\nse apagó</i>", ["El faro se apagó"]),
        ("El <I>faro</I> {i}se{/i} apagó", ["El <i1>faro</i1> <i2>se</i2> apagó"]),
        ('<font color="red">El</font> faro', ["<font1>El</font1> faro"]),
        ("2 < 3 & <nada>", ["2 < 3 & <nada>"]),
        ("", []),
        ("♪ ♪", []),
        ("El faro\n \nno es de nadie", ["El faro"]),
    ],
)
def test_a_cue_of_subrip_is_a_unit(cue: str, words: list[str]) -> None:
    assert texts(SRT, f"1\n{TIME}{cue}\n\n") == words


def test_cues_without_a_blank_line_between_them_are_two() -> None:
    assert texts(SRT, f"1\n{TIME}Uno.\n2\n{TIME}Dos.\n3") == ["Uno.", "Dos. 3"]


def test_times_numbers_and_line_ends_stay() -> None:
    source = f"\ufeff1\r\n{TIME[:-1]} X1:1\r\nEl faro\r\nse apagó.\r\n\r\n\r\n2\r\n"
    assert translate(SRT, source, "Dark.") == source.replace("El faro\r\nse apagó.", "Dark.")


@pytest.mark.parametrize(
    ("cue", "target", "written"),
    [
        ("El faro\nse apagó.", "The light went out.", "The light went out."),
        (
            "Uno\ndos",
            "The lighthouse of the harbour went dark on Monday night.",
            "The lighthouse of the harbour\nwent dark on Monday night.",
        ),
        ("- Uno\n- Dos", "- One<br1/>- Two", "- One\n- Two"),
        ("Un <i>dos</i>", "The <i1>lighthouse of the big harbour</i1> went dark on Monday", ""),
        (
            "Uno",
            "Supercalifragilisticexpialidociousandmorethanthat",
            "Supercalifragilisticexpialidociousandmorethanthat",
        ),
        ("Uno", "one\n\ntwo", "one two"),
    ],
)
def test_new_words_are_wrapped_in_even_lines(cue: str, target: str, written: str) -> None:
    merged = translate(SRT, f"1\n{TIME}{cue}\n", target)
    expected = written or "The <i>lighthouse of the big\nharbour</i> went dark on Monday"
    assert merged == f"1\n{TIME}{expected}\n"


@pytest.mark.parametrize(
    ("cue", "target", "written"),
    [
        ("- Uno\n- Dos", "\u202b- אחד<br1/>\u202b- שתיים", "\u202b- אחד\n\u202b- שתיים"),
        ("- Uno\n- Dos", "\u200f-אחד<br1/>\u200f־שתיים", "\u200f-אחד\n\u200f־שתיים"),
        (
            "<i>- Uno</i>\n<i>- Dos</i>",
            "<i1>- One</i1><br2/><i3>- Two</i3>",
            "<i>- One</i>\n<i>- Two</i>",
        ),
        ("{\\an8}- Uno\n{\\i1}- Dos", "- One<br1/><an2/>- Two", "{\\an8}- One\n{\\i1}- Two"),
    ],
)
def test_a_speaker_keeps_the_line_behind_marks_of_direction_and_tags(cue: str, target: str, written: str) -> None:
    assert translate(SRT, f"1\n{TIME}{cue}\n", target) == f"1\n{TIME}{written}\n"


def test_breaks_are_codes_where_the_house_wants_them() -> None:
    codes = Options(cue_lines="codes")
    source = f"1\n{TIME}El faro\nse apagó.\n"
    assert texts(SRT, source, codes) == ["El faro<br1/>se apagó."]
    target = "The lighthouse of the harbour that everybody knew<br1/>went dark."
    assert translate(SRT, source, target, codes).endswith("everybody knew\nwent dark.\n")


def test_webvtt_voices_classes_and_times_are_codes_and_references_are_characters() -> None:
    source = (
        "WEBVTT\n\nNOTE 00:01.000 no\n\nSTYLE\n::cue { color: red }\n\nid\n00:01.000 --> 00:02.000 align:left\n"
        "<v Ana Prueba>Uno &amp; <c.red>dos</c>\n<v Luis>tres<00:01.500> cuatro\n"
    )
    assert texts(VTT, source) == ["Uno & <c1>dos</c1><br2/><v3/>tres<time4/> cuatro"]
    merged = translate(VTT, source, "A < B & <c1>C</c1><br2/><v3/>--> D<time4/> E")
    assert "<v Ana Prueba>A &lt; B &amp; <c.red>C</c>\n<v Luis>--&gt; D<00:01.500> E\n" in merged


@pytest.mark.parametrize(
    ("form", "source", "cue"),
    [
        (SRT, "1\n00:00:01,000 --> 00:00:02,500\nUno\n", "\n2\n00:00:03,500 --> 00:00:06,500\n{}\n"),
        (SRT, "7\r\n00:59:58,000 --> 00:59:59,9\r\nUno", "\r\n\r\n8\r\n01:00:00,900 --> 01:00:03,900\r\n{}\r\n"),
        (SRT, "00:00:01,000 --> 00:00:02,500\nUno\n\n", "00:00:03,500 --> 00:00:06,500\n{}\n"),
        (SRT, "2\n00:00:05,000 --> 00:00:09,000\nDos\n\n1\n00:00:01,000 --> 00:00:02,000\nUno\n",
         "\n2\n00:00:10,000 --> 00:00:13,000\n{}\n"),
        (VTT, "WEBVTT\n\nid\n00:01.000 --> 00:02.000\nUno\n", "\n00:00:03.000 --> 00:00:06.000\n{}\n"),
    ],
)  # fmt: skip
def test_the_credit_is_shown_after_the_last_words_where_the_settings_say_so(
    form: Format, source: str, cue: str
) -> None:
    how = HOW._replace(credit_line="Translated by Ana & Luis", credit_cue=3.0)
    shown = "Translated by Ana & Luis" if form is SRT else "Translated by Ana &amp; Luis"
    localized = form.localize(source, form.parse(source, OPTIONS), how)
    assert localized.endswith(source.partition("WEBVTT")[2] + cue.format(shown))
    assert form.localize(localized, form.parse(localized, OPTIONS), how) == localized
    assert texts(form, localized)[-1] == "Translated by Ana & Luis"
    assert source in form.localize(source, form.parse(source, OPTIONS), HOW) or form is VTT


def test_a_long_credit_has_lines_that_fit_and_no_cues_mean_no_credit() -> None:
    how = HOW._replace(credit_line="Translated by " + "Ana Prueba, " * 5 + "and Luis Ensayo", credit_cue=4.0)
    localized = SRT.localize("1\n00:00:01,000 --> 00:00:02,000\nUno\n", [], how)
    lines = localized.partition("-->")[2].partition("-->")[2].splitlines()[1:]
    assert max(map(len, lines)) <= 42
    assert SRT.localize("nothing\n", [], how) == "nothing\n"


def test_a_webvtt_file_says_its_language_and_who_translated_it() -> None:
    source = "WEBVTT\nKind: captions\nLanguage: es\n\n00:01.000 --> 00:02.000\nUno\n"
    localized = VTT.localize(source, VTT.parse(source, OPTIONS), HOW)
    assert localized.startswith("WEBVTT\nKind: captions\nLanguage: en\n\nNOTE Translated by Ana Prueba\n\n00:01")
    assert VTT.localize(localized, VTT.parse(localized, OPTIONS), HOW) == localized
