import DeskModel
import Foundation
import Testing
import Transfer

@testable import frontdesk

/// The annotated example and the settings that the program knows.
@Suite("S16: settings")
struct SettingsTests {
    private static var example: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../config/frontdesk.example.json")
            .standardized
    }

    @Test("the example names every setting, and nothing that is none")
    func complete() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: Self.example)) as? [String: Any])
        let names = Set(object.keys.filter { !$0.hasPrefix("//") })
        #expect(names == Set(SettingKey.allCases.map(\.rawValue)))
    }

    @Test("the example's values are the defaults")
    func defaults() throws {
        let configured = try Settings(environment: [:], configFile: Self.example.path())
        let plain = try Settings(environment: [:])
        #expect(configured == plain)
    }

    @Test("the systems that are replaced keep their defaults")
    func known() throws {
        let settings = try Settings(environment: ["OPENAI_API_KEY": "k"])
        #expect(settings.languageModel?.model == "gpt-3.5-turbo")
        #expect(settings.maximumTokens == 1000 && settings.temperature == 0.7 && settings.topK == 5)
        #expect(settings.chunkSize == 1000 && settings.chunkOverlap == 200)
        #expect(settings.maximumFileSize == 10_485_760)
        #expect(settings.embedding == nil)
    }

    @Test(
        "a value that cannot be used is refused with the setting's name",
        arguments: [
            ("FRONTDESK_PORT", "70000"), ("FRONTDESK_EMBEDDING_MODEL", "word2vec"), ("CHUNK_OVERLAP", "1000"),
            ("TOP_K_RESULTS", "0"), ("FRONTDESK_ADMIN_TOKEN", "short"), ("OPENAI_BASE_URL", "ftp://x"),
            ("ALLOWED_FILE_TYPES", "exe"), ("TEMPERATURE", "hot"), ("FRONTDESK_SMTP_URL", "mail.example.com"),
            ("FRONTDESK_WEBHOOK_PRIVATE_NETWORKS", "perhaps"), ("FRONTDESK_SECOND_MODEL", "maybe"),
            ("FRONTDESK_TRUSTED_PROXIES", "127.0.0.1, proxy.local"),
        ])
    func refused(name: String, value: String) {
        #expect {
            _ = try Settings(environment: [name: value])
        } throws: { error in
            "\(error)".hasPrefix(name)
        }
    }

    @Test("proxies are trusted by address and by network, and an entry that is neither is named")
    func proxies() throws {
        let trusted = try Settings(environment: ["FRONTDESK_TRUSTED_PROXIES": "10.0.0.0/8 192.0.2.1"]).trustedProxies
        #expect(trusted.contains(address: "::ffff:10.2.3.4") && trusted.contains(address: "192.0.2.1"))
        #expect(!trusted.contains(address: "127.0.0.1"))
        #expect(try Settings(environment: [:]).trustedProxies == AddressRange.loopback)
        #expect {
            _ = try Settings(environment: ["FRONTDESK_TRUSTED_PROXIES": "10.0.0.0/8, 10.0.0.0/33"])
        } throws: { error in
            "\(error)".hasPrefix("FRONTDESK_TRUSTED_PROXIES ") && "\(error)".contains("not 10.0.0.0/33")
        }
    }

    @Test("a mail server needs a sender, and keeps passwords for TLS")
    func mail() throws {
        let server = ["FRONTDESK_SMTP_URL": "smtp://mail.example.com", "FRONTDESK_SMTP_FROM": "Desk <d@example.com>"]
        let settings = try Settings(environment: server)
        #expect(settings.mail?.server.port == 587 && settings.mail?.server.security == .startTLS)
        #expect(settings.mail?.from.name == "Desk" && settings.mail?.from.address.text == "d@example.com")
        #expect(try Settings(environment: [:]).mail == nil)
        let cases = [
            ["FRONTDESK_SMTP_FROM": ""], ["FRONTDESK_SMTP_FROM": "Desk"], ["FRONTDESK_SMTP_TLS": "maybe"],
            ["FRONTDESK_SMTP_TLS": "off", "FRONTDESK_SMTP_USER": "u", "FRONTDESK_SMTP_PASSWORD": "p"],
            ["FRONTDESK_SMTP_TLS": "off", "FRONTDESK_SMTP_URL": "smtps://mail.example.com"],
        ]
        for change in cases {
            #expect(throws: SettingsError.self, "\(change)") {
                _ = try Settings(environment: server.merging(change) { $1 })
            }
        }
        #expect(SettingKey.smtpPassword.isSecret)
    }
}
