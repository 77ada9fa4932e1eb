"""German. "du", short, in the present; what happened, what was kept, what to do."""

from __future__ import annotations

from locales.de_about import ABOUT
from locales.de_kept import KEPT
from locales.de_mend import MENDING
from locales.de_models import MODELS
from locales.de_online import ONLINE
from locales.de_page import EARLY, PAGE, PANELS
from locales.de_said import ERRORS, SAID, STEPS
from locales.de_tools import TOOLS

COMMANDS = {
    "Auto white balance": "Auto-Weißabgleich",
    "Close": "Schließen",
    "Close what is open, or stop the work": "Offenes schließen oder die Arbeit anhalten",
    "Go to the next region": "Zum nächsten Bereich",
    "Hold for all before": "Halten: alles vorher",
    "Open it instead": "Stattdessen öffnen",
    "Paste an image": "Bild einfügen",
    "Reload": "Neu laden",
    "Reset adjustments": "Anpassungen zurücksetzen",
    "Search commands": "Befehle suchen",
    "Stop the work": "Arbeit anhalten",
    "Zoom to 100 %": "Auf 100 % zoomen",
}

PALETTE = {
    "Commands": "Befehle",
    "Enter": "Eingabe",
    "Found": "Treffer",
    "Looks": "Stile",
    "Not possible now": "Jetzt nicht möglich",
    "Nothing fits. Try another word.": "Nichts passt. Versuch ein anderes Wort.",
    "Off": "Aus",
    "On": "An",
    "Recently used": "Zuletzt benutzt",
    "Settings of this picture": "Werte dieses Bildes",
    "What do you want to do?": "Was möchtest du tun?",
    "choose": "wählen",
    "do it": "ausführen",
    "now {value}": "jetzt {value}",
    "{count} of {total}": "{count} von {total}",
    "{place}, now {value}": "{place}, jetzt {value}",
    "English Deutsch Sprache tongue": "English Deutsch Englisch language",
    "abort cancel halt": "abbrechen stoppen",
    "actual pixels real size": "echte Pixel Originalgröße",
    "again forward": "nochmal vorwärts",
    "automatic brightness improve fix levels": "automatisch Helligkeit verbessern",
    "automatic colour cast temperature": "automatisch Farbstich Temperatur",
    "back revert": "zurück widerrufen",
    "background canvas colour": "Umgebung Arbeitsfläche Farbe",
    "background scene behind": "Kulisse dahinter Umgebung",
    "clipboard PNG": "Zwischenablage PNG",
    "clipboard insert": "Zwischenablage",
    "cut out automatic": "freistellen automatisch",
    "cut out mask isolate knock out subject transparent erase": "freistellen ausschneiden Maske transparent löschen",
    "dark light night": "dunkel hell Nacht",
    "data memory network security": "Daten Speicher Netz Sicherheit",
    "delete purge forget remove close": "entfernen vergessen schließen",
    "difference original split": "Unterschied Original Vergleich",
    "file load import photo picture choose": "Datei laden Foto wählen",
    "hide collapse panel": "verbergen falten",
    "keyboard shortcuts": "Tastatur Kürzel",
    "keyboard shortcuts help": "Tastatur Kürzel Hilfe",
    "larger closer magnify": "größer näher Lupe",
    "light colour tone correct edit": "Licht Farbe bearbeiten",
    "mask isolate knock out": "Maske ausschneiden",
    "options preferences choices": "Optionen Auswahl",
    "original neutral clear": "Original neutral",
    "pixels width height": "Pixel Breite Höhe",
    "restart refresh": "neu starten",
    "save as file format size": "speichern sichern Datei Format Größe",
    "save write file": "speichern sichern Datei",
    "smaller farther": "kleiner weiter weg",
    "stack panel": "Stapel",
    "steps versions past": "Schritte Vergangenheit",
    "whole window screen": "ganz Fenster",
    "draw rectangle ellipse circle line arrow triangle star": (
        "zeichnen Rechteck Ellipse Kreis Linie Pfeil Dreieck Stern"
    ),
    "pick sample colour pipette": "wählen Pipette Farbwert",
    "words letters caption title write": "Wörter Buchstaben Titel schreiben",
    "words letters font caption title write": "Wörter Buchstaben Schrift Titel schreiben",
}

NAMES = {
    "Blacks": "Schwarztöne",
    "Contrast": "Kontrast",
    "Curve": "Kurve",
    "Cut-out": "Freisteller",
    "Denoise": "Entrauschen",
    "Detail": "Details",
    "Effects": "Effekte",
    "Light§tone": "Licht",
    "Exposure": "Belichtung",
    "Grain": "Körnung",
    "Highlights": "Lichter",
    "Saturation": "Sättigung",
    "Shadows": "Tiefen",
    "Sharpen": "Schärfen",
    "Tint": "Farbton",
    "Vibrance": "Dynamik",
    "Warmth": "Wärme",
    "Whites": "Weißtöne",
    "Airy": "Luftig",
    "Clean": "Klar",
    "Cool studio": "Kühles Studio",
    "Faded film": "Blasser Film",
    "Late sun": "Späte Sonne",
    "Punchy": "Kräftig",
    "Quiet pastel": "Leises Pastell",
    "Silver": "Silber",
    "Soft matte": "Sanft matt",
    "Warm studio": "Warmes Studio",
    "Blush": "Rosé",
    "Brick": "Ziegel",
    "Forest": "Wald",
    "Graphite": "Graphit",
    "Linen": "Leinen",
    "Mist": "Nebel",
    "Navy": "Marine",
    "Ochre": "Ocker",
    "Paper": "Papier",
    "Photo": "Foto",
    "Plum": "Pflaume",
    "Sage": "Salbei",
    "Sky": "Himmel",
    "author": "Urheber",
    "camera": "Kamera",
    "camera serial number": "Seriennummer der Kamera",
    "comment": "Kommentar",
    "date": "Datum",
    "place (GPS)": "Ort (GPS)",
}

TEXTS: dict[str, str] = {
    **PAGE, **COMMANDS, **PALETTE, **PANELS, **NAMES, **TOOLS, **STEPS, **SAID, **ERRORS, **KEPT, **MENDING, **ABOUT,
    **MODELS, **ONLINE, **EARLY,
}  # fmt: skip

SAME = frozenset(
    {
        *("Auto", "CC0", "Ellipse", "Esc", "Export", "Format", "Gamma", "H", "Hand", "JPEG", "Name", "Noir", "Normal"),
        *("Original", "PNG", "Sand", "Sepia", "Text", "Vignette", "WebP", "Zoom", "px"),
        *("{hours} h {minutes} min", "{minutes} min"),
        *("Code", "Credits", "Max", "Pro", "Studio", "System", "Warm"),
    }
)
"""What is the same in German."""
