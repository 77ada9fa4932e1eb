"""German of the status line, the history and the alerts."""

from __future__ import annotations

SAID = {
    "Adding {name}.": "{name} wird hinzugefügt.",
    "{name} waits until the work is done, then it is added.": (
        "{name} wartet, bis die Arbeit fertig ist, und kommt dann dazu."
    ),
    "Adjust {name}": "{name} anpassen",
    "Adjustments reset. The photo is as it was opened.": "Anpassungen zurückgesetzt. Das Foto ist wie beim Öffnen.",
    "Back at: {label}.": "Zurück bei: {label}.",
    "Backdrop {colour}": "Hintergrund {colour}",
    "Backdrop {colour}, RGB {rgb}.": "Hintergrund {colour}, RGB {rgb}.",
    "Backdrop: a gradient from {colour} in the middle.": "Hintergrund: ein Verlauf von {colour} in der Mitte aus.",
    "Backdrop: a gradient from {colour}.": "Hintergrund: ein Verlauf von {colour} aus.",
    "Backdrop: another picture.": "Hintergrund: ein anderes Bild.",
    "Backdrop: the photo's own background, blurred {share} %.": "Hintergrund: der des Fotos, zu {share} % unscharf.",
    "Background removed in {seconds} s. Nothing was sent.": (
        "Hintergrund in {seconds} s entfernt. Nichts wurde gesendet."
    ),
    "Background removed. The subject covers {share} % of the photo: check that it is the right one.": (
        "Hintergrund entfernt. Das Motiv bedeckt {share} % des Fotos: prüf, ob es das richtige ist."
    ),
    "Blurred backdrop": "Unscharfer Hintergrund",
    "Brush at {x}, {y} px. Space paints, Shift and Space draw a line.": (
        "Pinsel bei {x}, {y} px. Leertaste malt, Umschalt und Leertaste ziehen eine Gerade."
    ),
    "Brush {size} px.": "Pinsel {size} px.",
    "Chosen: {layer}.": "Gewählt: {layer}.",
    "Cleared. Before: {before}. After: {after}.": "Gelöscht. Vorher: {before}. Nachher: {after}.",
    "Click the picture to take a colour. Arrows move the point, Enter takes, Esc gives up.": (
        "Klick ins Bild, um eine Farbe zu nehmen. Pfeile bewegen den Punkt, Eingabe nimmt, Esc gibt auf."
    ),
    "Clone: paint to copy from the source.": "Klonen: Mal, um von der Quelle zu kopieren.",
    "Clone: press Set source first, then the place to copy from.": (
        "Klonen: Drück erst Quelle setzen, dann die Stelle, von der kopiert wird."
    ),
    "Colour {colour}, RGB {rgb}.": "Farbe {colour}, RGB {rgb}.",
    "Copied as PNG, {width} × {height} px. Paste it anywhere.": (
        "Als PNG kopiert, {width} × {height} px. Füg es irgendwo ein."
    ),
    "Copied to {x}, {y} px.": "Kopiert nach {x}, {y} px.",
    "Copies from {x}, {y} px. Paint where it shall go.": "Kopiert von {x}, {y} px. Mal, wo es hin soll.",
    "Copying the picture.": "Das Bild wird kopiert.",
    "Crop cancelled. The picture is as it was.": "Zuschnitt abgebrochen. Das Bild ist, wie es war.",
    "Cropped to {width} × {height} px. What is outside stays: crop again to bring it back.": (
        "Auf {width} × {height} px zugeschnitten. Was außen liegt, bleibt: Schneide neu zu, um es zurückzuholen."
    ),
    "Decoding": "Dekodieren",
    "Drawing the picture": "Bild zeichnen",
    "Encoding": "Kodieren",
    "Erase: paint over what shall go.": "Entfernen: Übermal, was weg soll.",
    "Erased at {x}, {y} px.": "Entfernt bei {x}, {y} px.",
    "Exporting {format}. You can go on looking.": "{format} wird exportiert. Du kannst weiter schauen.",
    "Finding the subject": "Motiv suchen",
    "Frame: {width} × {height} px.": "Rahmen: {width} × {height} px.",
    "Hardness {share} %.": "Härte {share} %.",
    "Heal: paint over a blemish.": "Heilen: Übermal einen Makel.",
    "Healed at {x}, {y} px.": "Geheilt bei {x}, {y} px.",
    "It holds several pictures; the first was opened.": "Es enthält mehrere Bilder; das erste ist offen.",
    "It is animated; the first frame was opened.": "Es ist animiert; das erste Bild ist offen.",
    "Its 16 bits a channel were reduced to 8.": "Seine 16 Bit je Kanal wurden auf 8 verringert.",
    "Its EXIF block is damaged; the photo is shown as it is stored.": (
        "Sein EXIF-Block ist beschädigt; das Foto ist zu sehen, wie es gespeichert ist."
    ),
    "Its colour profile cannot be converted here; colours may be slightly off.": (
        "Sein Farbprofil lässt sich hier nicht umrechnen; Farben können etwas abweichen."
    ),
    "Its print colours (CMYK) were converted approximately.": "Seine Druckfarben (CMYK) wurden ungefähr umgerechnet.",
    "Keep: paint over what belongs to the subject.": "Behalten: Übermal, was zum Motiv gehört.",
    "Kept at {x}, {y} px.": "Behalten bei {x}, {y} px.",
    "Light and contrast set to suit the photo.": "Licht und Kontrast passen jetzt zum Foto.",
    "Loading Python and the editor.": "Python und der Editor laden.",
    "Loading the model": "Das Modell lädt",
    "Look {name}": "Stil {name}",
    "No backdrop": "Kein Hintergrund",
    "No backdrop: the cut-out is see-through.": "Kein Hintergrund: der Freisteller ist durchsichtig.",
    "No colour was taken.": "Es wurde keine Farbe genommen.",
    "Nothing was deleted: locked layers and the last layer stay.": (
        "Nichts wurde gelöscht: Gesperrte Ebenen und die letzte Ebene bleiben."
    ),
    "Opened": "Geöffnet",
    "Opening {name}.": "{name} wird geöffnet.",
    "Opening {name}. Its background is removed next.": "{name} wird geöffnet. Danach wird der Hintergrund entfernt.",
    "Press the place to copy from.": "Drück auf die Stelle, von der kopiert wird.",
    "Reading the file": "Datei lesen",
    "Ready, on one thread: this page is not isolated, so cut-outs take about twice as long.": (
        "Bereit, auf einem Thread: Die Seite ist nicht isoliert, Freisteller dauern etwa doppelt so lang."
    ),
    "Ready. Drop a photo, paste one, or open a file.": "Bereit. Leg ein Foto ab, füge eines ein oder öffne eine Datei.",
    "Redone: {label}.": "Wiederholt: {label}.",
    "Refining the edge": "Kante verfeinern",
    "Remove the background first; then the backdrop shows.": (
        "Entfern erst den alten Hintergrund; dann ist der neue zu sehen."
    ),
    "Remove the background first; then the subject casts a shadow.": (
        "Entfern erst den Hintergrund; dann wirft das Motiv einen Schatten."
    ),
    "Removing the background.": "Der Hintergrund wird entfernt.",
    "Retouching reset. The photo is as it was opened.": "Retusche zurückgesetzt. Das Foto ist wie beim Öffnen.",
    "Saved to {name}, {size}.": "In {name} gesichert, {size}.",
    "Saving {name}.": "{name} wird gesichert.",
    "Hand: drag to move the view. H again puts it away.": "Hand: Ziehen schiebt die Ansicht. H legt sie wieder weg.",
    "Zoom: click to go nearer, with Alt further away, or drag a frame. Z again puts it away.": "Zoom: ein Klick geht "
    "näher heran, mit Alt weiter weg; oder einen Rahmen ziehen. Noch einmal Z legt ihn weg.",
    "Show or hide {layer}": "{layer} ein- oder ausblenden",
    "Starting the imaging engine. You can open a photo now.": (
        "Die Bildverarbeitung startet. Du kannst schon ein Foto öffnen."
    ),
    "Stopped. Nothing was changed.": "Angehalten. Nichts wurde geändert.",
    "Stopping.": "Wird angehalten.",
    "Strength {share} %.": "Stärke {share} %.",
    "Strokes reset: {layer} is as it was.": "Striche gelöscht: {layer} ist, wie es war.",
    "The brush is away; dragging moves the view.": "Der Pinsel ist weg; Ziehen bewegt die Ansicht.",
    "The editor did not start. Reload the page.": "Der Editor ist nicht gestartet. Lade die Seite neu.",
    "The editor speaks English.": "Der Editor spricht Deutsch.",
    "The engine was started again. Your picture is as it was.": (
        "Die Bildverarbeitung wurde neu gestartet. Dein Bild ist, wie es war."
    ),
    "The frame needs at least one pixel each way. It stays as it was.": (
        "Der Rahmen braucht in jeder Richtung mindestens ein Pixel. Er bleibt, wie er war."
    ),
    "It lies like that already. Nothing was changed.": "Es liegt schon so. Nichts wurde geändert.",
    "The layer is locked. Unlock it in the list of layers to move it.": (
        "Die Ebene ist gesperrt. Entsperr sie in der Liste der Ebenen, um sie zu bewegen."
    ),
    "The light suits the photo already.": "Das Licht passt schon zum Foto.",
    "The name says another format than the file is; it was read as what it is.": (
        "Der Name nennt ein anderes Format, als die Datei hat; gelesen wurde sie als das, was sie ist."
    ),
    "The photo is not seen. Show it or its cut-out first.": (
        "Das Foto ist nicht zu sehen. Blende erst das Foto oder seinen Freisteller ein."
    ),
    "The picture is see-through here. Choose another point.": (
        "Das Bild ist hier durchsichtig. Wähl einen anderen Punkt."
    ),
    "The white balance suits the photo already.": "Der Weißabgleich passt schon zum Foto.",
    "This browser keeps no settings here; your choices last until the tab closes.": (
        "Dieser Browser behält hier keine Einstellungen; deine Auswahl gilt, bis der Tab zugeht."
    ),
    "Corner {number} of 4, clockwise from the top left. Arrow keys move it.": (
        "Ecke {number} von 4, im Uhrzeigersinn von oben links. Pfeiltasten bewegen sie."
    ),
    "This cannot be made upright. Put each corner on its own corner of the rectangle.": (
        "Das lässt sich nicht aufrichten. Setz jede Ecke auf ihre eigene Ecke des Rechtecks."
    ),
    "This layer cannot cast a shadow. Choose a cut-out, a picture, a text or a shape.": (
        "Diese Ebene kann keinen Schatten werfen. Wähl einen Freisteller, ein Bild, einen Text oder eine Form."
    ),
    "This layer is not seen. Show it, or choose another one.": (
        "Diese Ebene ist nicht zu sehen. Blende sie ein oder wähl eine andere."
    ),
    "Undone: {label}.": "Rückgängig: {label}.",
    "White backdrop": "Weißer Hintergrund",
    "White backdrop, RGB 255,255,255.": "Weißer Hintergrund, RGB 255,255,255.",
    "White balance set: warmth {temperature}, tint {tint}.": (
        "Weißabgleich gesetzt: Wärme {temperature}, Farbton {tint}."
    ),
    "Works offline now": "Geht jetzt ohne Netz",
    "{family} has every letter of the text.": "{family} hat jeden Buchstaben des Textes.",
    "{family} has no {characters}. Another font draws what is missing.": (
        "{family} hat kein {characters}. Eine andere Schrift zeichnet, was fehlt."
    ),
    "{shape} added, {width} px long.": "{shape} hinzugefügt, {width} px lang.",
    "{shape} added, {width} × {height} px.": "{shape} hinzugefügt, {width} × {height} px.",
    "Text added. Write it in the panel; Esc goes back to the picture.": (
        "Text hinzugefügt. Schreib ihn ins Feld; Esc führt zurück zum Bild."
    ),
    "{name} added as a layer, {width} × {height} px.": "{name} als Ebene hinzugefügt, {width} × {height} px.",
    "{name} is ready: {size}, {width} × {height} px. Your browser saves it.": (
        "{name} ist fertig: {size}, {width} × {height} px. Dein Browser sichert die Datei."
    ),
    "{name} opened: {count} layers.": "{name} ist offen: {count} Ebenen.",
    "{name} opened: {width} × {height} px.": "{name} ist offen: {width} × {height} px.",
    "{name} saved, {size}: all layers and the photo itself.": (
        "{name} gesichert, {size}: alle Ebenen und das Foto selbst."
    ),
    "{name} waits until the imaging engine is up.": "{name} wartet, bis die Bildverarbeitung da ist.",
    "{size} of program and model are kept by this browser and serve the next visit.": (
        "{size} Programm und Modell bleiben in diesem Browser und dienen dem nächsten Besuch."
    ),
    "{width} × {height} px is more than a picture may have. Make the frame smaller.": (
        "{width} × {height} px sind mehr, als ein Bild haben darf. Mach den Rahmen kleiner."
    ),
}

