"""German of index.html and of what the panels say."""

from __future__ import annotations

EARLY = {
    "A folder": "Ein Ordner",
    "Loading Python and the editor: {name}.": "Python und der Editor laden: {name}.",
    "The connection broke. Nothing was opened yet. Reload to go on loading.": (
        "Die Verbindung ist abgebrochen. Es war noch nichts offen. Lade die Seite neu, um weiterzuladen."
    ),
    "The editor did not load.": "Der Editor wurde nicht geladen.",
    "{name} files": "{name} Dateien",
    "{name} waits here until the tools are up.": "{name} wartet hier, bis die Werkzeuge bereit sind.",
}
"""What boot.js says before Python is up."""

PAGE = {
    ", zoom to 100 %": ", auf 100 % zoomen",
    "A backdrop shows once the background is off.": "Ein neuer Hintergrund ist zu sehen, sobald der alte weg ist.",
    "About": "Über Aluo Studio",
    "Adjust": "Anpassen",
    "After": "Nachher",
    "Afterwards it works offline": "Danach geht es ohne Netz",
    "Aluo Studio, Apache-2.0. Python in this browser, by Pyodide and PyScript; the cut-out networks are U²-Net "
    "(small) and IS-Net.": (
        "Aluo Studio, Apache-2.0. Python in diesem Browser, mit Pyodide und PyScript; die Netze zum Freistellen sind "
        "U²-Net (klein) und IS-Net."
    ),
    "An espresso cup on a wooden table; right of the line its background is gone": (
        "Eine Espressotasse auf einem Holztisch; rechts der Linie ist der Hintergrund weg"
    ),
    "Any colour": "Farbwert",
    "Around the picture": "Um das Bild",
    "As the system": "Wie das System",
    "Auto enhance": "Auto-Korrektur",
    "Auto-remove background": "Hintergrund gleich entfernen",
    "Backdrop": "Hintergrund",
    "Before": "Vorher",
    "Before / after": "Vorher / nachher",
    "Before and after": "Vorher und nachher",
    "Black": "Schwarz",
    "Black and white": "Schwarzweiß",
    "Blur": "Unschärfe",
    "Cancel": "Abbrechen",
    "Canvas": "Arbeitsfläche",
    "Cat, fine fur": "Katze, feines Fell",
    "Checker": "Karos",
    "Choices and keys": "Auswahl und Tasten",
    "Clear": "Löschen",
    "Clear all images now": "Alle Bilder jetzt löschen",
    "Close export": "Export schließen",
    "Close privacy": "Datenschutz schließen",
    "Close settings": "Einstellungen schließen",
    "Colour": "Farbe",
    "Copy": "Kopieren",
    "Copy result": "Ergebnis kopieren",
    "Ctrl C": "Strg C",
    "Ctrl E": "Strg E",
    "Cut out": "Freistellen",
    "Cut out first": "Erst freistellen",
    "Dark": "Dunkel",
    "Dismiss": "Ausblenden",
    "Done": "Fertig",
    "Download": "Herunterladen",
    "Drop a": "Hierher mit dem",
    "Drop to open": "Loslassen zum Öffnen",
    "Espresso cup": "Espressotasse",
    "Exporting": "Export läuft",
    "Fit the picture": "Bild einpassen",
    "Fold the layers": "Ebenen einklappen",
    "Free to use, CC0": "Frei nutzbar, CC0",
    "Getting ready": "Wird vorbereitet",
    "Good, 80": "Gut, 80",
    "Grey": "Grau",
    "Height in pixels": "Höhe in Pixeln",
    "Held in this tab only": "Nur in diesem Tab",
    "Held in this tab only, gone when it closes.": "Nur in diesem Tab, weg, wenn er zugeht.",
    "High, 88": "Hoch, 88",
    "Highest, 95": "Beste, 95",
    "Histogram": "Histogramm",
    "History": "Verlauf",
    "Imaging engine": "Bildverarbeitung",
    "Instant": "Sofort",
    "Instant cut-out model": "Modell zum Freistellen, Sofort",
    "JPEG, PNG, WebP, GIF, BMP, TIFF; AVIF and HEIC where the browser can. Up to 50 megapixels.": (
        "JPEG, PNG, WebP, GIF, BMP, TIFF; AVIF und HEIC, wo der Browser es kann. Bis 50 Megapixel."
    ),
    "Keep": "Behalten",
    "Keep the proportions": "Seitenverhältnis behalten",
    "Keys": "Tasten",
    "Kind of backdrop": "Art des Hintergrunds",
    "Language": "Sprache",
    "Layers": "Ebenen",
    "Levels": "Tonwerte",
    "Light": "Hell",
    "Loading": "Lädt",
    "Loading Python and the editor": "Python und der Editor laden",
    "Look at it on": "Ansehen auf",
    "Model": "Modell",
    "Next": "Als Nächstes",
    "No photo at hand?": "Kein Foto zur Hand?",
    "None": "Ohne",
    "Off, only keys with Ctrl, Cmd or Esc do something. They never act while you type in a field.": (
        "Sind sie aus, wirken nur Tasten mit Strg, Cmd oder Esc. Beim Tippen in einem Feld wirken sie nie."
    ),
    "On this device": "Auf diesem Gerät",
    "On this device: privacy": "Auf diesem Gerät: Datenschutz",
    "Open": "Öffnen",
    "Open image": "Bild öffnen",
    "Options": "Optionen",
    "Or try a sample": "Oder ein Beispiel",
    "Page": "Seite",
    "Panels": "Bereiche",
    "Paste": "Einfügen",
    "Photos never leave this browser.": "Fotos verlassen diesen Browser nie.",
    "Pick a colour": "Farbe wählen",
    "Pictures": "Bilder",
    "Privacy": "Datenschutz",
    "Properties": "Eigenschaften",
    "Python and editor": "Python und Editor",
    "Quality": "Qualität",
    "Redo": "Wiederholen",
    "Remove background": "Hintergrund entfernen",
    "Removing the background": "Hintergrund wird entfernt",
    "Reset": "Zurücksetzen",
    "Sample, before and after": "Beispiel, vorher und nachher",
    "Sample, cut out earlier. Drag the line.": "Beispiel, schon freigestellt. Zieh die Linie.",
    "Scale": "Maßstab",
    "Search": "Suchen",
    "See for yourself": "Sieh selbst nach",
    "Settings": "Einstellungen",
    "Single-letter keys": "Tasten mit einem Buchstaben",
    "Size": "Größe",
    "Small, 65": "Klein, 65",
    "Start with a": "Beginne mit einem",
    "Steps of this picture": "Schritte dieses Bildes",
    "Strength": "Stärke",
    "Take photo": "Foto aufnehmen",
    "Tasks": "Aufgaben",
    "The background comes off here, in this browser. Put the product on white, on any colour or on its own blurred "
    "scene, and export it to size.": (
        "Hier im Browser kommt der Hintergrund weg. Stell das Produkt auf Weiß, auf eine Farbe oder vor seine eigene, "
        "unscharfe Umgebung und exportiere es in der richtigen Größe."
    ),
    "The photo's own background, out of focus.": "Der Hintergrund des Fotos, unscharf.",
    "The picture": "Das Bild",
    "Theme": "Design",
    "These parts stay in this browser and serve the next visit.": (
        "Diese Teile bleiben in diesem Browser und dienen dem nächsten Besuch."
    ),
    "This cannot be undone. Exported files stay where you saved them.": (
        "Das lässt sich nicht rückgängig machen. Exportierte Dateien bleiben, wo du sie gesichert hast."
    ),
    "This cut-out": "Dieser Freisteller",
    "Tools wake up with the first photo": "Die Werkzeuge erwachen mit dem ersten Foto",
    "Try a sample. Each shows its own licence.": "Nimm ein Beispiel. Jedes nennt seine Lizenz.",
    "Try a sample:": "Beispiel nehmen:",
    "Undo": "Rückgängig",
    "Until": "Bis",
    "What": "Was",
    "What is held, and why nothing can leave": "Was hier liegt und warum nichts hinaus kann",
    "What is kept where": "Was wo bleibt",
    "Where": "Wo",
    "White": "Weiß",
    "White balance": "Weißabgleich",
    "Why nothing can leave": "Warum nichts hinaus kann",
    "Width in pixels": "Breite in Pixeln",
    "Work": "Arbeit",
    "You can drop a photo now. It waits here until the tools are up.": (
        "Du kannst schon ein Foto ablegen. Es wartet hier, bis die Werkzeuge da sind."
    ),
    "Your photos never leave this browser.": "Deine Fotos verlassen diesen Browser nie.",
    "Zoom in": "Vergrößern",
    "Zoom out": "Verkleinern",
    "pictures": "Bilder",
    "pixels sent": "Pixel gesendet",
    "product photo.": "Produktfoto.",
}

