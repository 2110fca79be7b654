"""Run by Debian's Python in a desktop session: ``drive_lokalize.py FILE SOURCE TARGET`` edits in place over D-Bus."""

from __future__ import annotations

import sys

import dbus
from window import running, waited

path, source, target = sys.argv[1:]


def editor(bus: dbus.SessionBus) -> dbus.Interface | None:
    """Lokalize's editor, once it has opened the file."""
    for name in bus.list_names():
        if name.startswith("org.kde.lokalize-"):
            try:
                tab = bus.get_object(name, "/ThisIsWhatYouWant/Editor/0")
                found = dbus.Interface(tab, "org.kde.Lokalize.Editor")
                return found if found.currentFile() and found.entryCount() else None
            except dbus.DBusException:
                return None
    return None


with running("lokalize", path):
    session = dbus.SessionBus()
    tab = waited(lambda: editor(session), 40, "Lokalize to open the file")
    found = [index for index in range(tab.entryCount()) if str(tab.entrySource(index, 0)) == source]
    if not found:
        raise SystemExit("Lokalize finds no such segment")
    tab.gotoEntry(found[0])
    tab.setEntryTarget(found[0], 0, target)
    if not tab.saveFile():
        raise SystemExit("Lokalize did not save")
