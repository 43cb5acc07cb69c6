"""What the people of the story ask and answer: some forty requests over two years, in every state, by company."""

from __future__ import annotations

from demo.requests.agro import AGRO
from demo.requests.agro_before import AGRO_BEFORE
from demo.requests.farmacii import FARMACII
from demo.requests.farmacii_before import FARMACII_BEFORE
from demo.requests.textile import TEXTILE
from demo.requests.textile_before import TEXTILE_BEFORE
from demo.story import Request

STORY: tuple[Request, ...] = (*AGRO_BEFORE, *TEXTILE_BEFORE, *FARMACII_BEFORE, *AGRO, *TEXTILE, *FARMACII)
