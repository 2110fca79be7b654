"""Services on the net, through the real deep-translator, against a server that fails as they do."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine_server import Fault, Service, serving

from translate_flow.errors import EngineError, UsageError
from translate_flow.machine import kind_named
from translate_flow.machine.model import Engine, Proposal, Refusal, Request, Setup, Why
from translate_flow.machine.proposing import count, propose
from translate_flow.machine.sending import Patience

pytestmark = pytest.mark.server
KEY = "geheim-1234"
TEXTS = [
    Request("The ferry stays in the harbour.", frozenset()),
    Request("Ana Prueba of The Harbour Post said <a1>nothing</a1> on Monday.<fn2/>", frozenset({"a1", "fn2"}),
            ("The Harbour Post",)),
    Request("Storms & high water <are> expected.", frozenset({"a1"})),
]  # fmt: skip
CAPITALS = [
    "THE FERRY STAYS IN THE HARBOUR.",
    "ANA PRUEBA OF The Harbour Post SAID <a1>NOTHING</a1> ON MONDAY.<fn2/>",
    "STORMS & HIGH WATER <ARE> EXPECTED.",
]


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


@pytest.fixture
def waits() -> list[float]:
    """The seconds that a run would have waited, if it had a clock of its own."""
    return []


def engine(service: Service, name: str = "libretranslate", *, timeout: float = 5) -> Engine:
    return kind_named(name).open(Setup(url=service.url, key=KEY, timeout=timeout, per_second=0))


def translated(
    service: Service, waits: list[float], name: str = "libretranslate", texts: list[Request] = TEXTS, *,
    cache: Path | None = None, timeout: float = 5,
) -> list[str | Why]:  # fmt: skip
    patience = Patience(sleep=waits.append)
    found = propose(texts, engine(service, name, timeout=timeout), "en", "es", cache=cache, patience=patience)
    return [one.target if isinstance(one, Proposal) else one.why for one in found]


@pytest.mark.parametrize("name", ["libretranslate", "deepl", "google", "microsoft", "mymemory", "qcri"])
def test_every_service_translates_with_codes_and_terms_in_place(
    service: Service, waits: list[float], name: str
) -> None:
    texts = TEXTS[:2] if name in ("google", "mymemory", "qcri") else TEXTS
    assert translated(service, waits, name, texts) == CAPITALS[: len(texts)]
    assert waits == []


@pytest.mark.parametrize("name", ["libretranslate", "deepl", "microsoft"])
def test_keys_and_texts_stay_out_of_addresses(service: Service, waits: list[float], name: str) -> None:
    translated(service, waits, name)
    for asked in service.asked:
        assert asked.method == "POST"
        assert KEY not in asked.address
        assert "ferry" not in asked.address


def test_deepl_gets_its_key_in_a_header_and_free_keys_have_their_own_address(
    service: Service, waits: list[float]
) -> None:
    translated(service, waits, "deepl")
    assert service.asked[0].headers["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert service.asked[0].fields["target_lang"] == "ES"


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_stops_at_once_and_says_which(service: Service, waits: list[float], status: int) -> None:
    service.faults = [Fault(status, f'{{"error": "Invalid key {KEY}"}}')]
    with pytest.raises(EngineError) as caught:
        translated(service, waits)
    line = f"LibreTranslate: it refuses the key (HTTP {status}: Invalid key …); check TRANSLATE_FLOW_LIBRETRANSLATE_KEY"
    assert str(caught.value) == line
    assert len(service.asked) == 1
    assert waits == []


@pytest.mark.parametrize("body", ["[" * 100_000, "\0", '{"error": {"message": 7}}', f'{{"error": "{"x" * 110}{KEY}"}}'])
def test_whatever_a_server_says_of_an_error_the_line_is_short_and_without_the_key(
    service: Service, waits: list[float], body: str
) -> None:
    service.faults = [Fault(403, body)]
    with pytest.raises(EngineError) as caught:
        translated(service, waits)
    assert "geheim" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("when", ["soon", "²", "-5", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 31 Feb 2026 00:00:00 GMT"])
def test_a_retry_after_that_is_no_time_to_come_does_no_harm(service: Service, waits: list[float], when: str) -> None:
    service.faults = [Fault(429, headers=(("Retry-After", when),))]
    assert translated(service, waits) == CAPITALS
    assert waits[0] <= 1


@pytest.mark.parametrize(
    "body", ["[" * 100_000, "{}", "[]", "null", '{"translatedText": {"a": 1}}', '"text"', "\udc00"]
)
@pytest.mark.parametrize("name", ["libretranslate", "deepl", "google", "microsoft", "mymemory", "qcri"])
def test_an_answer_of_any_shape_fails_one_text_only(service: Service, waits: list[float], name: str, body: str) -> None:
    service.faults = [Fault(200, body.encode("utf-8", "replace").decode())]
    found = translated(service, waits, name, TEXTS[:2])
    assert found[0] in (Why.FAILED, Why.EMPTY)
    assert found[1] == CAPITALS[1]


def test_a_used_up_quota_stops_at_once(service: Service, waits: list[float]) -> None:
    service.faults = [None, Fault(456, '{"message": "Quota exceeded"}')]
    with pytest.raises(EngineError, match=r"DeepL: the quota is used up \(HTTP 456: Quota exceeded\)"):
        translated(service, waits, "deepl")


def test_an_error_that_mymemory_calls_a_translation_is_none(service: Service, waits: list[float]) -> None:
    said = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
    spent = {"responseData": {"translatedText": said}, "responseStatus": 429, "responseDetails": said}
    invalid = {"responseData": {"translatedText": "INVALID"}, "responseStatus": "403", "responseDetails": "INVALID"}
    service.faults = [Fault(200, json.dumps(invalid)), Fault(200, json.dumps(spent))]
    with pytest.raises(EngineError, match="MyMemory: the quota is used up"):
        translated(service, waits, "mymemory")
    assert len(service.asked) == 2


def test_too_many_requests_are_waited_for_as_long_as_the_server_says(service: Service, waits: list[float]) -> None:
    service.faults = [Fault(429, headers=(("Retry-After", "7"),)), Fault(429), None]
    assert translated(service, waits) == CAPITALS
    assert waits[0] == 7
    assert 1 <= waits[1] <= 2


def test_a_server_that_wants_us_to_come_back_tomorrow_is_not_waited_for(service: Service, waits: list[float]) -> None:
    service.faults = [Fault(429, headers=(("Retry-After", "86400"),))]
    with pytest.raises(EngineError, match=r"too many requests.*give the command again later"):
        translated(service, waits)
    assert waits == []


@pytest.mark.parametrize("fault", [Fault(500), Fault(503), Fault(drop=True), Fault(200, "<html>Gateway</html>")])
def test_a_text_on_which_the_server_fails_does_not_lose_the_others(
    service: Service, waits: list[float], fault: Fault
) -> None:
    service.fails_on = lambda asked: fault if "Ana" in asked.text else None
    assert translated(service, waits) == [CAPITALS[0], Why.FAILED, CAPITALS[2]]


def test_a_server_that_fails_on_everything_stops_the_run_with_one_line(service: Service, waits: list[float]) -> None:
    service.fails_on = lambda _asked: Fault(500, '{"error": "out of memory"}')
    with pytest.raises(EngineError) as caught:
        translated(service, waits)
    assert str(caught.value).startswith(
        "LibreTranslate: it fails (HTTP 500: out of memory); what is translated is kept"
    )
    assert len(service.asked) == 12
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("fault", [Fault(delay=1.5), Fault(drip=True)])
def test_a_server_that_hangs_or_drips_does_not_outlive_the_time_limit(
    service: Service, waits: list[float], fault: Fault
) -> None:
    service.faults = [fault]
    assert translated(service, waits, timeout=0.4) == CAPITALS
    assert len(waits) == 1


def test_no_server_at_all_is_one_clear_line(waits: list[float]) -> None:
    with serving() as service:
        url = service.url
    patience = Patience(sleep=waits.append)
    engine = kind_named("libretranslate").open(Setup(url=url, timeout=2))
    with pytest.raises(EngineError, match=r"LibreTranslate: no connection to 127\.0\.0\.1:\d+; what is translated"):
        list(propose(TEXTS, engine, "en", "es", patience=patience))
    assert len(waits) == 3


def test_a_stopped_run_goes_on_where_it_was(service: Service, waits: list[float], tmp_path: Path) -> None:
    cache = tmp_path / "memory" / "machine.sqlite"
    service.faults = [None, Fault(401)]
    with pytest.raises(EngineError):
        translated(service, waits, cache=cache)
    service.asked.clear()
    assert translated(service, waits, cache=cache) == CAPITALS
    assert [asked.text[:5] for asked in service.asked] == ["Ana P", "Storm"]
    service.asked.clear()
    assert translated(service, waits, cache=cache) == CAPITALS
    assert service.asked == []


def test_a_killed_run_has_kept_what_was_answered(service: Service, waits: list[float], tmp_path: Path) -> None:
    cache = tmp_path / "machine.sqlite"
    texts = [Request(f"Ferry number {number}.") for number in range(6)]
    service.faults = [None, None, None, Fault(delay=60)]
    code = f"""
