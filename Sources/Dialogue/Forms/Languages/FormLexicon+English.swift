extension FormLexicon {
    static let english = FormLexicon(
        "en", keywords: "form|forms|estimate form|estimate request form",
        verbs: "fill|filling|fill out|complete|start|begin|open|do|want|like|show|give|submit|get|send",
        fillers: """
            i|i'd|i'll|we|we'd|me|us|to|the|a|an|your|this|that|out|in|up|please|now|let's|let|would|can\
            |could|you\
            |want|ok|okay|yes|hi|hello|here|just|go|with|wanna|gonna|am|i'm|ready|estimate|request|quote|contact
            """,
        commands: [
            .back: "back|go back|previous|previous question|the previous question|undo",
            .skip: "skip|skip it|skip this|skip this question|pass|next question",
            .cancel: """
            cancel|stop|stop the form|stop form|cancel the form|cancel form|quit|exit|abort|end the form\
            |i want to stop|never mind|nevermind
            """,
            .again: "repeat|again|repeat the question|say that again|repeat that|what was the question",
            .help: "help|help me|i need help|what can i say",
        ],
        yes: "yes|y|yeah|yep|yup|sure|of course|ok|okay|correct|right|true|certainly|definitely|absolutely|i do|we do",
        no: "no|n|nope|nah|not|never|false|incorrect|wrong|not really|no way|i don't|i do not|don't",
        questionWords: """
            what|what's|which|who|who's|where|where's|when|when's|why|how|how's|is|are|do|does|did\
            |can|could\
            |will|would|should|may|must|has|have
            """,
        dates: DateWords(
            months: [
                "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
                "september|sep|sept", "october|oct", "november|nov", "december|dec",
            ],
            weekdays: [
                "sunday|sun", "monday|mon", "tuesday|tue|tues", "wednesday|wed", "thursday|thu|thur|thurs",
                "friday|fri", "saturday|sat",
            ],
            relative: [
                "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2,
            ],
            days: "day|days", weeks: "week|weeks", monthsUnit: "month|months",
            counts: [
                "one|a|an", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            ],
            next: "next|this|coming|upcoming",
            fillers: """
                on|by|the|of|at|in|st|nd|rd|th|please|around|about|maybe|from|later|time|before|for|it|is|morning\
                |afternoon|evening|noon|night|date|i|would|like|prefer|works|me
                """),
        phrases: [
            .intro: "Let’s fill out the form. You can say “back”, “help” or “cancel” at any time.",
            .notNumber: "I need a number here. Write it in digits, such as 1250 or 2.5.",
            .notDate: "I could not read that as a date. Write it like {date}, or say “next Tuesday” or “tomorrow”.",
            .noSuchDay: "That day is not in the calendar. Write the date like {date}.",
            .notPhone: "That does not look like a phone number. Write it with its area code, such as {phone}.",
            .notEmail: "That does not look like an e-mail address. Write it like name@example.com.",
            .notChoice: "Please choose one of the options, by its name or its number.",
            .notYesNo: "Please answer yes or no.",
            .notAddress: "I need a full address: street and number, then town, such as 12 Oak Street, Springfield.",
            .tooLong: "That is too long: please keep it under {limit} characters.",
            .required: "This question is needed and cannot be skipped.",
            .atStart: "This is the first question.",
            .resume: "Back to the form:",
            .help: """
            Answer the question in your own words. You can also say “back”, “skip”, “repeat” or \
            “cancel”, or ask \
            me something: I will answer and we go on here.
            """,
            .cancelled: """
            I have stopped the form. Say “{keyword}” to start again; you can ask me anything in \
            the meantime.
            """,
            .gone: "This form is not available any more. What you wrote is kept; you can go on asking questions.",
        ])
}
