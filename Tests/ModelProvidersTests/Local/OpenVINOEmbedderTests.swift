import DeskModel
import Testing

@testable import ModelProviders

/// Of the vectors, on the installed models. `EmbeddingLoadTests` is of the waiting.
struct OpenVINOEmbedderTests {
    /// One of each for all tests: loading takes longer than most of them.
    private static let embedders = Result {
        try InstalledModels.names.map { name in
            (name: name, embedder: try OpenVINOEmbedder(models: InstalledModels.directory(), name: name))
        }
    }

    private func embedder(_ name: String) throws -> OpenVINOEmbedder {
        try #require(try Self.embedders.get().first { $0.name == name }).embedder
    }

    private static let texts = [
        "How do I get my money back?", "Refunds are paid within 14 days, to the card you used.", "x", "Öffnungszeiten",
        "We are open Monday to Friday from 9:00 to 17:00 and on Saturday until noon. On Sundays we are closed.",
        "வாடிக்கையாளர் சேவை எப்போது திறந்திருக்கும்?", "मुझे मेरा पैसा कब वापस मिलेगा?", "¿Cuándo abren los domingos?",
    ]

    @Test("the vectors are 384 wide and of unit length", arguments: InstalledModels.names)
    func unitLength(model: String) async throws {
        let embedder = try embedder(model)
        #expect(embedder.dimension == 384)
        for purpose in [EmbeddingPurpose.query, .passage] {
            for vector in try await embedder.embed(Self.texts, for: purpose) {
                #expect(vector.count == 384)
                #expect(abs(length(of: vector) - 1) < 1e-4)
            }
        }
    }

    @Test("the vectors are close to those of 32-bit arithmetic", arguments: InstalledModels.names)
    func closeToFloat32(model: String) async throws {
        let embedder = try embedder(model)
        let references = try ReferenceVector.all(of: model)
        #expect(references.count >= 20)
        var cosines: [Double] = []
        for reference in references {
            let vector = try await embedder.embed([reference.text], for: reference.purpose)[0]
            cosines.append(cosine(vector, reference.vector))
        }
        #expect(cosines.reduce(0, +) / Double(cosines.count) >= 0.995)
        #expect(try #require(cosines.min()) >= 0.99)
    }

    @Test("the vectors come in the order of the texts, long ones among short ones", arguments: InstalledModels.names)
    func keepsOrder(model: String) async throws {
        let embedder = try embedder(model)
        let long = String(repeating: "delivery to the islands takes six days; ", count: 30)
        let texts = [long] + Self.texts + [long + "or seven"] + Self.texts.reversed()
        let together = try await embedder.embed(texts, for: .passage)
        try #require(together.count == texts.count)
        for (text, vector) in zip(texts, together) {
            let nearest = try await embedder.embed([text], for: .passage)[0]
            let closest = together.indices.max { cosine(together[$0], nearest) < cosine(together[$1], nearest) }
            #expect(try texts[#require(closest)] == text)
            #expect(cosine(vector, nearest) > 0.999)
        }
    }

    @Test("a text has the same vector alone, among others and the next time", arguments: InstalledModels.names)
    func isStable(model: String) async throws {
        let embedder = try embedder(model)
        let together = try await embedder.embed(Self.texts, for: .passage)
        let again = try await embedder.embed(Self.texts.reversed(), for: .passage)
        for (index, text) in Self.texts.enumerated() {
            let alone = try await embedder.embed([text], for: .passage)[0]
            #expect(cosine(alone, together[index]) > 0.999)
            #expect(cosine(alone, again[Self.texts.count - 1 - index]) > 0.999)
        }
    }

    @Test("a question is nearer to the passage that answers it than to others", arguments: InstalledModels.names)
    func ranksByMeaning(model: String) async throws {
        let embedder = try embedder(model)
        let passages = try await embedder.embed(
            [
                "Refunds are paid within 14 days, to the card you used.",
                "We are open Monday to Friday from 9:00 to 17:00.",
                "Chocolate is poisonous to dogs.",
            ], for: .passage)
        let questions = ["When do I get my money back?", "What time do you close?", "Can my puppy eat sweets?"]
        for (index, question) in questions.enumerated() {
            let vector = try await embedder.embed([question], for: .query)[0]
            #expect(passages.indices.max { cosine(passages[$0], vector) < cosine(passages[$1], vector) } == index)
        }
    }

    @Test(
        "any string has a finite vector of unit length",
        arguments: InstalledModels.names,
        [
            "", " ", "\n\t\r", "\0", "a\0b\0c", String(repeating: "\0", count: 1_000), "\u{FEFF}\u{200B}\u{200D}",
            String(decoding: [0xD800, 0x61, 0xDC00, 0xDFFF] as [UInt16], as: UTF16.self),
            String(decoding: [0xFF, 0xFE, 0xC0, 0x80] as [UInt8], as: UTF8.self), "👩‍👩‍👧‍👦🏳️‍🌈🇵🇹", "\u{10FFFF}\u{FFFF}\u{E000}",
            "e" + String(repeating: "\u{0301}", count: 5_000), "[CLS][SEP][PAD][MASK][UNK]", "<s></s><pad><mask><unk>",
        ])
    func acceptsAnyString(model: String, text: String) async throws {
        let vectors = try await embedder(model).embed([text, text + text], for: .passage)
        #expect(vectors.count == 2)
        for vector in vectors { #expect(abs(length(of: vector) - 1) < 1e-4) }
    }

    @Test("a text of 100,000 characters is cut where the model ends", arguments: InstalledModels.names)
    func cutsLongTexts(model: String) async throws {
        let embedder = try embedder(model)
        let beginning = String(repeating: "opening hours and prices ", count: 1_000)
        let ends = ["a", "b"].map { beginning + String(repeating: $0 + " ", count: 37_500) }
        #expect(ends.allSatisfy { $0.count == 100_000 && embedder.tokenCount(of: $0) > embedder.maximumTokens })
        let vectors = try await embedder.embed(ends, for: .passage)
        #expect(cosine(vectors[0], vectors[1]) > 0.9999)
        #expect(try await !embedder.embed([String(repeating: "x", count: 100_000)], for: .query).isEmpty)
    }

    @Test("no texts give no vectors", arguments: InstalledModels.names)
    func acceptsNothing(model: String) async throws {
        #expect(try await embedder(model).embed([], for: .passage).isEmpty)
    }

    @Test("a folder without the model is said to be not installed")
    func missingModel() throws {
        let models = try InstalledModels.directory()
        #expect { try OpenVINOEmbedder(models: models, name: "no-such-model") } throws: { error in
            (error as? ModelError)?.reason == .notInstalled && "\(error)".contains("make setup")
        }
    }
}
