"""Pictures, drawn anew: what is kept is the picture and nothing that came with it.

Place, device, day, thumbnails, comments and whatever stands behind the picture are left out. A
picture that would unpack to more than `MOST_DOTS` is refused before it is unpacked.
"""

import io
import warnings

from ownway.foundation.documents.domain.formats import Format, UnsafeFile

MOST_DOTS = 40_000_000  # about 120 MB unpacked
QUALITY = 90  # of 100, for JPEG
DRAWN = {Format.JPEG: "JPEG", Format.PNG: "PNG"}
_TOO_LARGE = (
    "The picture is far larger than a page or a screen shows. Make it smaller and choose that one."
)
_KEPT_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}


def drawn_anew(content: bytes, found: Format) -> bytes:
    """The picture as new bytes, the right way up. Raises UnsafeFile: damaged, or far too large."""
    # Here, so that only who looks at a picture loads it.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Our own limit is lower, and asked first.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[DRAWN[found]]) as opened:
                if found is Format.JPEG and _dots(opened.size) > MOST_DOTS:
                    # JPEG can be read at a half, quarter or eighth of its size.
                    opened.draft("RGB", _smaller(opened.size))
                if _dots(opened.size) > MOST_DOTS:
                    raise UnsafeFile(_TOO_LARGE)
                upright = ImageOps.exif_transpose(opened)
    except Image.DecompressionBombError:
        raise UnsafeFile(_TOO_LARGE) from None
    except (
        UnidentifiedImageError, OSError, SyntaxError, ValueError,
        EOFError, IndexError, KeyError, TypeError,
    ):  # fmt: skip  # what the library raises for pictures that are not what they say
        raise UnsafeFile(
            "The picture is damaged, or not what it says. Choose it again, or save it anew first."
        ) from None
    if upright.mode not in _KEPT_MODES or (found is Format.JPEG and upright.mode != "L"):
        upright = upright.convert("RGB")
    upright.info = {
        name: value for name, value in upright.info.items() if name == "transparency"
    }  # a see-through colour is part of the picture; comments and the rest are not
    out = io.BytesIO()
    if found is Format.JPEG:
        upright.save(out, "JPEG", quality=QUALITY)
    else:
        upright.save(out, "PNG")
    return out.getvalue()


def _dots(size: tuple[int, int]) -> int:
    return size[0] * size[1]


def _smaller(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    while width * height > MOST_DOTS:
        width, height = width // 2, height // 2
    return max(1, width), max(1, height)
