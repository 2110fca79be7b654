"""Codes, terms and patience, with engines that are a line of Python."""

from __future__ import annotations

import random
import re
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from growth import grows_with_length
from hypothesis import given
from hypothesis import strategies as st

from translate_flow.bitext import MACHINE, Code, Credit, Segment, State, Unit
from translate_flow.errors import EngineError, InputError, UsageError
from translate_flow.machine import ENGINES, keys, kind_named, kinds
from translate_flow.machine.http import address
from translate_flow.machine.marking import marked
from translate_flow.machine.model import (
    BadAnswer,
    Busy,
    Engine,
    Kind,
    Limits,
    Marks,
    Proposal,
    Refusal,
    Request,
    Setup,
    Why,
)
from translate_flow.machine.proposing import as_request, as_segment, count, propose
from translate_flow.machine.restoring import restored
from translate_flow.machine.sending import Patience

PAIR = frozenset({"a1"})
HTML = (Marks.ELEMENTS, Marks.PAIRS)


def engine(
    translate: Callable[[str], str], *, limits: Limits | None = None, marks: tuple[Marks, ...] = (Marks.PRIVATE,),
    html: bool = False,
) -> Engine:  # fmt: skip
    def each(texts: Sequence[str], _source: str, _target: str) -> list[str]:
        return [translate(text) for text in texts]

    return Engine(
        name="loro", title="Loro", limits=limits or Limits(size=1000, texts=10), marks=marks, html=html,
        codes=lambda source, target: (source, target), translate=each,
    )  # fmt: skip


def heard(texts: list[str]) -> Callable[[str], str]:
    """A translation into capitals that writes down what it was asked."""

    def translate(text: str) -> str:
        texts.append(text)
        return text.upper()

    return translate


def proposed(text: Request, translate: Callable[[str], str], marks: Marks = Marks.PRIVATE, target: str = "es") -> str:
    """What becomes of a text: the proposal, or the reason why there is none."""
    loro = engine(translate, marks=(marks,), html=marks in HTML)
    (found,) = propose([text], loro, "en", target, patience=Patience(sleep=lambda _: None))
    return found.target if isinstance(found, Proposal) else found.why


# Marks


def test_codes_are_marked_as_an_engine_keeps_them() -> None:
    text = Request("The <a1>red & blue</a1> ferry<br2/> {1}", frozenset({"a1", "br2"}), ("ferry",))
    sent = {marks: marked(text, marks, html=marks in HTML).sent for marks in Marks}
    assert sent[Marks.BRACES] == "The {2}red & blue{3} {4}{5} {1}"
    assert sent[Marks.PRIVATE] == "The \ue000red & blue\ue001 \ue002\ue003 {1}"
    assert sent[Marks.PAIRS] == 'The <b id="1">red &amp; blue</b> \ue000\ue001 {1}'
    term = '<span id="2" translate="no" class="notranslate">ferry</span>'
    assert sent[Marks.ELEMENTS] == f'The <b id="1">red &amp; blue</b> {term}<img id="3"> {{1}}'


words = st.lists(st.sampled_from(["ferry", "harbour", "&", "<b>", "{3}", "\ue000", "Ana", "–"]), max_size=3).map(
    " ".join
)
coded = st.recursive(
    words,
    lambda inner: st.lists(st.one_of(inner, inner.map(lambda text: f"\0{text}\1"), st.just("\2")), max_size=4).map(
        " ".join
    ),
    max_leaves=8,
)


def request(skeleton: str) -> Request:
    """A text of a skeleton: NUL opens a code, SOH closes the last one, STX is a lone one."""
    text = ""
    ids: list[str] = []
    opened: list[str] = []
    for character in skeleton:
        if character in "\0\2":
            ids.append(f"{'a' if character == chr(0) else 'br'}{len(ids) + 1}")
        if character == "\0":
            opened.append(ids[-1])
            text += f"<{ids[-1]}>"
        elif character == "\1":
            text += f"</{opened.pop()}>"
        else:
            text += f"<{ids[-1]}/>" if character == "\2" else character
    return Request(text, frozenset(ids), ("Ana", "harbour"))


@given(coded.map(request), st.sampled_from(Marks))
def test_an_answer_that_changes_nothing_restores_the_text(text: Request, marks: Marks) -> None:
    sent = marked(text, marks, html=marks in HTML)
    assert restored(sent, sent.sent, "es") in (text.text, Why.EMPTY, Why.UNCHANGED)


