extension FormLexicon {
    static let german = FormLexicon(
        "de", keywords: "formular|das formular|anfrageformular|formulare",
        verbs: "ausfüllen|starten|beginnen|anfangen|öffnen|möchte|will|würde|schicken|zeigen|zeig|zeige",
        fillers: """
            ich|wir|das|ein|dieses|dein|ihr|mir|bitte|jetzt|gern|gerne|kann|könnte|können|darf|ja|hallo\
            |zum|mit|doch\
            |lass|uns|mal
            """,
        commands: [
            .back: "zurück|vorherige|vorherige frage|einen schritt zurück",
            .skip: "überspringen|auslassen|nächste frage|frage überspringen",
            .cancel: "abbrechen|abbruch|stopp|formular abbrechen|das formular abbrechen|beenden|formular beenden",
            .again: "wiederholen|nochmal|noch einmal|frage wiederholen|bitte wiederholen",
            .help: "hilfe|hilf mir|ich brauche hilfe",
        ],
        yes: "ja|jawohl|klar|natürlich|gerne|stimmt|richtig|genau|auf jeden fall|ja gerne",
        no: "nein|nee|nö|niemals|auf keinen fall|nein danke|falsch",
        questionWords: """
            was|welche|welcher|welches|wer|wo|wann|warum|wieso|wie|wieviel|wieviele|kann|können\
            |darf|muss|gibt\
            |haben|habt|ist|sind
            """,
        dates: DateWords(
            months: [
                "januar|jan|jänner", "februar|feb", "märz|mrz", "april|apr", "mai", "juni|jun", "juli|jul",
                "august|aug", "september|sep|sept", "oktober|okt", "november|nov", "dezember|dez",
            ],
            weekdays: [
                "sonntag|so", "montag|mo", "dienstag|di", "mittwoch|mi", "donnerstag|do", "freitag|fr",
                "samstag|sonnabend|sa",
            ],
            relative: ["heute": 0, "jetzt": 0, "heute abend": 0, "morgen": 1, "übermorgen": 2],
            days: "tag|tage|tagen", weeks: "woche|wochen", monthsUnit: "monat|monate|monaten",
            counts: [
                "ein|eine|einem|einer|einen", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
                "elf", "zwölf",
            ],
            next: "nächster|nächste|nächsten|nächstem|kommenden|kommender|diesen|dieser|diese",
            fillers: "am|der|den|dem|die|das|im|in|bis|um|bitte|ab|vom|zum|abend|nachmittag|vormittag|uhr|gegen"),
        phrases: [
            .intro: "Füllen wir das Formular aus. Sie können jederzeit „zurück“, „Hilfe“ oder „abbrechen“ sagen.",
            .notNumber: "Hier brauche ich eine Zahl. Schreiben Sie sie in Ziffern, etwa 1250 oder 2,5.",
            .notDate: """
            Das konnte ich nicht als Datum lesen. Schreiben Sie es wie {date} oder sagen Sie \
            „nächsten Dienstag“ \
            oder „morgen“.
            """,
            .noSuchDay: "Diesen Tag gibt es im Kalender nicht. Schreiben Sie das Datum wie {date}.",
            .notPhone: "Das sieht nicht nach einer Telefonnummer aus. Schreiben Sie sie mit Vorwahl, etwa {phone}.",
            .notEmail: "Das sieht nicht nach einer E-Mail-Adresse aus. Schreiben Sie sie wie name@beispiel.de.",
            .notChoice: "Bitte wählen Sie eine der Möglichkeiten, mit ihrem Namen oder ihrer Nummer.",
            .notYesNo: "Bitte antworten Sie mit Ja oder Nein.",
            .notAddress: """
            Ich brauche die ganze Adresse: Straße und Hausnummer, dann den Ort, etwa Hauptstraße \
            12, Köln.
            """,
            .tooLong: "Das ist zu lang: bitte bleiben Sie unter {limit} Zeichen.",
            .required: "Diese Frage ist nötig und kann nicht übersprungen werden.",
            .atStart: "Das ist die erste Frage.",
            .resume: "Zurück zum Formular:",
            .help: """
            Antworten Sie mit eigenen Worten. Sie können auch „zurück“, „überspringen“, „wiederholen“ \
            oder „abbrechen“ \
            sagen, oder mich etwas fragen: ich antworte, und hier geht es weiter.
            """,
            .cancelled: """
            Das Formular ist abgebrochen. Sagen Sie „{keyword}“, um neu zu beginnen; bis dahin \
            können Sie mich \
            alles fragen.
            """,
            .gone: """
            Dieses Formular gibt es nicht mehr. Was Sie geschrieben haben, bleibt erhalten; fragen Sie \
            gern weiter.
            """,
        ])
}
