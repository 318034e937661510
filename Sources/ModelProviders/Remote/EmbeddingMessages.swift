import DeskModel
import Foundation

/// The body of `POST /embeddings`.
struct EmbeddingBody: Encodable {
    let model: String
    let input: [String]
    let encodingFormat = "float"
    let dimensions: Int?

    enum CodingKeys: String, CodingKey {
        case model, input, dimensions
        case encodingFormat = "encoding_format"
    }
}

/// The answer to it. Vectors come as numbers or, from some servers whatever was asked for, as base64 of little-endian
/// 32-bit floats.
struct EmbeddingReply: Decodable {
    struct Item: Decodable {
        let index: Int?
        let embedding: [Float]

        enum CodingKeys: String, CodingKey { case index, embedding }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            index = try container.decodeIfPresent(Int.self, forKey: .index)
            guard let text = try? container.decode(String.self, forKey: .embedding) else {
                embedding = try container.decode([Float].self, forKey: .embedding)
                return
            }
            guard let data = Data(base64Encoded: text), data.count % 4 == 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .embedding, in: container, debugDescription: "not base64 of 32-bit floats")
            }
            let bytes = Array(data)
            embedding = stride(from: 0, to: bytes.count, by: 4).map { start in
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }
                return Float(bitPattern: bits)
            }
        }
    }

    let data: [Item]

    /// One unit vector per text, in the order of the texts.
    ///
    /// - Parameter dimension: values per vector; `nil` to take that of the first.
    /// - Throws: `ModelError` when vectors are missing, doubled, of another dimension, zero or not finite.
    func vectors(count: Int, dimension: Int?) throws(ModelError) -> [[Float]] {
        guard data.count == count else {
            throw ModelError(.malformedReply, "The endpoint gave \(data.count) vectors for \(count) texts.")
        }
        let expected = dimension ?? data.first?.embedding.count ?? 0
        var vectors = [[Float]?](repeating: nil, count: count)
        for (position, item) in data.enumerated() {
            let index = item.index ?? position
            guard vectors.indices.contains(index), vectors[index] == nil else {
                throw ModelError(.malformedReply, "The endpoint gave two vectors, or none, for one of the texts.")
            }
            guard item.embedding.count == expected, expected > 0 else {
                throw ModelError(
                    .malformedReply, "The endpoint gave \(item.embedding.count) values per vector, not \(expected).")
            }
            vectors[index] = try Self.normalised(item.embedding)
        }
        return vectors.compactMap { $0 }
    }

    private static func normalised(_ vector: [Float]) throws(ModelError) -> [Float] {
        // In Double, where the squares of no finite Float overflow.
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard length.isFinite, length > 0 else {
            throw ModelError(.malformedReply, "The endpoint gave a vector that is zero or not finite.")
        }
        return vector.map { Float(Double($0) / length) }
    }
}
