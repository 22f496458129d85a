"""How far the store knows the files that this process archives into: behind that a kill may have left answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scraper.archive import Archive
from scraper.store import Store


class Known:
    """Notes it in the store, again and again. One for a run, made when all that earlier runs have left is settled."""

    def __init__(self, store: Store, archive: Archive) -> None:
        self._store = store
        self._archive = archive
        self._open: dict[object, tuple[str, int]] = {}
        """Where the archive stood when each link was taken up that is followed now: its answers lie behind that."""

        self._files = {archive.position[0]}

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow a link; what that archives is known to the store once the block ends, unless it is broken off."""
        mark = object()
        self._open[mark] = self._archive.position
        self._files.add(self._open[mark][0])
        yield
        del self._open[mark]

    def note(self) -> None:
        """Write how far each file is known."""
        name, size = self._archive.position
        ends = {file: self._archive.size_of(file) for file in self._files} | {name: size}
        for file, at in self._open.values():
            ends[file] = min(ends[file], at)
        if any(file != name for file, _ in self._open.values()):
            ends[name] = 0  # what was taken up before this file was begun may have put answers into it
        self._store.files.note_known(ends)
        self._files = {name, *(file for file, _ in self._open.values())}
