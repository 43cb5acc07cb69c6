"""The whole system as it runs here, process by process: read `ours` as the architecture diagram."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from chassis.rights import VHOST
from devstack import databases, portal, ports, secret, servers
from devstack.bootstrap import ROOT
from devstack.probes import health_file, http_ok
from devstack.supervise import Part, Supervisor

SERVICES = ("auth", "tickets", "files")


@dataclass(frozen=True)
class Given:
    """Existing servers, named in the environment, to be used instead of private ones."""

    amqp_uri: str | None
    database_server_url: str | None
    s3: dict[str, str] | None

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Given:
        """AMQP_URI · DATABASE_SERVER_URL (a superuser's) · S3_ENDPOINT with S3_ACCESS_KEY, S3_SECRET_KEY, S3_BUCKET."""
        keys = ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_BUCKET")
        s3 = {k: env[k] for k in keys if k in env} if "S3_ENDPOINT" in env else None
        return cls(env.get("AMQP_URI"), env.get("DATABASE_SERVER_URL"), s3)


class Stack:
    """One running system with its data in `data`. `throwaway`: a test's; `say(part, line)` gets all output.

    `runner`: the module that runs a service; tests of the tests give one that takes a protection out.
    """

    def __init__(
        self,
        data: Path,
        say: Callable[[str, str], None],
        *,
        throwaway: bool = False,
        amqp_uri: str | None = None,
        runner: str = "chassis.runner",
    ) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self.throwaway = throwaway
        self.given = Given(amqp_uri, None, None) if throwaway else Given.from_environment(os.environ)
        self.runner = runner
        self.ports = ports.draw(data / "ports.json")
        self.secrets = secret.load(data / "secrets.json")
        self.run_folder = data / "run"
        self.logs = data / "logs"
        for folder in (self.run_folder, self.logs):
            folder.mkdir(exist_ok=True)
        self.say = say
        self.supervisor = Supervisor(say)

    # --- addresses ---------------------------------------------------------------------------------------------------

    @property
    def gateway_url(self) -> str:
        """Where people and programs find the gateway."""
        return f"http://127.0.0.1:{self.ports['gateway']}"

    def amqp_uri(self, user: str) -> str:
        """The broker's address for one of its users; a given broker is used with the account it was given with."""
        if self.given.amqp_uri:
            return self.given.amqp_uri
        password = quote(self.secrets[f"broker_{user}"], safe="")
        return f"amqp://{user}:{password}@127.0.0.1:{self.ports['broker']}/{VHOST}"

    def database_url(self, service: str, *, owner: bool = False) -> str:
        """A service's database, as its running role or as its owner."""
        role = f"{service}_owner" if owner else service
        server = urlsplit(self.database_server_url)
        password = self.secrets[f"database_{role}"]
        return databases.database_url(server.hostname or "127.0.0.1", server.port or 5432, role, password, service)

    @property
    def database_server_url(self) -> str:
        """The PostgreSQL server, as superuser."""
        password = quote(self.secrets["postgres_password"], safe="")
        private = f"postgresql://postgres:{password}@127.0.0.1:{self.ports['postgres']}/postgres"
        return self.given.database_server_url or private

    def store(self) -> dict[str, str]:
        """The S3 settings of the files service."""
        return self.given.s3 or {
            "S3_ENDPOINT": f"http://127.0.0.1:{self.ports['s3']}",
            "S3_ACCESS_KEY": self.secrets["s3_access_key"],
            "S3_SECRET_KEY": self.secrets["s3_secret_key"],
            "S3_BUCKET": servers.BUCKET,
        }

    # --- environments ------------------------------------------------------------------------------------------------

    def environment(self, part: str) -> dict[str, str]:
        """The settings of one of our processes, and nothing that it does not need."""
        user = part.removesuffix("-jobs")
        inherited = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TZ", "SSL_CERT_FILE")}
        env = inherited | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "HEALTH_FILE": str(self.run_folder / f"{part}.json"),
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "INFO"),
            "AMQP_URI": self.amqp_uri(user),
            "ROOT_PUBLIC_KEY": self.secrets["root_public_key"],
        }
        if user in SERVICES:
            env |= {"DATABASE_URL": self.database_url(user), "COMMAND_HMAC_KEY": self.secrets["command_hmac_key"]}
        if user == "auth":
            env["ROOT_PRIVATE_KEY"] = self.secrets["root_private_key"]
        if user == "files":
            env |= self.store()
        if part == "tickets-jobs":
            env["TICKETS_CLIENT_SECRET"] = self.secrets["tickets_client_secret"]
        if part == "gateway":
            env |= {"GATEWAY_HOST": "127.0.0.1", "GATEWAY_PORT": str(self.ports["gateway"])}
            env |= {"METRICS_PORT": str(self.ports["metrics"]), "PUBLIC_URL": self.gateway_url}
            if self.throwaway:  # each client of a test says where it comes from, as behind a proxy
                env["TRUSTED_PROXIES"] = "127.0.0.1"
            built = portal.built()
            env |= {"PORTAL_FOLDER": str(built)} if built else {}
        return env

    def migration_environment(self, service: str) -> dict[str, str]:
        """The settings of `solicitari migrate <service>`."""
        env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        env |= {"PYTHONPATH": str(ROOT), "DATABASE_OWNER_URL": self.database_url(service, owner=True)}
        if service == "auth":
            env["BOOTSTRAP_CODE"] = self.secrets["bootstrap_code"]
            env["TICKETS_CLIENT_SECRET"] = self.secrets["tickets_client_secret"]
            env["ROOT_PRIVATE_KEY"] = self.secrets["root_private_key"]
        return env

    # --- life --------------------------------------------------------------------------------------------------------

    async def start_servers(self) -> None:
        """The private servers that are not given; then roles and databases."""
        together: list[Part] = []
        broker: list[Part] = []
        if not self.given.amqp_uri:
            epmd, rabbitmq = servers.broker_parts(self.data, self.ports, self.secrets)
            await self.supervisor.start(epmd)
            broker = [rabbitmq]
        if not self.given.database_server_url:
            together.append(servers.postgres_part(self.data, self.ports, self.secrets, throwaway=self.throwaway))
        if not self.given.s3:
            together.append(servers.store_part(self.data, self.ports, self.secrets))
        if broker or together:
            await self.supervisor.start(*broker, *together)
        await asyncio.to_thread(databases.provision, self.database_server_url, self._database_passwords())

    async def migrate(self) -> None:
        """Bring the three databases to the newest revision, all at once."""
        python = sys.executable
        await self.supervisor.start(
            *(
                Part(f"migrate-{s}", [python, "-m", "cli", "migrate", s], self.migration_environment(s), once=True)
                for s in SERVICES
            )
        )

    async def start_ours(self) -> None:
        """Our processes: three services, their jobs, and the gateway."""
        await self.supervisor.start(
            *(self.ours(name) for s in SERVICES for name in (s, f"{s}-jobs")), self.ours("gateway")
        )

    def ours(self, name: str) -> Part:
        """One of our processes."""
        health = self.run_folder / f"{name}.json"
        health.unlink(missing_ok=True)
        if name == "gateway":
            ready = http_ok(self.ports["gateway"], "/readyz")
            return Part(name, [sys.executable, "-m", "gateway"], self.environment(name), ready)
        service, _, jobs = name.partition("-")
        module = "chassis.jobs" if jobs else self.runner
        command = [sys.executable, "-m", module, service]
        return Part(name, command, self.environment(name), health_file(health))

    async def tell_demo(self) -> None:
        """Tell the demo story, once."""
        env = self.environment("internal_demo") | {
            "GATEWAY_URL": self.gateway_url,
            "BOOTSTRAP_CODE": self.secrets["bootstrap_code"],
            "TICKETS_DATABASE_URL": self.database_url("tickets", owner=True),
            "DEMO_FILE": str(self.data / "demo.json"),
        }
        marker = self.data / "demo-told"
        if not marker.exists():
            await self.supervisor.start(Part("demo", [sys.executable, "-m", "demo"], env, once=True, ready_seconds=120))
            marker.touch()

    def write_description(self) -> Path:
        """`stack.json`: where everything runs, for scripts and tests; only its owner reads it."""
        parts = {
            r.part.name: {
                "pid": r.pid,
                "starts": r.starts,
                "exit_code": r.exit_code,
                "log": str(self.logs / f"{r.part.name}.log"),
            }
            for tier in self.supervisor.tiers
            for r in tier
        }
        demo = self.data / "demo.json"
        description = {
            "gateway_url": self.gateway_url,
            "metrics_port": self.ports["metrics"],
            "ports": self.ports,
            "supervisor": os.getpid(),
            "parts": parts,
            "logs": str(self.logs),
            "broker_command": self._broker_command(),
            "amqp": {user: self.amqp_uri(user) for user in secret.BROKER_USERS},
            "databases": {s: self.database_url(s, owner=True) for s in SERVICES},
            "s3": self.store(),
            "bootstrap_code": self.secrets["bootstrap_code"],
            "environments": {name: self.environment(name) for s in SERVICES for name in (s, f"{s}-jobs")},
            "demo": json.loads(demo.read_text(encoding="utf-8")) if demo.exists() else None,
        }
        file = self.data / "stack.json"
        fresh = file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(description, indent=1), encoding="utf-8")
        fresh.replace(file)
        return file

    def _broker_command(self) -> str | None:
        """What administers the private broker, as a shell writes it; none for a given broker."""
        for running in (r for tier in self.supervisor.tiers for r in tier if r.part.name == "broker"):
            environment = [f"{name}={value}" for name, value in running.part.environment.items()]
            tool = Path(running.part.command[0]).with_name("rabbitmqctl")
            return shlex.join(["env", "-i", *environment, str(tool), "-q"])
        return None

    def _database_passwords(self) -> dict[str, str]:
        roles = [role for s in SERVICES for role in (s, f"{s}_owner")]
        return {role: self.secrets[f"database_{role}"] for role in roles}
