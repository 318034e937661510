import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/default-responses`: what the business says of its own accord.
struct DefaultResponseController {
    let businesses: any BusinessStore
    let forms: any FormStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/default-responses", use: get)
        router.put("api/businesses/:business/default-responses", use: update)
    }

    private static let longest = 2_000
    private static let mostLanguages = 50

    struct Texts: Decodable {
        let firstMessage: Change<String>
        let estimateCompleteMessage: Change<String>

        enum CodingKeys: String, CodingKey {
            case firstMessage = "first_message"
            case estimateCompleteMessage = "estimate_complete_message"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            firstMessage = try container.change(String.self, forKey: .firstMessage)
            estimateCompleteMessage = try container.change(String.self, forKey: .estimateCompleteMessage)
        }

        func applied(to responses: DefaultResponses, at place: String = "") throws(APIError) -> DefaultResponses {
            DefaultResponses(
                firstMessage: try checked(firstMessage.applied(to: responses.firstMessage), place + "first_message"),
                estimateCompleteMessage: try checked(
                    estimateCompleteMessage.applied(to: responses.estimateCompleteMessage),
                    place + "estimate_complete_message"))
        }

        private func checked(_ text: String?, _ field: String) throws(APIError) -> String? {
            guard let text else { return nil }
            let checked = try FormInput.text(text, field, 0...DefaultResponseController.longest)
            return checked.isEmpty ? nil : checked
        }
    }

    /// What is left out stays; null takes the standard text back, and for a language the texts of every other.
    struct UpdateRequest: Decodable {
        let standard: Texts
        let languages: [String: Texts?]?

        private enum CodingKeys: String, CodingKey { case languages }

        init(from decoder: any Decoder) throws {
            standard = try Texts(from: decoder)
            languages = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(
                [String: Texts?].self, forKey: .languages)
        }
    }

    struct DefaultResponsesResource: ResponseEncodable {
        struct Texts: Encodable {
            let firstMessage: String?
            let estimateCompleteMessage: String?
        }

        /// With their placeholders: `{company}` or `{Company Name Here}`.
        let firstMessage: String
        let estimateCompleteMessage: String
        let languages: [String: Texts]

        init(_ set: DefaultResponseSet) {
            firstMessage = set.standard.firstMessage ?? DefaultResponses.standardFirstMessage
            estimateCompleteMessage =
                set.standard.estimateCompleteMessage ?? DefaultResponses.standardEstimateCompleteMessage
            languages = set.languages.mapValues {
                Texts(firstMessage: $0.firstMessage, estimateCompleteMessage: $0.estimateCompleteMessage)
            }
        }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> DefaultResponsesResource {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        return DefaultResponsesResource(try await forms.defaultResponses(of: business.id))
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> DefaultResponsesResource {
        let business = try await context.managedBusiness(in: businesses, for: .editContent)
        let input = try await request.decode(as: UpdateRequest.self, context: context)
        let saved = try await forms.editDefaultResponses(of: business.id, loggedBy: context) { set in
            set.standard = try input.standard.applied(to: set.standard)
            for (language, texts) in input.languages ?? [:] {
                guard language.wholeMatch(of: /[a-z]{2,3}/) != nil else {
                    throw FormInput.refusal("languages", "named by languages such as es, in lower case")
                }
                let known = set.languages[language] ?? DefaultResponses()
                let changed = try texts?.applied(to: known, at: "languages.\(language).") ?? DefaultResponses()
                set.languages[language] = changed == DefaultResponses() ? nil : changed
            }
            guard set.languages.count <= Self.mostLanguages else {
                throw FormInput.refusal("languages", "at most \(Self.mostLanguages)")
            }
        }
        return DefaultResponsesResource(saved)
    }
}