from pathlib import Path
from translate_flow.machine import kind_named
from translate_flow.machine.model import Request, Setup
from translate_flow.machine.proposing import propose
engine = kind_named("libretranslate").open(Setup(url={service.url!r}))
texts = [Request(f"Ferry number {{number}}.") for number in range(6)]
list(propose(texts, engine, "en", "es", cache=Path({str(cache)!r})))
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parent.parent) as process:
        until = time.monotonic() + 20
        while len(service.asked) < 4 and time.monotonic() < until:
            time.sleep(0.02)
        process.kill()
    service.asked.clear()
    assert translated(service, waits, texts=texts, cache=cache) == [text.text.upper() for text in texts]
    assert [asked.text for asked in service.asked] == [text.text for text in texts[3:]]


def test_the_same_text_is_sent_once(service: Service, waits: list[float]) -> None:
    assert translated(service, waits, texts=[TEXTS[0], TEXTS[1], TEXTS[0]]) == [CAPITALS[0], CAPITALS[1], CAPITALS[0]]
    assert len(service.asked) == 2


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", Why.EMPTY),
        (None, Why.EMPTY),
        (["A", "B"], Why.FAILED),
        ("NADA.", Why.CUT),
        ("EL <script>FERRY</script> SE QUEDA EN EL PUERTO", Why.MARKUP),
        ("The ferry stays in the harbour of Puerto Claro until Monday.", Why.UNCHANGED),
    ],
)
def test_an_answer_that_is_no_translation_is_refused(
    service: Service, waits: list[float], answer: object, why: Why
) -> None:
    text = Request("The ferry stays in the harbour of Puerto Claro until Monday.")
    service.translate = lambda _text: answer
    assert translated(service, waits, texts=[text]) == [why]


