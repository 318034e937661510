import DeskModel
import Foundation

/// A text with the vector that the model gives in 32-bit arithmetic, from `scripts/write_reference_vectors.py`.
struct ReferenceVector: Sendable {
    let text: String
    let purpose: EmbeddingPurpose
    let vector: [Float]

    private struct Line: Decodable {
        let text: String
        let purpose: String
        let vector: Data
    }

    static func all(of model: String) throws -> [ReferenceVector] {
        let decoder = JSONDecoder()
        return try InstalledModels.fixture("vectors-\(model).jsonl").split(separator: UInt8(ascii: "\n")).map { line in
            let line = try decoder.decode(Line.self, from: line)
            let vector = line.vector.withUnsafeBytes { bytes in
                stride(from: 0, to: bytes.count, by: 4).map {
                    Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
                }
            }
            guard let purpose = EmbeddingPurpose(rawValue: line.purpose) else { throw CocoaError(.coderInvalidValue) }
            return ReferenceVector(text: line.text, purpose: purpose, vector: vector)
        }
    }
}

/// Of unit vectors.
func cosine(_ left: [Float], _ right: [Float]) -> Double {
    zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

/// The Euclidean norm.
func length(of vector: [Float]) -> Double { cosine(vector, vector).squareRoot() }
