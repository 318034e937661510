import Foundation

/// Expressions of several words that say the same as one.
enum Expressions {
    /// The text with each expression replaced by its word.
    static func unified(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        let bare = words.map { $0.lowercased().replacing("\u{2019}", with: "'").trimmingEdges() }
        var result: [String] = []
        var index = 0
        while index < words.count {
            guard let (count, word) = match(words, bare, at: index) else {
                result.append(words[index])
                index += 1
                continue
            }
            // Punctuation after the expression and the capital before it stay.
            let last = words[index + count - 1]
            let tail = last.reversed().prefix { !$0.isLetter && !$0.isNumber }.reversed()
            let isCapital = words[index].first?.isUppercase == true
            let shown = isCapital ? word.prefix(1).uppercased() + word.dropFirst() : word
            if !word.isEmpty || !tail.isEmpty { result.append(shown + String(tail)) }
            index += count
        }
        return result.joined(separator: " ")
    }

    private static func match(_ words: [String], _ bare: [String], at index: Int) -> (count: Int, word: String)? {
        guard let candidates = table[bare[index]] else { return nil }
        return candidates.first { phrase, _ in
            guard index + phrase.count <= bare.count, bare[index..<index + phrase.count].elementsEqual(phrase) else {
                return false
            }
            // No expression goes on past punctuation.
            return !words[index..<index + phrase.count - 1].contains { $0.last.map { ",;:.!?".contains($0) } ?? false }
        }.map { ($0.0.count, $0.1) }
    }

    /// By the first word, the longest first.
    private static let table: [String: [([String], String)]] = {
        var table: [String: [([String], String)]] = [:]
        for line in phrases.split(separator: "\n") {
            let sides = line.components(separatedBy: " = ")
            for phrase in sides[0].components(separatedBy: ", ") {
                let words = phrase.split(separator: " ").map(String.init)
                if let first = words.first {
                    table[first, default: []].append((words, sides.count > 1 ? sides[1] : ""))
                }
            }
        }
        return table.mapValues { $0.sorted { $0.0.count > $1.0.count } }
    }()

    /// Expressions, then the word, on each line.
    private static let phrases = """
        free of charge, free of cost, free of any charge, free of extra charge, at no charge, at no cost, at no extra cost = free
        at no extra charge, at no additional cost, for no charge, with no fee, no charge, no extra charge, no fee = free
        no extra cost, no additional cost, no additional charge, without charge, without a charge, without cost = free
        without extra charge, without extra cost, without paying, without payment, without any charge, without a fee = free
        complimentary, for free, free-of-charge, sin coste, sin costo, sin cargo, sem custo, sem custos, sem encargos = free
        does not cost anything, do not cost anything, doesn't cost anything, don't cost anything, costs nothing = is free
        cost nothing = is free
        wi-fi, wireless internet, wireless internet access, wireless network = wifi
        e-mail, electronic mail = email
        e-mails = emails
        check-in, check in = checkin
        check-out, check out = checkout
        public holidays, bank holidays = holidays
        car park, parking lot = parking
        get in touch with, get in touch, reach out to = contact
        right away, at once, straight away, as soon as possible = immediately
        have to, has to = must
        need not, needs not, do not have to, does not have to, don't have to, doesn't have to = do not need
        ahead of time = in advance
        take place = happen
        takes place = happens
        round the clock, around the clock, 24 hours a day = 24-hour
        drop off = leave
        pick up = collect
        picked up = collected
        dropped off = left
        send back, bring back, give back, take back = return
        sent back, brought back, given back, taken back = returned
        turn up, show up = arrive
        money back = refund
        per cent = percent
        make sure = ensure
        as well as = and
        as well, in addition, in addition to this, in addition to that = also
        is able to, are able to = can
        opening times, opening hours, business hours, hours of operation = opening
        degrees celsius, degree celsius, degrees centigrade, degrees c = °C
        degrees fahrenheit, degree fahrenheit, degrees f = °F
        at the latest = maximum
        at the earliest = minimum
        at the very least, as a minimum = at least
        off the lead, off the leash, off lead, off leash = without lead
        """
}
