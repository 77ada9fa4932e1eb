"""German of what goes beyond this browser: the account, scenes, and the ledger."""

from __future__ import annotations

ACCOUNT = {
    "A code is on its way to {email}. It is good for 10 minutes.": (
        "Ein Code ist unterwegs an {email}. Er gilt 10 Minuten."
    ),
    "A mail when something new is there. You can take this back at any time.": (
        "Eine Mail, wenn es etwas Neues gibt. Du kannst das jederzeit widerrufen."
    ),
    "A payment failed. Look at your card in Invoices and card.": (
        "Eine Zahlung schlug fehl. Sieh unter „Rechnungen und Karte“ nach."
    ),
    "Account": "Konto",
    "Account closed": "Konto geschlossen",
    "Address of your picture (https)": "Adresse deines Bildes (https)",
    "Also clear all images on this device": "Auch alle Bilder auf diesem Gerät löschen",
    "An account needs an age of 16 or more. The year is asked once and not kept.": (
        "Für ein Konto musst du mindestens 16 sein. Das Jahr wird einmal gefragt und nicht gespeichert."
    ),
    "Another address": "Andere Adresse",
    "Ask again": "Neu abfragen",
    "At once": "Sofort",
    "Bought": "Gekauft",
    "Buy credits": "Credits kaufen",
    "Came back": "Kam zurück",
    "Cannot be undone": "Nicht rückgängig zu machen",
    "Change of policy": "Neue Bedingungen",
    "Consents": "Einwilligungen",
    "Credits and plan": "Credits und Tarif",
    "Delete account": "Konto löschen",
    "Email": "E-Mail",
    "Everything else works: nothing in the editor needs an account.": (
        "Alles andere geht: Nichts im Editor braucht ein Konto."
    ),
    "Everything held about you": "Alles über dich",
    "Fewer credits are left than you wanted to be told at.": (
        "Es sind weniger Credits übrig, als du als Schwelle gewählt hast."
    ),
    "General": "Allgemein",
    "Get file": "Datei holen",
    "Given on {day}.": "Gegeben am {day}.",
    "Go on": "Weiter",
    "Go on to the payment page": "Weiter zur Zahlungsseite",
    "Has your 16th birthday been?": "Hattest du deinen 16. Geburtstag schon?",
    "Held for a scene": "Reserviert für eine Szene",
    "How often something is done on a day, say a picture opened, and on which device. Nobody is named.": (
        "Wie oft an einem Tag etwas getan wird, etwa ein Bild geöffnet, und auf welchem Gerät. Niemand wird genannt."
    ),
    "If that is wrong, write to {address}.": "Wenn das falsch ist, schreib an {address}.",
    "Invoices and card": "Rechnungen und Karte",
    "It opens in another tab. What you bought is here when you come back.": (
        "Das öffnet sich in einem anderen Tab. Was du gekauft hast, ist da, wenn du zurückkommst."
    ),
    "Kept by law": "Nach Gesetz behalten",
    "Language of mails": "Sprache der Mails",
    "Low credits": "Wenige Credits",
    "Make an account": "Konto anlegen",
    "Model, settings, credits, times; never the words": "Modell, Einstellungen, Credits, Zeiten; nie die Worte",
    "Month is over": "Monat vorbei",
    "Monthly credits": "Credits des Monats",
    "Never given.": "Nie gegeben.",
    "News by mail": "Neues per Mail",
    "Not touched": "Unberührt",
    "Not yet": "Noch nicht",
    "Nothing in the editor needs an account; only scenes do.": "Nichts im Editor braucht ein Konto, nur Szenen.",
    "Nothing yet.": "Noch nichts.",
    "Notices": "Mitteilungen",
    "Notices ({count})": "Mitteilungen ({count})",
    "One file, made on request": "Eine Datei, auf Wunsch erstellt",
    "One moment.": "Einen Moment.",
    "One question first": "Erst eine Frage",
    "Only scenes need an account: they are drawn by image models elsewhere, from words. Your photos stay here.": (
        "Nur Szenen brauchen ein Konto: Bildmodelle zeichnen sie anderswo, aus Worten. Deine Fotos bleiben hier."
    ),
    "Or with a password of 10 characters or more:": "Oder mit einem Passwort ab 10 Zeichen:",
    "Order numbers and amounts, without your name": "Bestellnummern und Beträge, ohne deinen Namen",
    "Pages of the settings": "Seiten der Einstellungen",
    "Password": "Passwort",
    "Payment page": "Zahlungsseite",
    "Payment restored": "Zahlung wieder da",
    "Payment reversed": "Zahlung zurückgebucht",
    "Payments": "Zahlungen",
    "Pictures on this device, unless you tick the box": "Bilder auf diesem Gerät, außer mit dem Haken",
    "Plan": "Tarif",
    "Profile": "Profil",
    "Profile, consents, scene records, saved scenes, credits left ({count})": (
        "Profil, Einwilligungen, Belege, gespeicherte Szenen, übrige Credits ({count})"
    ),
    "Only those that you asked to be saved": "Nur, was du speichern wolltest",
    "Remove": "Entfernen",
    "Save": "Speichern",
    "Saved.": "Gespeichert.",
    "Scene delivered": "Szene geliefert",
    "Scene records": "Belege der Szenen",
    "Seen": "Gesehen",
    "Send another": "Neuen senden",
    "Send me a code": "Code senden",
    "Show": "Zeigen",
    "Show the ledger": "Buchungen zeigen",
    "Shown as": "Gezeigt als",
    "Sign in": "Anmelden",
    "Sign out": "Abmelden",
    "Since": "Seit",
    "Subscription ended, payment token forgotten": "Abo beendet, Zahlungskennung vergessen",
    "Taken back on {day}.": "Widerrufen am {day}.",
    "Tell me below": "Melden unter",
    "The backend is looked after on that day. Scenes may wait; editing goes on.": (
        "An diesem Tag wird der Server gewartet. Szenen warten vielleicht; das Bearbeiten geht weiter."
    ),
    "There are none.": "Es gibt keine.",
    "There are none. Changes of policy stand here at least 7 days ahead.": (
        "Es gibt keine. Neue Bedingungen stehen hier mindestens 7 Tage vorher."
    ),
    "They stay. The payment page says the price first": "Bleiben stehen. Den Preis nennt zuerst die Bezahlseite",
    "This account is closed": "Dieses Konto ist geschlossen",
    "This account is closed: it is being deleted, or its owner is younger than 16.": (
        "Dieses Konto ist geschlossen: Es wird gelöscht, oder du bist jünger als 16."
    ),
    "This site has no backend": "Diese Seite hat keinen Server",
    "This site has no backend, so there is nothing to sign in to and no scenes can be drawn.": (
        "Diese Seite hat keinen Server, also keine Anmeldung und keine Szenen."
    ),
    "Type your email to confirm": "Tippe zur Bestätigung deine E-Mail",
    "Usage counts": "Nutzungszahlen",
    "Sent to {host}: your email, and the code or password.": (
        "Was an {host} geht: deine E-Mail und der Code oder das Passwort."
    ),
    "Where every credit went": "Wohin jeder Credit ging",
    "Within a day": "Binnen eines Tages",
    "Without a consent nothing is counted and nothing is mailed.": (
        "Ohne Einwilligung wird nichts gezählt und nichts gemailt."
    ),
    "Year of birth": "Geburtsjahr",
    "Yes, I am 16": "Ja, ich bin 16",
    "Your account": "Dein Konto",
    "Your account is being deleted.": "Dein Konto wird gelöscht.",
    "Your account is blocked. The page Account says where to write.": (
        "Dein Konto ist gesperrt. Unter „Konto“ steht, wohin du schreiben kannst."
    ),
    "Your account is deleted.": "Dein Konto ist gelöscht.",
    "Your account is in good standing again.": "Dein Konto ist wieder in Ordnung.",
    "Your account is limited for a while.": "Dein Konto ist eine Weile eingeschränkt.",
    "Your account is limited.": "Dein Konto ist eingeschränkt.",
    "Your code": "Dein Code",
    "bought": "gekauft",
    "confirmed": "bestätigt",
    "credits left": "Credits übrig",
    "held for scenes on their way": "reserviert für Szenen unterwegs",
    "of the month": "des Monats",
    "renew on {day}": "erneuern sich am {day}",
    "until you remove it": "bis du sie entfernst",
    "until {day}": "bis {day}",
    "{count} credits": "{count} Credits",
    "{day}, takes effect on {effective}": "{day}, gilt ab {effective}",
    "{name} is ready: {size}. Your browser saves it.": "{name} ist fertig: {size}. Dein Browser speichert es.",
    "{plan}, ends on {day}": "{plan}, endet am {day}",
    "{plan}, {count} credits a month": "{plan}, {count} Credits im Monat",
    "{plan}: {count} a month": "{plan}: {count} im Monat",
    "It ends on {day}.": "Das endet am {day}.",
    "Several prompts were refused by the models' rules.": "Mehrere Texte wurden nach den Regeln der Modelle abgelehnt.",
    "Very many prompts were refused by the models' rules.": (
        "Sehr viele Texte wurden nach den Regeln der Modelle abgelehnt."
    ),
    "Several payments failed.": "Mehrere Zahlungen sind gescheitert.",
    "A payment was reported as fraud.": "Eine Zahlung wurde als Betrug gemeldet.",
    "A payment was given back after its credits had been spent.": (
        "Eine Zahlung wurde erstattet, nachdem ihre Credits ausgegeben waren."
    ),
    "A payment is disputed.": "Eine Zahlung wird bestritten.",
    "Somebody reported that it belongs to a child.": "Jemand hat gemeldet, dass es einem Kind gehört.",
    "A person of the team decided so.": "Ein Mensch aus dem Team hat so entschieden.",
    "until I remove it": "bis ich sie entferne",
    "a year": "ein Jahr",
    "Report a child's account": "Konto eines Kindes melden",
    "Address of that account": "Adresse dieses Kontos",
    "Report": "Melden",
    "An account needs an age of 16. A reported one is limited at once, and a person looks at it.": (
        "Ein Konto braucht ein Alter von 16. Ein gemeldetes wird sofort eingeschränkt, und ein Mensch sieht es sich an."
    ),
    "Thank you. If there is such an account, it is limited now and a person looks at it.": (
        "Danke. Wenn es ein solches Konto gibt, ist es jetzt eingeschränkt, und ein Mensch sieht es sich an."
    ),
}

