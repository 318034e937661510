import Testing

extension GeneratingDesk {
    @Suite("What takes its time")
    struct PatienceTests {
        /// One test, because the waits are long and go on side by side.
        @Test(
            """
            a stalling endpoint is given up for the extracted answer; a customer who leaves ends the generation and gets \
            the answer when they come back; an OpenAI client that hangs up ends it, too; an idle socket is pinged and \
            lives on; a body that never ends is refused
            """)
        func waits() async throws {
            let desk = try GeneratingDesk.desk
            async let stalled: Void = stall(desk)
            async let left: Void = leave(desk)
            async let pinged: Void = idle(desk)
            async let slow: Void = slowBody(desk)
            async let hungUp: Void = hangUp(desk)
            _ = try await (stalled, left, pinged, slow, hungUp)
        }

        private func stall(_ desk: RunningDesk) async throws {
            let shop = try await shop("Stalling Ltd", .stall("Unused goods"))
            let (_, socket) = try await desk.chat(shop)
            let answer = try await socket.answer(to: Guides.returnQuestion)
            #expect(answer.answered == true)
            #expect(answer.message.contains("30 days"))
        }

        private func leave(_ desk: RunningDesk) async throws {
            let model = try GeneratingDesk.model
            let shop = try await shop("Deserted Ltd", .drip(" and goods"))
            let (session, socket) = try await desk.chat(shop)
            try await socket.say(Guides.returnQuestion)
            let echo = try await socket.next()
            try await model.waitForCalls(1, of: "Deserted Ltd")
            try await socket.leave()
            try await model.waitForHangUps(1, of: "Deserted Ltd")
            model.when("Deserted Ltd", .write(["Unused goods can be returned within 30 days of delivery [1]."]))
            let back = try await desk.chat(shop, session, "after=\(try #require(echo.id))")
            let answer = try await back.next(\.isAnswer)
            #expect(answer.replyTo == echo.id)
            #expect(answer.message == "Unused goods can be returned within 30 days of delivery.")
            #expect(try await desk.messages(session, shop).count == 2)
        }

        /// A client of the OpenAI endpoint that leaves ends the generation soon: nothing is answered in its place.
        private func hangUp(_ desk: RunningDesk) async throws {
            let model = try GeneratingDesk.model
            let shop = try await shop("Impatient Ltd", .drip(" and goods"))
            let turns = [["role": "user", "content": Guides.returnQuestion]]
            let start = try await desk.beginning(
                of: "/v1/chat/completions", key: shop.key, json: ["messages": turns, "stream": true]
            ) {
                try await model.waitForCalls(1, of: "Impatient Ltd")
            }
            let session = try #require(start.firstMatch(of: /chatcmpl-([0-9a-f-]+)/)).1
            try await model.waitForHangUps(1, of: "Impatient Ltd")
            #expect(try await desk.messages(String(session), shop).map { $0["sender"] as? String } == ["user"])
        }

        private func idle(_ desk: RunningDesk) async throws {
            let (_, socket) = try await desk.chat(desk.business())
            while true { if case .ping = try await socket.nextEvent() { break } }
            try await socket.say("still here", type: "system")
            #expect(try await socket.next().message == "still here")
        }

        private func slowBody(_ desk: RunningDesk) async throws {
            let head = HTTPExchange.head(
                "POST", "/sign-in", [("Host", "desk"), ("Content-Type", "application/json"), ("Content-Length", "100")])
            let reply = try await HTTPExchange.send(head + Array("{\"token\"".utf8), method: "POST", port: desk.port)
            #expect(reply.status == 408)
            #expect(reply.errorCode == "request_timeout")
            #expect(reply.saysWhatToDo)
        }

        private func shop(_ name: String, _ behaviour: ScriptedModel.Behaviour) async throws -> TestBusiness {
            try GeneratingDesk.model.when(name, behaviour)
            let desk = try GeneratingDesk.desk
            let business = try await desk.business(name)
            try await desk.learn(Guides.returns, as: "returns.txt", business: business)
            return business
        }
    }
}
