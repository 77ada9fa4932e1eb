"""German of the choice of a model, of other readings of a photo, and of what Settings says of models."""

from __future__ import annotations

MODELS = {
    "Add a model": "Modell hinzufügen",
    "Add this model": "Dieses Modell hinzufügen",
    "All together": "Alle zusammen",
    "Another reading": "Andere Lesart",
    "Another reading. The subject covers {share} % of the photo.": (
        "Eine andere Lesart. Das Motiv bedeckt {share} % des Fotos."
    ),
    "Answer": "Antwort",
    "As it is": "Wie sie ist",
    "As on a phone, 700 MB": "Wie am Telefon, 700 MB",
    "As this device allows": "Was das Gerät hergibt",
    "Background removed. A finer look goes on; you can work meanwhile.": (
        "Hintergrund entfernt. Ein genauerer Blick läuft noch; du kannst schon weiterarbeiten."
    ),
    "Background removed. The finer look did not come; the quick one stays.": (
        "Hintergrund entfernt. Der genauere Blick kam nicht; der schnelle bleibt."
    ),
    "Background removed. What the subject here is, is not certain: choose what you meant.": (
        "Hintergrund entfernt. Was hier das Motiv ist, ist nicht sicher: Wähl, was du meinst."
    ),
    "Balanced": "Ausgewogen",
    "Balanced and Best": "Ausgewogen und Beste",
    "Best": "Beste",
    "Choose a model file first.": "Wähl zuerst eine Modelldatei.",
    "Cut-out models": "Modelle zum Freistellen",
    "Divided by the brightest": "Durch das Hellste geteilt",
    "File": "Datei",
    "Fine look": "Genauer Blick",
    "Finest look": "Genauester Blick",
    "Go on to a finer cut-out": "Genauer freistellen",
    "Graphics processor": "Grafikprozessor",
    "Never": "Nie",
    "Where it is quicker": "Wo er schneller ist",
    "Input size": "Eingabegröße",
    "Input, px": "Eingabe, px",
    "Keep it in this browser": "In diesem Browser behalten",
    "Load and go on": "Laden und weiter",
    "Load now": "Jetzt laden",
    "Mean": "Mittel",
    "Mean, blue": "Mittel, Blau",
    "Mean, green": "Mittel, Grün",
    "Mean, red": "Mittel, Rot",
    "Memory for models": "Speicher für Modelle",
    "Model file": "Modelldatei",
    "Model: Auto": "Modell: Auto",
    "Model: Balanced": "Modell: Ausgewogen",
    "Model: Best": "Modell: Beste",
    "Model: Instant": "Modell: Sofort",
    "My model": "Mein Modell",
    "Name of the model": "Name des Modells",
    "Quick look": "Schneller Blick",
    "Readings of the photo": "Lesarten des Fotos",
    "Remove": "Entfernen",
    "Runs in WebAssembly on {threads}.": "Läuft in WebAssembly mit {threads}.",
    "Runs on the graphics processor (WebGPU).": "Läuft auf dem Grafikprozessor (WebGPU).",
    "Std": "Streuung",
    "Std, blue": "Streuung, Blau",
    "Std, green": "Streuung, Grün",
    "Std, red": "Streuung, Rot",
    "Stopped. What is shown stays.": "Angehalten. Was zu sehen ist, bleibt.",
    "Stretched to 0 to 1": "Auf 0 bis 1 gestreckt",
    "The networks see different things here. Choose what you meant.": (
        "Die Netze sehen hier Verschiedenes. Wähl, was du meinst."
    ),
    "Values": "Werte",
    "What did you mean?": "Was meinst du?",
    "An ONNX network with one picture in and one mask out. It runs in a thread without network.": (
        "Ein ONNX-Netz, in das ein Bild geht und aus dem eine Maske kommt. Es läuft ohne Zugang zum Netz."
    ),
    "0 to 255 become 0 to 1": "0 bis 255 wird 0 bis 1",
    "{name} is gone. {size} are free again.": "{name} ist weg. {size} sind wieder frei.",
    "{name} is here and serves offline too.": "{name} ist da und dient auch ohne Netz.",
    "{name} is one of the models now.": "{name} gehört jetzt zu den Modellen.",
    "{name} sees fur, thin parts and products more finely. {size}, once.": (
        "{name} sieht Fell, Dünnes und Produkte genauer. {size}, einmal."
    ),
    "{size}, comes with the page": "{size}, kommt mit der Seite",
    "{size}, kept by this browser": "{size}, dieser Browser behält es",
    "{size}, loaded when first needed": "{size}, wird beim ersten Bedarf geladen",
    "{size}, yours, kept by this browser": "{size}, deins, dieser Browser behält es",
    "{size}, yours, until this tab closes": "{size}, deins, bis dieser Tab schließt",
    "The connection broke at {received} of {total} MB. Instant is used meanwhile.": (
        "Die Verbindung riss bei {received} von {total} MB ab. Inzwischen gilt Sofort."
    ),
    "Instant is used meanwhile. Your picture is as it was.": "Inzwischen gilt Sofort. Dein Bild ist, wie es war.",
    "The model was not added.": "Das Modell wurde nicht hinzugefügt.",
    "The file {model} is no ONNX network that runs here. Nothing was changed. Choose another one.": (
        "Die Datei {model} ist kein ONNX-Netz, das hier läuft. Nichts wurde geändert. Wähl eine andere."
    ),
    "The model {model} needs more memory than it may have here. The photo is unchanged. Choose another model.": (
        "Das Modell {model} braucht mehr Speicher, als es hier haben darf. Das Foto ist unverändert. Wähl ein anderes "
        "Modell."
    ),
}
