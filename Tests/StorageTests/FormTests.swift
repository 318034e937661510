import DeskModel
import Testing

@testable import Storage

@Suite struct FormTests {
    private func question(
        _ text: String, _ kind: FormQuestion.Kind = .text, of form: Form, field: FormQuestion.ContactField? = nil
    ) -> FormQuestion {
        FormQuestion(
            id: UUIDv7.next(), form: form.id, business: form.business, text: text, kind: kind, contactField: field,
            createdAt: .now())
    }

    private func makeForm(
        in business: BusinessID, _ store: SQLStore, asking kinds: [FormQuestion.Kind] = [.text, .email]
    ) async throws -> FormDefinition {
        let form = Form(id: UUIDv7.next(), business: business, name: "Estimate", createdAt: .now())
        try await store.add(
            FormDefinition(form: form, questions: kinds.enumerated().map { question("\($0)?", $1, of: form) }))
        return try #require(try await store.form(form.id, in: business))
    }

    private func submission(
        _ definition: FormDefinition, _ scene: FormScene, _ status: FormSubmission.Status, answering: [String?] = []
    ) -> FormSubmission {
        let responses = zip(definition.questions, answering).map { question, value in
            FormResponse(
                question: question.id, questionText: question.text, raw: value ?? "", value: value,
                isSkipped: value == nil, message: nil, createdAt: .now())
        }
        let asked =
            status == .open
            ? FormSubmission.Asked(question: definition.questions[0].id, text: definition.questions[0].text) : nil
        return FormSubmission(
            id: scene.open?.id ?? UUIDv7.next(), business: definition.form.business, form: definition.form.id,
            conversation: scene.conversation.id, contact: scene.conversation.contact, status: status, language: "en",
            asked: asked, responses: responses, createdAt: .now(), closedAt: status == .open ? nil : .now())
    }

    private func move(_ submission: FormSubmission, _ reply: String) -> FormMove {
        FormMove(
            submissions: [submission], reply: reply,
            prompt: FormPrompt(submission: submission.id, status: submission.status))
    }

