"""pdfium's functions, each bound once with plain integer addresses: the cheapest way to call them.

pypdfium2's helpers build a Python object per character and path; calls as small as these cost more in their
wrapping than in their work.
"""

import ctypes
from typing import Any

import pypdfium2.raw as raw

_INT, _PTR = ctypes.c_int, ctypes.c_void_p


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    """A pdfium function that keeps the GIL: cheaper than CFUNCTYPE for calls this small.

    Arguments after the declared ones are passed on unconverted, which halves the cost of a call: small
    integers as C's int, `byref` as an address.
    """
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


load_page = _bind("FPDF_LoadPage", _PTR, _PTR, _INT)
close_page = _bind("FPDF_ClosePage", None, _PTR)
load_text = _bind("FPDFText_LoadPage", _PTR, _PTR)
close_text = _bind("FPDFText_ClosePage", None, _PTR)
count_chars = _bind("FPDFText_CountChars", _INT, _PTR)
get_text = _bind("FPDFText_GetText", _INT, _PTR, _INT, _INT, _PTR)
get_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _PTR, _INT)
char_angle = _bind("FPDFText_GetCharAngle", ctypes.c_float, _PTR, _INT)
loose_box = _bind("FPDFText_GetLooseCharBox", None, _PTR)
text_object = _bind("FPDFText_GetTextObject", _PTR, _PTR)
render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, _PTR)
page_objects = _bind("FPDFPage_CountObjects", _INT, _PTR)
page_object = _bind("FPDFPage_GetObject", _PTR, _PTR)
object_type = _bind("FPDFPageObj_GetType", _INT, _PTR)
form_objects = _bind("FPDFFormObj_CountObjects", _INT, _PTR)
form_object = _bind("FPDFFormObj_GetObject", _PTR, _PTR, ctypes.c_ulong)
bounds = _bind("FPDFPageObj_GetBounds", None, _PTR)
object_matrix = _bind("FPDFPageObj_GetMatrix", None, _PTR)
draw_mode = _bind("FPDFPath_GetDrawMode", None, _PTR)
fill_colour = _bind("FPDFPageObj_GetFillColor", _INT, _PTR)
stroke_colour = _bind("FPDFPageObj_GetStrokeColor", _INT, _PTR)
segments = _bind("FPDFPath_CountSegments", _INT, _PTR)
segment = _bind("FPDFPath_GetPathSegment", _PTR, _PTR)
segment_type = _bind("FPDFPathSegment_GetType", _INT, _PTR)
segment_point = _bind("FPDFPathSegment_GetPoint", None, _PTR)
clip_path = _bind("FPDFPageObj_GetClipPath", _PTR, _PTR)
clip_paths = _bind("FPDFClipPath_CountPaths", _INT, _PTR)
clip_segments = _bind("FPDFClipPath_CountPathSegments", _INT, _PTR)
clip_segment = _bind("FPDFClipPath_GetPathSegment", _PTR, _PTR)
rotation = _bind("FPDFPage_GetRotation", _INT, _PTR)
page_box = _bind("FPDF_GetPageBoundingBox", None, _PTR)

floats = (ctypes.c_float * 6)()
"""where pdfium writes coordinates; F0 … F3 refer to its first four places."""
ints = (ctypes.c_uint * 4)()
"""where pdfium writes colours and modes; I0 … I3 refer to its places."""
F0, F1, F2, F3 = (ctypes.byref(floats, 4 * k) for k in range(4))
I0, I1, I2, I3 = (ctypes.byref(ints, 4 * k) for k in range(4))
