"""Who has which bitext open, and telling all of them what changes: by somebody here, or on the disk.

Events go out as server-sent events (HTML Standard, section 9.2): ``hello`` with the versions of all segments,
``rows`` with segments that changed, ``structure`` when units came or went, ``presence`` with who is where.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import AsyncGenerator, Callable, Hashable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from translate_flow.bitext import Bitext, Segment
from translate_flow.desk import files
from translate_flow.desk.editing import version
from translate_flow.errors import TranslateFlowError
from translate_flow.web.shelf import Shelf

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

INTERVAL = 0.5
"""Seconds between two looks at the files that are open."""
_ELSEWHERE = 10
"""Files at addresses are looked at once in so many times."""
_HEARTBEAT = 15.0
_WAITING = 500
"""Events that may wait for a listener who does not read; one with more has to begin anew."""
Segments = dict[str, Segment]
Foreign = Callable[["Place", Segments], None]
"""Told of segments that changed on the disk."""


def segments_of(bitext: Bitext) -> Segments:
    """The segments by their ids, in order."""
    return {
        name: segment
        for unit in bitext.units
        for name, segment in zip(unit.segment_ids(), unit.segments, strict=True)
    }  # fmt: skip


class Room:
    """One bitext that people have open."""

    def __init__(self, bitext: Bitext, seen: Hashable) -> None:
        self.segments = segments_of(bitext)
        self.seen = seen
        self.listeners: dict[str, asyncio.Queue[str | None]] = {}
        self.presence: dict[str, tuple[str, str]] = {}
        """By client: a person's name and the segment where the person is."""
        self.lock = threading.RLock()
        """Held while a segment is saved and while the file is compared with what is known."""

    def people(self) -> tuple[str, ...]:
        """Who has it open."""
        return tuple(dict.fromkeys(name for name, _ in self.presence.values() if name))


class Live:
    """All rooms. Its coroutines run in the server's loop; :meth:`room` and :meth:`tell` are for any thread."""

    def __init__(self, shelf: Shelf, rows: Callable[[Segments, str], object], foreign: Foreign) -> None:
        """``rows`` makes what listeners are sent of segments (and of the name of who changed them)."""
        self._shelf = shelf
        self._rows = rows
        self._foreign = foreign
        self._rooms: dict[Place, Room] = {}
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def room(self, path: Place) -> Room:
        """The room of a bitext file, opened if it was not. Raises :class:`InputError` where it cannot be read."""
        with self._lock:
            if path in self._rooms:
                return self._rooms[path]
        book = self._shelf.book(path)
        with self._lock:
            return self._rooms.setdefault(path, Room(book.bitext, book.signature))

    def known(self, path: Place) -> Room | None:
        """The room of a bitext file if somebody opened it."""
        return self._rooms.get(path)

    def saved(self, path: Place, changed: Segments, by: str) -> None:
        """Tell of segments that were changed here; called under the room's lock."""
        room = self.room(path)
        room.segments |= changed
        self.tell(room, "rows", self._rows(changed, by))

    def tell(self, room: Room, event: str, data: object) -> None:
        """Send an event to all who listen."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(_send, room, f"event: {event}\ndata: {json.dumps(data)}\n\n")

    def look(self, path: Place, client: str, who: str, segment: str) -> None:
        """Note where a person is, and tell the others."""
        room = self.room(path)
        if room.presence.get(client, ("",))[0] == who and client in room.listeners:
            room.presence[client] = who, segment
            self.tell(room, "presence", presence(room))

    async def events(self, path: Place, client: str, who: str) -> AsyncGenerator[str]:
        """What a listener is told, from now on, without end; nothing under somebody else's ``client``."""
        self._loop = asyncio.get_running_loop()
        room = await asyncio.to_thread(self.room, path)
        if room.presence.get(client, (who,))[0] != who:
            return
        queue: asyncio.Queue[str | None] = asyncio.Queue(_WAITING)
        room.listeners[client] = queue
        room.presence[client] = who, ""
        try:
            versions = {name: version(segment) for name, segment in room.segments.items()}
            yield f"retry: 1000\nevent: hello\ndata: {json.dumps(versions)}\n\n"
            self.tell(room, "presence", presence(room))
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    event = ": still here\n\n"
                if event is None:
                    return
                yield event
        finally:
            if room.listeners.get(client) is queue:
                room.listeners.pop(client)
                room.presence.pop(client, None)
                self.tell(room, "presence", presence(room))

    async def watch(self) -> None:
        """Look at the files that are open, again and again; what changed there is told."""
        self._loop = asyncio.get_running_loop()
        for look in itertools.count():
            await asyncio.sleep(INTERVAL)
            for path, room in list(self._rooms.items()):
                if not room.listeners:
                    self._rooms.pop(path, None)
                elif isinstance(path, Path):
                    if files.signature(path) != room.seen:
                        await asyncio.to_thread(self.refresh, path, room)
                elif look % _ELSEWHERE == 0:
                    await asyncio.to_thread(self._ask, path, room)

    def _ask(self, path: Place, room: Room) -> None:
        """Look at a file that is elsewhere; one that cannot be asked for now is looked at again later."""
        with suppress(TranslateFlowError):
            if files.signature(path) != room.seen:
                self.refresh(path, room)

    def close(self) -> None:
        """Send all listeners away."""
        for room in self._rooms.values():
            for queue in room.listeners.values():
                if not queue.full():
                    queue.put_nowait(None)

    def refresh(self, path: Place, room: Room) -> None:
        """Compare a file with what is known of it, and tell the difference."""
        with room.lock:
            try:
                book = self._shelf.book(path)
            except TranslateFlowError as error:
                # Half written by another program, or gone: its next state will be told.
                room.seen = files.signature(path)
                self.tell(room, "broken", {"what": str(error)})
                return
            room.seen = book.signature
            now, before = segments_of(book.bitext), room.segments
            room.segments = now
        if [(name, one.source) for name, one in now.items()] != [(name, one.source) for name, one in before.items()]:
            self.tell(room, "structure", {})
        changed = {name: one for name, one in now.items() if name in before and one != before[name]}
        if changed:
            self.tell(room, "rows", self._rows(changed, ""))
            self._foreign(path, {name: one for name, one in changed.items() if one.target != before[name].target})


def presence(room: Room) -> Mapping[str, tuple[str, str]]:
    """Who is where, by client."""
    return room.presence


def _send(room: Room, event: str) -> None:
    for client, queue in list(room.listeners.items()):
        if queue.full():
            room.listeners.pop(client)
            queue.get_nowait()
            queue.put_nowait(None)
        else:
            queue.put_nowait(event)
