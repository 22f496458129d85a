"""What all tables of a definition have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A table of a definition: unknown keys are faults, values do not change once checked."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