def test_lost_codes_are_asked_for_in_other_ways_and_else_refused(service: Service, waits: list[float]) -> None:
    service.translate = lambda _text: "ANA PRUEBA SAID NOTHING ON MONDAY."
    assert translated(service, waits, texts=[TEXTS[1]]) == [Why.CODES]
    assert len(service.asked) == 3


def test_entities_in_an_answer_are_undone(service: Service, waits: list[float]) -> None:
    service.translate = lambda _text: "L&#39;eau &amp; le &quot;port&quot;"
    for name in ("google", "libretranslate"):
        assert translated(service, waits, name, [Request("The water and the “port”")]) == ['L\'eau & le "port"']


def test_lines_of_googles_page_are_not_glued(service: Service, waits: list[float]) -> None:
    assert translated(service, waits, "google", [Request("One line\nTwo lines")]) == ["ONE LINE\nTWO LINES"]


def test_a_text_longer_than_a_request_is_cut_at_sentences_and_joined(service: Service, waits: list[float]) -> None:
    sentences = [f"This is sentence {number} of a <a1>long</a1> report." for number in range(1, 30)]
    text = Request(" ".join(sentences).replace("<a1>", "").replace("</a1>", ""))
    assert translated(service, waits, "mymemory", [text]) == [text.text.upper()]
    assert len(service.asked) > 1
    assert all(len(asked.text.encode()) <= 480 for asked in service.asked)
    endless = Request("and so on " * 100)
    assert translated(service, waits, "mymemory", [endless]) == [Why.LONG]


