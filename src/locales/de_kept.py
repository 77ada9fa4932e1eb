"""German of kept pictures: how long, where, and what was purged."""

from __future__ import annotations

KEPT = {
    "1 hour": "1 Stunde",
    "24 hours": "24 Stunden",
    "30 days": "30 Tage",
    "7 days": "7 Tage",
    "A new version is ready.": "Eine neue Version ist da.",
    "Pictures stored on this device are there again after a reload. Go on working, and reload when it suits you.": (
        "Auf diesem Gerät gespeicherte Bilder sind nach dem Neuladen wieder da. "
        "Arbeite weiter und lade neu, wann es passt."
    ),
    "full quota storage purge": "voll Platz Speicher löschen",
    "Free {size}": "{size} freigeben",
    "Free room on the disk": "Platz auf der Platte schaffen",
    "Stored. Pictures purged to make room: {count}.": "Gespeichert. Dafür gelöschte Bilder: {count}.",
    "Your picture is safe in this tab, but not stored, and no other picture here could make room. Export now.": (
        "Dein Bild ist in diesem Tab sicher, aber nicht gespeichert, und kein anderes Bild hier könnte Platz machen. "
        "Exportiere es jetzt."
    ),
    "Your picture is safe in this tab, but not stored. Pictures that you keep take {size}: free that, or export now.": (
        "Dein Bild ist in diesem Tab sicher, aber nicht gespeichert. Bilder, die du behältst, belegen {size}: "
        "gib das frei oder exportiere jetzt."
    ),
    "new version reload": "neue Version neu laden",
    "Reload now": "Jetzt neu laden",
    "Get the newest version": "Neueste Version holen",
    "A newer version of this editor keeps pictures here: reload the page to see them.": (
        "Hier speichert eine neuere Version dieses Editors Bilder: lade die Seite neu, um sie zu sehen."
    ),
    "A newer version of this editor keeps pictures in this browser; they are untouched. Reload the page.": (
        "Eine neuere Version dieses Editors speichert Bilder in diesem Browser; sie sind unberührt. Lade die Seite neu."
    ),
    "All images were cleared in another tab.": "In einem anderen Tab wurden alle Bilder gelöscht.",
    "Clear 1 picture, {size}?": "1 Bild, {size}, löschen?",
    "Clear {count} pictures, {size}?": "{count} Bilder, {size}, löschen?",
    "Counts and times only": "Nur Anzahl und Zeit",
    "Database of this browser": "Datenbank dieses Browsers",
    "In the memory of this tab": "Im Speicher dieses Tabs",
    "In this tab, in other tabs, on the disk.": "In diesem Tab, in anderen Tabs, auf der Platte.",
    "It is not stored any more, or a part of it is missing. {kept} Open the file again.": (
        "Es ist nicht mehr gespeichert, oder ein Teil davon fehlt. {kept} Öffne die Datei noch einmal."
    ),
    "Keep for": "Behalten für",
    "Keep pictures for": "Bilder behalten für",
    "Keep {name} until you unpin it": "{name} behalten, bis du es löst",
    "Kept by you": "Von dir behalten",
    "No picture is stored.": "Kein Bild ist gespeichert.",
    "None yet.": "Noch keine.",
    "Not stored": "Nicht gespeichert",
    "On the disk, before: {before}. After: {after}.": "Auf der Platte, vorher: {before}. Nachher: {after}.",
    "Open again:": "Wieder öffnen:",
    "Open picture": "Offenes Bild",
    "Past purges": "Frühere Löschungen",
    "Pictures": "Bilder",
    "Pictures and their time": "Bilder und ihre Zeit",
    "Pictures are kept: {time}. Pinned ones stay.": "Bilder bleiben: {time}. Angeheftete bleiben.",
    "Pictures are not stored here.": "Bilder werden hier nicht gespeichert.",
    "Pictures of this tab are stored encrypted. The key is in this page's memory only: once the page closes or "
    "reloads, nobody can read them.": (
        "Bilder dieses Tabs werden verschlüsselt gespeichert. Den Schlüssel hat nur diese Seite im Speicher: ist sie "
        "zu oder neu geladen, kann sie niemand lesen."
    ),
    "Pictures {size}": "Bilder {size}",
    "Private picture": "Privates Bild",
    "Private session": "Private Sitzung",
    "Private session: closing the page ends them all.": "Private Sitzung: ist die Seite zu, sind alle weg.",
    "Private session: pictures are stored encrypted, and nobody can read them once this page closes.": (
        "Private Sitzung: Bilder werden verschlüsselt gespeichert, und niemand kann sie lesen, wenn die Seite zu ist."
    ),
    "Program and models {size}": "Programm und Modelle {size}",
    "Purge {name} now": "{name} jetzt löschen",
    "Purged after {time}.": "Gelöscht nach: {time}.",
    "Purged in {time}": "Gelöscht in {time}",
    "Purged when the tab closes.": "Gelöscht, wenn der Tab zugeht.",
    "Purged: the picture is not stored any more.": "Gelöscht: das Bild ist nicht mehr gespeichert.",
    "Recent": "Zuletzt",
    "Saved on this device": "Auf diesem Gerät gespeichert",
    "Saving": "Wird gespeichert",
    "Settings, names of recent pictures": "Einstellungen, Namen der letzten Bilder",
    "Show what is stored": "Gespeichertes zeigen",
    "Stored on this device": "Auf diesem Gerät gespeichert",
    "Stored on this device only, purged after {time}.": "Nur auf diesem Gerät, gelöscht nach: {time}.",
    "Stored on this device only, purged when the tab closes.": "Nur auf diesem Gerät, gelöscht, wenn der Tab zugeht.",
    "Stored on this device only.": "Nur auf diesem Gerät.",
    "The disk is full.": "Die Platte ist voll.",
    "The picture as it was saved": "Das Bild, wie es gespeichert wurde",
    "The picture was not stored.": "Das Bild wurde nicht gespeichert.",
    "The private session is over. Pictures are stored as usual.": (
        "Die private Sitzung ist vorbei. Bilder werden gespeichert wie sonst."
    ),
    "The store does not answer: pictures are held in this tab only.": (
        "Der Speicher antwortet nicht: Bilder sind nur in diesem Tab."
    ),
    "Their time is up, or you clear them": "Die Frist ist um, oder du löschst sie",
    "This browser allows no storage for this page. Your picture is held in this tab only: export it before you close "
    "the tab.": (
        "Dieser Browser erlaubt dieser Seite keinen Speicher. Dein Bild ist nur in diesem Tab: exportiere es, bevor du "
        "ihn schließt."
    ),
    "This browser allows no storage here: pictures are held in this tab only.": (
        "Dieser Browser erlaubt hier keinen Speicher: Bilder sind nur in diesem Tab."
    ),
    "Until the tab closes": "Bis der Tab zugeht",
    "Until this page closes": "Bis diese Seite zugeht",
    "You clear it or close the tab": "Du löschst es oder schließt den Tab",
    "You clear them": "Du löschst sie",
    "Your picture is safe in this tab. Export it, then reload the page. ({kind})": (
        "Dein Bild ist in diesem Tab sicher. Exportiere es, dann lade die Seite neu. ({kind})"
    ),
    "cleared by you": "von dir gelöscht",
    "on this device": "auf diesem Gerät",
    "open in another tab": "in einem anderen Tab offen",
    "open now": "jetzt offen",
    "part missing": "ein Teil fehlte",
    "record damaged": "Eintrag beschädigt",
    "room was needed": "Platz wurde gebraucht",
    "tab closed": "Tab geschlossen",
    "time was up": "Zeit war um",
    "under 1 min": "unter 1 min",
    "until the next purge": "bis zur nächsten Löschung",
    "{count} pictures": "{count} Bilder",
    "{name} from this device. The editor is starting: a moment until you can go on.": (
        "{name} von diesem Gerät. Der Editor startet: einen Moment, dann geht es weiter."
    ),
    "{name} is kept until you unpin it. Only this picture is.": "{name} bleibt, bis du es löst. Nur dieses Bild.",
    "{name} is open in another tab too. What you do here is stored as a picture of its own.": (
        "{name} ist auch in einem anderen Tab offen. Was du hier tust, wird als eigenes Bild gespeichert."
    ),
    "{name} is purged in its time again.": "{name} wird wieder zu seiner Zeit gelöscht.",
    "{name} opened from this device: {count} layers.": "{name} von diesem Gerät geöffnet: {count} Ebenen.",
    "{used} of {allowed} allowed": "{used} von {allowed} erlaubt",
}