SCENES = {
    "Add words about light and room": "Worte zu Licht und Platz anfügen",
    "Arriving, {size}": "Kommt, {size}",
    "As written": "Wie geschrieben",
    "Asking for scenes. Only the words that are shown are sent.": (
        "Szenen sind bestellt. Nur die gezeigten Worte werden gesendet."
    ),
    "Cancel scenes": "Szenen abbrechen",
    "Daylight": "Tageslicht",
    "Download scene": "Szene herunterladen",
    "Draft": "Entwurf",
    "Draw 1 scene, {price}": "1 Szene zeichnen, {price}",
    "Draw {count} scenes, {price}": "{count} Szenen zeichnen, {price}",
    "Drawing": "Wird gezeichnet",
    "Each becomes a layer behind the product. The product itself is untouched.": (
        "Jede wird eine Ebene hinter dem Produkt. Das Produkt selbst bleibt unberührt."
    ),
    "High§quality": "Hoch",
    "In the picture": "Im Bild",
    "Light of the scene": "Licht der Szene",
    "Made by": "Gemacht von",
    "Not made": "Nicht gemacht",
    "Outdoors": "Draußen",
    "Pixels: none. Underlined words were added for you.": "Pixel: keine. Unterstrichene Worte kamen dazu.",
    "Ready§scene": "Fertig",
    "Save scenes to my account": "Szenen im Konto speichern",
    "Scene": "Szene",
    "Scene {number} of {count} has arrived.": "Szene {number} von {count} ist da.",
    "Scene {number} stands behind the product.": "Szene {number} steht hinter dem Produkt.",
    "Scenes": "Szenen",
    "Scenes cancelled. What had arrived stays.": "Szenen abgebrochen. Was da war, bleibt.",
    "Sign in to draw scenes": "Für Szenen anmelden",
    "Standard§quality": "Mittel",
    "Variants": "Varianten",
    "Waiting": "Wartet",
    "What is sent, in full": "Was gesendet wird, ganz",
    "What stands behind the product": "Was hinter dem Produkt steht",
    "{count} credits charged, {left} left.": "{count} Credits berechnet, {left} übrig.",
    "{count} credits held. What fails costs nothing.": "{count} Credits reserviert. Was misslingt, kostet nichts.",
    "{count} of {limit} bytes": "{count} von {limit} Bytes",
    "{count} scenes are here; {credits} credits were charged.": (
        "{count} Szenen sind da; {credits} Credits wurden berechnet."
    ),
    "{least} to {most} credits": "{least} bis {most} Credits",
    "the picture has to show words that were given": "das Bild vorgegebene Worte zeigen muss",
    "the picture has to show readable words": "das Bild lesbare Worte zeigen muss",
    "printed matter needs words and a layout that hold": (
        "Drucksachen verlässliche Worte und ein festes Layout brauchen"
    ),
    "a diagram or an interface needs exact places and words": (
        "ein Diagramm oder eine Oberfläche genaue Orte und Worte braucht"
    ),
    "the prompt asks for exact numbers and places": "der Text genaue Zahlen und Orte verlangt",
    "the prompt asks for a drawn or painted style": "der Text einen gezeichneten oder gemalten Stil verlangt",
    "the prompt names a style that is not a photograph": "der Text einen Stil nennt, der kein Foto ist",
    "the prompt asks for a pattern or an abstract ground": "der Text ein Muster oder einen abstrakten Grund verlangt",
    "the prompt asks for what looks like a photograph": "der Text etwas verlangt, das wie ein Foto aussieht",
    "the prompt describes light and a place as a camera would see them": (
        "der Text Licht und Ort beschreibt, wie eine Kamera sie sähe"
    ),
    "a draft should be quick and cheap": "ein Entwurf schnell und billig sein soll",
    "high quality was asked for": "hohe Qualität verlangt war",
    "it draws this aspect without cropping": "es dieses Seitenverhältnis ohne Beschnitt zeichnet",
    "it costs less": "es weniger kostet",
    "nothing in the prompt asks for words or a drawn style, so a photograph suits": (
        "nichts im Text nach Worten oder einem gezeichneten Stil fragt und ein Foto passt"
    ),
    "it is the next best for this prompt": "es für diesen Text das nächstbeste ist",
    "you chose it": "du es gewählt hast",
    "the model that suits best is out of order at the moment": "das passendste Modell gerade gestört ist",
    "the first model did not answer, so the next best one draws": (
        "das erste Modell nicht geantwortet hat und das nächstbeste zeichnet"
    ),
    "{model}, because {reason}.": "{model}, weil {reason}.",
    "Free§plan": "Kostenlos",
    "First preview": "Erste Vorschau",
    "1 was not made and costs nothing: {why}": "1 wurde nicht gezeichnet und kostet nichts: {why}",
    "{count} were not made and cost nothing: {why}": "{count} wurden nicht gezeichnet und kosten nichts: {why}",
}

