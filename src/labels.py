"""Names of things that a person sees in lists and panels. `words` gives them on."""

from __future__ import annotations

from texts import Texts

ADJUSTMENTS = Texts(
    {
        "exposure": "Exposure",
        "contrast": "Contrast",
        "highlights": "Highlights",
        "shadows": "Shadows",
        "whites": "Whites",
        "blacks": "Blacks",
        "temperature": "Warmth",
        "tint": "Tint",
        "vibrance": "Vibrance",
        "saturation": "Saturation",
        "sharpen": "Sharpen",
        "denoise": "Denoise",
        "blur": "Blur",
        "vignette": "Vignette",
        "grain": "Grain",
        "monochrome": "Black and white",
        "levels": "Levels",
        "curve": "Curve",
        "look_strength": "Strength",
        "order": "Order",
    }
)
"""Labels of the values in the panel Adjust."""

LAYERS = Texts(
    {
        "cutout": "Cut-out",
        "backdrop": "Backdrop",
        "photo": "Photo",
        "picture": "Picture",
        "text": "Text",
        "shape": "Shape",
        "shadow": "Shadow",
    }
)

GROUPS = Texts({"Light": "Light§tone", "Colour": "Colour", "Detail": "Detail", "Effects": "Effects"})
"""Headings in the panel Adjust."""

METADATA = Texts(
    {
        "place (GPS)": "place (GPS)",
        "camera serial number": "camera serial number",
        "author": "author",
        "date": "date",
        "camera": "camera",
        "comment": "comment",
    }
)
"""What an export leaves out, as imaging/metadata.py names it; abbreviations need no row."""

ADJUST_STEPS = Texts(
    {
        "tone": "Light and colour",
        "denoise": "Denoise",
        "sharpen": "Sharpen",
        "blur": "Blur",
        "vignette": "Vignette",
        "grain": "Grain",
    }
)

SHAPES = Texts(
    {
        "rectangle": "Rectangle",
        "ellipse": "Ellipse",
        "line": "Line",
        "arrow": "Arrow",
        "triangle": "Triangle",
        "star": "Star",
    }
)

SPOTS = Texts(
    {
        "soft": "half see-through",
        "edge": "edge without contrast",
        "piece": "loose piece",
        "hole": "hole",
    }
)
"""Why a spot of a cut-out is doubtful."""

SHADOWS = Texts({"drop": "Drop shadow", "contact": "Contact shadow", "reflection": "Mirror image"})

BLENDS = Texts(
    {
        "normal": "Normal",
        "multiply": "Multiply",
        "screen": "Screen",
        "overlay": "Overlay",
        "soft-light": "Soft light",
        "darken": "Darken",
        "lighten": "Lighten",
        "colour": "Colour",
    }
)

EDGES = Texts(
    {
        "left": "Align left edges",
        "centre": "Align centres",
        "right": "Align right edges",
        "top": "Align top edges",
        "middle": "Align middles",
        "bottom": "Align bottom edges",
    }
)

MODELS = Texts({"auto": "Auto", "instant": "Instant", "balanced": "Balanced", "best": "Best"})
"""The choice Model."""

READINGS = Texts(
    {
        "together": "All together",
        "u2netp-320": "Quick look",
        "isnet-512": "Fine look",
        "isnet-1024": "Finest look",
    }
)
"""What saw a subject, as segmentation/cutout.py names it."""
