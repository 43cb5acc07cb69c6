"""Secrets of a stack: random, made once, kept in one file that only its owner reads."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SERVICES = ("auth", "tickets", "files")
BROKER_USERS = (*SERVICES, "gateway", "internal_demo")


def make() -> dict[str, str]:
    """All secrets of a new stack, by name."""
    root = Ed25519PrivateKey.generate()
    made = {
        "postgres_password": secrets.token_urlsafe(24),
        "erlang_cookie": secrets.token_hex(20),
        "s3_admin_access": secrets.token_hex(10),
        "s3_admin_secret": secrets.token_urlsafe(30),
        "s3_access_key": secrets.token_hex(10),
        "s3_secret_key": secrets.token_urlsafe(30),
        "command_hmac_key": secrets.token_hex(32),
        "root_private_key": base64.b64encode(root.private_bytes_raw()).decode(),
        "root_public_key": base64.b64encode(root.public_key().public_bytes_raw()).decode(),
        "bootstrap_code": secrets.token_urlsafe(24),
        "tickets_client_secret": secrets.token_urlsafe(32),
    }
    for user in BROKER_USERS:
        made[f"broker_{user}"] = secrets.token_urlsafe(24)
    for service in SERVICES:
        made[f"database_{service}"] = secrets.token_urlsafe(24)
        made[f"database_{service}_owner"] = secrets.token_urlsafe(24)
    for key in ("signing", "signing_read", "filer", "filer_read"):
        made[f"weed_{key}"] = secrets.token_urlsafe(24)
    return made


def load(file: Path) -> dict[str, str]:
    """The secrets kept in `file`; what is missing in it is made and kept."""
    kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    fresh = make()
    if "root_private_key" in kept:  # the pair belongs together
        fresh.pop("root_public_key")
    missing = {name: value for name, value in fresh.items() if name not in kept}
    if missing:
        file.touch(mode=0o600)
        file.write_text(json.dumps(kept | missing, indent=1), encoding="utf-8")
    return kept | missing