    @Test("L3, L25: questions keep their order; those named are moved, deleted ones come back")
    func questions() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let definition = try await makeForm(in: business, store, asking: [.text, .date, .choice])
            let ids = definition.questions.map(\.id)
            #expect(definition.questions.map(\.position) == [1, 2, 3])
            let added = try await store.add(question("last?", of: definition.form))
            #expect(added.position == 4)
            let ordered = try #require(
                try await store.order([added.id, ids[2]], of: definition.form.id, in: business))
            #expect(ordered.questions.map(\.id) == [added.id, ids[2], ids[0], ids[1]])
            var gone = ordered.questions[1]
            gone.isDeleted = true
            #expect(try await store.update(gone)?.isDeleted == true)
            var stored = try #require(try await store.form(definition.form.id, in: business))
            #expect(stored.asked.map(\.id) == [added.id, ids[0], ids[1]])
            gone.isDeleted = false
            _ = try await store.update(gone)
            stored = try #require(try await store.form(definition.form.id, in: business))
            #expect(stored.asked.map(\.id) == [added.id, ids[2], ids[0], ids[1]])
            #expect(try await store.order([UUIDv7.next()], of: definition.form.id, in: business) == nil)
        }
    }

    @Test("L5, L13: a turn stores state, answers and reply together; the same message again changes nothing")
    func turns() async throws {
        try await withStore { store, directory in
            let business = try await store.makeBusiness()
            let definition = try await makeForm(in: business, store)
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let message = try await store.append(.user, "form", to: conversation, in: business)
            let turn = try #require(
                try await store.takeTurn(message) { scene in
                    self.move(self.submission(definition, scene, .open), "0?")
                })
            #expect(turn.isNew)
            #expect(turn.messages.map(\.text) == ["0?"])
            #expect(turn.messages[0].replyTo == message.id && turn.messages[0].isForm)
            #expect(turn.messages[0].form?.status == .open)
            #expect(try await store.message(message.id, in: business)?.isForm == true)
            #expect(try await store.waitingMessages(limit: 9).isEmpty)
            let again = try #require(
                try await store.takeTurn(message) { scene in
                    self.move(self.submission(definition, scene, .cancelled), "other")
                })
            #expect(!again.isNew && again.messages == turn.messages)
            #expect(try await store.scene(of: conversation, in: business)?.open?.status == .open)
        }
    }

    @Test("L2, L5, L20: completion fills in what is not known of the contact, keeps every answer and is told once")
    func completion() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let form = Form(id: UUIDv7.next(), business: business, name: "Estimate", createdAt: .now())
            try await store.add(
                FormDefinition(
                    form: form,
                    questions: [
                        question("name?", of: form, field: .name), question("phone?", .phone, of: form),
                        question("mail?", .email, of: form), question("when?", .date, of: form),
                    ]))
            let definition = try #require(try await store.form(form.id, in: business))
            let conversation = try await store.openConversation(in: business, channel: .web).id
            for (index, status) in [FormSubmission.Status.open, .complete].enumerated() {
                let message = try await store.append(.user, "message \(index)", to: conversation, in: business)
                _ = try await store.takeTurn(message) { scene in
                    self.move(
                        self.submission(
                            definition, scene, status, answering: ["Ana", "+14155550132", "ana@example.com", nil]),
                        "reply")
                }
            }
            let contact = try #require(try await store.conversation(conversation, in: business)?.contact)
            let known = try #require(try await store.contact(contact, in: business))
            #expect(known.name == "Ana" && known.phone == "+14155550132" && known.email == "ana@example.com")
            let stored = try await store.submissions(in: business, matching: .init(), after: nil, limit: 9)
            #expect(stored.count == 1)
            #expect(stored[0].responses.map(\.value) == ["Ana", "+14155550132", "ana@example.com", nil])
            #expect(stored[0].responses[3].isSkipped)
            #expect(stored[0].contact == contact)
            let notices = try await store.notices(in: business, status: .open, after: nil, limit: 9)
            #expect(notices.count == 1 && notices[0].key.hasPrefix("event:"))
            // Somebody's own words about themselves are not written over.
            let second = try await store.append(.user, "again", to: conversation, in: business)
            _ = try await store.takeTurn(second) { scene in
                self.move(self.submission(definition, scene, .complete, answering: ["Eve"]), "reply")
            }
            #expect(try await store.contact(contact, in: business)?.name == "Ana")
        }
    }

    @Test("a side question's answer and what the form says next are stored together, or not at all")
    func sideQuestion() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let definition = try await makeForm(in: business, store)
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let message = try await store.append(.user, "how long?", to: conversation, in: business)
            let turn = try await store.record(Sample.answer(), receipt: Sample.receipt(in: business), to: message) {
                self.move(self.submission(definition, $0, .open), "Back to the form")
            }
            #expect(turn.messages.map(\.replyTo) == [message.id, nil])
            #expect(turn.messages.map(\.isForm) == [false, true])
            let again = try await store.record(Sample.answer(), receipt: Sample.receipt(in: business), to: message) {
                self.move(self.submission(definition, $0, .open), "Back to the form")
            }
            #expect(!again.isNew)
            #expect(try await store.messages(in: conversation, of: business, after: nil, limit: 9).count == 3)
        }
    }

    @Test("forms that wait too long are ended, others are not")
    func abandoned() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let definition = try await makeForm(in: business, store)
            let conversation = try await store.openConversation(in: business, channel: .web).id
            _ = try await store.speak(in: conversation, of: business) { scene in
                self.move(self.submission(definition, scene, .open), "0?")
            }
            let later = Timestamp.now().advanced(byMilliseconds: 23 * 3_600_000)
            #expect(try await store.endAbandoned(now: later) == 0)
            #expect(try await store.endAbandoned(now: later.advanced(byMilliseconds: 2 * 3_600_000)) == 1)
            let stored = try await store.submissions(
                in: business, matching: .init(status: .cancelled), after: nil, limit: 9)
            #expect(stored.map(\.reason) == [.abandoned])
            #expect(try await store.scene(of: conversation, in: business)?.open == nil)
        }
    }

    @Test("L9, L26: default responses are kept by language; the first message is the greeting")
    func defaultResponses() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let set = DefaultResponseSet(
                standard: DefaultResponses(firstMessage: "Hi from {company}", estimateCompleteMessage: "Done"),
                languages: ["es": DefaultResponses(estimateCompleteMessage: "Hecho")])
            try await store.setDefaultResponses(set, of: business)
            #expect(try await store.defaultResponses(of: business) == set)
            #expect(try await store.business(business)?.settings.greeting == "Hi from {company}")
            // It is a setting, so an edit made of the settings before is stale.
            #expect(try await store.business(business)?.version == 2)
            let edit = try await store.editDefaultResponses(of: business) { $0.languages = [:] }
            #expect(edit.before == set && edit.after.standard == set.standard && edit.after.languages.isEmpty)
            #expect(try await store.business(business)?.version == 2)
            try await store.setDefaultResponses(set, of: business)
            #expect(try await store.business(business)?.greeting == "Hi from Bakery")
            await #expect(throws: StoreError.notFound) {
                try await store.setDefaultResponses(set, of: BusinessID(99))
            }
        }
    }

    @Test("nothing of one business's forms can be read or changed through another")
    func tenants() async throws {
        try await withStore { store, _ in
            let (mine, thief) = (try await store.makeBusiness("mine"), try await store.makeBusiness("thief"))
            let definition = try await makeForm(in: mine, store)
            let conversation = try await store.openConversation(in: mine, channel: .web).id
            let turn = try await store.speak(in: conversation, of: mine) { scene in
                self.move(self.submission(definition, scene, .open), "0?")
            }
            let open = try #require(turn?.messages.first?.form?.submission)
            #expect(try await store.form(definition.form.id, in: thief) == nil)
            #expect(try await store.forms(in: thief).isEmpty)
            #expect(try await store.deleteForm(definition.form.id, in: thief) == false)
            #expect(try await store.submission(open, in: thief) == nil)
            #expect(try await store.submissions(in: thief, matching: .init(), after: nil, limit: 9).isEmpty)
            #expect(try await store.scene(of: conversation, in: thief) == nil)
            #expect(
                try await store.order(definition.questions.map(\.id), of: definition.form.id, in: thief) == nil)
            let stolen = Form(id: definition.form.id, business: thief, name: "Mine now", createdAt: .now())
            #expect(try await store.update(stolen) == nil)
            let planted = FormQuestion(
                id: UUIDv7.next(), form: definition.form.id, business: thief, text: "PIN?", createdAt: .now())
            await #expect(throws: StoreError.notFound) { try await store.add(planted) }
            let changed = FormQuestion(
                id: definition.questions[0].id, form: definition.form.id, business: thief, text: "PIN?",
                createdAt: .now())
            #expect(try await store.update(changed) == nil)
            await #expect(throws: StoreError.notFound) {
                try await store.speak(in: conversation, of: thief) { scene in
                    self.move(self.submission(definition, scene, .open), "0?")
                }
            }
            #expect(try await store.form(definition.form.id, in: mine) == definition)
        }
    }

    @Test("what forms ask of the database is found by indexes")
    func plans() async throws {
        let recorder = StatementRecorder()
        try await withStore { store, _ in
            let recorded = SQLStore(recording: recorder, store)
            let business = try await recorded.makeBusiness()
            let definition = try await makeForm(in: business, recorded)
            let conversation = try await recorded.openConversation(in: business, channel: .web).id
            let message = try await recorded.append(.user, "form", to: conversation, in: business)
            _ = try await recorded.takeTurn(message) { scene in
                self.move(self.submission(definition, scene, .complete, answering: ["Ana", "a@b.cc"]), "done")
            }
            let filters = [
                FormSubmissionFilter(), FormSubmissionFilter(form: definition.form.id),
                FormSubmissionFilter(status: .complete), FormSubmissionFilter(conversation: conversation),
            ]
            for filter in filters {
                _ = try await recorded.submissions(in: business, matching: filter, after: nil, limit: 9)
            }
            _ = try await recorded.endAbandoned(now: .now())
            for statement in recorder.statements where statement.sql.contains("form") {
                let steps = try await store.database.read { transaction in
                    try transaction.rows("EXPLAIN QUERY PLAN \(statement.sql)", statement.parameters).map {
                        try $0.text("detail")
                    }
                }
                for step in steps {
                    #expect(!step.hasPrefix("SCAN") && !step.contains("TEMP B-TREE"), "\(step): \(statement.sql)")
                }
            }
        }
    }
}
