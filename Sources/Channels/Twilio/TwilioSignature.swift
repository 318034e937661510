import Crypto
import Foundation

/// `X-Twilio-Signature`: base64 of HMAC-SHA1, keyed by the account's auth token, over the URL that Twilio was told and,
/// for forms, every name and value.
///
/// Source: twilio/twilio-python `twilio/request_validator.py`, twilio/twilio-node `src/webhooks/webhooks.ts`.
public enum TwilioSignature {
    public static let header = "x-twilio-signature"

    /// Signs a request as Twilio does.
    ///
    /// - Parameters:
    ///   - url: with its query, without its fragment.
    ///   - fields: of a form's body; none for any other request.
    public static func sign(url: String, fields: FormFields = FormFields([]), authToken: String) -> String {
        Data(code(url: url, parameters: parameters(of: fields), key: key(authToken))).base64EncodedString()
    }

    /// Whether the request was signed with this token.
    ///
    /// A body that the signature does not cover, neither as a form nor by `bodySHA256`, is refused.
    public static func isValid(_ request: WebhookRequest, authToken: String) -> Bool {
        guard !authToken.isEmpty, let given = request.header(header), given.utf8.count == 28,
            let given = Data(base64Encoded: given)
        else { return false }
        var signed: [UInt8] = []
        if request.isForm {
            guard let form = request.form else { return false }
            signed = parameters(of: form)
        } else if !request.body.isEmpty {
            guard let digest = request.queryFields["bodySHA256"],
                ConstantTime.equal(digest.lowercased(), SHA256.hash(data: request.body).hexadecimal)
            else { return false }
        }
        let key = key(authToken)
        // Every candidate is computed, so that which one matched does not show.
        return TwilioSignedURL.candidates(for: request.url).reduce(false) { found, url in
            ConstantTime.equal(code(url: url, parameters: signed, key: key), Array(given)) || found
        }
    }

    /// The names in order of their code units, each followed by its distinct values in order, nothing between them.
    private static func parameters(of fields: FormFields) -> [UInt8] {
        // Bytes, because Swift takes differently composed strings for equal.
        var values: [[UInt8]: Set<[UInt8]>] = [:]
        for field in fields.fields { values[Array(field.name.utf8), default: []].insert(Array(field.value.utf8)) }
        return values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { name, values in
            values.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { name + $0 }
        }
    }

    private static func key(_ authToken: String) -> SymmetricKey { SymmetricKey(data: Data(authToken.utf8)) }

    private static func code(url: String, parameters: [UInt8], key: SymmetricKey) -> [UInt8] {
        var code = HMAC<Insecure.SHA1>(key: key)
        code.update(data: Data(url.utf8))
        code.update(data: Data(parameters))
        return Array(code.finalize())
    }
}

extension Sequence where Element == UInt8 {
    /// Two lower-case digits per byte.
    var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