PANELS = {
    " and ": " und ",
    "1 picture": "1 Bild",
    "{count} pictures": "{count} Bilder",
    "At its start it tried to reach another host and was stopped by its policy.": (
        "Beim Start hat sie einen fremden Server zu erreichen versucht und wurde von ihrer Regel gehindert."
    ),
    "Blurred photo": "Unscharfes Foto",
    "Cache of this browser": "Cache dieses Browsers",
    "Cleared": "Gelöscht",
    "Counted by this browser since {time}.": "Gezählt von diesem Browser seit {time}.",
    "Covers": "Bedeckt",
    "Backspace": "Rücktaste",
    "Ctrl": "Strg",
    "Delete§key": "Entf",
    "Space": "Leertaste",
    "First visit only": "Nur beim ersten Besuch",
    "Kept by this browser": "In diesem Browser aufgehoben",
    "Cut out in {seconds} s on this device. Nothing was sent.": (
        "In {seconds} s auf diesem Gerät freigestellt. Nichts wurde gesendet."
    ),
    "Cut-out, {share} % of the photo": "Freisteller, {share} % des Fotos",
    "Did not load": "Nicht geladen",
    "Drop a photo, paste one, or open a file.": "Leg ein Foto ab, füge eines ein oder öffne eine Datei.",
    "Edge and colours": "Kante und Farben",
    "Everything is up. Drop a photo, paste one, or open a file.": (
        "Alles ist da. Leg ein Foto ab, füge eines ein oder öffne eine Datei."
    ),
    "From the left, top": "Von links, oben",
    "Hide the {layer}": "{layer} ausblenden",
    "Show the {layer}": "{layer} einblenden",
    "Histogram. {black} % of the pixels are black, {white} % are white.": (
        "Histogramm. {black} % der Pixel sind schwarz, {white} % weiß."
    ),
    "In the engine": "In der Bildverarbeitung",
    "It opens no photo until it is.": "Bis dahin öffnet sie kein Foto.",
    "Its content policy says connect-src 'self'.": "Die Regel der Seite sagt connect-src 'self'.",
    "JPEG cannot be see-through: the background becomes white.": (
        "JPEG kann nicht durchsichtig sein: der Hintergrund wird weiß."
    ),
    "Left out of the file: {found}.": "Nicht in der Datei: {found}.",
    "Local storage: {names}": "Local Storage: {names}",
    "Memory of this tab": "Speicher dieses Tabs",
    "Network": "Netz",
    "No picture is held": "Hier liegt kein Bild",
    "On the screen": "Auf dem Bildschirm",
    "Picture file": "Bilddatei",
    "Program and model": "Programm und Modell",
    "Pure white, RGB 255,255,255, as marketplaces ask for main images.": (
        "Reines Weiß, RGB 255,255,255, wie Marktplätze es für Hauptbilder verlangen."
    ),
    "Python itself {size}": "Python selbst {size}",
    "Ready": "Bereit",
    "Ready, on {threads}": "Bereit, auf {threads}",
    "Runs on this device. Nothing is sent.": "Läuft auf diesem Gerät. Nichts wird gesendet.",
    "Shift": "Umschalt",
    "Starting": "Startet",
    "Starting the imaging engine": "Die Bildverarbeitung startet",
    "Subject": "Motiv",
    "The cut-out stays see-through. PNG and WebP keep that, JPEG gets white.": (
        "Der Freisteller bleibt durchsichtig. PNG und WebP behalten das, JPEG wird weiß."
    ),
    "The engine has no way out.": "Die Bildverarbeitung hat keinen Weg hinaus.",
    "The engine is not proven confined.": "Dass die Bildverarbeitung eingeschlossen ist, steht nicht fest.",
    "The model did not load yet. Remove background tries again.": (
        "Das Modell ist noch nicht geladen. Hintergrund entfernen versucht es wieder."
    ),
    "The photo held no metadata; the file holds none either.": (
        "Das Foto enthielt keine Metadaten; die Datei enthält auch keine."
    ),
    "The picture has no see-through parts.": "Das Bild hat keine durchsichtigen Stellen.",
    "This page may talk to its own host only.": "Diese Seite darf nur mit ihrem eigenen Server sprechen.",
    "Write 1 to {limit} pixels; a sum such as 2000/2 will do.": (
        "Schreib 1 bis {limit} Pixel; auch eine Rechnung wie 2000/2 geht."
    ),
    "Write a colour as #c0ffee, 255,128,0 or a name such as white.": (
        "Schreib eine Farbe als #c0ffee, 255,128,0 oder einen Namen wie white."
    ),
    "You clear this site's data": "Du löschst die Daten dieser Seite",
    "none": "keiner",
    "none yet": "noch nichts",
    "or": "oder",
    "{count} threads": "{count} Threads",
    "{format} keeps the background see-through.": "{format} lässt den Hintergrund durchsichtig.",
    "{label}, number, {low} to {high}": "{label}, Zahl, {low} bis {high}",
    "{received} of {total} MB": "{received} von {total} MB",
    "{seconds} s on {threads}": "{seconds} s auf {threads}",
    "{share} % before": "{share} % vorher",
    "{share} % of the photo": "{share} % des Fotos",
}
