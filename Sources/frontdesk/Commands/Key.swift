import ArgumentParser
import DeskModel
import Storage

/// `frontdesk key`.
struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, make and revoke a business's keys.",
        subcommands: [List.self, Create.self, Revoke.self], defaultSubcommand: List.self)

    struct Shown: Encodable {
        let id: String
        let kind: AccessKey.Kind
        let label: String
        let prefix: String
        let createdAt: String
        @OrNull var revokedAt: String?

        init(_ key: AccessKey) {
            id = key.id
            kind = key.kind
            label = key.label
            prefix = key.prefix
            createdAt = key.createdAt.iso8601
            revokedAt = key.revokedAt?.iso8601
        }
    }

    struct Made: Encodable {
        let id: String
        let kind: AccessKey.Kind
        let label: String
        /// Its secret, which is not stored.
        let key: String
    }

    struct Revoked: Encodable { let revoked: String }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys; their secrets are not stored.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: BusinessOption
        @Flag(name: .long, help: "Write the keys as JSON.")
        var json = false

        func run() async throws {
            let store = try await SQLStore.opened(at: try common.settings().data)
            let business = try await named.find(in: store)
            let keys = try await store.keys(of: business.id)
            if json { return try Console.json(keys.map { Shown($0) }) }
            for key in keys {
                let state = key.revokedAt.map { "revoked \($0.iso8601)" } ?? "valid"
                Console.out("\(key.id)  \(key.kind.rawValue)  \(key.prefix)…  \(state)  \(key.label)")
            }
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key; its secret is shown this once.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: BusinessOption
        @Flag(name: .long, help: "Make a widget key for web pages in place of a secret key for servers.")
        var widget = false
        @Option(name: .long, help: "A note to tell it by.")
        var label = ""
        @Flag(name: .long, help: "Write the key as JSON.")
        var json = false

        func run() async throws {
            let store = try await SQLStore.opened(at: try common.settings().data)
            let business = try await named.find(in: store)
            let issued = try await store.issueKey(for: business.id, kind: widget ? .widget : .secret, label: label)
            if json {
                return try Console.json(
                    Made(id: issued.key.id, kind: issued.key.kind, label: issued.key.label, key: issued.secret))
            }
            Console.out(issued.secret)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key at once.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: BusinessOption
        @Flag(name: .long, help: "Write the key's id as JSON.")
        var json = false
        @Argument(help: "The key's id, from `frontdesk key list`.")
        var id: String

        func run() async throws {
            let store = try await SQLStore.opened(at: try common.settings().data)
            let business = try await named.find(in: store)
            guard try await store.revokeKey(id, of: business.id) else {
                throw ValidationError("\(business.name) has no key \(id).")
            }
            try Console.report(Revoked(revoked: id), asJSON: json, "Revoked.")
        }
    }
}
