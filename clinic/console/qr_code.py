"""What a phone's camera reads, as a picture that stands in the page itself."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET_ZONE = 4  # modules of white around it, by ISO/IEC 18004


def qr_code(text: str) -> Markup:
    """An SVG element without a size or style of its own; how it looks is the stylesheet's."""
    code = segno.make(text, error="m", micro=False)
    return Markup(
        code.svg_inline(
            border=QUIET_ZONE, omitsize=True, svgclass=None, lineclass=None, light="#fff"
        )
    )
