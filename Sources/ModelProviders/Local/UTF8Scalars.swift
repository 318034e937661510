extension UnsafeBufferPointer<UInt8> {
    /// The scalar that begins at a position of valid UTF-8, and how many bytes it takes.
    @inline(__always)
    func scalar(at position: Int) -> (value: UInt32, length: Int) {
        let lead = UInt32(self[position])
        if lead < 0x80 { return (lead, 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = lead & (0x7F >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(self[position + offset]) & 0x3F }
        return (value, length)
    }
}
