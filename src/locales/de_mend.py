"""German of mending a cut-out: its edge, doubtful spots, picking the subject."""

from __future__ import annotations

MENDING = {
    "A spot looks right": "Eine Stelle stimmt",
    "Background removed. 1 spot looks doubtful: Doubtful spots (N) leads to it.": (
        "Hintergrund entfernt. 1 Stelle ist zweifelhaft: „Zweifelhafte Stellen“ (N) führt hin."
    ),
    "Background removed. {count} spots look doubtful: Doubtful spots (N) leads to them.": (
        "Hintergrund entfernt. {count} Stellen sind zweifelhaft: „Zweifelhafte Stellen“ (N) führt hin."
    ),
    "Doubtful spots": "Zweifelhafte Stellen",
    "Erase a spot": "Eine Stelle entfernen",
    "Erase it": "Entfernen",
    "Erase this spot": "Diese Stelle entfernen",
    "Erased. {count} spots left.": "Entfernt. Noch {count} Stellen.",
    "Fill a hole": "Ein Loch füllen",
    "Fill it": "Füllen",
    "Keep a hole open": "Ein Loch offen lassen",
    "Keep a spot": "Eine Stelle behalten",
    "Keep it": "Behalten",
    "Keep it open": "Offen lassen",
    "Keep this spot": "Diese Stelle behalten",
    "Kept. {count} spots left.": "Behalten. Noch {count} Stellen.",
    "Left as it is. {count} spots left.": "Bleibt, wie es ist. Noch {count} Stellen.",
    "Looks right": "Stimmt so",
    "Next": "Weiter",
    "Next doubtful spot": "Nächste zweifelhafte Stelle",
    "No spot of the cut-out looks doubtful.": "Keine Stelle des Freistellers ist zweifelhaft.",
    "Show": "Zeigen",
    "Spot {number} of {count}: {kind}.": "Stelle {number} von {count}: {kind}.",
    "That was the last doubtful spot.": "Das war die letzte zweifelhafte Stelle.",
    "The picture is shown in its colours again.": "Das Bild ist wieder in seinen Farben zu sehen.",
    "This spot looks right": "Diese Stelle stimmt",
    "edge without contrast": "Kante ohne Kontrast",
    "half see-through": "halb durchsichtig",
    "hole": "Loch",
    "loose piece": "loses Stück",
    "Brush: hair": "Pinsel: Haare",
    "Hair": "Haare",
    "Hair found at {x}, {y} px.": "Haare gefunden bei {x}, {y} px.",
    "Hair is found on cut-outs only. Remove the background first, or choose a cut-out.": (
        "Haare werden nur in Freistellern gefunden. Entfern erst den Hintergrund, oder wähl einen Freisteller."
    ),
    "Hair: paint over hair or fur, and what is see-through there is found again.": (
        "Haare: Mal über Haare oder Fell, und was dort durchsichtig ist, wird neu gefunden."
    ),
    "Keep and Erase paint all that they cover.": "Behalten und Entfernen malen alles, was sie decken.",
    "Keep and Erase stop at edges.": "Behalten und Entfernen halten an Kanten.",
    "Paint over hair or fur and a little beyond: what is see-through there is found again.": (
        "Mal über Haare oder Fell und etwas darüber hinaus: Was dort durchsichtig ist, wird neu gefunden."
    ),
    "Pen pressure sets the size": "Stiftdruck bestimmt die Größe",
    "Stop at edges": "An Kanten halten",
    "Add": "Dazu",
    "Add to the subject": "Zum Motiv dazunehmen",
    "Added. The subject covers {share} % of the photo.": "Dazugenommen. Das Motiv deckt {share} % des Fotos.",
    "Box at {x}, {y}, {width} × {height} px. Arrows move it, with Alt they size it. Enter looks inside.": (
        "Rahmen bei {x}, {y}, {width} × {height} px. Pfeile bewegen ihn, mit Alt die Größe. Enter sucht darin."
    ),
    "Drag a box": "Rahmen ziehen",
    "Drag a box around the subject, or press on it. Arrows and Enter do it too, Esc gives up.": (
        "Zieh einen Rahmen um das Motiv, oder drück darauf. Pfeile und Enter gehen auch, Esc gibt auf."
    ),
    "Drag a box around what shall be added, or press on it.": (
        "Zieh einen Rahmen um das, was dazukommen soll, oder drück darauf."
    ),
    "Drag a box around what shall go, or press on it.": "Zieh einen Rahmen um das, was weg soll, oder drück darauf.",
    "Looking inside the box.": "Im Rahmen wird gesucht.",
    "Nothing is picked; dragging moves the view.": "Nichts wird gewählt; Ziehen bewegt die Ansicht.",
    "Pick and add": "Dazuwählen",
    "Pick and take away": "Wählen und wegnehmen",
    "Pick subject": "Motiv wählen",
    "Subject picked: {share} % of the photo.": "Motiv gewählt: {share} % des Fotos.",
    "Take away": "Weg",
    "Take from the subject": "Vom Motiv wegnehmen",
    "Taken away. The subject covers {share} % of the photo.": "Weggenommen. Das Motiv deckt {share} % des Fotos.",
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
