"""``robots.txt``: what a site lets programs read (RFC 9309)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from translate_flow.fetching.client import AGENT, Answer, Client, Failed

_LARGEST = 512 * 1024
"""Bytes that are read of it (section 2.5)."""
_LONGEST_DELAY = 30.0


class _Rule(NamedTuple):
    allow: bool
    pattern: str


@dataclass(slots=True)
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[_Rule] = field(default_factory=list)
    delay: float = 0.0


class Robots(NamedTuple):
    """What one site says to us."""

    rules: tuple[_Rule, ...] = ()
    delay: float = 0.0
    """Seconds between two requests."""

    def allows(self, url: str) -> bool:
        """Whether the address may be read: the longest pattern that fits decides, in doubt for us (section 2.2.2)."""
        parts = urlsplit(url)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (f"?{parts.query}" if parts.query else "")
        fitting = [rule for rule in self.rules if rule.pattern and _expression(rule.pattern).match(path)]
        return max(fitting, key=lambda rule: (len(rule.pattern), rule.allow), default=_Rule(True, "")).allow


def _expression(pattern: str) -> re.Pattern[str]:
    """``*`` stands for anything, a ``$`` at the end for the end (section 2.2.3)."""
    body = re.escape(pattern.removesuffix("$")).replace(r"\*", ".*")
    return re.compile(body + (r"\Z" if pattern.endswith("$") else ""))


def parse(text: str, agent: str = AGENT) -> Robots:
    """The rules for us: those of the groups that name us, else those for all."""
    groups = list(_groups(text))
    for wanted in (agent.lower(), "*"):
        found = [group for group in groups if wanted in group.agents]
        if found:
            rules = tuple(rule for group in found for rule in group.rules)
            return Robots(rules, min(_LONGEST_DELAY, max(group.delay for group in found)))
    return Robots()


def _groups(text: str) -> Iterator[_Group]:
    group, started = _Group(), False
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if started:
                yield group
                group, started = _Group(), False
            group.agents.append(value.partition("/")[0].lower())
        elif name in ("allow", "disallow"):
            started = True
            group.rules.append(_Rule(name == "allow", value))
        elif name == "crawl-delay" and re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", value):
            started = True
            group.delay = float(value)
    yield group


@dataclass
class Polite:
    """A client that reads only what ``robots.txt`` allows, at the pace that it wishes."""

    client: Client
    _known: dict[str, Robots] = field(default_factory=dict)

    def get(self, url: str) -> Answer:
        """What the address has. Raises :class:`Failed`, also for what may not be read."""
        if not self.allowed(url):
            raise Failed("its robots.txt does not allow programs to read it")
        answer = self.client.get(url)
        if answer.url != url and not self.allowed(answer.url):
            raise Failed(f"it redirects to {answer.url}, which robots.txt does not allow programs to read")
        return answer

    def allowed(self, url: str) -> bool:
        """Whether the site lets us read the address. Raises :class:`Failed` where it cannot say."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._known:
            self._known[site] = self._ask(f"{site}/robots.txt")
            self.client.pauses[parts.netloc] = self._known[site].delay
        return self._known[site].allows(url)

    def _ask(self, url: str) -> Robots:
        answer = self.client.get(url)
        if answer.status >= 500:
            raise Failed(f"its robots.txt cannot be read (HTTP {answer.status}), so it is left alone for now")
        if answer.status >= 400:
            return Robots()
        return parse(answer.body[:_LARGEST].decode("utf-8", "replace"))
