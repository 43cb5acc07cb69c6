"""All three protections taken out at once, for a run in the suite."""

from __future__ import annotations

from tests.reliability import without
from tests.reliability.without import command_row, fate_row, inbox

if __name__ == "__main__":
    without.run(command_row.take_out, fate_row.take_out, inbox.take_out)
