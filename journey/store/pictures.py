"""Pictures that people put on the board: of touchpoints and of personas.

A picture is never kept as it came: it is decoded, made small and written anew, so that neither its size, nor what else
a file may hold, gets into a workspace.
"""

from __future__ import annotations

import io

from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["LARGEST", "drawn", "picture_of", "set_picture", "touchpoint_pictures"]

LARGEST = 5_000_000
"""Bytes that an uploaded picture may have."""
SIDE = 256
"""Pixels of the longer side that are kept."""
_MOST_PIXELS = 40_000_000
_KINDS = ("PNG", "JPEG", "WEBP")


def drawn(content: bytes, name: str) -> bytes:
    """The picture of a file, as a small WebP.

    Raises
    ------
    WrongInput
        It is no PNG, JPEG or WebP (an SVG may hold a program), is too large, or is broken.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    way = _("Save it as PNG, JPEG or WebP of up to {most} MB.").format(most=LARGEST // 1_000_000)
    if len(content) > LARGEST:
        raise WrongInput(_("{name} is larger than {most} MB.").format(name=name, most=LARGEST // 1_000_000), way)
    try:
        with Image.open(io.BytesIO(content), formats=_KINDS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise WrongInput(
                    _("{name} has {width} x {height} pixels, too many.").format(
                        name=name, width=picture.width, height=picture.height
                    ),
                    way,
                )
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE))
            made = io.BytesIO()
            upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB").save(
                made, "WEBP", quality=82
            )
    except UnidentifiedImageError as error:
        raise WrongInput(_("{name} is no picture that can be kept.").format(name=name), way) from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise WrongInput(_("{name} is broken: it cannot be drawn.").format(name=name), way) from error
    return made.getvalue()


def set_picture(workspace: Workspace, touchpoint: int, content: bytes | None) -> None:
    """Put a picture (from `drawn`) on a touchpoint, or with None take it off."""
    raws = _raws(workspace, touchpoint)
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM touchpoint_picture WHERE raw IN (SELECT unnest(?::INTEGER[]))", [raws])
        if content is not None and raws:
            cursor.execute("INSERT INTO touchpoint_picture VALUES (?, ?)", [raws[0], content])


def touchpoint_pictures(workspace: Workspace) -> dict[int, bytes]:
    """Touchpoint -> its picture; of several that were merged, that of the first which has one."""
    rows = workspace.run(
        """
        SELECT r.touchpoint, arg_min(p.content, p.raw) FROM touchpoint_picture p JOIN raw_touchpoint r ON r.id = p.raw
        GROUP BY r.touchpoint
        """
    )
    return dict(rows)


def picture_of(workspace: Workspace, touchpoint: int) -> bytes | None:
    """The picture of one touchpoint."""
    return touchpoint_pictures(workspace).get(touchpoint)


def _raws(workspace: Workspace, touchpoint: int) -> list[int]:
    rows = workspace.run("SELECT id FROM raw_touchpoint WHERE touchpoint = ? ORDER BY id", [touchpoint])
    return [number for (number,) in rows]
