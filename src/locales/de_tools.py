"""German of the tasks: their panels, their commands, and what the tools write beside the pointer."""

from __future__ import annotations

QUICK = {
    "Give up": "Aufgeben",
    "Quick: {what}": "Schnell: {what}",
}

ARRANGE = {
    "Add": "Hinzufügen",
    "Add picture": "Bild hinzufügen",
    "Add a picture as a layer": "Bild als Ebene hinzufügen",
    "Align": "Ausrichten",
    "Align bottom edges": "Untere Kanten ausrichten",
    "Align centres": "Waagrecht zentrieren",
    "Align left edges": "Linke Kanten ausrichten",
    "Align middles": "Senkrecht zentrieren",
    "Align right edges": "Rechte Kanten ausrichten",
    "Align top edges": "Obere Kanten ausrichten",
    "Angle of the light": "Winkel des Lichts",
    "Arrange": "Anordnen",
    "Clear all guides": "Alle Hilfslinien löschen",
    "Click a layer on the picture or in the list, then drag it.": (
        "Klick auf eine Ebene, im Bild oder in der Liste, und zieh sie."
    ),
    "Contact": "Kontakt",
    "Contact shadow": "Kontaktschatten",
    "Cover": "Ausfüllen",
    "Cover the canvas with the layer": "Arbeitsfläche mit der Ebene ausfüllen",
    "Delete": "Löschen",
    "Delete layers": "Ebenen löschen",
    "Distance": "Abstand",
    "Distance in per cent": "Abstand in Prozent",
    "Drop": "Fallend",
    "Drop shadow": "Schlagschatten",
    "Duplicate": "Duplizieren",
    "Duplicate layers": "Ebenen duplizieren",
    "Fit": "Einpassen",
    "Fit the layer into the canvas": "Ebene in die Arbeitsfläche einpassen",
    "Flip sideways": "Waagrecht spiegeln",
    "Flip upside down": "Senkrecht spiegeln",
    "Guide across the middle": "Hilfslinie mittig waagrecht",
    "Guide down the middle": "Hilfslinie mittig senkrecht",
    "Height": "Höhe",
    "Hold to pan": "Halten: Bild schieben",
    "Keep ratio": "Verhältnis behalten",
    "Light from": "Licht von",
    "Mirror": "Spiegelung",
    "Mirror image": "Spiegelbild",
    "One layer down": "Eine Ebene tiefer",
    "One layer up": "Eine Ebene höher",
    "Order": "Reihenfolge",
    "Place": "Lage",
    "Rotation": "Drehung",
    "Rulers and guides": "Lineale und Hilfslinien",
    "Shadow": "Schatten",
    "Shadow colour": "Schattenfarbe",
    "Softness": "Weichheit",
    "Softness in per cent": "Weichheit in Prozent",
    "Spread across": "Waagrecht verteilen",
    "Spread down": "Senkrecht verteilen",
    "To back": "Ganz nach hinten",
    "To front": "Ganz nach vorn",
    "Turn left": "Nach links drehen",
    "Turn right": "Nach rechts drehen",
    "W": "B",
    "Width": "Breite",
    "{count} layers": "{count} Ebenen",
}

LAYERS = {
    "Blend mode": "Mischmodus",
    "Choose all layers": "Alle Ebenen wählen",
    "Choose no layer": "Keine Ebene wählen",
    "Choose the next layer down": "Nächsttiefere Ebene wählen",
    "Choose the next layer up": "Nächsthöhere Ebene wählen",
    "Darken": "Abdunkeln",
    "Gradient": "Verlauf",
    "How the layer is mixed in": "Wie die Ebene eingemischt wird",
    "Lighten": "Aufhellen",
    "Lock {layer}": "{layer} sperren",
    "Multiply": "Multiplizieren",
    "Name of the layer": "Name der Ebene",
    "Opacity": "Deckkraft",
    "Opacity of": "Deckkraft von",
    "Overlay": "Ineinanderkopieren",
    "Picture": "Bild",
    "Screen": "Negativ multiplizieren",
    "Shape": "Form",
    "Soft light": "Weiches Licht",
    "{layer} of {other}": "{layer} von {other}",
    "{layer}, one colour": "{layer}, eine Farbe",
    "{layer}, {first} to {second}": "{layer}, {first} bis {second}",
}

