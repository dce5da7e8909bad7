"""Settings: read from the environment when the bot starts, never at import."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import AnyHttpUrl, AnyWebsocketUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.unable import Unable

DATABASE = "facts.sqlite"
"""The file in the state directory that servers' facts are in, unless the settings say otherwise."""


class Settings(BaseSettings):
    """What an operator may set, each as ``RACKMATH_…``."""

    model_config = SettingsConfigDict(env_prefix="RACKMATH_", frozen=True, env_ignore_empty=True)

    discord_token: SecretStr | None = None
    """The bot's token; never logged."""
    discord_api: AnyHttpUrl | None = None
    """REST base of a Discord-compatible server; Discord itself if unset."""
    discord_gateway: AnyWebsocketUrl | None = None
    """Its gateway."""
    state_dir: Path = Path.home() / ".local" / "state" / "rackmath"
    """Where the bot keeps its health mark and the digest of the commands it has registered."""
    database_url: str | None = None
    """Where servers' facts are kept: a path or address of SQLite, or postgresql://…; a file in the
    state directory if unset."""
    log_level: Literal["INFO", "WARNING", "ERROR"] = "INFO"
    """DEBUG is not offered: the library's debug log holds interaction tokens."""

    @property
    def database(self) -> str | Path:
        """Where servers' facts are."""
        return self.database_url or self.state_dir / DATABASE


def read_settings() -> Settings:
    """The settings of the environment.

    Raises:
        Unable: naming the first that can't be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        problem = f"RACKMATH_{'_'.join(map(str, first['loc'])).upper()}: {first['msg']}"
        raise Unable("bad_settings", problem=problem) from error
