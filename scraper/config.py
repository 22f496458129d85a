"""The only reader of `config/`: definitions, platforms, settings.

Definitions come from the wheel (or the repository this package lies in); a user's folder is laid over them:
a file of the same name takes the place of the built-in one.
"""

from __future__ import annotations

import getpass
import os
import socket
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from scraper.errors import ConfigError
from scraper.site import Site, merge, parse_site
from scraper.site.places import KeyPath, key_lines
from scraper.site.values import Size
from scraper.urls import host_of

CONTACT_VARIABLE = "SCRAPER_CONTACT"
SETTINGS_FILE = "scraper.toml"


class Settings(BaseModel):
    """What `scraper.toml` in a config folder may say."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    contact: str | None = None
    """Where site owners reach the operator: "mailto:…" or a page about the crawl. Part of the User-Agent."""

    min_free: Size = 1_000_000_000
    """Bytes of the disk that a crawl leaves free: before there are fewer it ends, with exit status 4."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything read from the config folders."""

    sites: Mapping[str, Site]
    """By name, in alphabetical order."""

    origins: Mapping[str, Path]
    """Where each site's definition lies."""

    settings: Settings

    broken: Mapping[str, ConfigError] = field(default_factory=dict)
    """Definitions that are wrong, by name, where the others were asked for all the same."""

    def find(self, wanted: str) -> Site:
        """Return the site of this name, host or address; raises ConfigError naming what there is, or what is wrong with it."""
        if wanted in self.broken:
            raise self.broken[wanted]
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


def load_configuration(folder: Path | None = None, *, broken: Callable[[str], None] | None = None) -> Configuration:
    """Read the built-in definitions and lay `folder` over them.

    Raises ConfigError with every fault found. With `broken`, which is told of each fault of a definition or platform, only
    faults of the folder and of the settings are raised: one wrong definition does not stand in the way of the others.
    """
    folders = [builtin_folder()]
    if folder is not None:
        _check_folder(folder)
        folders.append(folder)
    problems: list[str] = []
    platforms = _read_tables(folders, "platforms", problems)
    wrong: dict[str, ConfigError] = {}
    definitions = _read_tables(folders, "sites", problems, wrong)
    sites: dict[str, Site] = {}
    for name, (path, table) in sorted(definitions.items()):
        try:
            sites[name] = _site(name, path, table, platforms)
        except ConfigError as error:
            wrong[name] = error
            problems += error.problems
    faults: list[str] = []
    settings = _settings(folders, faults)
    if broken is not None:
        for problem in problems:
            broken(problem)
    else:
        faults = problems + faults
    if faults:
        raise ConfigError(*faults)
    return Configuration(sites, {name: definitions[name][0] for name in sites}, settings, wrong)


def fingerprint(folder: Path | None = None) -> Mapping[Path, tuple[int, int]]:
    """Return what changes when a file of the config folders does: the time and size of each."""
    found: dict[Path, tuple[int, int]] = {}
    for base in (builtin_folder(), *([folder] if folder else [])):
        for path in (*base.glob("*/*.toml"), base / SETTINGS_FILE):
            with suppress(OSError):
                facts = path.stat()
                found[path] = facts.st_mtime_ns, facts.st_size
    return found


def _check_folder(folder: Path) -> None:
    """Raise ConfigError for what is no folder, or holds definitions where nobody would look for them."""
    try:
        names = {path.name for path in folder.iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        raise ConfigError(f"{folder}: is no folder; --config wants one that holds sites/*.toml") from None
    except OSError as error:
        raise ConfigError(f"{folder}: cannot be read: {error.strerror}") from error
    astray = sorted(name for name in names if name.endswith(".toml") and name != SETTINGS_FILE)
    if astray and "sites" not in names:
        raise ConfigError(f"{folder}: {astray[0]} belongs into a folder sites/ of the one that --config names")


def load_site(path: Path, folder: Path | None = None) -> Site:
    """Read and check one definition file; its platform is looked for in `folder`, then in the built-in ones."""
    problems: list[str] = []
    folders = [builtin_folder(), *([folder] if folder else [])]
    platforms = _read_tables(folders, "platforms", problems)
    table = _read(path, problems)
    if problems:
        raise ConfigError(*problems)
    return _site(path.stem, path, table or {}, platforms)


def load_platform(path: Path) -> None:
    """Check one platform file, which is no site by itself. Raises ConfigError with every fault found."""
    problems: list[str] = []
    table = _read(path, problems)
    if problems:
        raise ConfigError(*problems)
    parse_site({"home": "https://example.org/", **(table or {})}, name=path.stem, where=partial(_place, (path,)))


def merged_table(name: str, folder: Path | None = None) -> dict[str, Any]:
    """Return the tables of a site as they stand after its platform: what `scraper site show` prints."""
    problems: list[str] = []
    folders = [builtin_folder(), *([folder] if folder else [])]
    platforms = _read_tables(folders, "platforms", problems)
    _, table = _read_tables(folders, "sites", problems)[name]
    below = platforms.get(table.get("platform", ""))
    return merge(below[1] if below else {}, table)


Tables = Mapping[str, tuple[Path, dict[str, Any]]]
"""Definition files by name: where one lies, and what it says."""


def _site(name: str, path: Path, table: Mapping[str, Any], platforms: Tables) -> Site:
    platform = table.get("platform")
    if platform is not None and (not isinstance(platform, str) or platform not in platforms):
        place, allowed = _place((path,), ("platform",)), ", ".join(sorted(platforms)) or "none"
        raise ConfigError(f"{place}: platform = {platform!r}: no such platform (allowed: {allowed})")
    below = platforms[platform] if platform else None
    files = (path, below[0]) if below else (path,)
    return parse_site(table, name=name, platform=below[1] if below else None, where=partial(_place, files))


def _place(files: tuple[Path, ...], key: KeyPath) -> str:
    """Return "file:line" of the key, out of the site's file or its platform's, whichever comes nearer to it."""
    best, nearest = str(files[0]), 0
    for path in files:
        try:
            lines = key_lines(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
        depth = next((end for end in range(len(key), nearest, -1) if key[:end] in lines), 0)
        if depth:
            best, nearest = f"{path}:{lines[key[:depth]]}", depth
    return best


def _read_tables(
    folders: list[Path], kind: str, problems: list[str], wrong: dict[str, ConfigError] | None = None
) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Read all `*.toml` of one kind; later folders win by file name, also those that cannot be read (`wrong`)."""
    wrong = {} if wrong is None else wrong
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
            faults: list[str] = []
            table = _read(path, faults)
            tables.pop(path.stem, None)
            wrong.pop(path.stem, None)
            if table is not None:
                tables[path.stem] = (path, table)
            else:
                wrong[path.stem] = ConfigError(*faults)
                problems += faults
    return tables


def _read(path: Path, problems: list[str]) -> dict[str, Any] | None:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            problems.append(f"{path}: is no plain file")
            return None
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        problems.append(f"{path}: is not UTF-8 text")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}: is no TOML: {error}")
    except RecursionError:
        problems.append(f"{path}: is no TOML: nested too deep")
    return None


def _settings(folders: list[Path], problems: list[str]) -> Settings:
    table: dict[str, Any] = {}
    for folder in folders:
        if (folder / SETTINGS_FILE).exists():
            table = merge(table, _read(folder / SETTINGS_FILE, problems) or {})
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
