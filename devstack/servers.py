"""The private servers: epmd and RabbitMQ, PostgreSQL 18, SeaweedFS; each bound to the loopback address alone."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from devstack import broker, install
from devstack.bootstrap import VENV
from devstack.probes import both, command_ok, http_ok, port_open
from devstack.secret import BROKER_USERS
from devstack.supervise import Part

BUCKET = "solicitari-files"
NOBODY = 65534  # PostgreSQL refuses to run as root
OPEN_TO_ALL = Path("/var/tmp")  # noqa: S108 - names in it are made from the checkout's path


def broker_parts(data: Path, ports: Mapping[str, int], secrets: Mapping[str, str]) -> tuple[Part, Part]:
    """epmd in the foreground (a broker that has to start its own fails in bare containers), then RabbitMQ."""
    root = install.broker_root()
    home = data / "broker"
    home.mkdir(parents=True, exist_ok=True)
    cookie = home / ".erlang.cookie"
    if not cookie.exists():
        cookie.touch(mode=0o600)
        cookie.write_text(secrets["erlang_cookie"], encoding="utf-8")
        cookie.chmod(0o400)
    definitions = broker.bus_definitions({user: secrets[f"broker_{user}"] for user in BROKER_USERS})
    (home / "definitions.json").touch(mode=0o600)
    (home / "definitions.json").write_text(json.dumps(definitions), encoding="utf-8")
    (home / "rabbitmq.conf").write_text(
        f"listeners.tcp.default = 127.0.0.1:{ports['broker']}\n"
        "disk_free_limit.absolute = 100MB\nvm_memory_high_watermark.absolute = 512MB\n"
        f"load_definitions = {home / 'definitions.json'}\nlog.console = true\nlog.file = false\nlog.console.level = warning\n",
        encoding="utf-8",
    )
    (home / "enabled_plugins").write_text("[].", encoding="utf-8")
    environment = {
        "PATH": f"{root}/usr/lib/erlang/bin:{root}/usr/lib/rabbitmq/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LD_LIBRARY_PATH": ":".join(str(p) for p in (root / "usr/lib").glob("*-linux-gnu*")),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_NODENAME": "rabbit@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(ports["broker"]),
        "RABBITMQ_DIST_PORT": str(ports["broker_dist"]),
        "ERL_EPMD_PORT": str(ports["epmd"]),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_PID_FILE": str(home / "pid"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RUNNING_UNDER_SYSTEMD": "1",  # one process, so a signal reaches the virtual machine
    }
    epmd = Part("epmd", [f"{root}/usr/lib/erlang/bin/epmd"], environment, port_open(ports["epmd"]))
    started = command_ok(
        [f"{root}/usr/lib/rabbitmq/bin/rabbitmqctl", "-q", "await_startup", "--timeout", "30"], environment
    )
    rabbitmq = Part(
        "broker",
        [f"{root}/usr/lib/rabbitmq/bin/rabbitmq-server"],
        environment,
        both(port_open(ports["broker"]), started),
        stop_seconds=20,
    )
    return epmd, rabbitmq


def postgres_part(data: Path, ports: Mapping[str, int], secrets: Mapping[str, str], *, throwaway: bool) -> Part:
    """PostgreSQL 18; the cluster is made first when there is none. `throwaway`: no fsync, for tests."""
    user = NOBODY if os.getuid() == 0 else None
    place = _postgres_place(data) if user else data
    programs = install.postgres_folder(place) / "bin"
    cluster = place / "postgres"
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(place)}
    if not (cluster / "PG_VERSION").exists():
        shutil.rmtree(cluster, ignore_errors=True)
        cluster.mkdir(parents=True)
        password = place / "postgres.password"
        password.touch(mode=0o600)
        password.write_text(secrets["postgres_password"], encoding="utf-8")
        if user:
            for path in (cluster, password):
                os.chown(path, user, user)
        initdb = [str(programs / "initdb"), "-D", str(cluster), "-U", "postgres", "--pwfile", str(password)]
        initdb += ["--auth=scram-sha-256", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        initdb += ["--encoding=UTF8", "-T", "simple", "--set=timezone=UTC", "--set=log_timezone=UTC"]
        if throwaway:
            initdb.append("--no-sync")
        as_user = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        made = subprocess.run(initdb, env=environment, cwd="/", capture_output=True, text=True, check=False, **as_user)  # type: ignore[call-overload]
        password.unlink()
        if made.returncode:
            sys.exit(f"initdb failed: {made.stderr[-800:]}")
    cluster.chmod(0o700)
    _forget_stale_pid(cluster)
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": ports["postgres"],
        "unix_socket_directories": "",
        "max_connections": 200,
        "shared_buffers": "128MB",
        "jit": "off",
    }
    if throwaway:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [str(programs / "postgres"), "-D", str(cluster)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    probe = command_ok(
        [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(ports["postgres"])], environment
    )
    return Part("postgres", command, environment, probe, signal.SIGINT, 20.0, user=user, folder=Path("/"))


def _postgres_place(data: Path) -> Path:
    """Where root's PostgreSQL, run as nobody, keeps its data: beside ours when every parent folder lets it through."""
    place = data / "as-nobody"
    if not all(folder.stat().st_mode & 0o001 for folder in data.resolve().parents):
        place = place_outside(data)
    place.mkdir(parents=True, exist_ok=True)
    for folder in (data, place):
        folder.chmod(folder.stat().st_mode | 0o011)
    os.chown(place, NOBODY, NOBODY)
    return place