def test_a_pair_that_a_service_does_not_have_is_told_before_any_request(service: Service) -> None:
    deepl = engine(service, "deepl")
    with pytest.raises(UsageError, match="DeepL: it does not have tlh; choose another engine"):
        list(propose(TEXTS, deepl, "en", "tlh"))
    with pytest.raises(UsageError, match="it takes es and es-MX for one language"):
        list(propose(TEXTS, engine(service), "es", "es-MX"))
    assert service.asked == []


@pytest.mark.parametrize(
    ("name", "pair", "codes"),
    [
        ("google", ("en", "zh-Hant"), ("en", "zh-TW")),
        ("google", ("en", "zh-HK"), ("en", "zh-TW")),
        ("google", ("nb", "zh"), ("no", "zh-CN")),
        ("google", ("pt-BR", "he"), ("pt", "iw")),
        ("deepl", ("en-GB", "pt-BR"), ("EN", "PT-BR")),
        ("deepl", ("zh-Hant", "en"), ("ZH", "EN-US")),
        ("deepl", ("de-AT", "es-419"), ("DE", "ES-419")),
        ("deepl", ("es", "ca"), ("ES", "CA")),
        ("deepl", ("en", "es-CU"), ("EN", "ES-419")),
        ("deepl", ("en", "pt-AO"), ("EN", "PT-PT")),
        ("microsoft", ("en", "zh-TW"), ("en", "zh-Hant")),
        ("microsoft", ("sr", "pt-PT"), ("sr-Cyrl", "pt-PT")),
        ("libretranslate", ("es-CU", "zh-Hant"), ("es", "zt")),
        ("libretranslate", ("en", "pt-BR"), ("en", "pb")),
        ("mymemory", ("en", "es-CU"), ("en", "es-419")),
        ("mymemory", ("en", "zh-HK"), ("en", "zh-TW")),
    ],
)
def test_tags_become_the_codes_of_each_service(name: str, pair: tuple[str, str], codes: tuple[str, str]) -> None:
    assert kind_named(name).open(Setup(url="http://127.0.0.1/", key=KEY)).codes(*pair) == codes


def test_counting_sends_nothing(service: Service, waits: list[float], tmp_path: Path) -> None:
    cache = tmp_path / "machine.sqlite"
    assert count(TEXTS, engine(service), "en", "es", cache=cache).texts == 3
    assert not cache.exists()
    assert service.asked == []
    translated(service, waits, texts=TEXTS[:1], cache=cache)
    counted = count([*TEXTS, TEXTS[0], Request("2026")], engine(service), "en", "es", cache=cache)
    assert (counted.texts, counted.known, counted.requests) == (2, 1, 2)
    sent = sum(len(asked.text) for asked in service.asked)
    translated(service, waits, cache=cache)
    assert counted.characters == sum(len(asked.text) for asked in service.asked) - sent


def test_a_text_without_words_is_not_sent(service: Service) -> None:
    found = list(propose([Request("12 – 15 %"), Request("<a1>7</a1>", frozenset({"a1"}))], engine(service), "en", "es"))
    assert [one.why for one in found if isinstance(one, Refusal)] == [Why.NOTHING, Why.NOTHING]
    assert service.asked == []


def test_nothing_is_printed_and_deep_translator_itself_is_untouched(
    service: Service, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    import requests
    from deep_translator import libre

    service.faults = [Fault(500), Fault(429)]
    translated(service, waits)
    assert capsys.readouterr() == ("", "")
    assert libre.requests is requests
    assert "deep_translator.libre" in sys.modules
