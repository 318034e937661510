import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite struct DurabilityTests {
    @Test("a commit waits for the disk, references are enforced and the log is written ahead")
    func pragmas() async throws {
        try await withStore { store, _ in
            let values = try await store.database.write { transaction in
                try ["synchronous", "foreign_keys"].map { try transaction.row("PRAGMA \($0)")?.integer($0) }
            }
            #expect(values == [2, 1])
            let mode = try await store.database.read { try $0.row("PRAGMA journal_mode")?.text("journal_mode") }
            #expect(mode == "wal")
        }
    }

    @Test("a second owner of a data directory is turned away with what to do, until the first is gone")
    func locked() async throws {
        try await withDirectory { directory in
            do {
                let first = try await SQLStore.open(at: directory)
                let error = await #expect(throws: StoreError.self) { try await SQLStore.open(at: directory) }
                guard case .failed(let reason) = error else {
                    return #expect(Bool(false), "\(String(describing: error))")
                }
                #expect(reason.contains(directory) && reason.contains("--data"))
                _ = try await first.makeBusiness()
            }
            #expect(try await SQLStore.open(at: directory).businesses(after: nil, limit: 9).count == 1)
        }
    }

    @Test("a data directory that cannot be is refused with its name")
    func impossibleDirectory() async throws {
        try await withDirectory { directory in
            try Data().write(to: URL(filePath: directory))
            let error = await #expect(throws: StoreError.self) { try await SQLStore.open(at: "\(directory)/data") }
            guard case .failed(let reason) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(reason.contains("\(directory)/data"))
        }
    }

    @Test("a file that is no database is refused and not overwritten")
    func notADatabase() async throws {
        try await withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let path = URL(filePath: SQLStore.databasePath(in: directory))
            let content = Data(repeating: 65, count: 8192)
            try content.write(to: path)
            await #expect(throws: StoreError.self) { try await SQLStore.open(at: directory) }
            #expect(try Data(contentsOf: path) == content)
        }
    }

    @Test("killed without warning among eight writers, the store keeps every message that it acknowledged")
    func killed() async throws {
        try await withDirectory { directory in
            await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
                let store = try await SQLStore.open(at: directory)
                let business = try await store.makeBusiness()
                let acknowledged = open("\(directory)/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            let conversation = try await store.openConversation(in: business, channel: .web).id
                            while true {
                                let message = try await store.append(.user, "rye?", to: conversation, in: business)
                                let line = Array("\(message.id)\n".utf8)
                                _ = line.withUnsafeBytes { write(acknowledged, $0.baseAddress, $0.count) }
                            }
                        }
                    }
                    group.addTask {
                        while lseek(acknowledged, 0, SEEK_END) < 37 * 200 {
                            try await Task.sleep(for: .milliseconds(1))
                        }
                        // In the middle of whatever the others are doing.
                        kill(getpid(), SIGKILL)
                    }
                    try await group.waitForAll()
                }
            }
            let lines = try String(contentsOfFile: "\(directory)/acknowledged", encoding: .utf8).split(separator: "\n")
            let acknowledged = Set(lines.filter { $0.count == 36 }.map(String.init))
            #expect(acknowledged.count >= 199)
            let store = try await SQLStore.open(at: directory)
            let waiting = Set(try await store.waitingMessages(limit: 100_000).map(\.id))
            #expect(acknowledged.isSubset(of: waiting))
            #expect(try await store.integrityProblems().isEmpty)
        }
    }

    @Test("killed while documents are swapped, the store holds each document whole, old or new")
    func killedDuringIngest() async throws {
        try await withDirectory { directory in
            await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
                let store = try await SQLStore.open(at: directory)
                let business = try await store.makeBusiness()
                let document = try await store.ingest(["version0 a", "version0 b", "version0 c"], into: business)
                    .document
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for version in 1... {
                            let texts = ["a", "b", "c"].map { "version\(version) \($0)" }
                            do {
                                try await store.ingest(texts, into: business, replacing: document)
                            } catch {
                                exit(1)
                            }
                        }
                    }
                    group.addTask {
                        while (try? await store.document(document, in: business)?.version ?? 0) ?? 0 < 4 {
                            try? await Task.sleep(for: .milliseconds(1))
                        }
                        kill(getpid(), SIGKILL)
                    }
                    await group.waitForAll()
                }
            }
            let store = try await SQLStore.open(at: directory)
            #expect(try await store.integrityProblems().isEmpty)
            let business = try #require(await store.businesses(after: nil, limit: 1).first).id
            let document = try #require(await store.documents(in: business, after: nil, limit: 1).first)
            let pages = try await store.pages(of: document.id, in: business).map(\.text)
            #expect(pages.count == 3 && Set(pages.map { $0.split(separator: " ")[0] }).count == 1)
            let word = try #require(pages.first).split(separator: " ")[0]
            #expect(try await store.fullText([String(word)], in: business, limit: 9).count == 3)
            #expect(try await store.vectorSet(of: business)?.count == 3)
        }
    }

    @Test("a read whose task is cancelled ends, and the store goes on")
    func cancelledRead() async throws {
        try await withStore { store, _ in
            let endless = Task {
                try await store.database.read { transaction in
                    try transaction.row(
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n")?
                        .integer("c")
                }
            }
            try await Task.sleep(for: .milliseconds(50))
            endless.cancel()
            await #expect(throws: CancellationError.self) { try await endless.value }
            _ = try await store.makeBusiness()
            #expect(try await store.businesses(after: nil, limit: 9).count == 1)
        }
    }

    @Test("a write whose task is cancelled leaves nothing half done")
    func cancelledWrite() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let before = try await store.rowCounts()
            let endless = Task {
                try await store.database.write { transaction in
                    try transaction.execute("INSERT INTO settings (name, value) VALUES ('half', 'done')")
                    try transaction.execute(
                        """
                        INSERT INTO settings (name, value)
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                        SELECT 'name', 'value' FROM n WHERE i < 0
                        """)
                }
            }
            try await Task.sleep(for: .milliseconds(50))
            endless.cancel()
            await #expect(throws: CancellationError.self) { try await endless.value }
            #expect(try await store.rowCounts() == before)
            _ = try await store.openConversation(in: business, channel: .web)
        }
    }

    @Test("a reader sees one moment while others write")
    func snapshot() async throws {
        try await withStore { store, _ in
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let written = DispatchSemaphore(value: 0)
            async let counts = store.database.read { transaction in
                let count = { try transaction.row("SELECT count(*) AS n FROM businesses")?.int("n") }
                let first = try count()
                start.yield()
                written.wait()
                return [first, try count()]
            }
            for await _ in started { break }
            _ = try await store.makeBusiness()
            written.signal()
            #expect(try await counts == [0, 0])
            #expect(try await store.businesses(after: nil, limit: 9).count == 1)
        }
    }
}
