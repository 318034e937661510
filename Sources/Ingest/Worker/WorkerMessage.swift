import DeskModel
import Foundation

/// The first line a worker reads: what follows it.
struct WorkerRequest: Codable {
    /// What is wanted of the document.
    enum Purpose: String, Codable { case document, kind }

    let purpose: Purpose
    let filename: String
    /// Bytes of the document, which come right after the line.
    let length: Int
    let limits: ExtractionLimits
}

/// A line a worker writes: any number of progress lines, then one of the others.
enum WorkerReply: Codable {
    case progress(done: Int, total: Int)
    /// As many bytes of an encoded document (`DocumentEncoder`) come right after the line.
    case document(length: Int)
    /// `nil` for what is not read.
    case kind(DocumentKind?)
    case failure(DocumentFailure)

    private enum CodingKeys: String, CodingKey { case progress, document, kind, failure }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let pages = try container.decodeIfPresent([Int].self, forKey: .progress) {
            guard pages.count == 2 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .progress, in: container, debugDescription: "two numbers")
            }
            self = .progress(done: pages[0], total: pages[1])
        } else if let length = try container.decodeIfPresent(Int.self, forKey: .document) {
            self = .document(length: length)
        } else if container.contains(.kind) {
            self = .kind(try container.decodeIfPresent(DocumentKind.self, forKey: .kind))
        } else {
            self = .failure(try container.decode(DocumentFailure.self, forKey: .failure))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .progress(let done, let total): try container.encode([done, total], forKey: .progress)
        case .document(let length): try container.encode(length, forKey: .document)
        case .kind(let kind): try container.encode(kind, forKey: .kind)
        case .failure(let failure): try container.encode(failure, forKey: .failure)
        }
    }
}

/// What a worker was asked for.
enum WorkerAnswer: Sendable {
    case document(ExtractedDocument)
    case kind(DocumentKind?)
}