LEDGER = {
    "Credits and prices": "Credits und Preise",
    "Deletion": "Löschung",
    "It takes text and numbers of at most 9 kB. Each request is in the list above.": (
        "Er nimmt Text und Zahlen bis 9 kB. Jede Anfrage steht in der Liste oben."
    ),
    "Nothing yet. Only account and scenes send anything, and only to {host}.": (
        "Noch nichts. Nur Konto und Szenen senden etwas, und nur an {host}."
    ),
    "Saved scenes": "Gespeicherte Szenen",
    "Show all {count}": "Alle {count} zeigen",
    "Sign-in": "Anmeldung",
    "The one part that may send has no pixels.": "Der eine Teil, der senden darf, hat keine Pixel.",
    "This site has no backend: there is nowhere that anything could go.": (
        "Diese Seite hat keinen Server: Es gibt nichts, wohin etwas gehen könnte."
    ),
    "Usage count": "Nutzungszahl",
    "What left this browser": "Was diesen Browser verließ",
    "Words for a scene": "Worte für eine Szene",
    "Your data": "Deine Daten",
    "{count} requests of this page went to other hosts.": "{count} Anfragen dieser Seite gingen an andere Server.",
    "{count} requests, {size}, no pixels": "{count} Anfragen, {size}, keine Pixel",
}

