import Foundation
import MailServer
import Testing

@Suite("L24, X31: people across restarts and commands", .serialized)
struct PeopleLifeTests {
    @Test(
        "L24, X31: lock-out, sessions and the log survive a crash; commands invite and help in again; a broken log is found"
    )
    func life() async throws {
        let folder = try DeskFolder()
        var desk = try await RunningDesk(folder: folder)
        let shop = try await desk.business("Tulips")
        let owner = try await desk.join(shop, as: "owner")
        for _ in 0..<6 {
            #expect(try await desk.signIn(owner.email, "guess", from: "127.0.5.1").status == 401)
        }
        let locked = try await desk.signIn(owner.email, from: "127.0.5.2")
        #expect(locked.status == 429 && locked.errorCode == "locked_out" && locked.saysWhatToDo)
        #expect(locked.headers["retry-after"].flatMap { Int($0) }.map { (1...30).contains($0) } == true)
        await desk.killHard()

        desk = try await RunningDesk(folder: folder)
        #expect(try await desk.signIn(owner.email, from: "127.0.5.3").errorCode == "locked_out")
        #expect(try await desk.call("GET", "/api/me", headers: owner.headers).status == 200)
        #expect(try await desk.signIn("other@example.com", from: "127.0.5.3").errorCode == "wrong_credentials")
        desk.terminate()
        _ = await desk.exitStatus()

        let added = try await folder.run("user", "add", "--data", folder.data, "--role", "admin", "ana@example.com")
        #expect(added.status == 0, "\(added.errors)")
        let token = try #require(added.output.split(separator: "/").last).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let reset = try await folder.run("user", "reset", "--data", folder.data, "--codes", owner.email)
        let resetToken = try #require(reset.output.split(separator: "/").last)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let listed = try await folder.run("user", "list", "--data", folder.data)
        #expect(listed.output.contains("\(owner.email)  owner"))
        for bad in [
            ["add", "no-address"], ["add", "--role", "king", "b@example.com"], ["reset", "nobody@example.com"],
        ] {
            let result = try await folder.run(["user", bad[0], "--data", folder.data] + bad.dropFirst())
            #expect(result.status != 0 && !result.errors.isEmpty, "\(bad)")
        }
        let sound = try await folder.run("audit", "verify", "--data", folder.data)
        #expect(sound.status == 0 && sound.output.contains("✓ business \(shop.id): 5 rows hold"), "\(sound.output)")

        desk = try await RunningDesk(folder: folder)
        let joined = try await desk.call(
            "POST", "/api/invites/accept", json: ["token": token, "name": "Ana", "password": TestUser.password])
        #expect(joined.status == 200, "\(joined.text)")
        let redeemed = try await desk.call(
            "POST", "/api/password-resets/redeem", json: ["token": resetToken, "password": "neun alte Tonnen"])
        #expect(redeemed.status == 204)
        #expect(try await desk.call("GET", "/api/me", headers: owner.headers).status == 401)
        desk.terminate()
        _ = await desk.exitStatus()

        try Self.sql(
            "DROP TRIGGER audit_log_unchanged; UPDATE audit_log SET actor_name='nobody' WHERE business_id=\(shop.id) AND sequence=2",
            folder)
        let broken = try await folder.run("audit", "verify", "--data", folder.data)
        #expect(
            broken.status == 1 && broken.output.contains("✗ business \(shop.id): row 2 was changed"), "\(broken.output)"
        )
        let doctor = try await folder.run("doctor", "--data", folder.data)
        #expect(doctor.status == 1 && doctor.output.contains("✗ audit log: broken"), "\(doctor.output)")
        let wiped = try await folder.run("wipe", "--data", folder.data, "--yes")
        #expect(wiped.status == 0)
        let rows = try await folder.run("audit", "verify", "--data", folder.data, "--json")
        #expect(rows.status == 0 && !rows.output.contains("\"business\""), "\(rows.output)")
    }

    @Test("L24: behind https, cookies are marked Secure and links carry the public URL")
    func publicURL() async throws {
        let desk = try await RunningDesk(environment: ["FRONTDESK_PUBLIC_URL": "https://desk.example/help"])
        let shop = try await desk.business()
        let made = try await desk.call(
            "POST", "/api/businesses/\(shop.id)/members", key: desk.admin,
            json: ["email": "ana@example.com", "role": "owner"], headers: ["X-Forwarded-Host": "evil.example"])
        #expect((made.json["link"] as? String)?.hasPrefix("https://desk.example/help/invite/") == true)
        let reply = try await desk.form(
            "/invite/\(made.secret)", ["name": "Ana", "password": TestUser.password])
        #expect(reply.status == 303)
        let cookies = try #require(reply.headers["set-cookie"]).split(separator: "\n")
        #expect(cookies.count == 2 && cookies.allSatisfy { $0.contains("; Secure") })
    }

    @Test("L24: invitations and links to new passwords are mailed over TLS, and are kept nowhere once they are sent")
    func mailed() async throws {
        let mail = try MailServer()
        let desk = try await RunningDesk(environment: [
            "FRONTDESK_SMTP_URL": "smtp://127.0.0.1:\(mail.port)", "FRONTDESK_SMTP_FROM": "desk@shop.example",
            "FRONTDESK_SMTP_CA_FILE": mail.authorities, "FRONTDESK_PUBLIC_URL": "https://desk.example",
        ])
        func received(_ count: Int) async throws -> MailServer.Received {
            try await withPatience("mail \(count)") {
                while mail.received.count < count { try await Task.sleep(for: .milliseconds(50)) }
                return mail.received[count - 1]
            }
        }
        let shop = try await desk.business("Tulips")
        let made = try await desk.invite("ana@example.org", to: shop.id, as: "owner")
        #expect(made.json["mailed"] as? Bool == true)
        let invitation = try await received(1)
        #expect(invitation.to == ["ana@example.org"] && invitation.tls)
        #expect(invitation.text.contains("https://desk.example/invite/\(made.secret)"))
        let ana = try desk.user(
            try await desk.call(
                "POST", "/api/invites/accept",
                json: ["token": made.secret, "name": "Ana", "password": TestUser.password]), "ana@example.org")
        for email in ["nobody@example.org", ana.email] {
            let asked = try await desk.call("POST", "/api/password-resets", json: ["email": email])
            #expect(asked.status == 202)
        }
        let reset = try await received(2)
        #expect(reset.to == [ana.email])
        let token = try #require(reset.text.firstMatch(of: /https:\/\/desk\.example\/reset\/(\S+)/)).1
        let redeemed = try await desk.call(
            "POST", "/api/password-resets/redeem", json: ["token": String(token), "password": "neun alte Tonnen"])
        #expect(redeemed.status == 204)
        #expect(try await desk.signIn(ana.email, "neun alte Tonnen").status == 200)
        let outbox = try await desk.call("GET", "/api/businesses/\(shop.id)/outbox", key: shop.key)
        #expect(outbox.results.count == 2 && !outbox.text.contains(made.secret) && !outbox.text.contains(String(token)))
    }

    /// Changes the database behind the program's back.
    private static func sql(_ statements: String, _ folder: DeskFolder) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.argv[2]); d.commit()"
        process.arguments = ["python3", "-c", script, "\(folder.data)/frontdesk.sqlite", statements]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure("the database could not be changed") }
    }
}
