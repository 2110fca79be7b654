"""The services on the net: what each needs, takes and keeps, and where deep-translator asks it in a way of the past.

Left out of deep-translator's are those whose services are closed (Yandex 1.5, Papago), the dictionaries (Linguee,
PONS), ChatGPT, for which it needs a version of ``openai`` from 2023, and Baidu, which reports its errors as answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from translate_flow.errors import EngineError
from translate_flow.machine.codes import table
from translate_flow.machine.deep import Service, opened
from translate_flow.machine.http import Answer, Call
from translate_flow.machine.model import BadAnswer, Kind, Limits, Marks, Setup

_TEXT = (Marks.BRACES, Marks.PRIVATE)
_HTML = (Marks.ELEMENTS, Marks.BRACES, Marks.PRIVATE)
_NO_KEY = "none"
"""deep-translator wants a key even where a server wants none."""


def _key(setup: Setup) -> dict[str, Any]:
    return {"api_key": setup.key or _NO_KEY}


def _both(codes: dict[str, str]) -> Callable[[], tuple[dict[str, str], dict[str, str]]]:
    return lambda: (codes, codes)


def _bytes(text: str) -> int:
    return len(text.encode())


def _in_address(text: str) -> int:
    return len(quote(text))


def _libretranslate(call: Call, setup: Setup) -> Call:
    """Text and key belong into the body: an address is logged, and holds some 8 kB."""
    data = {**(call.params or {}), "format": "html"}
    if not setup.key:
        del data["api_key"]
    return call._replace(params=None, data=data)


def _deepl(call: Call, _setup: Setup) -> Call:
    """DeepL refuses GET since March 2025, and keys in parameters since January 2026."""
    data = {**(call.params or {}), "tag_handling": "html"}
    return Call("POST", call.url, data=data, headers={"Authorization": f"DeepL-Auth-Key {data.pop('auth_key')}"})


def _deepl_url(setup: Setup) -> dict[str, str]:
    """Free keys end in ``:fx`` and are good at an address of their own."""
    free = "https://api-free.deepl.com/v2/" if setup.key.endswith(":fx") else "https://api.deepl.com/v2/"
    return {"DEEPL_FREE": setup.url or free}


def _microsoft(call: Call, _setup: Setup) -> Call:
    return call._replace(params={**(call.params or {}), "api-version": "3.0", "textType": "html"})


def _microsoft_url(setup: Setup) -> dict[str, str]:
    return {"MICROSOFT_TRANSLATE": (setup.url or "https://api.cognitive.microsofttranslator.com/") + "translate"}


def _mymemory(text: str) -> str:
    """MyMemory reports errors as translations: "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS …"."""
    answer = Answer(200, text).json()
    status = str(answer.get("responseStatus", 200))
    if status == "200":
        return text
    said = str(answer.get("responseDetails") or "")[:100]
    if status == "429" or "USED ALL" in said:
        remedy = "what is translated is kept: go on tomorrow"
        raise EngineError(f"the quota is used up ({said})", where="MyMemory", remedy=remedy)
    raise BadAnswer(f"it refuses the text ({said})")


def _google_languages() -> tuple[dict[str, str], dict[str, str]]:
    from deep_translator.constants import GOOGLE_LANGUAGES_TO_CODES as CODES

    others = {"zh": "zh-CN", "zh_Hant": "zh-TW", "he": "iw", "jv": "jw", "nb": "no", "nn": "no", "fil": "tl"}
    known = table(" ".join(CODES.values()), mni="mni-Mtei", **others)
    return known, known


def _mymemory_languages() -> tuple[dict[str, str], dict[str, str]]:
    from deep_translator.constants import MY_MEMORY_LANGUAGES_TO_CODES as CODES

    known = table(" ".join(CODES.values()), zh_Hant="zh-TW")
    primaries = {code.split("-")[0].lower(): code.split("-")[0] for code in CODES.values()}
    return {**primaries, **known}, {**primaries, **known}


_LIBRETRANSLATE = table(
    "ar az bg bn ca cs da de el en eo es et eu fa fi fr ga gl he hi hu id it ja ko ky lt lv ms nb nl pl pt ro ru sk sl "
    "sq sr sv th tl tr uk ur vi zh",
    zh_Hant="zt", pt_BR="pb", no="nb", nn="nb", fil="tl",
)  # fmt: skip
_DEEPL = (
    "ACE AF AN AR AS AY AZ BA BE BG BHO BN BR BS CA CEB CKB CS CY DA DE EL EN EO ES ET EU FA FI FR GA GL GN GOM GU HA "
    "HE HI HR HT HU HY ID IG IS IT JA JV KA KK KMR KO KY LA LB LMO LN LT LV MAI MG MI MK ML MN MR MS MT MY NB NE NL OC "
    "OM PA PAG PAM PL PRS PS PT QU RO RU SA SCN SK SL SQ SR ST SU SV SW TA TE TG TH TK TL TN TR TS TT UK UR UZ VI WO "
    "XH YI YUE ZH ZU"
)
"""With those that DeepL has since January 2026; deep-translator knows 27."""
_DEEPL_SOURCES = table(_DEEPL, no="NB", nn="NB", fil="TL", zh_Hant="ZH")
_DEEPL_TARGETS = table(
    _DEEPL + " EN-GB EN-US PT-BR ES-419",
    no="NB", nn="NB", fil="TL", en="EN-US", pt="PT-PT", zh="ZH-HANS", zh_Hant="ZH-HANT",
)  # fmt: skip
_MICROSOFT = table(
    "af am ar as az ba be bg bn bo brx bs ca cs cy da de dv el en en-GB es et eu fa fi fil fj fo fr fr-CA ga gl gu ha "
    "he hi hr hsb ht hu hy id ig ikt is it iu ja ka kk km kmr kn ko ku ky lb lo lt lug lv mai mg mi mk ml mr ms mt my "
    "nb ne nl nso nya or pa pl ps pt pt-PT ro ru rw sd si sk sl sm sn so sq st sv sw ta te th ti tk to tr tt ty ug uk "
    "ur uz vi xh yo zu zh-Hans zh-Hant",
    zh="zh-Hans", sr="sr-Cyrl", sr_Latn="sr-Latn", mn="mn-Cyrl", no="nb", nn="nb", tl="fil", ckb="ku",
)  # fmt: skip


def _kind(service: Service, *, keys: str = "", needs_key: bool = False, needs_url: bool = False) -> Kind:
    return Kind(
        name=service.name, title=service.title, keys=keys, needs_key=needs_key, needs_url=needs_url,
        open=partial(opened, service),
    )  # fmt: skip


LIBRETRANSLATE = _kind(
    Service(
        name="libretranslate", title="LibreTranslate", module="libre", translator="LibreTranslator",
        url=lambda setup: {"LIBRE_FREE": setup.url}, arguments=_key, changed=_libretranslate,
        languages=_both(_LIBRETRANSLATE), limits=Limits(size=2000), html=True, marks=_HTML,
    ),
    keys="your server",
    needs_url=True,
)  # fmt: skip
DEEPL = _kind(
    Service(
        name="deepl", title="DeepL", module="deepl", translator="DeeplTranslator",
        url=_deepl_url, arguments=_key, changed=_deepl,
        languages=lambda: (_DEEPL_SOURCES, _DEEPL_TARGETS),
        limits=Limits(size=30_000), html=True, marks=_HTML,
    ),
    keys="https://www.deepl.com/pro-api",
    needs_key=True,
)  # fmt: skip
GOOGLE = _kind(
    Service(
        name="google", title="Google Translate", module="google", translator="GoogleTranslator",
        url=lambda setup: {"GOOGLE_TRANSLATE": setup.url + "m"} if setup.url else {},
        # deep-translator glues the lines together between which the page has a break.
        read=lambda text: re.sub(r"<br\s*/?>", "\n", text),
        languages=_google_languages, limits=Limits(size=4900, measure=_in_address, per_second=3), marks=_TEXT,
    ),
)  # fmt: skip
MICROSOFT = _kind(
    Service(
        name="microsoft", title="Microsoft Translator", module="microsoft", translator="MicrosoftTranslator",
        url=_microsoft_url, arguments=lambda setup: {**_key(setup), "region": setup.region}, changed=_microsoft,
        # It would ask for the list of languages first, whenever one is made.
        patched={"_get_supported_languages": lambda _self: {"english": "en"}},
        languages=_both(_MICROSOFT), limits=Limits(size=10_000), html=True, marks=_HTML,
    ),
    keys="https://portal.azure.com, resource “Translator”",
    needs_key=True,
)  # fmt: skip
MYMEMORY = _kind(
    Service(
        name="mymemory", title="MyMemory", module="mymemory", translator="MyMemoryTranslator",
        url=lambda setup: {"MYMEMORY": (setup.url or "https://api.mymemory.translated.net/") + "get"},
        arguments=lambda _setup: {"source": "en-GB", "target": "es-ES"}, read=_mymemory,
        languages=_mymemory_languages, limits=Limits(size=480, measure=_bytes, per_second=2), marks=_TEXT,
    ),
)  # fmt: skip
QCRI = _kind(
    Service(
        name="qcri", title="QCRI", module="qcri", translator="QcriTranslator",
        url=lambda setup: {"QCRI": setup.url + "{endpoint}"} if setup.url else {},
        arguments=_key, options={"domain": "news"},
        languages=_both(table("ar en es")), limits=Limits(size=1000, per_second=2), marks=_TEXT,
    ),
    keys="https://mt.qcri.org/api",
    needs_key=True,
)  # fmt: skip