TROUBLE = {
    "A name has up to 80 letters, and a picture's address begins with https. Check both.": (
        "Ein Name hat bis zu 80 Zeichen, die Adresse eines Bildes beginnt mit https. Prüfe beides."
    ),
    "A request was stopped.": "Eine Anfrage wurde aufgehalten.",
    "Accounts and scenes need one. Everything else works as it does.": (
        "Konten und Szenen brauchen einen. Alles andere geht wie sonst."
    ),
    "An account needs an age of 16 or more. Open Account and give the year of birth.": (
        "Für ein Konto musst du mindestens 16 sein. Öffne „Konto“ und gib dein Geburtsjahr an."
    ),
    "Editing and export work; accounts and scenes wait. Try again when you are online.": (
        "Bearbeiten und Export gehen; Konto und Szenen warten. Versuche es wieder, wenn du online bist."
    ),
    "It did not keep to the rules of what may leave ({kind}), so nothing was sent. Reload the page.": (
        "Das entsprach nicht dem, was hinaus darf ({kind}); nichts wurde gesendet. Lade die Seite neu."
    ),
    "It was not made or charged again. Press the button once more for new scenes.": (
        "Es wurde nicht noch einmal gemacht oder berechnet. Drücke den Knopf erneut für neue Szenen."
    ),
    "No account was made.": "Es wurde kein Konto angelegt.",
    "No scene was asked for.": "Es wurde keine Szene bestellt.",
    "Nothing goes online here.": "Hier geht nichts online.",
    "Nothing more can be done with it. Your pictures here are as they were.": (
        "Damit lässt sich nichts mehr tun. Deine Bilder hier sind, wie sie waren."
    ),
    "Nothing was changed. Try again in a minute.": "Nichts wurde geändert. Versuche es in einer Minute wieder.",
    "Nothing was changed. Wait {seconds} s, then try again.": (
        "Nichts wurde geändert. Warte {seconds} s und versuche es wieder."
    ),
    "Nothing was charged for what is missing. Try again, or choose another under Made by.": (
        "Was fehlt, wurde nicht berechnet. Versuche es wieder, oder wähle unter „Gemacht von“ ein anderes."
    ),
    "Nothing was charged. Change the words.": "Nichts wurde berechnet. Ändere die Worte.",
    "Nothing was charged. Try again in a minute, or choose another under Made by.": (
        "Nichts wurde berechnet. Versuche es in einer Minute wieder, oder wähle unter „Gemacht von“ ein anderes."
    ),
    "Nothing was deleted.": "Nichts wurde gelöscht.",
    "Nothing was saved.": "Nichts wurde gespeichert.",
    "Nothing was sent.": "Nichts wurde gesendet.",
    "Open Account": "Konto öffnen",
    "Scenes that had arrived are kept here. Credits of the others come back within 15 minutes. Try again.": (
        "Was schon da war, bleibt hier. Die Credits der anderen kommen binnen 15 Minuten zurück. Versuche es wieder."
    ),
    "Scenes wait for one answer.": "Szenen warten auf eine Antwort.",
    "Something failed on the way.": "Unterwegs ging etwas schief.",
    "That was too often.": "Das war zu oft.",
    "The backend cannot be reached.": "Der Server ist nicht zu erreichen.",
    "The backend did not answer as it should.": "Der Server antwortete nicht, wie er soll.",
    "The code is not right, or it is too old. Type it again, or have another one sent.": (
        "Der Code stimmt nicht oder ist zu alt. Tippe ihn noch einmal, oder lass dir einen neuen senden."
    ),
    "The connection broke.": "Die Verbindung riss ab.",
    "The email is not that of this account. Type it as it stands above.": (
        "Die E-Mail ist nicht die dieses Kontos. Tippe sie, wie sie oben steht."
    ),
    "The email or the password is not right. Check both, or have a code sent.": (
        "E-Mail oder Passwort stimmt nicht. Prüfe beides, oder lass dir einen Code senden."
    ),
    "The image model failed.": "Das Bildmodell scheiterte.",
    "The image model is busy.": "Das Bildmodell ist beschäftigt.",
    "The part that goes online did not start.": "Der Teil, der online geht, startete nicht.",
    "The password needs 10 characters or more. Choose a longer one.": (
        "Das Passwort braucht mindestens 10 Zeichen. Wähle ein längeres."
    ),
    "The scene was refused by the model's rules.": "Die Regeln des Modells lehnten die Szene ab.",
    "The scenes cost {price}, and {balance} are left. Nothing was charged. Choose less detail or fewer variants, "
    "or buy credits.": (
        "Die Szenen kosten {price}, übrig sind {balance}. Nichts wurde berechnet. Wähle weniger Details oder weniger "
        "Varianten, oder kaufe Credits."
    ),
    "The words need 1 to 2000 characters that can be seen. Nothing was charged. Change the words.": (
        "Es braucht 1 bis 2000 sichtbare Zeichen. Nichts wurde berechnet. Ändere die Worte."
    ),
    "There are no invoices yet.": "Es gibt noch keine Rechnungen.",
    "There are not enough credits.": "Es sind nicht genug Credits da.",
    "There is one with this email. Sign in, or have a code sent.": (
        "Es gibt eines mit dieser E-Mail. Melde dich an, oder lass dir einen Code senden."
    ),
    "They begin with the first purchase.": "Die erste kommt mit dem ersten Kauf.",
    "This account is closed.": "Dieses Konto ist geschlossen.",
    "This is not an email address. Check it.": "Das ist keine E-Mail-Adresse. Prüfe sie.",
    "This is too long to send.": "Das ist zu lang zum Senden.",
    "This site has no backend.": "Diese Seite hat keinen Server.",
    "This site's server does not limit what that part may reach, so it was not used. Tell whoever runs this site.": (
        "Der Webserver begrenzt nicht, was dieser Teil erreichen darf; er wurde nicht benutzt. Sag es dem Betreiber."
    ),
    "This was asked for already.": "Das war schon bestellt.",
    "You are not signed in.": "Du bist nicht angemeldet.",
    "You are signed out.": "Du bist abgemeldet.",
    "You signed out in another tab.": "Du hast dich in einem anderen Tab abgemeldet.",
    "Your account is blocked.": "Dein Konto ist gesperrt.",
    "Your picture is as it was, and nothing was sent. Check the connection, then try again.": (
        "Dein Bild ist, wie es war, und nichts wurde gesendet. Prüfe die Verbindung und versuche es wieder."
    ),
    "Your pictures here are as they were. Open Account: it says where to write.": (
        "Deine Bilder hier sind, wie sie waren. Öffne „Konto“: Dort steht, wohin du schreiben kannst."
    ),
    "Your pictures here are as they were. Sign in to go on with scenes and the account.": (
        "Deine Bilder hier sind, wie sie waren. Melde dich an, um mit Szenen und Konto weiterzumachen."
    ),
    "{field} may have {limit} bytes. Nothing was sent. Make it shorter.": (
        "{field} darf {limit} Bytes haben. Nichts wurde gesendet. Kürze es."
    ),
}

ONLINE = {**ACCOUNT, **SCENES, **LEDGER, **TROUBLE}
