"""What people type is shown as text wherever it appears: never as markup, never as a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webdesk import ANA, ARTICLE, DONE, TO, Browser, Site

from translate_flow.bitext import Bitext, State
from translate_flow.desk import bitexts
from translate_flow.desk.staff.rights import Role
from translate_flow.web.pages import _as_script

MARK = "evil()"
PAYLOADS = [
    f"<script>{MARK}</script>",
    f"\"'><img src=x onerror={MARK}>",
    f"</textarea></title></script></style><svg onload={MARK}>",
    f"<iframe srcdoc='<script>{MARK}</script>'></iframe>",
    f"<a href=javascript:{MARK}>x</a>",
    f"\" autofocus onfocus={MARK} x=\"",
    f"<!--<img src=x onerror={MARK}>-->",
    f"]]><math><mtext></form><form><mglyph><style></math><img src onerror={MARK}>",
    f"{{{{ {MARK} }}}}{{% {MARK} %}}${{{MARK}}}",
    f"&lt;script&gt;{MARK}&lt;/script&gt;",
    f"[x](javascript:{MARK}) ![x](x \"onerror={MARK}\") <javascript:{MARK}>",
    f"+ADw-script+AD4-{MARK}+ADw-/script+AD4-",
    f"<scr\u0000ipt>{MARK}</scr\u0000ipt>",
]  # fmt: skip


class Suspicious(HTMLParser):
    """Collects what would run, as a browser reads a page: handlers, scripts, addresses of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []
        self._raw = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._raw = tag if tag in ("script", "style") else ""
        address = [
            value for name, value in attrs if (value or "").strip().lower().startswith(("javascript:", "data:text"))
        ]
        if any(name.startswith("on") or name == "srcdoc" for name, _ in attrs) or address:
            self.found.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._raw = ""

    def handle_data(self, data: str) -> None:
        (self.found if self._raw and MARK in data else self.text).append(data)


def suspicious(page: str) -> list[str]:
    reader = Suspicious()
    reader.feed(page)
    reader.close()
    return reader.found


@pytest.mark.parametrize("payload", PAYLOADS[:7])
def test_the_reader_of_these_tests_sees_what_would_run(payload: str) -> None:
    assert suspicious(payload) or payload.startswith(("<!--", '" autofocus'))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site(tmp_path) as found:
        yield found


def pages(browser: Browser, document: str = ARTICLE, to: str = TO) -> Iterator[str]:
    """Everything that shows an article."""
    for path in ("/", f"/edit/{to}/{quote(document)}", f"/preview/{to}/{quote(document)}", f"/search?q={quote(MARK)}"):
        answer = browser.get(path)
        assert answer.status_code == 200, (path, answer.text)
        yield answer.text


def write_everywhere(site: Site, shift: int, document: str, to: str) -> None:
    """Put a payload into each segment, so that each role of a unit gets one, and with another shift another."""

    def written(bitext: Bitext) -> Bitext:
        units = []
        for at, unit in enumerate(bitext.units):
            evil = PAYLOADS[(at + shift) % len(PAYLOADS)]
            said = (replace(one, target=f"{one.source} {evil}", state=State.TRANSLATED) for one in unit.segments)
            units.append(replace(unit, segments=tuple(said)))
        return replace(bitext, units=tuple(units))

    bitexts.rewrite(site.desk.bitext(document, to), written, "2026-05-02T10:00:00+00:00")


