import Foundation
import Testing

@Suite("What `make` does", .serialized)
struct MakeTests {
    @Test("serve listens where the environment says and keeps its data there; make's own variables go before it")
    func environment() async throws {
        let variables = ["FRONTDESK_PORT": "9123", "FRONTDESK_DATA": "/srv/desk data"]
        let told = try await Checkout.run(["make", "-n", "serve"], environment: variables)
        #expect(told.output.contains(#"serve --data "/srv/desk data" --port 9123"#), "\(told)")
        #expect(told.output.contains(#"ingest --data "/srv/desk data" "#))
        let overruled = try await Checkout.run(["make", "-n", "serve", "PORT=9124"], environment: variables)
        #expect(overruled.output.contains("--port 9124"))
        let silent = ["FRONTDESK_PORT": "", "FRONTDESK_DATA": ""]
        let plain = try await Checkout.run(["make", "-n", "serve"], environment: silent)
        #expect(plain.output.contains(#"serve --data "data" --port 8080"#), "\(plain)")
    }

    @Test("a damaged file of the models is found by doctor, and set-up makes its component anew")
    func damagedModels() async throws {
        let folder = try DeskFolder()
        for name in ["openvino", "all-MiniLM-L6-v2", "multilingual-e5-small"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(name), withDestinationPath: "\(Checkout.models)/\(name)")
        }
        try FileManager.default.copyItem(atPath: "\(Checkout.models)/htmx", toPath: folder.path("htmx"))
        let script = URL(filePath: folder.path("htmx/htmx.min.js"))
        let sound = try Data(contentsOf: script)
        // Whatever it wants to download is not to be had, so that what it wants can be told.
        let variables = ["FRONTDESK_MODELS": folder.path(""), "PIP_NO_INDEX": "1"]
        func setUp(_ mode: String...) async throws -> CommandResult {
            try await Checkout.run(["scripts/setup.sh"] + mode, environment: variables)
        }
        func doctor() async throws -> CommandResult {
            try await folder.run("doctor", "--data", folder.data, environment: variables)
        }
        #expect(try await setUp("--verify").status == 0)
        #expect(try await doctor().status == 0)

        try sound.prefix(100).write(to: script)
        for told in [try await setUp(), try await setUp("--verify")] {
            #expect(told.status != 0 && told.errors.contains("damaged") && told.errors.contains("downloaded"))
        }
        let cut = try await doctor()
        #expect(cut.status == 1 && cut.output.contains("✗ model files") && cut.output.contains("htmx.min.js"))

        var flipped = sound
        flipped[flipped.startIndex] ^= 1
        try flipped.write(to: script)
        // `make serve` looks at sizes alone.
        #expect(try await setUp().status == 0)
        let told = try await setUp("--verify")
        #expect(told.status != 0 && told.errors.contains("htmx.min.js"), "\(told)")
        #expect(try await doctor().output.contains("✗ model files"))
        let made = try await Checkout.run(["make", "-n", "setup"])
        #expect(made.output.contains("setup.sh --verify"))
    }
}
