import CZip
import DeskModel

/// A zip archive held in memory, read part by part within limits.
///
/// The limits hold against zip bombs: the directory's sizes are checked before anything is unpacked, and what comes out
/// is counted, whatever the directory claims.
final class ZipArchive {
    /// Bounds on what an archive may unpack to.
    struct Limits {
        var entries = 20_000
        /// Bytes of one part.
        var part = 64 << 20
        /// Bytes of all parts read together.
        var total = 160 << 20
        /// Unpacked to packed; XML reaches 100, deflate ends at 1,032.
        var ratio = 300
        /// The ratio matters from this many unpacked bytes on.
        var ratioApplies = 4 << 20
    }

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let archive: OpaquePointer
    private let limits: Limits
    private var unpacked = 0

    /// - Throws: `damaged` when this is no readable zip archive, `too_large` when it has too many entries.
    init(_ content: [UInt8], limits: Limits = Limits()) throws(DocumentFailure) {
        self.limits = limits
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: content.count)
        _ = bytes.initialize(from: content)
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error) else {
            bytes.deallocate()
            throw .damagedArchive
        }
        // The archive takes the source over only when it opens.
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            bytes.deallocate()
            throw .damagedArchive
        }
        self.bytes = bytes
        self.archive = archive
        if zip_get_num_entries(archive, 0) > Int64(limits.entries) {
            throw DocumentFailure(
                code: "too_large", message: "The file is an archive of more than \(limits.entries) parts.")
        }
    }

    deinit {
        zip_discard(archive)
        bytes.deallocate()
    }

    /// Whether a part of this name exists; names are compared without regard to case, as OPC demands.
    func contains(_ name: String) -> Bool { zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE)) >= 0 }

    /// The unpacked part, `nil` when there is none of this name.
    ///
    /// - Throws: `encrypted`, `damaged`, or `too_large` when a limit is passed.
    func part(_ name: String) throws(DocumentFailure) -> [UInt8]? {
        let index = zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        var stat = zip_stat_t()
        guard zip_stat_index(archive, UInt64(index), 0, &stat) == 0 else { throw .damagedArchive }
        if stat.encryption_method != 0 {
            throw DocumentFailure(
                code: "encrypted",
                message: "The file is protected by a password. Save it without one and upload it again.")
        }
        try check(size: Int(clamping: stat.size), packed: Int(clamping: stat.comp_size))
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else { throw .damagedArchive }
        defer { zip_fclose(file) }
        var content: [UInt8] = []
        content.reserveCapacity(Int(clamping: stat.size))
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = zip_fread(file, &buffer, UInt64(buffer.count))
            if count < 0 { throw .damagedArchive }
            if count == 0 { break }
            content.append(contentsOf: buffer[..<Int(count)])
            try check(size: content.count, packed: Int(clamping: stat.comp_size))
        }
        unpacked += content.count
        return content
    }

    private func check(size: Int, packed: Int) throws(DocumentFailure) {
        let isBomb = size >= limits.ratioApplies && size / max(packed, 1) > limits.ratio
        guard size > limits.part || unpacked + size > limits.total || isBomb else { return }
        throw DocumentFailure(
            code: "too_large",
            message: "The file unpacks to far more than its own size, which is not accepted. Split it or save it again."
        )
    }
}

extension DocumentFailure {
    static var damagedArchive: DocumentFailure {
        DocumentFailure(
            code: "damaged",
            message: "The file is damaged: its archive cannot be read. Open it in a word processor and save it again.")
    }
}