CROP = {
    "Allow empty corners": "Leere Ecken erlauben",
    "Apply": "Anwenden",
    "Apply perspective": "Aufrichten",
    "Correct perspective": "Perspektive korrigieren",
    "Crop": "Zuschnitt",
    "Free": "Frei",
    "Left edge in pixels": "Linke Kante in Pixeln",
    "Mirror the picture sideways": "Bild waagrecht spiegeln",
    "Mirror the picture upside down": "Bild senkrecht spiegeln",
    "Perspective": "Perspektive",
    "With keys, 1 to 4 choose a corner and the arrows move it.": (
        "Mit Tasten: 1 bis 4 wählen eine Ecke, die Pfeile bewegen sie."
    ),
    "Put the four corners on something that should be an upright rectangle: a page, a box, a window.": (
        "Setz die vier Ecken auf etwas, das ein aufrechtes Rechteck sein soll: eine Seite, eine Schachtel, ein Fenster."
    ),
    "Ratio": "Verhältnis",
    "Show the whole picture again": "Wieder das ganze Bild zeigen",
    "Straighten": "Begradigen",
    "Swap width and height": "Breite und Höhe tauschen",
    "Top edge in pixels": "Obere Kante in Pixeln",
    "Turn the picture left": "Bild nach links drehen",
    "Turn the picture right": "Bild nach rechts drehen",
    "Whole picture": "Ganzes Bild",
}

BRUSHES = {
    "Brush": "Pinsel",
    "Brush: erase": "Pinsel: entfernen",
    "Brush: keep": "Pinsel: behalten",
    "Clone": "Klonen",
    "Erase": "Entfernen",
    "First press Set source, then the place to copy from. Alt and a click does the same.": (
        "Drück erst Quelle setzen, dann die Stelle, von der kopiert wird. Alt und ein Klick tut dasselbe."
    ),
    "Harder brush": "Pinsel härter",
    "Hardness": "Härte",
    "Heal": "Heilen",
    "In the mask of {layer}.": "In der Maske von {layer}.",
    "Larger brush": "Pinsel größer",
    "Move": "Verschieben",
    "Paint over a blemish. What is around it fills it, with its own texture and light.": (
        "Übermal einen Makel. Was darum liegt, füllt ihn, mit eigener Struktur und eigenem Licht."
    ),
    "Paint to copy what lies under the cross. Set source, or Alt and a click, moves it.": (
        "Mal, um zu kopieren, was unter dem Kreuz liegt. Quelle setzen, oder Alt und ein Klick, versetzt es."
    ),
    "Put the brush away": "Pinsel weglegen",
    "Refine edge": "Kante verfeinern",
    "Reset retouching": "Retusche zurücksetzen",
    "Reset strokes": "Striche löschen",
    "Retouch": "Retusche",
    "Retouch with": "Retuschieren mit",
    "Set source": "Quelle setzen",
    "Set source of Clone": "Klonquelle setzen",
    "Show the photo faintly": "Foto blass zeigen",
    "Smaller brush": "Pinsel kleiner",
    "Softer brush": "Pinsel weicher",
    "Swap keep and erase, heal and clone": "Behalten und Entfernen, Heilen und Klonen tauschen",
    "line": "Gerade",
    "size": "Größe",
    "swap": "tauschen",
    "the other one": "umgekehrt",
    "{label}, number": "{label}, Zahl",
}

ADJUST = {
    "Click the curve to add a point; drag it, or move it by the arrows.": (
        "Ein Klick auf die Kurve setzt einen Punkt; zieh ihn oder bewege ihn mit den Pfeiltasten."
    ),
    "Light and colour": "Licht und Farbe",
    "Point {number}: {x} becomes {y}": "Punkt {number}: {x} wird {y}",
    "What acts first stands at the top.": "Was zuerst wirkt, steht oben.",
    "{count} earlier steps": "{count} frühere Schritte",
    "{step} earlier": "{step} früher",
    "{step} later": "{step} später",
}