@given(coded.map(request), st.sampled_from(Marks), st.randoms(use_true_random=False))
def test_whatever_an_engine_does_codes_are_whole_or_there_is_no_proposal(
    text: Request, marks: Marks, chance: random.Random
) -> None:
    def spoil(sent: str) -> str:
        pieces = re.findall(r"<[^>]*>|\{\d+\}|\S|\s+", sent)
        for _ in range(chance.randrange(4)):
            at, to = chance.randrange(len(pieces) + 1), chance.randrange(len(pieces) + 1)
            pieces[at:at] = chance.choice([pieces[to : to + 1], ["<i>"], [" "], []])
            del pieces[to : to + chance.randrange(2)]
        return "".join(pieces)

    answer = proposed(text, spoil, marks)
    if not isinstance(answer, Why):
        tag = re.compile("|".join(rf"</?{code}/?>" for code in text.codes) or "(?!)")
        assert sorted(tag.findall(answer)) == sorted(tag.findall(text.text))
        opened: list[str] = []
        for found in tag.findall(answer):
            if found.startswith("</"):
                assert opened.pop() == found[2:-1]
            elif not found.endswith("/>"):
                opened.append(found[1:-1])
        assert not opened


@pytest.mark.parametrize(
    ("source", "answer", "target"),
    [
        ("He said <a1>nothing</a1>.", "Dijo{1} nada {2}.", "Dijo <a1>nada</a1>."),
        ("He said <a1>nothing</a1> now.", "Dijo {1}nada{2}ahora.", "Dijo <a1>nada</a1> ahora."),
        ("(<a1>nothing</a1>)", "( {1} nada {2} )", "(<a1>nada</a1>)"),
        ("“<a1>Nothing</a1>”, he said", "“ {1}Nada{2} ”, dijo", "“<a1>Nada</a1>”, dijo"),
        ("A super<a1>star</a1>!", "¡Una super {1}estrella{2} !", "¡Una super<a1>estrella</a1>!"),
        ("He said <a1>nothing</a1>.", "｛１｝Nada｛２｝ dijo.", "<a1>Nada</a1> dijo."),
        (" He said <a1>nothing</a1>. ", "{ 1 }Nada{ 2 } dijo.", " <a1>Nada</a1> dijo. "),
    ],
)
def test_spaces_round_codes_are_as_in_the_source(source: str, answer: str, target: str) -> None:
    assert proposed(Request(source, PAIR), lambda _: answer, Marks.BRACES) == target


def test_where_words_have_no_spaces_between_none_are_put_in() -> None:
    assert proposed(
        Request("He said <a1>nothing</a1> now.", PAIR), lambda _: "他{1}什么都{2}没说。", Marks.BRACES, "zh"
    ) == ("他<a1>什么都</a1>没说。")


@pytest.mark.parametrize(
    "answer",
    [
        "Dijo nada.",
        "Dijo {1}nada.",
        "Dijo {2}nada{1}.",
        "{1}Dijo{2} {1}nada{2}.",
        "Dijo {1}{2} nada.",
        "Dijo {1}nada{2}{",
    ],
)
def test_codes_that_are_lost_doubled_crossed_or_emptied_are_refused(answer: str) -> None:
    wanted = "Dijo <a1>nada</a1>{" if answer.endswith("{") else Why.CODES
    assert proposed(Request("He said <a1>nothing</a1>.", PAIR), lambda _: answer, Marks.BRACES) == wanted


def test_marks_that_an_engine_invents_are_refused() -> None:
    text = Request("He said <a1>nothing</a1>.", PAIR)
    assert proposed(text, lambda _: "Dijo {1}nada{2} {7}.", Marks.BRACES) is Why.MARKUP
    assert proposed(text, lambda _: "Dijo \ue000nada\ue001 \ue007.") is Why.MARKUP
    assert proposed(text, lambda _: "Dijo \ue000nada\ue001 <a1>.") is Why.MARKUP


def test_a_half_pair_keeps_its_place_among_the_codes() -> None:
    text = Request("end</a1> of <b2>it</b2> all", frozenset({"a1", "b2"}))
    assert proposed(text, lambda _: "fin{1} de {2}todo{3} ello", Marks.BRACES) == "fin</a1> de <b2>todo</b2> ello"
    assert proposed(text, lambda _: "{2}fin{1} de todo{3} ello", Marks.BRACES) is Why.CODES


def test_an_element_that_comes_back_in_pieces_is_one_again() -> None:
    text = Request("the <a1>red houses</a1>", PAIR)
    answer = 'las <b id="1">casas</b> <b id="1">rojas</b>'
    assert proposed(text, lambda _: answer, Marks.PAIRS) == "las <a1>casas rojas</a1>"
    assert proposed(text, lambda _: answer.replace("</b> <", "</b> y <"), Marks.PAIRS) is Why.CODES


