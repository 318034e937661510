import DeskModel
import Foundation

extension BusinessSettings {
    /// These settings changed by a JSON Merge Patch (RFC 7396): what it leaves out stays, `null` takes the default.
    ///
    /// The key of a model endpoint goes when the endpoint's URL changes: it was given for that server alone.
    /// - Throws: 400 that names the first value of the wrong type.
    func merged(with patch: JSONValue) throws -> BusinessSettings {
        struct Update: Decodable { let settings: BusinessSettings }
        let saved = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(self))
        let update = try JSONEncoder().encode(JSONValue.object(["settings": saved.merged(with: patch)]))
        var settings = try JSONBodyDecoder.value(Update.self, from: update).settings
        if settings.embedding?.baseURL != embedding?.baseURL, patch["embedding"]["api_key"].isNull {
            settings.embedding?.apiKey = nil
        }
        if settings.languageModel?.baseURL != languageModel?.baseURL, patch["language_model"]["api_key"].isNull {
            settings.languageModel?.apiKey = nil
        }
        return settings
    }
}
