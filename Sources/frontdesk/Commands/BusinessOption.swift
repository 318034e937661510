import ArgumentParser
import DeskModel
import Storage

/// Names a business by number or by name.
struct BusinessOption: ParsableArguments {
    @Option(name: .shortAndLong, help: "The business, by number or name; may be left out when there is only one.")
    var business: String?

    /// - Throws: `ValidationError` when there is no such business, or more than one.
    func find(in store: SQLStore) async throws -> Business {
        let all = try await Self.all(in: store)
        guard let named = business else {
            guard let only = all.first, all.count == 1 else {
                throw ValidationError(
                    all.isEmpty
                        ? "There is no business yet: make one with `frontdesk ingest --business NAME FILE`."
                        : "Name the business with --business: \(Self.list(all)).")
            }
            return only
        }
        let matches = all.filter { $0.name == named || String($0.id.rawValue) == named }
        guard let match = matches.first else {
            throw ValidationError(
                "There is no business \(named)\(all.isEmpty ? "" : "; there are: \(Self.list(all))").")
        }
        guard matches.count == 1 else {
            throw ValidationError("Several businesses are called \(named): give the number.")
        }
        return match
    }

    static func all(in store: SQLStore) async throws -> [Business] {
        var all: [Business] = []
        while true {
            let page = try await store.businesses(after: all.last?.id, limit: 200)
            all += page
            if page.count < 200 { return all }
        }
    }

    private static func list(_ businesses: [Business]) -> String {
        businesses.prefix(20).map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
    }
}
