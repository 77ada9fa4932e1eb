"""German of mending a cut-out: its edge, doubtful spots, picking the subject."""

from __future__ import annotations

MENDING = {
    "Colour rim": "Farbsaum",
    "Edge": "Kante",
    "Edge softer or crisper": "Kante weicher oder schärfer",
    "Edge tighter or looser": "Kante enger oder weiter",
    "Edge {shift} px, softness {soft}, colour rim {rim}.": "Kante {shift} px, Weichheit {soft}, Farbsaum {rim}.",
    "Position": "Lage",
    "Reset the edge": "Kante zurücksetzen",
    "The edge of {layer} is as it was found.": "Die Kante von {layer} ist, wie sie gefunden wurde.",
    "as in the photo": "wie im Foto",
    "crisper": "schärfer",
    "looser": "weiter",
    "softer": "weicher",
    "taken off": "entfernt",
    "tighter": "enger",
}