def test_a_protected_term_comes_back_unchanged_or_not_at_all() -> None:
    text = Request("The Harbour Post said so.", terms=("The Harbour", "The Harbour Post"))
    assert proposed(text, lambda _: "\ue000 lo dijo.") == "The Harbour Post lo dijo."
    assert proposed(text, lambda _: "El Correo lo dijo.") is Why.TERMS
    span = '<span id="1">{}</span> lo dijo.'
    assert proposed(text, lambda _: span.format("The Harbour Post"), Marks.ELEMENTS) == "The Harbour Post lo dijo."
    assert proposed(text, lambda _: span.format("El Correo"), Marks.ELEMENTS) is Why.TERMS
    assert marked(Request("Harbours", terms=("Harbour",)), Marks.PRIVATE, html=False).tokens == ("Harbours",)
    assert marked(Request("他读港口报了", terms=("港口报",)), Marks.PRIVATE, html=False).sent == "他读\ue000了"


def test_addresses_are_protected_without_being_named() -> None:
    text = Request("See https://puerto.example/a?b=1&c=2, or (www.faro.example/x) or write to ana.prueba@faro.example.")
    assert proposed(text, str.upper) == (
        "SEE https://puerto.example/a?b=1&c=2, OR (www.faro.example/x) OR WRITE TO ana.prueba@faro.example."
    )


def test_a_text_that_is_no_unicode_is_refused_and_loses_no_other() -> None:
    found = list(propose([Request("half \ud800"), Request("whole")], engine(str.upper), "en", "es"))
    assert [one.target if isinstance(one, Proposal) else one.why for one in found] == [Why.BROKEN, "WHOLE"]
    assert count([Request("half \ud800")], engine(str.upper), "en", "es").texts == 0


def test_a_name_may_stay_as_it_is_and_a_sentence_may_not() -> None:
    assert proposed(Request("Ana Prueba"), str) == "Ana Prueba"
    assert proposed(Request("The ferry stays in the harbour."), str) is Why.UNCHANGED


def test_another_way_of_marking_is_tried_where_one_fails() -> None:
    tried: list[str] = []

    def translate(sent: str) -> str:
        tried.append(sent)
        return sent.upper() if "\ue000" in sent else "HE SAID"

    loro = engine(translate, marks=(Marks.BRACES, Marks.PRIVATE))
    (found,) = propose([Request("He said <a1>nothing</a1>.", PAIR)], loro, "en", "es")
    assert isinstance(found, Proposal)
    assert found.target == "HE SAID <a1>NOTHING</a1>."
    assert tried == ["He said {1}nothing{2}.", "He said \ue000nothing\ue001."]


# Batches


def test_a_batch_that_comes_back_short_is_asked_again_one_by_one() -> None:
    sizes: list[int] = []

    def translate(texts: Sequence[str], _source: str, _target: str) -> list[str]:
        sizes.append(len(texts))
        return [text.upper() for text in texts][: max(1, len(texts) - 1)]

    loro = Engine(
        name="loro", title="Loro", limits=Limits(size=100, texts=3), marks=(Marks.PRIVATE,),
        codes=lambda source, target: (source, target), translate=translate,
    )  # fmt: skip
    texts = [Request(text) for text in ("one", "two", "three", "four")]
    found = list(propose(texts, loro, "en", "es"))
    assert [one.target for one in found if isinstance(one, Proposal)] == ["ONE", "TWO", "THREE", "FOUR"]
    assert sizes == [3, 1, 1, 1, 1]


def test_answers_come_as_their_batch_is_done() -> None:
    sent: list[str] = []
    loro = engine(heard(sent), limits=Limits(size=100, texts=2))
    run = propose([Request(text) for text in ("one", "two", "three")], loro, "en", "es")
    assert sent == []
    next(run)
    assert sent == ["one", "two"]


def test_an_engine_is_asked_no_faster_than_it_allows() -> None:
    now = [100.0]
    asked: list[float] = []

    def sleep(seconds: float) -> None:
        now[0] += seconds

    def translate(text: str) -> str:
        asked.append(now[0])
        return text.upper()

    loro = engine(translate, limits=Limits(size=100, per_second=2))
    patience = Patience(sleep=sleep, clock=lambda: now[0])
    list(propose([Request(text) for text in ("one", "two", "three")], loro, "en", "es", patience=patience))
    assert asked == [100.0, 100.5, 101.0]


