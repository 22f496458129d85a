"""A data folder as a crawl leaves it: two articles that promote each other, a listing, a dead link."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scraper.model import Article, Block, CleanedPage, Link, Provenance, RelatedItem, WarcPlace
from scraper.store import Capture, Settlement, Store, open_store

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "news.test"
BASE = "https://news.test"
FIRST, SECOND, FRONT, DEAD = f"{BASE}/2026/first/", f"{BASE}/2026/second/", f"{BASE}/", f"{BASE}/dead/"


@dataclass
class Maker:
    """Fills a store by the ways of a crawl."""

    store: Store
    offset: int = 0
    run: int = field(init=False)

    def __post_init__(self) -> None:
        self.run = self.store.start_run(SITE, now=NOW)

    def settle(self, url: str, outcome: str, page: CleanedPage | None = None, due: datetime | None = None) -> None:
        self.store.add_links([Link(url=url, site=SITE, kind="article", found_by="listing")], now=NOW)
        link = self.store.find_link(url)
        assert link is not None
        self.offset += 100
        capture = Capture(
            site=SITE, url=url, fetched_at=NOW, file="a.warc.gz", offset=self.offset, outcome=outcome, status=200
        )
        end = Settlement(outcome=outcome, at=NOW, due=due, captures=(capture,), page=page)
        self.store.settle(link, end, run=self.run)

    def page(
        self, url: str, headline: str | None, related: tuple[RelatedItem, ...], day: str | None = None
    ) -> CleanedPage:
        article = Article(headline=headline, published=day, blocks=(Block(kind="paragraph", text=f"{headline} …"),))
        place = WarcPlace(file="a.warc.gz", offset=self.offset + 100)
        return CleanedPage(
            page_type="article" if headline else "listing",
            outcome="ok",
            provenance=Provenance(cleaner="scraper/0", fetched_at=NOW.isoformat(), warc=place),
            url=url,
            site=SITE,
            article=article if headline else None,
            related=related,
        )


def make_data(folder: Path) -> Path:
    """Fill a data folder and return it."""
    with open_store(folder) as store:
        maker = Maker(store)
        teaser = RelatedItem(
            position=0, title="The second story", list="Read more", kind="read_more", url=SECOND,
            category="Crime", excerpt="What happened then", excerpt_truncated=True,
        )  # fmt: skip
        elsewhere = RelatedItem(position=1, title="Another story", kind="latest", url=f"{BASE}/other/")
        maker.settle(FIRST, "stored", maker.page(FIRST, "The first story", (teaser, elsewhere), "2026-11-01"))
        back = RelatedItem(position=0, title="The first story", list="Märchen", kind="related", url=FIRST)
        maker.settle(
            SECOND, "stored", maker.page(SECOND, "Die zweite Geschichte", (back,), "2026-11-20T10:00:00+01:00")
        )
        front = RelatedItem(position=0, title="The first story", kind="listing", url=FIRST)
        maker.settle(FRONT, "stored", maker.page(FRONT, None, (front,)), due=NOW + timedelta(minutes=30))
        maker.settle(DEAD, "gone")
        store.add_links([Link(url=f"{BASE}/other/", site=SITE, kind="article", found_by="listing")], now=NOW)
        store.end_run(maker.run, "limit", now=NOW + timedelta(minutes=3))
    return folder