BACKDROP = {
    "Angle": "Winkel",
    "From": "Von",
    "From the middle": "Aus der Mitte",
    "Kind of gradient": "Art des Verlaufs",
    "Picture as backdrop": "Bild als Hintergrund",
    "Straight": "Gerader Verlauf",
    "Take a colour from the picture": "Farbe aus dem Bild nehmen",
    "Take from the picture": "Aus dem Bild nehmen",
    "To": "Nach",
    "{label}, from the picture": "{label}, aus dem Bild",
    "{label}, pick": "{label}, wählen",
}

TEXT = {
    "Add text": "Text hinzufügen",
    "Alignment": "Ausrichtung",
    "At 0 only Enter begins a new line.": "Bei 0 beginnt nur die Eingabetaste eine neue Zeile.",
    "Black§weight": "Sehr fett",
    "Bold": "Fett",
    "Centre": "Mitte",
    "Extra bold": "Extrafett",
    "Font": "Schrift",
    "Italic": "Kursiv",
    "Left": "Links",
    "Letters": "Buchstaben",
    "Light§weight": "Leicht",
    "Line height": "Zeilenhöhe",
    "Lines": "Zeilen",
    "Outline": "Umriss",
    "Outline and shadow": "Umriss und Schatten",
    "Press on the picture to set a text, or drag to give it a width. Press on a text to change it.": (
        "Drück auf das Bild, um einen Text zu setzen, oder zieh, um ihm eine Breite zu geben. Drück auf einen Text, um "
        "ihn zu ändern."
    ),
    "Regular": "Standard",
    "Right": "Rechts",
    "Semibold": "Halbfett",
    "Text size": "Schriftgröße",
    "Weight": "Stärke",
    "Width of the outline": "Breite des Umrisses",
    "Wrap at a width of, in pixels": "Umbruch bei einer Breite von, in Pixeln",
    "Wrap width": "Umbruch bei",
    "Your text": "Dein Text",
    "{width} px wide": "{width} px breit",
}

SHAPES = {
    "Add a shape": "Form hinzufügen",
    "Arrow": "Pfeil",
    "Corner radius": "Eckenradius",
    "Corners": "Ecken",
    "Drag on the picture, or press for one of a good size.": ("Zieh auf dem Bild, oder drück für eine in guter Größe."),
    "Fill": "Füllung",
    "Height of the shape": "Höhe der Form",
    "Line": "Linie",
    "Line width": "Linienbreite",
    "Next {shape}": "Als Nächstes: {shape}",
    "No fill": "Ohne Füllung",
    "No outline": "Ohne Umriss",
    "Outline width": "Umrissbreite",
    "Put in the middle": "In die Mitte setzen",
    "Rectangle": "Rechteck",
    "Shape to draw": "Form zum Zeichnen",
    "Shapes": "Formen",
    "Shift draws it as wide as high, Alt draws from the middle.": (
        "Mit Umschalt wird sie so breit wie hoch, mit Alt wächst sie aus der Mitte."
    ),
    "Shift holds it to steps of 15°, Alt draws from the middle.": (
        "Mit Umschalt hält sie sich an Schritte von 15°, mit Alt wächst sie aus der Mitte."
    ),
    "Star": "Stern",
    "Triangle": "Dreieck",
    "Width of the shape": "Breite der Form",
}

FILES = {
    "Save project": "Projekt sichern",
    "Save to the same file": "In dieselbe Datei sichern",
}

TOOLS: dict[str, str] = {
    **QUICK,
    **ARRANGE,
    **LAYERS,
    **CROP,
    **BRUSHES,
    **ADJUST,
    **BACKDROP,
    **TEXT,
    **SHAPES,
    **FILES,
}
