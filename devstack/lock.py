"""`python -m devstack.lock`: make the lock files anew, with hashes and without any download address."""

from __future__ import annotations

import subprocess

from devstack.bootstrap import ROOT, VENV
from devstack.lint import LOCKS, inputs_digest


def main() -> None:
    """Resolve each `requirements/<name>.in` for Python 3.11 and later on every platform."""
    folder = ROOT / "requirements"
    for name in LOCKS:
        command = [str(VENV / "bin" / "uv"), "pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header"]
        command += ["--no-annotate", "--python-version", "3.11", f"{name}.in", "-o", f"{name}.lock"]
        subprocess.run(command, cwd=folder, check=True)
        lock = folder / f"{name}.lock"
        lock.write_text(
            f"# from {name}.in, sha256 {inputs_digest()}\n{lock.read_text(encoding='utf-8')}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
