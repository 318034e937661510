import ArgumentParser
import DeskModel
import Storage

/// `frontdesk key`.
struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, make and revoke a business's keys.",
        subcommands: [List.self, Create.self, Revoke.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys; their secrets are not stored.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: BusinessOption

        func run() async throws {
            let store = try await SQLStore.open(at: try common.settings().data)
            let business = try await named.find(in: store)
            for key in try await store.keys(of: business.id) {
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

        func run() async throws {
            let store = try await SQLStore.open(at: try common.settings().data)
            let business = try await named.find(in: store)
            let issued = try await store.issueKey(for: business.id, kind: widget ? .widget : .secret, label: label)
            Console.out(issued.secret)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key at once.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: BusinessOption
        @Argument(help: "The key's id, from `frontdesk key list`.")
        var id: String

        func run() async throws {
            let store = try await SQLStore.open(at: try common.settings().data)
            let business = try await named.find(in: store)
            guard try await store.revokeKey(id, of: business.id) else {
                throw ValidationError("\(business.name) has no key \(id).")
            }
            Console.error("Revoked.")
        }
    }
}
