"""The settings of the gateway."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address

from pydantic import Field, field_validator

from chassis.settings import Settings

MAX_JSON_BYTES = 256 * 1024
MAX_JSON_DEPTH = 20
JSON_SECONDS = 20.0
OPTIONAL_PART_SECONDS = 0.5
DEADLINE_SECONDS = 10.0
PEOPLE_SECONDS = 60.0


class GatewaySettings(Settings):
    """Where the gateway listens and what it talks to."""

    amqp_uri: str
    root_public_key: str
    gateway_host: str = "127.0.0.1"
    gateway_port: int = 8080
    metrics_port: int | None = None
    public_url: str = Field(
        default="http://127.0.0.1:8080", description="as people type it; https makes cookies Secure"
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(), description="addresses and networks (CIDR) whose X-Forwarded-For is believed, by commas"
    )
    portal_folder: str | None = Field(
        default=None, description="the built portal; none: a bare page that names the API"
    )
    health_file: str | None = None
    heartbeat: int = 10
    log_level: str = "INFO"

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _by_commas(cls, given: str) -> list[str]:
        return [part.strip() for part in given.split(",") if part.strip()]

    @property
    def is_https(self) -> bool:
        """Whether people come over TLS."""
        return self.public_url.startswith("https://")

    def trusts(self, peer: str) -> bool:
        """Whether a peer is a proxy whose X-Forwarded-For is believed."""
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self.trusted_proxies)
