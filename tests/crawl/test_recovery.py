"""What a kill has left in the archive is found, however long ago it was archived, whoever else writes there now."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.crawl.known import Known
from scraper.crawl.recovery import LOOK_BACK, recover
from scraper.model import Exchange, WarcPlace
from scraper.site import Site
from scraper.store import Capture, Store, make_folder, open_store
from tests.archive.material import START, exchange, open_archive
from tests.crawl.site import SmallSite

OTHER = SmallSite(home="http://127.0.0.2/").site.model_copy(update={"name": "other"})


@pytest.fixture
def site() -> Site:
    return SmallSite(home="http://127.0.0.1/").site


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("os.fsync", lambda _: None)
    make_folder(tmp_path)
    return tmp_path


@contextlib.contextmanager
def opened(data: Path, *, shared: bool = False) -> Iterator[tuple[Store, Archive]]:
    with (
        open_store(data) as store,
        open_archive(data / "archive", ends=store.files.known_ends(), shared=shared) as archive,
    ):
        yield store, archive


def asked(number: int, host: str = "127.0.0.1") -> Exchange:
    return exchange(number, url=f"http://{host}/2024/05/story-{number}/")


def settle(store: Store, each: Exchange, place: WarcPlace) -> None:
    facts = {"url": each.url, "fetched_at": each.fetched_at, "file": place.file, "offset": place.offset}
    store.add_capture(Capture(site="small", outcome="stored", status=200, **facts))  # type: ignore[arg-type]


def recovered(data: Path, *sites: Site, alone: bool = True) -> int:
    with opened(data, shared=not alone) as (store, archive):
        return recover(store, archive, sites, now=START + timedelta(days=1), alone=alone).total()


def test_an_answer_is_found_however_many_were_settled_behind_it(data: Path, site: Site) -> None:
    with opened(data) as (store, archive):
        known = Known(store, archive)
        with known.following():
            settle(store, asked(0), archive.write(asked(0)))
        with contextlib.suppress(KeyboardInterrupt), known.following():
            archive.write(asked(1))  # a link with redirects and pauses, which is still followed
            for number in range(2, LOOK_BACK + 50):
                with known.following():
                    settle(store, asked(number), archive.write(asked(number)))
            known.note()
            raise KeyboardInterrupt

    assert recovered(data, site) == 1
    assert recovered(data, site) == 0


def test_what_is_known_is_not_read_again(data: Path, site: Site) -> None:
    with opened(data) as (store, archive):
        known = Known(store, archive)
        for number in range(3):
            with known.following():
                settle(store, asked(number), archive.write(asked(number)))
        known.note()
        ((file, size),) = store.files.known_ends().items()
        assert size == archive.size_of(file)
        assert list(archive.after(store.files.known_ends())) == []
    with opened(data) as (_, archive):
        assert archive.position == (file, size)


def test_what_was_taken_up_before_a_file_was_begun_may_lie_in_it(data: Path, site: Site) -> None:
    with opened(data) as (store, archive):
        known = Known(store, archive)
        with contextlib.suppress(KeyboardInterrupt), known.following():
            archive.close_file()
            archive.write(asked(0))
            with known.following():
                settle(store, asked(1), archive.write(asked(1)))
            known.note()
            raise KeyboardInterrupt

    assert recovered(data, site) == 1


def test_answers_of_a_site_that_is_not_crawled_now_wait_for_its_crawl(data: Path, site: Site) -> None:
    with opened(data) as (_, archive):
        archive.write(asked(0))
        archive.write(asked(1, "127.0.0.2"))

    assert [recovered(data, site), recovered(data, site), recovered(data, OTHER), recovered(data, OTHER)] == [
        1,
        0,
        1,
        0,
    ]


def test_beside_others_only_what_a_dead_process_has_left_is_taken_up(data: Path, site: Site) -> None:
    with opened(data, shared=True) as (_, dead):
        dead.write(asked(0))
        (path,) = dead.files()
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08 torn")
    with opened(data, shared=True) as (_, alive):  # takes the file on, and mends it
        assert "cut off 8 bytes" in alive.notes[0]
        alive.close_file()
        alive.write(asked(1))
        with path.open("ab") as file:
            file.write(b"\x1f\x8b\x08 torn")

        with opened(data, shared=True) as (store, archive):
            assert "cut off 8 bytes" in archive.notes[0]
            assert recover(store, archive, [site], now=START, alone=False).total() == 1
            assert recover(store, archive, [site], now=START, alone=False).total() == 0
            assert len(archive.files()) == 3

    assert recovered(data, site) == 1