def test_three_failures_in_a_row_stop_a_run_and_one_does_not() -> None:
    def translate(text: str) -> str:
        if text.startswith("bad"):
            raise BadAnswer("its answer cannot be understood")
        return text.upper()

    texts = [Request(text) for text in ("bad one", "good", "bad two", "bad three", "bad four", "good again")]
    loro = engine(translate, limits=Limits(size=100))
    run = propose(texts, loro, "en", "es")
    found = [next(run) for _ in range(4)]
    assert [isinstance(one, Refusal) for one in found] == [True, False, True, True]
    with pytest.raises(EngineError, match="Loro: its answer cannot be understood; what is translated is kept"):
        next(run)


def test_what_a_batch_has_before_it_stops_is_kept(tmp_path: Path) -> None:
    stops = [True]

    def translate(text: str) -> str:
        if text == "four" and stops:
            raise EngineError("it refuses the key")
        return text.upper()

    def each(texts: Sequence[str], _source: str, _target: str) -> list[str]:
        if len(texts) > 1:
            raise BadAnswer("it answered 4 texts with 3")
        asked.extend(texts)
        return [translate(text) for text in texts]

    asked: list[str] = []
    loro = replace(engine(str), translate=each)
    texts = [Request(text) for text in ("one", "two", "three", "four")]
    with pytest.raises(EngineError):
        list(propose(texts, loro, "en", "es", cache=tmp_path / "machine.sqlite"))
    stops.clear()
    found = propose(texts, loro, "en", "es", cache=tmp_path / "machine.sqlite")
    assert [one.target for one in found if isinstance(one, Proposal)] == ["ONE", "TWO", "THREE", "FOUR"]
    assert asked == ["one", "two", "three", "four", "four"]


def test_waits_grow_and_end() -> None:
    def translate(_text: str) -> str:
        raise Busy("too many requests")

    waits: list[float] = []
    patience = Patience(attempts=6, first=1, longest=4, sleep=waits.append)
    with pytest.raises(EngineError):
        list(propose([Request("one")], engine(translate), "en", "es", patience=patience))
    for wait, longest in zip(waits, (1, 2, 4, 4, 4), strict=True):
        assert longest / 2 <= wait <= longest


# Cache


def test_what_codes_and_terms_a_text_has_is_part_of_what_is_known(tmp_path: Path) -> None:
    cache = tmp_path / "machine.sqlite"
    loro = engine(str.upper)

    def ask(text: Request, source: str = "en") -> str:
        (found,) = propose([text], loro, source, "es", cache=cache)
        assert isinstance(found, Proposal)
        return found.target

    assert ask(Request("In <a1>port</a1>", PAIR)) == "IN <a1>PORT</a1>"
    assert ask(Request("In <a1>port</a1>")) == "IN <A1>PORT</A1>"
    assert ask(Request("In <a1>port</a1>", PAIR, ("port",))) == "IN <a1>port</a1>"
    assert ask(Request("In <a1>port</a1>", PAIR, ("ship",))) == "IN <a1>PORT</a1>"
    assert sqlite3.connect(cache).execute("SELECT count(*) FROM answers").fetchone() == (3,)
    ask(Request("In <a1>port</a1>", PAIR), "de")
    assert sqlite3.connect(cache).execute("SELECT count(*) FROM answers").fetchone() == (4,)


def test_a_cache_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    cache = tmp_path / "machine.sqlite"
    cache.write_text("This is a text and no database, however long it may be." * 20)
    with pytest.raises(
        InputError, match=r"machine.sqlite: the cache cannot be used \(.*\); check permissions, or delete it"
    ):
        list(propose([Request("one")], engine(str.upper), "en", "es", cache=cache))
    assert cache.read_text().startswith("This is a text")


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(40, 90))
def test_a_long_text_is_sent_in_pieces_that_fit_and_loses_nothing(lengths: list[int], size: int) -> None:
    text = " ".join(f"S{'a' * (min(length, size - 3))}." for length in lengths)
    sent: list[str] = []
    loro = engine(heard(sent), limits=Limits(size=size))
    (found,) = propose([Request(text)], loro, "en", "es")
    assert found.target == text.upper() if isinstance(found, Proposal) else found.why is Why.UNCHANGED
    assert all(len(piece) <= size for piece in sent)
    assert count([Request(text)], loro, "en", "es").characters == sum(map(len, dict.fromkeys(sent)))


def test_sentences_without_spaces_get_them_where_the_target_has_them() -> None:
    text = "渡轮停航。风暴将至。港口关闭。"
    loro = engine(
        {"渡轮停航。": "No boats.", "风暴将至。": "Storm.", "港口关闭。": "Closed."}.__getitem__, limits=Limits(size=5)
    )
    (found,) = propose([Request(text)], loro, "zh", "en")
    assert isinstance(found, Proposal)
    assert found.target == "No boats. Storm. Closed."


