import DeskModel

/// Compares stored vectors with one query vector in integer arithmetic, which is what the processor does fastest.
struct SentenceSimilarity {
    private let codes: [Int16]
    private let scale: Float

    init(_ vector: [Float]) { self.init(QuantizedVector(vector)) }

    init(_ quantized: QuantizedVector) {
        codes = quantized.codes.map(Int16.init)
        scale = quantized.scale
    }

    /// The cosine with a stored vector; `nil` when it was made with another model's dimension.
    func cosine(_ stored: QuantizedVector) -> Double? {
        guard stored.codes.count == codes.count else { return nil }
        let sum = codes.withUnsafeBufferPointer { query in
            stored.codes.withUnsafeBufferPointer { other in
                var sum: Int32 = 0
                // Products of two int8 values; 384 to 4,096 of them stay far below Int32's range.
                for index in 0..<query.count { sum &+= Int32(query[index]) &* Int32(other[index]) }
                return sum
            }
        }
        return Double(Float(sum) * scale * stored.scale)
    }
}