STEPS = {
    "Add a picture": "Bild hinzufügen",
    "Add a shadow": "Schatten hinzufügen",
    "Blend: {name}": "Mischmodus: {name}",
    "Change the shadow": "Schatten ändern",
    "Change the shape": "Form ändern",
    "Edit text": "Text ändern",
    "Gradient backdrop": "Verlauf als Hintergrund",
    "Guides": "Hilfslinien",
    "Move in the stack": "Im Stapel verschieben",
    "Rename to {layer}": "In {layer} umbenennen",
    "Resize": "Größe ändern",
    "To the back": "Ganz nach hinten",
    "To the front": "Ganz nach vorn",
    "Turn": "Drehen",
    "Unlock {layer}": "{layer} entsperren",
}

ERRORS = {
    "1 thread": "1 Thread",
    "A folder was not opened.": "Ein Ordner wurde nicht geöffnet.",
    "Choose another": "Anderes wählen",
    "Go on loading": "Weiter laden",
    "It has {megapixels} megapixels ({width} × {height} px), and the limit is {limit}. {kept} Make it smaller, then "
    "open that.": (
        "Es hat {megapixels} Megapixel ({width} × {height} px), erlaubt sind {limit}. {kept} Verkleinere es und öffne "
        "dann das."
    ),
    "It is not a picture that can be read. {kept} Choose a JPEG, PNG or WebP file.": (
        "Es ist kein lesbares Bild. {kept} Wähl eine JPEG-, PNG- oder WebP-Datei."
    ),
    "It is {width} × {height} px, and a side may have {limit} px. {kept} Crop or shrink it, then open that.": (
        "Es hat {width} × {height} px, eine Seite darf {limit} px haben. {kept} Beschneide oder verkleinere es und "
        "öffne dann das."
    ),
    "It is {width} × {height} px, and a side needs {limit} px at least. {kept} Choose a larger picture.": (
        "Es hat {width} × {height} px, eine Seite braucht mindestens {limit} px. {kept} Wähl ein größeres Bild."
    ),
    "It was saved by a newer version of this editor. {kept} Reload the page, then open it again.": (
        "Es wurde mit einer neueren Version dieses Editors gesichert. {kept} Lade die Seite neu und öffne es noch "
        "einmal."
    ),
    "Its file is not the one this version was made for. The photo is unchanged. Reload the page.": (
        "Seine Datei ist nicht die, für die diese Version gemacht ist. Das Foto ist unverändert. Lade die Seite neu."
    ),
    "Its input may be 32 to 2048 px wide, and each std must be above 0. Nothing was changed. Correct the numbers.": (
        "Sein Eingang darf 32 bis 2048 px breit sein, und jede std muss über 0 liegen. Nichts wurde geändert. "
        "Berichtige die Zahlen."
    ),
    "Its {megapixels} megapixels do not fit into this tab's memory. {kept} Close other tabs or make it smaller.": (
        "Seine {megapixels} Megapixel passen nicht in den Speicher dieses Tabs. {kept} Schließ andere Tabs oder "
        "verkleinere es."
    ),
    "No clear subject found.": "Kein klares Motiv gefunden.",
    "No cut-out was made.": "Es wurde nichts freigestellt.",
    "Nothing was changed.": "Nichts wurde geändert.",
    "Nothing was copied.": "Nichts wurde kopiert.",
    "Nothing was exported.": "Nichts wurde exportiert.",
    "Nothing was lost. Check the connection, then reload the page.": (
        "Nichts ging verloren. Prüf die Verbindung und lade die Seite neu."
    ),
    "One photo is edited at a time. {kept} Drop a single file.": (
        "Bearbeitet wird ein Foto auf einmal. {kept} Leg eine einzelne Datei ab."
    ),
    "Something failed inside the editor.": "Im Editor ist etwas fehlgeschlagen.",
    "Stopped.": "Angehalten.",
    "That could not be done.": "Das ging nicht.",
    "The browser could not read the file; it may have moved or be open elsewhere. {kept} Choose it again.": (
        "Der Browser konnte die Datei nicht lesen; vielleicht liegt sie woanders oder ist anderswo offen. {kept} Wähl "
        "sie noch einmal."
    ),
    "The browser did not allow it. Your picture is as it was. Export it instead.": (
        "Der Browser erlaubt es nicht. Dein Bild ist, wie es war. Exportiere es stattdessen."
    ),
    "The browser did not allow the clipboard. Export the picture instead.": (
        "Der Browser erlaubt die Zwischenablage nicht. Exportiere das Bild stattdessen."
    ),
    "The clipboard holds none, or reading it is not allowed. {kept} Copy a picture first.": (
        "In der Zwischenablage ist keines, oder sie darf nicht gelesen werden. {kept} Kopier erst ein Bild."
    ),
    "The connection broke at {received} of {total} MB. The photo is unchanged. Try again when you are online.": (
        "Die Verbindung brach bei {received} von {total} MB ab. Das Foto ist unverändert. Versuch es wieder, wenn du "
        "online bist."
    ),
    "The connection broke on the way to {family}. The text stands in a font of this device. Try again when you are "
    "online.": (
        "Die Verbindung brach auf dem Weg zu {family} ab. Der Text steht in einer Schrift dieses Geräts. Versuch es "
        "wieder, wenn du online bist."
    ),
    "The cut-out stopped half-way.": "Das Freistellen brach auf halbem Weg ab.",
    "The editor cannot start.": "Der Editor kann nicht starten.",
    "The editor does not open photos here.": "Hier öffnet der Editor keine Fotos.",
    "The engine did not answer and was started again. Your picture is as it was.": (
        "Die Bildverarbeitung hat nicht geantwortet und wurde neu gestartet. Dein Bild ist, wie es war."
    ),
    "The engine no longer holds this photo. Open it again.": (
        "Die Bildverarbeitung hat dieses Foto nicht mehr. Öffne es neu."
    ),
    "The file": "Die Datei",
    "The file has {megabytes} MB, and the limit is {limit} MB. {kept} Save it smaller.": (
        "Die Datei hat {megabytes} MB, erlaubt sind {limit} MB. {kept} Sichere sie kleiner."
    ),
    "The file is empty, 0 bytes. {kept} Choose another file.": (
        "Die Datei ist leer, 0 Bytes. {kept} Wähl eine andere Datei."
    ),
    "The font did not load.": "Die Schrift wurde nicht geladen.",
    "The font was not used.": "Die Schrift wurde nicht benutzt.",
    "The imaging engine did not start.": "Die Bildverarbeitung ist nicht gestartet.",
    "The model did not load.": "Das Modell wurde nicht geladen.",
    "The model did not start.": "Das Modell ist nicht gestartet.",
    "The model gave no answer. The photo is unchanged. Try again.": (
        "Das Modell gab keine Antwort. Das Foto ist unverändert. Versuch es noch einmal."
    ),
    "The model was not added.": "Das Modell wurde nicht hinzugefügt.",
    "The model was not used.": "Das Modell wurde nicht benutzt.",
    "The page and the engine are of different versions. Your picture is as it was. Reload the page.": (
        "Seite und Bildverarbeitung sind verschiedene Versionen. Dein Bild ist, wie es war. Lade die Seite neu."
    ),
    "The photo is unchanged. Drag a box around the product.": (
        "Das Foto ist unverändert. Zieh einen Rahmen um das Produkt."
    ),
    "The project is damaged inside or incomplete. {kept} Choose another copy of it.": (
        "Das Projekt ist innen beschädigt oder unvollständig. {kept} Wähl eine andere Kopie davon."
    ),
    "The work was stopped.": "Die Arbeit wurde angehalten.",
    "The {format} file ends too early. {kept} Copy or download it again.": (
        "Die {format}-Datei endet zu früh. {kept} Kopier sie oder lade sie noch einmal herunter."
    ),
    "The {format} file is damaged inside. {kept} Copy or download it again.": (
        "Die {format}-Datei ist innen beschädigt. {kept} Kopier sie oder lade sie noch einmal herunter."
    ),
    "There is no picture to paste.": "Es gibt kein Bild zum Einfügen.",
    "There is not enough memory.": "Der Speicher reicht nicht.",
    "This browser cannot read {format}. {kept} Save it as JPEG, then open that.": (
        "Dieser Browser kann {format} nicht lesen. {kept} Sichere es als JPEG und öffne dann das."
    ),
    "This browser cannot write {format}. Choose another format.": (
        "Dieser Browser kann {format} nicht schreiben. Wähl ein anderes Format."
    ),
    "This browser could not read {family}. The text stands in a font of this device. Choose another font.": (
        "Dieser Browser konnte {family} nicht lesen. Der Text steht in einer Schrift dieses Geräts. Wähl eine andere "
        "Schrift."
    ),
    "This browser could not set it up. The photo is unchanged. Reload the page and try again.": (
        "Dieser Browser konnte es nicht einrichten. Das Foto ist unverändert. Lade die Seite neu und versuch es wieder."
    ),
    "This site's server leaves a way out of the browser open, so your photos stay untouched. Tell whoever runs this "
    "site.": (
        "Der Server dieser Seite lässt einen Weg aus dem Browser offen, darum bleiben deine Fotos unberührt. Sag es "
        "denen, die diese Seite betreiben."
    ),
    "This version has no model named {model}. Choose another model.": (
        "Diese Version hat kein Modell namens {model}. Wähl ein anderes Modell."
    ),
    "Try again": "Noch einmal",
    "WebAssembly is off in this browser, and Python needs it. Turn it on, then reload.": (
        "WebAssembly ist in diesem Browser aus, und Python braucht es. Schalt es ein und lade neu."
    ),
    "What the model {model} answers is not a mask of the photo. The photo is unchanged. Choose another model.": (
        "Was das Modell {model} antwortet, ist keine Maske des Fotos. Das Foto ist unverändert. Wähl ein anderes "
        "Modell."
    ),
    "Writing {format} failed. Your picture is safe. Choose another format.": (
        "{format} ließ sich nicht schreiben. Dein Bild ist sicher. Wähl ein anderes Format."
    ),
    "Your open picture is unchanged.": "Dein offenes Bild ist unverändert.",
    "Your picture is as it was. Try again. ({kind})": "Dein Bild ist, wie es war. Versuch es noch einmal. ({kind})",
    "Your picture is as it was. Try again. ({operation}, {kind})": (
        "Dein Bild ist, wie es war. Versuch es noch einmal. ({operation}, {kind})"
    ),
    "picture": "Bild",
    "{count} files were not opened.": "{count} Dateien wurden nicht geöffnet.",
    "{current} is still in work. Let it finish, or open the new one instead.": (
        "{current} ist noch in Arbeit. Warte das Ende ab oder öffne stattdessen das neue."
    ),
    "{megapixels} megapixels are too many for this tab. Your picture is as it was. Close other tabs and try again.": (
        "{megapixels} Megapixel sind zu viele für diesen Tab. Dein Bild ist, wie es war. Schließ andere Tabs und "
        "versuch es wieder."
    ),
    "{megapixels} megapixels do not fit into this tab's memory. Your picture is safe. Choose a smaller size.": (
        "{megapixels} Megapixel passen nicht in den Speicher dieses Tabs. Dein Bild ist sicher. Wähl eine kleinere "
        "Größe."
    ),
    "{name} waits.": "{name} wartet.",
    "{name} was not opened.": "{name} wurde nicht geöffnet.",
    "{name} was not written.": "{name} wurde nicht geschrieben.",
    "{width} × {height} px is not possible; a side may have 1 to {limit} px. Change the size.": (
        "{width} × {height} px geht nicht; eine Seite darf 1 bis {limit} px haben. Ändere die Größe."
    ),
}
