"""`scraper site new`: a site looked at, and a first definition of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from scraper.cli.commands import Command
from scraper.cli.console import Console, plural
from scraper.cli.options import private_option

if TYPE_CHECKING:
    from scraper.survey import Draft, Survey

EXAMPLES = """
scraper site new https://paper.example/
scraper site new paper.example --name paper --config my
scraper site new http://127.0.0.1:8101/ --name local --config my --allow-private
"""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LOCAL = re.compile(r"localhost|127(?:\.\d+){3}|::1")


@click.command("new", cls=Command, examples=EXAMPLES)
@click.argument("url", help="Address of the site's front page.")
@click.option("--name", metavar="NAME", help="Name of the definition: its file is NAME.toml.  [default: the host]")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=Path("config"),
    help="Folder whose sites/ the definition is written into.  [default: ./config]",
)
@click.option(
    "--delay", metavar="DURATION", help='Pause between two requests, as in "10 s"; the definition has it too.'
)
@click.option("--force", is_flag=True, help="Write over a definition of this name.")
@private_option
def new_site(url: str, name: str | None, config: Path, delay: str | None, force: bool, allow_private: bool) -> None:
    """Look at a site and draft its definition, with the evidence for each line.

    Asks for robots.txt, the front page, feeds, sitemaps, interfaces, listings and a few stories: 60 requests at most, each
    as polite as those of a crawl. Nothing is stored but the definition, which crawls at once; a definition that is there
    already is left as it is.
    """
    from scraper.survey import choose, to_text

    console = Console()
    home = _home(url)
    name = _name_of(home) if name is None else name
    if not _NAME.fullmatch(name):
        raise click.BadParameter(f"{name!r} is no name: letters, digits, '.', '_' and '-'", param_hint="--name")
    path = config / "sites" / f"{name}.toml"
    if path.exists() and not force:
        raise click.UsageError(f"{path}: is there already; choose another --name, or --force to write over it")
    delay, why = _delay(delay, home)
    seen = _look(home, console, config, delay=delay, allow_private=allow_private)
    draft = choose(seen, delay=delay, delay_why=why)
    text = to_text(draft, name=name, requests=seen.requests, day=f"{datetime.now(UTC):%Y-%m-%d}")
    _write(path, text, name, force=force)
    for line in _report(seen, draft):
        console.result(line)
    console.result(f"{path}: written")
    for missing in draft.missing:
        console.note(f"not found: {missing}")
    for note in draft.notes:
        console.note(note)
    private = " --allow-private" if allow_private else ""
    console.note(f"{plural(seen.requests, 'request')}; next: scraper crawl {name} --config {config} --limit 5{private}")


def _home(url: str) -> str:
    """Return the address of a front page as it is asked for. Raises BadParameter for what is none."""
    from scraper.urls import absolute_url

    written = url.strip()
    whole = written if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", written) else f"https://{written}"
    home = absolute_url(whole, base=None)
    if home is None or not re.fullmatch(r"[\w.:\[\]-]+", urlsplit(home).netloc):
        raise click.BadParameter(f"{url!r} is no address: https://paper.example/ is one", param_hint="URL")
    return home if urlsplit(home).path else f"{home}/"


def _name_of(home: str) -> str:
    from scraper.urls import host_of

    return re.sub(r"[^a-z0-9.-]+", "-", host_of(home).removeprefix("www.")).strip("-.") or "site"


def _delay(told: str | None, home: str) -> tuple[str | None, str]:
    """Return the pause between two requests as a definition has it, and why; `None`: the usual one."""
    from scraper.site.values import parse_duration

    if told is not None:
        try:
            parse_duration(told)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--delay") from None
        return told, "as asked for with --delay"
    if _LOCAL.fullmatch(urlsplit(home).hostname or ""):
        return "0 s", "the site is on this machine: nobody else is kept waiting"
    return None, ""


def _look(home: str, console: Console, config: Path, *, delay: str | None, allow_private: bool) -> Survey:
    from scraper.config import load_configuration
    from scraper.fetch import Fetcher, Guard
    from scraper.site import FetchRules
    from scraper.survey import Log, survey
    from scraper.urls import host_of

    configuration = load_configuration(config if (config / "sites").is_dir() else None, broken=lambda _: None)
    contact, is_set = configuration.contact()
    if not is_set and not allow_private:
        console.note(f"no contact is set: the site will see {contact} (SCRAPER_CONTACT, or contact in scraper.toml)")
    owner = configuration.owner_of(home)
    if owner is not None:
        console.note(f"there is a definition of this host: {owner.name} ({configuration.origins[owner.name]})")
    rules = FetchRules.model_validate({"delay": delay} if delay is not None else {})
    log = Log(lambda url: console.progress(f"looking at {url}"))
    guard = Guard.for_hosts([host_of(home)], allow_private=allow_private)

    async def look() -> Survey:
        async with Fetcher(keep=log.keep, contact=contact, guard=guard) as fetcher:
            return await survey(home, fetcher, log, rules=rules)

    seen = asyncio.run(look())
    console.clear()
    return seen


def _write(path: Path, text: str, name: str, *, force: bool) -> None:
    """Write a definition that is known to be right."""
    import tomllib

    from scraper.site import parse_site

    parse_site(tomllib.loads(text), name=name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w" if force else "x", encoding="utf-8") as file:
        file.write(text)


def _report(seen: Survey, draft: Draft) -> Iterator[str]:
    """Yield what was found, a line each."""
    made = f"{seen.platform.name} ({seen.platform.why})" if seen.platform else "no platform that is known"
    yield f"{seen.home}: {made}"
    for feed in seen.feeds:
        yield f"  feed     {feed.url}: {plural(len(feed.urls), 'story', 'stories')}"
    for sitemap in seen.sitemaps:
        yield f"  sitemap  {sitemap.url}: {plural(len(sitemap.urls), 'address', 'addresses')} read"
    if seen.rest is not None:
        yield f"  REST     {seen.rest.root}: {plural(seen.rest.total or len(seen.rest.urls), 'post')}"
    if seen.api is not None:
        yield f"  API      {seen.api.url}"
    for listing in seen.listings:
        goes_on = f", {listing.last_page} pages" if listing.last_page else ", goes on" if listing.has_pages else ""
        yield f"  listing  {listing.url}: {plural(len(listing.stories), 'story', 'stories')}{goes_on}"
    for pattern in seen.learnt.patterns:
        yield f"  stories  {pattern.regex}: {pattern.support:,} of {seen.learnt.stories:,} known ones"
    yield f"  all of them by {' and '.join(draft.complete)}" if draft.complete else "  the newest of them"