@pytest.mark.parametrize("shift", [0, 3, 7])
@pytest.mark.parametrize(("document", "to"), [(ARTICLE, TO), (DONE, "en"), ("es/faro-de-puerto-claro.txt", "en")])
def test_targets_and_notes_are_text_on_every_page_and_in_what_is_published(
    site: Site, shift: int, document: str, to: str
) -> None:
    ana, evil = site.browser(ANA), PAYLOADS[shift]
    write_everywhere(site, shift, document, to)
    note = {"document": document, "to": to, "segment": site.plain(document, to)[0], "text": evil}
    assert ana.tell("note", **note).status_code == 200
    assert ana.tell("assign", document=document, to=to, person=evil).status_code == 200
    for page in pages(ana, document, to):
        assert not suspicious(page)
    assert ana.tell("merge", document=document, to=to).json()["missing"] == []
    published = site.desk.published(document, to).read_text(encoding="utf-8")
    assert MARK in published
    if published.startswith("<"):
        assert not [one for one in suspicious(published) if MARK in one]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_sources_titles_and_front_matter_are_text_where_one_works_and_sandboxed_where_one_looks(
    site: Site, payload: str
) -> None:
    ana = site.browser(ANA)
    payload = payload.replace("\0", "")
    front = f"---\ntitle: {json.dumps(payload)}\ndescription: {json.dumps(payload)}\n---\n"
    text = f"{front}\n# {payload}\n\n{payload}\n\nA {payload} b.\n"
    for name, data in (
        ("new.md", text),
        ("new.txt", f"{payload}\n\nA {payload}\n"),
        ("new.html", f"<p>A {payload}</p>"),
    ):
        assert ana.upload(name, data.encode()).status_code == 303
        for path in ("/", f"/edit/es/en/{name}", f"/search?q={quote(MARK)}"):
            assert not suspicious(ana.get(path).text)
        preview = ana.get(f"/preview/es/en/{name}")
        assert "sandbox allow-same-origin" in preview.headers["content-security-policy"]
        assert name != "new.txt" or not suspicious(preview.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_of_files_people_and_pages_are_text(site: Site, payload: str) -> None:
    name = payload.replace("/", "⁄").replace("\0", "")[:100]
    (site.desk.sources / f"en/{name}.txt").write_text("A\n\nText.\n", encoding="utf-8")
    ana = site.browser(name)
    document = f"en/{name}.txt"
    assert not suspicious(ana.get(f"/edit/es/{quote(document)}").text), "not segmented yet"
    assert ana.tell("segment", document=document, to="es").status_code == 200
    assert ana.tell("edit", **site.saying("Uno.")).status_code == 200
    for page in (*pages(ana, document, "es"), *pages(ana), ana.get(f"/edit/es/{quote(payload)}").text):
        assert not suspicious(page)
    for path in (f"/{quote(payload)}", f"/search?q={quote(payload)}", f"/sign-in?next={quote(payload)}"):
        assert not suspicious(ana.get(path).text)
    for path, fields in (
        ("/add", {"folder": payload, "text": payload}),
        ("/segment", {"document": payload, "to": payload[:30]}),
    ):
        assert not suspicious(ana.submit(path, **fields).text)
    assert not suspicious(ana.submit("/name", name="\0" + payload).text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_are_text_where_one_comes_in(site: Site, payload: str) -> None:
    name = payload.replace("\0", "")
    member = site.member(name, Role.EDITOR)
    token = site.people.invite(name, datetime.now(UTC))
    stranger = site.browser()
    for page in (member.get("/"), member.get(f"/edit/{TO}/{ARTICLE}"), stranger.get(f"/join/{token}")):
        assert page.status_code == 200
        assert not suspicious(page.text)
    for answer in (
        stranger.submit(f"/join/{token}", password=payload[:5]),
        stranger.submit("/sign-in", name=payload, password=payload, next=payload),
        stranger.get(f"/join/{quote(payload, safe='')}"),
    ):
        assert not suspicious(answer.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_answers_of_the_api_are_never_read_as_pages(site: Site, payload: str) -> None:
    ana = site.browser(ANA)
    for answer in (
        ana.tell("check-typed", **{**site.examples()["check-typed"], "target": f"{payload} {payload}"}),
        ana.ask("segments", document=payload, to=TO),
        ana.ask("search", q=payload),
        ana.get(f"/api/{quote(payload)}"),
    ):
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("mark", ["⸨0⸩", "⸨99999⸩", "⸨0⸩⦗0⦘⟬0⟭⦃0⦄", "⸨²⸩", "⸨" + "9" * 5000 + "⸩"])
def test_marks_of_previews_cannot_be_typed(site: Site, mark: str) -> None:
    ana = site.browser(ANA)
    assert ana.tell("edit", **site.saying(f"Uno {mark} dos.")).status_code == 200
    page = ana.get(f"/preview/{TO}/{ARTICLE}")
    assert page.status_code == 200
    assert mark in page.text
    names = [name for name in site.segments() if f'data-segment="{name}"' in page.text]
    assert page.text.count("data-segment=") == len(names), "each place stands once"


@pytest.mark.parametrize("reason", ["x\n# tf: state=final", "x\r\ntf: state=reviewed", '"\ntf: reviewer="Eva Ajena"'])
def test_no_remark_can_pass_for_a_state_or_credit(site: Site, reason: str) -> None:
    eva = site.browser("tf")
    assert eva.tell("edit", **site.saying("La orquesta toca.")).status_code == 200
    name, before = site.plain()
    where = {"document": ARTICLE, "to": TO, "segment": name}
    assert eva.tell("ignore", **where, check="double-word", reason=reason).status_code == 200
    assert eva.tell("note", **where, text=reason).status_code == 200
    assert eva.tell("note", **where, text="state=final").status_code == 200
    after = site.plain()[1]
    assert (after.state, after.credits) == (before.state, before.credits)
    assert len(after.notes) == len(before.notes) + 3


@given(st.recursive(st.text() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_data_in_a_script_element_is_data_again_and_cannot_end_it(value: object) -> None:
    written = _as_script(value)
    assert json.loads(written) == value
    assert "<" not in written
    assert written.isascii()
