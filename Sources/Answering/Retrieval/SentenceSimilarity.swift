import DeskModel

/// Compares stored sentence vectors with one query vector in integer arithmetic, which is what the processor does fastest.
struct SentenceSimilarity {
    private let codes: [Int16]
    private let scale: Float

    init(_ vector: [Float]) {
        let quantized = QuantizedVector(vector)
        codes = quantized.codes.map(Int16.init)
        scale = quantized.scale
    }

    /// The cosine with a sentence; `nil` when the sentence was embedded with another model's dimension.
    func cosine(_ sentence: QuantizedVector) -> Double? {
        guard sentence.codes.count == codes.count else { return nil }
        let sum = codes.withUnsafeBufferPointer { query in
            sentence.codes.withUnsafeBufferPointer { stored in
                var sum: Int32 = 0
                // Products of two int8 values; 384 to 4,096 of them stay far below Int32's range.
                for index in 0..<query.count { sum &+= Int32(query[index]) &* Int32(stored[index]) }
                return sum
            }
        }
        return Double(Float(sum) * scale * sentence.scale)
    }
}
