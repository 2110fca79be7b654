"""A season at the desk: the newsroom edits, translators type, tools sort and wrap; no typed word is ever lost."""

import random
import re
from contextlib import suppress
from pathlib import Path

import polib
import pytest

from translate_flow.bitext import State
from translate_flow.desk import marking, merging, segmenting
from translate_flow.desk.choices import Incomplete
from translate_flow.errors import MergeError

WORDS = [
    "rain",
    "bridge",
    "mayor",
    "Monday",
    "two",
    "river",
    "<b>bold</b>",
    "[link](x)",
    "*em*",
    "&",
    "“quote”",
    "Dr.",
    "7",
    "a.m.",
]


class Newsroom:
    """Writes paragraphs and edits them, always the same way for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.paragraphs = [self.paragraph() for _ in range(self.chance.randint(1, 6))]

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(1, 4)))

    def sentence(self) -> str:
        words = self.chance.choices(WORDS, k=self.chance.randint(1, 7))
        return " ".join(words).capitalize() + self.chance.choice(".!?")

    def edit(self) -> None:
        texts, at = self.paragraphs, self.chance.randrange(len(self.paragraphs))
        match self.chance.choice(["insert", "delete", "move", "edit", "split", "join", "repeat"]):
            case "insert":
                texts.insert(at, self.paragraph())
            case "delete" if len(texts) > 1:
                del texts[at]
            case "move":
                texts.insert(self.chance.randrange(len(texts)), texts.pop(at))
            case "edit":
                words = texts[at].split(" ")
                words[self.chance.randrange(len(words))] = self.chance.choice(WORDS)
                texts[at] = " ".join(words)
            case "split" if ". " in texts[at]:
                texts[at : at + 1] = [f"{texts[at].split('. ', 1)[0]}.", texts[at].split(". ", 1)[1]]
            case "join" if at + 1 < len(texts):
                texts[at : at + 2] = [f"{texts[at]} {texts[at + 1]}"]
            case "repeat":
                texts.append(texts[at])

    def publish(self, path: Path) -> None:
        if path.suffix == ".html":
            path.write_text("<body>\n" + "".join(f"<p>{text}</p>\n" for text in self.paragraphs) + "</body>\n")
        else:
            path.write_text("\n\n".join(self.paragraphs) + "\n")


def translate(bitext: Path, chance: random.Random, typed: set[str]) -> None:
    """Type some translations, and perhaps sort the file, with another program."""
    po = polib.pofile(str(bitext))
    for entry in po:
        if not entry.obsolete and not entry.msgstr and chance.random() < 0.5:
            entry.msgstr = f"{entry.msgid} T{len(typed)}"
            typed.add(_without_numbers(entry.msgstr))
    if chance.random() < 0.3:
        po.sort(key=lambda entry: (entry.obsolete, entry.msgid))
    po.save()


def _without_numbers(text: str) -> str:
    """The numbers of codes follow the source's, so they may change."""
    return re.sub(r"<(/?[a-z]+)\d+", r"<\1", text)


@pytest.mark.parametrize("seed", range(18))
def test_no_typed_word_is_lost_in_a_season_of_edits(seed: int, tmp_path: Path) -> None:
    newsroom, typed = Newsroom(seed), set[str]()
    source = tmp_path / f"article{['.txt', '.md', '.html'][seed % 3]}"
    bitext = tmp_path / "article.po"
    for day in range(1, 9):
        newsroom.publish(source)
        segmenting.segment_file(source, "en", "es", bitext, f"2026-05-0{day}T10:00:00+00:00")
        before = bitext.read_bytes()
        segmenting.segment_file(source, "en", "es", bitext, "2026-06-01T10:00:00+00:00")
        assert bitext.read_bytes() == before, "a second run must change nothing"
        assert typed <= {_without_numbers(entry.msgstr) for entry in polib.pofile(str(bitext))}
        translate(bitext, newsroom.chance, typed)
        if newsroom.chance.random() < 0.3:
            marking.mark(bitext, None, State.REVIEWED, "Luis Ensayo", "2026-05-09T10:00:00+00:00")
        # What was reviewed although the codes of its source had changed is refused; all else must merge.
        with suppress(MergeError):
            merging.merge_file(source, bitext, source.with_stem("merged"), incomplete=Incomplete.source)
        newsroom.edit()
