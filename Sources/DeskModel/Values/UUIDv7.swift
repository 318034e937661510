import Synchronization

/// Makes time-ordered unique ids (RFC 9562 section 5.7).
public enum UUIDv7 {
    /// The last value given, so that ids made in one process never go backwards, even when the clock does.
    private static let last = Mutex<(milliseconds: UInt64, sequence: UInt16)>((0, 0))

    /// A new id: 48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random bits.
    public static func next(now: Timestamp = .now()) -> String {
        let (milliseconds, sequence) = last.withLock { last in
            let wanted = UInt64(max(0, now.milliseconds))
            if wanted > last.milliseconds {
                last = (wanted, UInt16.random(in: 0..<0x400))
            } else if last.sequence == 0xFFF {
                last = (last.milliseconds + 1, 0)
            } else {
                last.sequence += 1
            }
            return last
        }
        let high = milliseconds << 16 | 0x7000 | UInt64(sequence)
        let low = UInt64.random(in: 0...UInt64.max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return text(high: high, low: low)
    }

    /// The smallest id of the next millisecond: every id made until then is smaller.
    public static func bound(after moment: Timestamp) -> String {
        text(high: UInt64(max(0, moment.milliseconds) + 1) << 16 | 0x7000, low: 0x8000_0000_0000_0000)
    }

    /// Whether the text has the shape of a UUID: anything else is refused before it reaches a query or a path.
    public static func isValid(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            switch index {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default:
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
        }
    }

    private static func text(high: UInt64, low: UInt64) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 { bytes.append(UInt8(ascii: "-")) }
            let word = nibble < 16 ? high : low
            bytes.append(digits[Int(word >> UInt64(60 - 4 * (nibble % 16)) & 0xF)])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
