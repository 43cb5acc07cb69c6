"""docs/api.md is true: its commands are run as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from devstack.bootstrap import ROOT
from tests.support.stack import RunningStack
from tests.support.world import PASSWORD, World


@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("curl") is None, reason="the page walks with curl: apt install curl")
def test_the_walk_of_the_page_goes_from_an_invitation_to_a_resolution(stack: RunningStack, world: World) -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 8
    environment = os.environ | {
        "ADDRESS": stack.gateway_url,
        "ADMIN_EMAIL": world.admin.email,
        "ADMIN_PASSWORD": PASSWORD,
    }
    script = "set -euo pipefail\n" + "".join(blocks)
    done = subprocess.run(["bash", "-x", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    assert done.stdout.strip().splitlines()[-1].isdigit()  # the number of the linked request
