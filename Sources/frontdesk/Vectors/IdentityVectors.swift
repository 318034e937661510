import Channels
import DeskModel

/// `widget_identity`: whether visitors are who a page says, as the server finds out.
enum IdentityVectors {
    static func run(_ file: VectorFile) -> [VectorResult] {
        file.cases(in: VectorKind.widgetIdentity.sections).map { item in
            let vector = item.vector
            var check = item.check
            guard let key = vector["key"].string, let identifier = vector["identifier"].string else {
                check.expect("case", "a key and an identifier, as texts", vector.names.joined(separator: ", "))
                return check.result
            }
            // A page may tell no hash at all.
            let given = vector["identifier_hash"].string ?? ""
            let isValid = vector["valid"].bool ?? (vector["negative"].bool != true)
            let isProven = VisitorIdentity.isProven(identifier, by: given, key: key)
            check.expect("valid", .bool(isValid), .bool(isProven))
            if isValid { check.expect("identifier_hash", given, VisitorIdentity.hash(of: identifier, key: key)) }
            return check.result
        }
    }
}