def place_outside(data: Path) -> Path:
    """Where it keeps its data when a parent folder is closed to nobody."""
    stable = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    return OPEN_TO_ALL / f"solicitari-{stable}"


def forget(data: Path, *, ignore_errors: bool = False) -> None:
    """Remove all that a stack has kept, in `data` and outside it."""
    for place in (place_outside(data), data):
        if place.exists():
            shutil.rmtree(place, ignore_errors=ignore_errors)


def _forget_stale_pid(cluster: Path) -> None:
    """A pid file whose number now belongs to another program blocks the start: remove it unless it is PostgreSQL's."""
    file = cluster / "postmaster.pid"
    if not file.exists():
        return
    try:
        pid = int(file.read_text(encoding="utf-8").split()[0])
        program = str(Path(f"/proc/{pid}/exe").readlink())
    except (OSError, ValueError, IndexError):
        program = ""
    if "postgres" not in program:
        file.unlink(missing_ok=True)


def store_part(data: Path, ports: Mapping[str, int], secrets: Mapping[str, str]) -> Part:
    """SeaweedFS with one bucket; the files service's identity reads and writes that bucket alone."""
    home = data / "store"
    home.mkdir(parents=True, exist_ok=True)
    (home / "mini.options").unlink(missing_ok=True)  # earlier flags would be read back
    identities = home / "s3.json"
    identities.touch(mode=0o600)
    identities.write_text(json.dumps(s3_identities(secrets)), encoding="utf-8")
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "GOMEMLIMIT": "400MiB",
        "WEED_JWT_SIGNING_KEY": secrets["weed_signing"],
        "WEED_JWT_SIGNING_READ_KEY": secrets["weed_signing_read"],
        "WEED_JWT_FILER_SIGNING_KEY": secrets["weed_filer"],
        "WEED_JWT_FILER_SIGNING_READ_KEY": secrets["weed_filer_read"],
    }
    command = [
        str(VENV / "bin" / "weed"),
        "-logtostderr=true",
        "mini",
        f"-dir={home}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
    ]
    command += [f"-s3.port={ports['s3']}", f"-master.port={ports['s3_master']}", f"-volume.port={ports['s3_volume']}"]
    command += [f"-filer.port={ports['s3_filer']}", f"-admin.port={ports['s3_admin']}", f"-s3.config={identities}"]
    command += [f"-bucket={BUCKET}", "-s3.autoCreateBucket=false", "-s3.allowDeleteBucketNotEmpty=false"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false", "-master.telemetry=false"]
    command += ["-master.volumeSizeLimitMB=128", "-filer.exposeDirectoryData=false", "-filer.disableDirListing"]
    command += [f"-s3.localSocket={_socket(home, 's3')}", f"-filer.localSocket={_socket(home, 'filer')}"]
    return Part("store", command, environment, http_ok(ports["s3"], "/healthz"), stop_seconds=10)


def _socket(home: Path, name: str) -> str:
    path = home / f"{name}.sock"
    return str(path) if len(str(path)) < 100 else ""


def s3_identities(secrets: Mapping[str, str]) -> dict[str, object]:
    """SeaweedFS's accounts: an administrator, and the files service limited to its bucket."""
    actions = [f"{verb}:{BUCKET}" for verb in ("Read", "Write", "List")]
    return {
        "identities": [
            {
                "name": "admin",
                "credentials": [{"accessKey": secrets["s3_admin_access"], "secretKey": secrets["s3_admin_secret"]}],
                "actions": ["Admin", "Read", "Write", "List", "Tagging"],
            },
            {
                "name": "files",
                "credentials": [{"accessKey": secrets["s3_access_key"], "secretKey": secrets["s3_secret_key"]}],
                "actions": actions,
            },
        ]
    }
