"""The only reader of `config/`: definitions, platforms, settings.

Definitions come from the wheel (or the repository this package lies in); a user's folder is laid over them:
a file of the same name takes the place of the built-in one.
"""

from __future__ import annotations

import getpass
import os
import socket
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from scraper.errors import ConfigError
from scraper.site import Site, merge, parse_site
from scraper.urls import host_of

CONTACT_VARIABLE = "SCRAPER_CONTACT"


class Settings(BaseModel):
    """What `scraper.toml` in a config folder may say."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    contact: str | None = None
    """Where site owners reach the operator: "mailto:…" or a page about the crawl. Part of the User-Agent."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything read from the config folders."""

    sites: Mapping[str, Site]
    """By name, in alphabetical order."""

    origins: Mapping[str, Path]
    """Where each site's definition lies."""

    settings: Settings

    def find(self, wanted: str) -> Site:
        """Return the site of this name, host or address; raises ConfigError naming what there is."""
        if wanted in self.sites:
            return self.sites[wanted]
        site = self.owner_of(wanted if "://" in wanted else f"http://{wanted}/")
        if site is None:
            raise ConfigError(f"no site {wanted!r}; there are: {', '.join(self.sites) or 'none'}")
        return site

    def owner_of(self, url: str | None) -> Site | None:
        """Return the site on which an address lies."""
        host = host_of(url).removeprefix("www.") if url else ""
        return next((site for site in self.sites.values() if host and site.owns(url or "")), None)

    def contact(self) -> tuple[str, bool]:
        """Return the operator's contact, and whether somebody has set it (environment, then settings)."""
        chosen = os.environ.get(CONTACT_VARIABLE) or self.settings.contact
        return (chosen, True) if chosen else (f"mailto:{_user()}@{socket.gethostname()}", False)


def builtin_folder() -> Path:
    """Return the folder of the definitions that come with the package."""
    package = Path(__file__).resolve().parent
    inside = package / "_config"
    return inside if inside.is_dir() else package.parent / "config"


def load_configuration(folder: Path | None = None) -> Configuration:
    """Read the built-in definitions and lay `folder` over them. Raises ConfigError with every fault found."""
    folders = [builtin_folder()]
    if folder is not None:
        if not folder.is_dir():
            raise ConfigError(f"{folder}: is no folder; --config wants one that holds sites/*.toml")
        folders.append(folder)
    problems: list[str] = []
    platforms = {name: table for name, (_, table) in _read_tables(folders, "platforms", problems).items()}
    definitions = _read_tables(folders, "sites", problems)
    sites: dict[str, Site] = {}
    for name, (path, table) in sorted(definitions.items()):
        try:
            sites[name] = _site(name, path, table, platforms)
        except ConfigError as error:
            problems += error.problems
    settings = _settings(folders, problems)
    if problems:
        raise ConfigError(*problems)
    return Configuration(sites, {name: definitions[name][0] for name in sites}, settings)


def load_site(path: Path, folder: Path | None = None) -> Site:
    """Read and check one definition file; its platform is looked for in `folder`, then in the built-in ones."""
    problems: list[str] = []
    folders = [builtin_folder(), *([folder] if folder else [])]
    platforms = {name: table for name, (_, table) in _read_tables(folders, "platforms", problems).items()}
    table = _read(path, problems)
    if problems:
        raise ConfigError(*problems)
    return _site(path.stem, path, table or {}, platforms)


def merged_table(name: str, folder: Path | None = None) -> dict[str, Any]:
    """Return the tables of a site as they stand after its platform: what `scraper site show` prints."""
    problems: list[str] = []
    folders = [builtin_folder(), *([folder] if folder else [])]
    platforms = _read_tables(folders, "platforms", problems)
    _, table = _read_tables(folders, "sites", problems)[name]
    below = platforms.get(table.get("platform", ""))
    return merge(below[1] if below else {}, table)


def _site(name: str, path: Path, table: Mapping[str, Any], platforms: Mapping[str, Mapping[str, Any]]) -> Site:
    platform = table.get("platform")
    if platform is not None and platform not in platforms:
        raise ConfigError(
            f"{path}: platform = {platform!r}: no such platform (allowed: {', '.join(sorted(platforms)) or 'none'})"
        )
    return parse_site(table, name=name, platform=platforms.get(platform) if platform else None, where=str(path))


def _read_tables(folders: list[Path], kind: str, problems: list[str]) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Read all `*.toml` of one kind; later folders win by file name."""
    tables: dict[str, tuple[Path, dict[str, Any]]] = {}
    for folder in folders:
        try:
            paths = (
                sorted(path for path in (folder / kind).iterdir() if path.suffix == ".toml")
                if (folder / kind).exists()
                else []
            )
        except OSError as error:
            problems.append(f"{folder / kind}: cannot be read: {error.strerror}")
            continue
        for path in paths:
            table = _read(path, problems)
            if table is not None:
                tables[path.stem] = (path, table)
    return tables


def _read(path: Path, problems: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        problems.append(f"{path}: is not UTF-8 text")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}: is no TOML: {error}")
    return None


def _settings(folders: list[Path], problems: list[str]) -> Settings:
    table: dict[str, Any] = {}
    for folder in folders:
        path = folder / "scraper.toml"
        if path.is_file():
            table = merge(table, _read(path, problems) or {})
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        allowed = ", ".join(Settings.model_fields)
        problems += [
            f"scraper.toml: {'.'.join(map(str, fault['loc']))}: {fault['msg']} (allowed: {allowed})"
            for fault in error.errors()
        ]
        return Settings()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "operator"
