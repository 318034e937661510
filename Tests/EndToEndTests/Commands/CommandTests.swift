import Foundation
import Testing

@Suite("The commands of the program", .serialized)
struct CommandTests {
    @Test("ingest makes a business and takes files in; the second time there is nothing to do; ask prints the sources")
    func ingestAndAsk() async throws {
        let folder = try DeskFolder()
        try folder.write(Data(Guides.returns.utf8), to: "docs/returns.txt")
        try folder.write(
            PDFFile(pages: [["Ferry"], ["The ferry to Texel leaves at 7:15."]]).data, to: "docs/ferry.pdf")
        let arguments = ["ingest", "--data", folder.data, "--business", "Tulips", folder.path("docs")]
        let first = try await folder.run(arguments)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.errors.contains("Made the business Tulips, number 1"))
        #expect(first.errors.contains("2 documents ready"))
        #expect(first.errors.contains("fd_"))
        let second = try await folder.run(arguments)
        #expect(second.status == 0)
        #expect(second.errors.contains("Everything was taken in before"))
        #expect(!second.errors.contains("Made the business"))

        let asked = try await folder.run("ask", "--data", folder.data, "When does the ferry to Texel leave?")
        #expect(asked.status == 0)
        #expect(asked.output.contains("7:15"))
        #expect(asked.output.contains("Sources"))
        #expect(asked.output.contains("page 2"))
        let object = try await folder.run("ask", "--data", folder.data, "--json", Guides.returnQuestion).json()
        #expect(object["answered"] as? Bool == true)
        #expect((object["citations"] as? [[String: Any]])?.first?["page"] as? Int == 1)

