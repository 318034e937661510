import DeskModel
import Foundation
import Storage

/// Pages of the inbox and searches over messages, against the same statements in SQLite's own shell, by turns.
enum InboxBenchmark {
    private static let page = 50
    private static let first = 1_760_000_000_000

    static func run(_ bench: Workbench) async throws -> Finding {
        let folder = try bench.newFolder("inbox")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try await SQLStore.open(at: folder)
        let business = try await store.createBusiness(name: "Wrenfield Hire", settings: BusinessSettings()).business.id
        let sizes = bench.sizes
        bench.say("writing \(sizes.messages) messages in \(sizes.conversations) conversations")
        let shell = try ShellPeer(database: "\(folder)/frontdesk.sqlite")
        try shell.run(filling(messages: sizes.messages, conversations: sizes.conversations, business))
        var random = SeededGenerator(seed: 11)
        let inbox = try await compare(sizes.queries) { number in
            try await inboxPage(number, in: business, sizes, &random)
        } ours: { query in
            guard case .inbox(let query, let place) = query else { return 0 }
            return try await store.conversations(query, in: business, after: place, limit: page).count
        } shell: {
            try shell.run($0)
        }
        let search = try await compare(sizes.queries) { _ in
            // Squares of even numbers make some words common and most rare, as in any language.
            let word = Int.random(in: 0..<71, using: &random) * Int.random(in: 0..<71, using: &random)
            return searched(String(format: "w%05d", word), in: business)
        } ours: { query in
            guard case .search(let query) = query else { return 0 }
            return try await store.search(query, in: business, after: nil, limit: page).count
        } shell: {
            try shell.run($0)
        }
        return finding(inbox: inbox, search: search, sizes)
    }

    private enum Asked {
        case inbox(ConversationQuery, ConversationQuery.Place?)
        case search(MessageQuery)
    }

    private struct Times {
        var ours: [Double] = []
        var shell: [Double] = []
    }

    /// Asks both the same, who is first changing from query to query.
    private static func compare(
        _ count: Int, query: (Int) async throws -> (Asked, sql: String), ours: (Asked) async throws -> Int,
        shell: (String) throws -> Int
    ) async throws -> Times {
        var times = Times()
        let clock = ContinuousClock()
        for number in 0..<(count + 5) {
            let (asked, sql) = try await query(number)
            var found = (ours: 0, shell: 0)
            var taken = (ours: Duration.zero, shell: Duration.zero)
            for isOurs in [number % 2 == 0, number % 2 == 1] {
                if isOurs {
                    taken.ours = try await clock.measure { found.ours = try await ours(asked) }
                } else {
                    taken.shell = try clock.measure { found.shell = try shell(sql) }
                }
            }
            guard found.ours == found.shell else {
                throw BenchFailure("we found \(found.ours) and the shell \(found.shell): \(sql)")
            }
            // The first ones warm everything up.
            guard number >= 5 else { continue }
            times.ours.append(taken.ours.milliseconds)
            times.shell.append(taken.shell.milliseconds)
        }
        return times
    }

    /// The inbox's head, a later page of it, or a page of those with a status, by turns.
    private static func inboxPage(
        _ number: Int, in business: BusinessID, _ sizes: Workbench.Sizes, _ random: inout SeededGenerator
    ) async throws -> (Asked, sql: String) {
        var query = ConversationQuery()
        var place: ConversationQuery.Place?
        var conditions = "business_id = \(business)"
        if number % 3 == 1 {
            let moment = first + Int.random(in: 0..<sizes.messages, using: &random) * 1_000
            place = .init(updatedAt: Timestamp(milliseconds: Int64(moment)), id: UUIDv7.next())
            conditions += " AND (updated_at, id) < (\(moment), '\(place?.id ?? "")')"
        } else if number % 3 == 2 {
            query.status = .closed
            conditions += " AND status = 'closed'"
        }
        let sql = "SELECT * FROM conversations WHERE \(conditions) ORDER BY updated_at DESC, id DESC LIMIT \(page);"
        return (.inbox(query, place), sql)
    }

