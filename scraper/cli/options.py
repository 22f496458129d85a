"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

DATA_VARIABLE = "SCRAPER_DATA"


def config_option(command: Decorated) -> Decorated:
    """Add `--config DIR`, which arrives as `config: Path | None`."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder with sites/*.toml (and platforms/*.toml) to lay over the definitions that come with scraper.",
    )(command)


def data_option(command: Decorated) -> Decorated:
    """Add `--data DIR`, which arrives as `data: Path`."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path),
        metavar="DIR",
        default=Path("data"),
        envvar=DATA_VARIABLE,
        show_default="./data, or SCRAPER_DATA",
        help="Folder that holds everything a crawl writes.",
    )(command)


def private_option(command: Decorated) -> Decorated:
    """Add `--allow-private`, which arrives as `allow_private: bool`."""
    return click.option(
        "--allow-private", is_flag=True, help="Allow addresses that are not public, such as 127.0.0.1."
    )(command)


def workers_option(text: str) -> Callable[[Decorated], Decorated]:
    """Return what adds `--workers N`, which arrives as `workers: int`; `text` says what they do."""
    return click.option("--workers", metavar="N", type=click.IntRange(min=0), default=1, show_default=True, help=text)