# In a bitext


def test_a_segment_is_asked_for_with_the_codes_and_terms_that_it_has() -> None:
    unit = Unit("p", "paragraph", (Segment("The <a1>ferry</a1>."), Segment("Ana.")), (Code("a1", "*", "*"),))
    asked = [as_request(unit, segment, ("Ana", "ferry")) for segment in unit.segments]
    assert asked == [Request("The <a1>ferry</a1>.", PAIR, ("ferry",)), Request("Ana.", frozenset(), ("Ana",))]


@pytest.mark.bench
@pytest.mark.parametrize("marks", Marks)
@pytest.mark.parametrize(("start", "piece", "end"), [("<b ", " ", ""), ("a", " ", "b"), ("", "{", ""), ("{", "1", "}")])
def test_a_hostile_answer_is_refused_without_long_thought(start: str, piece: str, end: str, marks: Marks) -> None:
    def work(count: int) -> None:
        answer = start + piece * count + end
        assert proposed(Request("He said <a1>nothing</a1>.", PAIR), lambda _: answer, marks) in list(Why)

    assert grows_with_length(work, 5_000, 50_000)


def test_a_proposal_becomes_a_target_that_wants_a_look_and_never_touches_a_persons_work() -> None:
    proposal = Proposal(Request("The ferry."), "El ferri.", "Loro")
    filled = as_segment(Segment("The ferry."), proposal, "2026-05-02T10:00:00+00:00")
    assert (filled.target, filled.state, filled.sub_state) == ("El ferri.", State.INITIAL, MACHINE)
    assert filled.credits == (Credit("translator", "Loro", "2026-05-02", "tool"),)
    done = Segment("The ferry.", "El barco.", State.TRANSLATED)
    assert as_segment(done, proposal, "2026-05-02T10:00:00+00:00") is done


# Engines and keys


def test_every_engine_of_the_table_is_what_it_is_called() -> None:
    assert [kind.name for kind in kinds()] == list(ENGINES)
    for kind in kinds():
        assert kind.open(Setup(url="http://127.0.0.1:1/", key="k")).title == kind.title
    with pytest.raises(UsageError, match="no translation engine is called “babelfish”; known are apertium"):
        kind_named("babelfish")


def test_other_packages_add_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        def load(self) -> Kind:
            return Kind(name="loro", title="Loro", open=lambda _setup: engine(str.upper))

    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [Entry()] if group.endswith("engines") else [])
    assert kind_named("loro").title == "Loro"
    assert [kind.name for kind in kinds()][-1] == "loro"


def test_keys_come_from_the_environment_and_else_from_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.errors import NoKeyringError

    def ring(service: str, name: str) -> str | None:
        if name == "google":
            raise NoKeyringError
        return "from the ring" if (service, name) == ("translate-flow", "deepl") else None

    monkeypatch.setattr("keyring.get_password", ring)
    assert keys.key("deepl") == "from the ring"
    assert keys.key("google") == keys.key("microsoft") == ""
    monkeypatch.setenv("TRANSLATE_FLOW_DEEPL_KEY", " from the environment\n")
    assert keys.key("deepl") == "from the environment"
    monkeypatch.setenv("TRANSLATE_FLOW_DEEPL_KEY", "ключ")
    with pytest.raises(UsageError, match="TRANSLATE_FLOW_DEEPL_KEY: this key has characters that no key has"):
        keys.key("deepl")
    monkeypatch.delenv("TRANSLATE_FLOW_DEEPL_KEY")
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert keys.key("deepl") == ""


@pytest.mark.parametrize(
    "url", ["localhost:5000", "ftp://a.example/", "http://", "https://me:secret@a.example/", "http://a.example/?key=1"]
)
def test_an_address_is_one_and_has_no_key_in_it(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        address(url)
    assert "secret" not in str(caught.value)
    assert address("http://127.0.0.1:5000") == "http://127.0.0.1:5000/"


def test_pairs_that_cross_in_the_source_cross_in_the_translation() -> None:
    text = Request("<a1>one <b2>two</a1> three</b2>", frozenset({"a1", "b2"}))
    assert proposed(text, str.upper) == "<a1>ONE <b2>TWO</a1> THREE</b2>"
    assert proposed(text, lambda _: "\ue000ONE\ue002 TWO \ue001THREE\ue003") is Why.CODES


def test_a_key_is_in_nothing_that_is_shown() -> None:
    assert "secret" not in repr(Setup(key="secret"))