    private static func searched(_ word: String, in business: BusinessID) -> (Asked, sql: String) {
        let sql = """
            SELECT m.*, hit.place FROM (SELECT rowid AS place FROM fts_messages
                WHERE fts_messages MATCH '("\(business)x\(word)" *)' ORDER BY rowid DESC) hit
            JOIN message_terms t ON t.id = hit.place
            JOIN messages m ON m.business_id = t.business_id AND m.conversation_id = t.conversation_id
                AND m.id = t.message_id
            WHERE t.business_id = \(business) ORDER BY hit.place DESC LIMIT \(page);
            """
        return (.search(MessageQuery(word)), sql)
    }

    /// Statements that fill the tables as the store's own do, a message each second.
    private static func filling(messages: Int, conversations: Int, _ business: BusinessID) -> String {
        let word = "(abs(random()) % 71) * (abs(random()) % 71)"
        let id = "printf('%08x-%04x-7000-8000-%012x', (\(first) + n * 1000) >> 16, (\(first) + n * 1000) & 65535, n)"
        let conversation = "printf('00000000-0000-7000-8000-%012x', n * 7919 % \(conversations))"
        return """
            PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;
            BEGIN;
            WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < \(conversations))
            INSERT INTO conversations (id, business_id, channel, created_at, updated_at, status)
            SELECT printf('00000000-0000-7000-8000-%012x', n), \(business), 'web', \(first), \(first),
                CASE n % 10 WHEN 0 THEN 'closed' ELSE 'active' END FROM c;
            WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < \(messages))
            INSERT INTO messages (id, business_id, conversation_id, sender, text, created_at)
            SELECT \(id), \(business), \(conversation), CASE n % 2 WHEN 0 THEN 'user' ELSE 'human' END,
                printf('\(Array(repeating: "w%05d", count: 10).joined(separator: " "))',
                    \(Array(repeating: word, count: 10).joined(separator: ", "))), \(first) + n * 1000 FROM c;
            INSERT INTO message_terms (business_id, conversation_id, message_id, terms)
            SELECT business_id, conversation_id, id, '\(business)x' || replace(text, ' ', ' \(business)x')
            FROM messages ORDER BY id;
            UPDATE conversations SET (message_count, updated_at) = (SELECT count(*), coalesce(max(created_at), \(first))
                FROM messages m WHERE m.business_id = \(business) AND m.conversation_id = conversations.id);
            COMMIT; PRAGMA wal_checkpoint(TRUNCATE);
            """
    }

    private static func finding(inbox: Times, search: Times, _ sizes: Workbench.Sizes) -> Finding {
        func figure(_ what: String, _ times: Times) -> Figure {
            let (ours, shell) = (times.ours.quantile(0.95), times.shell.quantile(0.95))
            return Figure(
                what: "\(what), \(sizes.messages) messages in \(sizes.conversations) conversations, p95 ms",
                ours: Figure.number(ours), peer: "\(Figure.number(shell)) (sqlite3)", ratio: ours / shell,
                bar: .atMost(3))
        }
        return Finding(
            figures: [figure("Inbox page of \(page)", inbox), figure("Message search", search)],
            notes: [
                """
                `SQLStore.conversations` (the head of the inbox, pages behind a cursor, and a status, by turns) and \
                `SQLStore.search` by recency with snippets, \(inbox.ours.count) queries each, one at a time, against the \
                same statements in Debian's `sqlite3` over the same file, from the statement's first byte to its last row. \
                p50: inbox \(Figure.number(inbox.ours.median)) and \(Figure.number(inbox.shell.median)) ms, search \
                \(Figure.number(search.ours.median)) and \(Figure.number(search.shell.median)) ms.
                """
            ])
    }
}