        let found = try await folder.run("search", "--data", folder.data, "--top-k", "1", "--json", "refund")
        let passages = try #require(
            try JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [[String: Any]])
        #expect(passages.count == 1)
        #expect((passages[0]["text"] as? String)?.contains("refund") == true)
    }

    @Test("every command that changes or copies the data says what it did as JSON when it is asked to")
    func machines() async throws {
        let folder = try DeskFolder()
        try folder.write(Data(Guides.returns.utf8), to: "docs/returns.txt")
        try folder.write(Data(), to: "docs/empty.txt")
        let arguments = ["ingest", "--json", "--data", folder.data, "--business", "Tulips", folder.path("docs")]
        let first = try await folder.run(arguments)
        #expect(first.status == 1, "\(first.errors)")
        let made = try first.json()
        let business = try #require(made["business"] as? [String: Any])
        #expect(business["id"] as? Int == 1 && business["name"] as? String == "Tulips")
        let secret = try #require(business["api_key"] as? String)
        #expect((business["widget_key"] as? String)?.isEmpty == false && first.errors.contains(secret))
        let files = try #require(made["documents"] as? [[String: Any]])
        let empty = try #require(files.first { ($0["file"] as? String)?.hasSuffix("empty.txt") == true })
        #expect(empty["status"] as? String == "refused" && empty["id"] is NSNull)
        #expect((empty["error"] as? [String: Any])?["code"] as? String == "empty")
        let ready = try #require(files.first { ($0["file"] as? String)?.hasSuffix("returns.txt") == true })
        #expect(ready["status"] as? String == "ready" && ready["error"] is NSNull && ready["warnings"] is [Any])
        #expect((ready["chunks"] as? Int ?? 0) > 0)
        let second = try await folder.run(arguments).json()
        #expect((second["business"] as? [String: Any])?["api_key"] is NSNull)
        let again = (second["documents"] as? [[String: Any]])?.compactMap { $0["id"] as? String }
        #expect(again?.count == 1 && again?.first == ready["id"] as? String)

        func run(_ arguments: String...) async throws -> [String: Any] {
            let result = try await folder.run(arguments + ["--json", "--data", folder.data])
            #expect(result.status == 0, "\(arguments): \(result.errors)")
            return try result.json()
        }
        let key = try await run("key", "create", "--label", "till")
        let id = try #require(key["id"] as? String)
        #expect(key["kind"] as? String == "secret" && (key["key"] as? String)?.hasPrefix("fd_") == true)
        #expect(try await run("key", "revoke", id)["revoked"] as? String == id)
        let listed = try await folder.run("key", "list", "--json", "--data", folder.data)
        let keys = try #require(try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
        #expect(keys.count == 3 && keys.count { $0["revoked_at"] is NSNull } == 2)
        let file = folder.path("backup.sqlite")
        let backup = try await run("backup", file)
        #expect(backup["file"] as? String == file && (backup["bytes"] as? Int ?? 0) > 4096)
        let exported = try await run("export", folder.path("export"))
        #expect(exported["documents"] as? Int == 1 && exported["messages"] as? Int == 0)
        let wiped = try await run("wipe", "--yes")
        #expect((wiped["businesses"] as? [[String: Any]])?.first?["name"] as? String == "Tulips")
        #expect(wiped["backup"] is NSNull)
        let restored = try await run("restore", "--replace", file)
        #expect(restored["data"] as? String == folder.data && restored["kept"] is String)
    }

    @Test("ingest names the files that it refuses, takes the others in, and fails")
    func badFiles() async throws {
        let folder = try DeskFolder()
        try folder.write(Data(Guides.returns.utf8), to: "docs/returns.txt")
        try folder.write(Data(), to: "docs/empty.txt")
        try folder.write(Data("%PDF-1.7\n1 0 obj\n<<".utf8), to: "docs/cut.pdf")
        let result = try await folder.run(["ingest", "--data", folder.data, "--business", "T", folder.path("docs")])
        #expect(result.status != 0)
        #expect(result.errors.contains("empty.txt: The file is empty"))
        #expect(result.errors.contains("cut.pdf: "))
        #expect(result.errors.contains("1 documents ready") || result.errors.contains("1 document ready"))
        let asked = try await folder.run("ask", "--data", folder.data, Guides.returnQuestion)
        #expect(asked.output.contains("30 days"))
    }

    @Test("extract shows what is read from a file; a failure has a code and the exit status 1")
    func extract() async throws {
        let folder = try DeskFolder()
        let pdf = try folder.write(PDFFile(pages: [["First page"], ["Second page"]]).data, to: "two.pdf")
        let result = try await folder.run("extract", pdf, "--json")
        #expect(result.status == 0)
        let object = try result.json()
        #expect(object["kind"] as? String == "pdf" && object["encoding"] is NSNull)
        let pages = try #require(object["pages"] as? [[String: Any]])
        #expect(pages.map { $0["number"] as? Int } == [1, 2])
        #expect((pages[1]["text"] as? String)?.contains("Second page") == true)
        #expect(object["warnings"] is [Any])
        #expect(try await folder.run("extract", pdf).output.contains("Second page"))
        let latin = try folder.write(
            Data([0x43, 0x61, 0x66, 0xE9, 0x20] + Array("ouvert le lundi.".utf8)), to: "l.txt")
        let text = try await folder.run("extract", latin, "--json").json()
        #expect(text["encoding"] is String)
        #expect(((text["pages"] as? [[String: Any]])?.first?["text"] as? String)?.hasPrefix("Café") == true)
        let broken = try folder.write(Data("%PDF-1.7\n".utf8), to: "broken.pdf")
        for (file, code) in [(broken, "damaged"), (folder.path("missing.pdf"), "unreadable")] {
            let failure = try await folder.run("extract", file, "--json")
            #expect(failure.status == 1)
            let error = try #require(try failure.json()["error"] as? [String: Any])
            #expect(error["code"] as? String == code)
            #expect((error["message"] as? String)?.isEmpty == false)
        }
    }

    @Test("keys are made, listed without their secret, and revoked")
    func keys() async throws {
        let folder = try DeskFolder()
        let first = try await RunningDesk(folder: folder)
        let shop = try await first.business("Tulips")
        first.terminate()
        #expect(await first.exitStatus() == 0)
        var secrets: [String] = []
        for label in ["till", "lost"] {
            let made = try await folder.run("key", "create", "--data", folder.data, "--label", label)
            #expect(made.status == 0)
            secrets.append(made.output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        let listed = try await folder.run("key", "list", "--data", folder.data)
        #expect((secrets + [shop.key, shop.widget]).allSatisfy { !listed.output.contains($0) })
        let line = try #require(listed.output.split(separator: "\n").first { $0.contains("lost") })
        #expect(line.contains("valid"))
        let id = try #require(line.split(separator: " ").first.map(String.init))
        #expect(try await folder.run("key", "revoke", "--data", folder.data, id).status == 0)
        let unknown = try await folder.run("key", "revoke", "--data", folder.data, UUID7.unknown)
        #expect(unknown.status != 0 && unknown.errors.contains("has no key"))
        #expect(try await folder.run("key", "list", "--data", folder.data).output.contains("revoked"))

        let second = try await RunningDesk(folder: folder)
        #expect(try await second.call("GET", "/api/documents", key: secrets[0]).status == 200)
        #expect(try await second.call("GET", "/api/documents", key: secrets[1]).status == 401)
        #expect(try await second.call("GET", "/api/documents", key: shop.key).status == 200)
    }

    @Test("a backup is made beside a running server; restored elsewhere it answers; wiped, nothing of it is left")
    func backupRestoreExportWipe() async throws {
        let folder = try DeskFolder()
        let desk = try await RunningDesk(folder: folder)
        let shop = try await desk.business("Tulips")
        let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
        let (session, socket) = try await desk.chat(shop)
        _ = try await socket.answer(to: Guides.returnQuestion)

        let file = folder.path("backup.sqlite")
        #expect(try await folder.run("backup", "--data", folder.data, file).status == 0)
        #expect(try await folder.run("backup", "--data", folder.data, file).errors.contains("exists"))
        // Commands that change the data wait for the server to end.
        let busy = try await folder.run("wipe", "--yes", "--data", folder.data)
        #expect(busy.status != 0 && busy.errors.contains("another frontdesk"))
        #expect(try await desk.ask(Guides.returnQuestion, shop).json["answered"] as? Bool == true)
        desk.terminate()
        #expect(await desk.exitStatus() == 0)

        let other = try DeskFolder()
        let restored = try await other.run("restore", "--data", other.data, file)
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(try await other.run("restore", "--data", other.data, file).errors.contains("holds data already"))
        let answering = try await RunningDesk(folder: other)
        #expect(try await answering.ask(Guides.returnQuestion, shop).json["answered"] as? Bool == true)
        #expect(try await answering.messages(session, shop).count == 2)
        answering.terminate()
        #expect(await answering.exitStatus() == 0)

        let exported = try await other.run("export", "--data", other.data, other.path("export"))
        #expect(exported.status == 0)
        let lines = try String(contentsOfFile: other.path("export/documents.jsonl"), encoding: .utf8)
        #expect(lines.contains(document))
        let content = try Data(contentsOf: URL(filePath: other.path("export/documents/\(document)-returns.txt")))
        #expect(content == Data(Guides.returns.utf8))
        let messages = try String(contentsOfFile: other.path("export/conversations.jsonl"), encoding: .utf8)
        #expect(messages.split(separator: "\n").count >= 2 && messages.contains(Guides.returnQuestion))

        let refused = try await other.run("wipe", "--data", other.data, input: "no\n")
        #expect(refused.status != 0 && refused.errors.contains("Nothing was deleted"))
        let wiped = try await other.run("wipe", "--data", other.data, input: "yes\n")
        #expect(wiped.status == 0, "\(wiped.errors)")
        for name in try FileManager.default.subpathsOfDirectory(atPath: other.data) {
            let left = (try? Data(contentsOf: URL(filePath: "\(other.data)/\(name)"))) ?? Data()
            #expect(left.range(of: Data("warehouse in Leiden".utf8)) == nil, "\(name)")
        }
    }

    @Test("a log that was left behind is not played over a backup; --replace keeps aside what was there")
    func restoreReplaces() async throws {
        let folder = try DeskFolder()
        let desk = try await RunningDesk(folder: folder)
        _ = try await desk.business("Tulips")
        let file = folder.path("backup.sqlite")
        #expect(try await folder.run("backup", "--data", folder.data, file).status == 0)
        _ = try await desk.business("Roses")
        await desk.killHard()
        let log = "\(folder.data)/frontdesk.sqlite-wal"
        let written = try Data(contentsOf: URL(filePath: log))
        #expect(written.range(of: Data("Roses".utf8)) != nil)
        // As an operator does who was told to restore a backup.
        try FileManager.default.removeItem(atPath: "\(folder.data)/frontdesk.sqlite")
        let warned = try await folder.run("doctor", "--data", folder.data)
        #expect(warned.status == 1 && warned.output.contains("restore --replace"), "\(warned.output)")
        let refused = try await folder.run("restore", "--data", folder.data, file)
        #expect(refused.status != 0 && refused.errors.contains("frontdesk.sqlite-wal"), "\(refused.errors)")
        let restored = try await folder.run("restore", "--replace", "--data", folder.data, file)
        #expect(restored.status == 0, "\(restored.errors)")
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.data).filter { $0.hasPrefix("replaced-") }
        #expect(kept.count == 1 && restored.errors.contains(kept.first ?? "?"))
        let aside = URL(filePath: "\(folder.data)/\(kept.first ?? "")/frontdesk.sqlite-wal")
        #expect(try Data(contentsOf: aside) == written)
        let again = try await RunningDesk(folder: folder)
        let names = try await again.call("GET", "/api/businesses", key: again.admin).results.map {
            $0["name"] as? String
        }
        #expect(names == ["Tulips"])
        let busy = try await folder.run("restore", "--replace", "--data", folder.data, file)
        #expect(busy.status != 0 && busy.errors.contains("another frontdesk"))
    }

    @Test("a file that is no backup is not restored, and leaves nothing behind")
    func badBackup() async throws {
        let folder = try DeskFolder()
        let file = try folder.write(Data("no database".utf8), to: "backup.sqlite")
        let result = try await folder.run("restore", "--data", folder.data, file)
        #expect(result.status != 0)
        #expect(!result.errors.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.data)/frontdesk.sqlite"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.data)/restoring"))
        #expect(try await folder.run("restore", "--data", folder.data, folder.path("none")).errors.contains("read"))
        // What is there stays where it is.
        let there = try folder.write(Data("damaged".utf8), to: "data/frontdesk.sqlite")
        #expect(try await folder.run("restore", "--replace", "--data", folder.data, file).status != 0)
        #expect(try Data(contentsOf: URL(filePath: there)) == Data("damaged".utf8))
    }

    @Test("doctor checks every part and says how to mend it")
    func doctor() async throws {
        let folder = try DeskFolder()
        let sound = try await folder.run("doctor", "--data", folder.data)
        #expect(sound.status == 0, "\(sound.output)")
        #expect(sound.output.split(separator: "\n").allSatisfy { $0.hasPrefix("✓") })
        let list = try await folder.run("doctor", "--data", folder.data, "--json")
        let checks = try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
        #expect(checks.count >= 5)
        try folder.write(Data("no database".utf8), to: "data/frontdesk.sqlite")
        let broken = try await folder.run("doctor", "--data", folder.data)
        #expect(broken.status == 1)
        #expect(broken.output.contains("✗ database") && broken.output.contains("restore --replace"))
        let missing = try await folder.run("doctor", environment: ["FRONTDESK_MODELS": folder.path("none")])
        #expect(missing.status == 1)
        #expect(missing.output.contains("make setup"))
    }

    @Test("doctor checks the folder that it is told, spaces and accents included")
    func doctorsFolder() async throws {
        let folder = try DeskFolder()
        try folder.write(Data(), to: "my dätä/note")
        let data = folder.url.path(percentEncoded: false) + "/my dätä"
        let told = try await folder.run("doctor", "--data", data)
        #expect(told.output.contains("my dätä/ is writable") || told.output.contains("my dätä is writable"))
    }

    @Test("a second server on the same data, or an admin token that is too short, is refused with a sentence")
    func refusedStarts() async throws {
        let folder = try DeskFolder()
        let desk = try await RunningDesk(folder: folder)
        let second = try await folder.run("serve", "--data", folder.data, "--port", "0")
        #expect(second.status != 0)
        #expect(second.errors.contains("another frontdesk"))
        #expect(desk.isRunning)
        let weak = try await folder.run(
            "serve", "--data", folder.path("other"), environment: ["FRONTDESK_ADMIN_TOKEN": "short"])
        #expect(weak.status != 0)
        #expect(weak.errors.contains("FRONTDESK_ADMIN_TOKEN must have at least 16 characters"))
        #expect(!weak.errors.contains("short\""))
        let taken = try await folder.run("serve", "--data", folder.path("third"), "--port", "\(desk.port)")
        #expect(taken.status != 0)
        #expect(taken.errors.lowercased().contains("address already in use"), "\(taken.errors)")
    }

    @Test("an option that is none is named, with help")
    func unknownOptions() async throws {
        let folder = try DeskFolder()
        let option = try await folder.run("serve", "--colour")
        #expect(option.status == 64)
        #expect(option.errors.contains("--colour") && option.errors.contains("Usage: frontdesk serve"))
        let command = try await folder.run("dance")
        #expect(command.status == 64)
        #expect(command.errors.contains("dance"))
        #expect(try await folder.run("ask", "--data", folder.data).errors.contains("question"))
        let help = try await folder.run("--help")
        #expect(help.status == 0)
        let commands = [
            "serve", "ingest", "ask", "search", "eval", "extract", "export", "backup", "restore", "wipe", "key",
            "doctor",
        ]
        #expect(commands.allSatisfy { help.output.contains("\n  \($0) ") }, "\(help.output)")
        #expect(!help.output.contains("extract-worker"))
        #expect(try await folder.run("--version").output.contains("."))
    }

    @Test("S16: a setting that cannot be used is named, wherever it was set")
    func badSettings() async throws {
        let folder = try DeskFolder()
        let environments: [(String, String)] = [
            ("FRONTDESK_PORT", "eighty"), ("FRONTDESK_PORT", "70000"), ("FRONTDESK_PUBLIC_URL", "desk.example"),
            ("MAX_FILE_SIZE", "-1"), ("ALLOWED_FILE_TYPES", "pdf, exe"), ("CHUNK_SIZE", "1"), ("TOP_K_RESULTS", "0"),
            ("TEMPERATURE", "hot"), ("LOG_LEVEL", "loud"), ("OPENAI_BASE_URL", "ftp://models.example"),
            ("FRONTDESK_ANSWER_THRESHOLD", "2"), ("MAX_TOKENS", "0"), ("CHUNK_OVERLAP", "1000"),
            ("FRONTDESK_TRUSTED_PROXIES", "10.0.0.0/33"),
        ]
        for (name, value) in environments {
            let result = try await folder.run("doctor", "--data", folder.data, environment: [name: value])
            #expect(result.status == 1, "\(name)")
            #expect(result.output.contains("\(name) m"), "\(name): \(result.output)")
        }
        let files: [(String, String)] = [
            ("{", "is not a JSON object"), ("[1]", "is not a JSON object"), (#"{"TOP_K": 5}"#, "unknown setting TOP_K"),
            (#"{"TOP_K_RESULTS": 0}"#, "TOP_K_RESULTS must"), (#"{"CHUNK_SIZE": "big"}"#, "CHUNK_SIZE must"),
        ]
        for (content, sentence) in files {
            let file = try folder.write(Data(content.utf8), to: "config.json")
            let result = try await folder.run("serve", "--config", file, "--data", folder.data)
            #expect(result.status != 0)
            #expect(result.errors.contains(sentence), "\(content): \(result.errors)")
        }
        let none = try await folder.run("serve", "--config", folder.path("none.json"), "--data", folder.data)
        #expect(none.errors.contains("cannot be read"))
    }

    @Test("S16: the command line goes before the environment, and that before the config file")
    func layers() async throws {
        let folder = try DeskFolder()
        let file = try folder.write(
            Data(#"{"MAX_FILE_SIZE": 100, "ALLOWED_FILE_TYPES": ["pdf"], "LOG_LEVEL": "ERROR"}"#.utf8),
            to: "config.json")
        try folder.write(Data(Guides.returns.utf8), to: "returns.txt")
        let arguments = [
            "ingest", "--data", folder.data, "--config", file, "--business", "T", folder.path("returns.txt"),
        ]
        #expect(try await folder.run(arguments).errors.contains("larger than 100 bytes"))
        let larger = try await folder.run(arguments, environment: ["MAX_FILE_SIZE": "100000"])
        #expect(larger.errors.contains("cannot be read: upload PDF"))
        let both = ["MAX_FILE_SIZE": "100000", "ALLOWED_FILE_TYPES": "txt", "FRONTDESK_DATA": folder.path("elsewhere")]
        #expect(try await folder.run(arguments, environment: both).status == 0)
        #expect(FileManager.default.fileExists(atPath: "\(folder.data)/frontdesk.sqlite"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("elsewhere")))
    }
}
