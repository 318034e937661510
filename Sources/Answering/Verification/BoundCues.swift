/// Words beside a value that say whether it is a start or an end, a minimum or a maximum.
enum BoundCues {
    static func role(_ before: [String], _ behind: [String], isTime: Bool) -> Literal.Role? {
        if let first = behind.first, let role = following[first] { return role }
        if behind.prefix(2).contains("onwards") || behind.prefix(2).contains("onward") { return .start }
        for word in before.reversed() {
            if let role = preceding[word] { return role }
            // "Closes on Sundays" closes for the day.
            if isTime, let role = verbs[word] { return role }
        }
        return nil
    }

    static func bounds(_ before: [String], _ behind: [String], isDuration: Bool) -> Set<Literal.Bound> {
        var bounds: Set<Literal.Bound> = []
        let line = " " + before.joined(separator: " ") + " "
        for (phrase, bound) in leading where line.hasSuffix(" \(phrase) ") {
            bounds.insert(bound)
            break
        }
        if bounds.isEmpty, isDuration, let last = before.last,
            durations.contains(last) || before.suffix(2).first == "have"
        {
            bounds.insert(.upper)
        }
        let after = behind.joined(separator: " ") + " "
        for (phrase, bound) in trailing where after.hasPrefix("\(phrase) ") { bounds.insert(bound) }
        if isDuration, bounds.isDisjoint(with: [.upper, .lower, .less, .greater]), before.contains("after") {
            bounds.insert(.after)
        }
        return bounds
    }

    private static let durations: Set<String> = ["within", "in", "inside", "have", "innerhalb", "dentro"]

    private static let preceding: [String: Literal.Role] = {
        var table: [String: Literal.Role] = [:]
        for word in [
            "from", "since", "after", "starting", "beginning", "desde", "von", "ab", "seit", "nach", "depois",
            "después",
        ] { table[word] = .start }
        for word in [
            "until", "till", "by", "before", "hasta", "até", "bis", "vor", "antes",
        ] { table[word] = .end }
        return table
    }()

    private static let verbs: [String: Literal.Role] = {
        var table: [String: Literal.Role] = [:]
        for word in ["open", "opens", "start", "starts", "begin", "begins", "abre", "abren", "öffnet"] {
            table[word] = .start
        }
        for word in [
            "close", "closes", "end", "ends", "finish", "finishes", "cierra", "cierran", "fecha", "fecham", "schließt",
        ] { table[word] = .end }
        return table
    }()

    /// Words that say only how a value bounds.
    static let comparatives: Set<String> = [
        "younger", "older", "longer", "shorter", "larger", "smaller", "bigger", "heavier", "lighter", "greater",
        "higher",
        "lower", "fewer", "less", "more", "weigh", "weighs", "weighing", "aged", "age", "exceeding", "exceeds",
    ]

    private static let following: [String: Literal.Role] = [
        "से": .start, "तक": .end, "முதல்": .start, "வரை": .end, "నుండి": .start, "వరకు": .end,
    ]

    private static let leading: [(String, Literal.Bound)] = [
        ("no later than", .upper), ("no more than", .upper), ("not more than", .upper), ("no longer than", .upper),
        ("no less than", .lower), ("not less than", .lower), ("no fewer than", .lower), ("no earlier than", .lower),
        ("a maximum of", .upper), ("maximum of", .upper), ("maximum", .upper), ("at most", .upper), ("up to", .upper),
        ("limit of", .upper), ("until", .upper), ("not exceed", .upper), ("not exceeding", .upper),
        ("a minimum of", .lower), ("minimum of", .lower), ("minimum", .lower), ("at least", .lower),
        ("starting at", .lower), ("starts at", .lower), ("and over", .lower),
        ("more than", .greater), ("longer than", .greater), ("older than", .greater), ("larger than", .greater),
        ("heavier than", .greater), ("greater than", .greater), ("higher than", .greater), ("over", .greater),
        ("above", .greater), ("exceeding", .greater), ("exceed", .greater), ("exceeds", .greater),
        ("less than", .less), ("fewer than", .less), ("shorter than", .less), ("younger than", .less),
        ("smaller than", .less), ("lighter than", .less), ("lower than", .less), ("under", .less), ("below", .less),
        ("al menos", .lower), ("mínimo", .lower), ("como mínimo", .lower), ("más de", .greater), ("menos de", .less),
        ("como máximo", .upper), ("máximo", .upper), ("hasta", .upper), ("pelo menos", .lower), ("no mínimo", .lower),
        ("mais de", .greater), ("no máximo", .upper), ("até", .upper), ("mindestens", .lower), ("höchstens", .upper),
        ("maximal", .upper), ("bis zu", .upper), ("mehr als", .greater), ("weniger als", .less), ("unter", .less),
        ("über", .greater), ("कम से कम", .lower), ("अधिकतम", .upper), ("குறைந்தது", .lower), ("அதிகபட்சம்", .upper),
        ("కనీసం", .lower), ("గరిష్టంగా", .upper),
    ]

    private static let trailing: [(String, Literal.Bound)] = [
        ("or more", .lower), ("and more", .lower), ("or older", .lower), ("and older", .lower), ("or over", .lower),
        ("and over", .lower), ("and above", .lower), ("minimum", .lower), ("at least", .lower), ("or longer", .lower),
        ("or less", .upper), ("or fewer", .upper), ("or under", .upper), ("and under", .upper), ("maximum", .upper),
        ("at most", .upper), ("limit", .upper), ("or younger", .upper),
        ("before", .before), ("prior", .before), ("in advance", .before), ("ahead", .before), ("earlier", .before),
        ("beforehand", .before), ("notice", .before), ("after", .after), ("following", .after), ("later", .after),
        ("antes", .before), ("después", .after), ("depois", .after), ("vor", .before), ("nach", .after),
        ("पहले", .before), ("बाद", .after), ("से अधिक", .greater), ("से कम", .less), ("से ज़्यादा", .greater),
    ]
}
