import CZlib

/// The gzip format (RFC 1952), for what is sent again and again and compressed once.
public enum Gzip {
    /// Compresses as well as it can.
    ///
    /// - Returns: a whole gzip member; `nil` when zlib has no memory for its work, or `bytes` are 4 GiB or more.
    public static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard let count = UInt32(exactly: bytes.count) else { return nil }
        var stream = z_stream()
        guard frontdesk_deflate_init_gzip(&stream, Z_BEST_COMPRESSION) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        guard let capacity = UInt32(exactly: deflateBound(&stream, uLong(count))) else { return nil }
        var input = bytes
        return input.withUnsafeMutableBufferPointer { source in
            let output = [UInt8](unsafeUninitializedCapacity: Int(capacity)) { target, written in
                stream.next_in = source.baseAddress
                stream.avail_in = count
                stream.next_out = target.baseAddress
                stream.avail_out = capacity
                // `deflateBound` is enough for one call: anything else than the end is a failure.
                written = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(capacity - stream.avail_out) : 0
            }
            return output.isEmpty ? nil : output
        }
    }
}
