import CFaiss
import DeskModel
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder of index files, one per business, each replaced as a whole. Its calls block.
final class IndexDirectory: Sendable {
    let path: String
    private let isPrepared = Mutex(false)
    private let serial = Atomic<Int>(0)

    init(path: String) { self.path = path }

    func file(of business: BusinessID) -> String { "\(path)/\(business.rawValue).faiss" }

    /// Writes the index to a file beside the old one, makes it durable and puts it in the old one's place.
    ///
    /// - Returns: what was written.
    func save(_ index: FaissIndex, of business: BusinessID) throws(VectorIndexError) -> SnapshotHeader {
        try prepare()
        let snapshot = try IndexSnapshot(index)
        let header = snapshot.header(of: business)
        let number = serial.add(1, ordering: .relaxed).newValue
        let temporary = "\(file(of: business)).\(getpid())-\(number).tmp"
        let descriptor = try FileDescriptor(opening: temporary, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode: 0o600)
        do throws(VectorIndexError) {
            // The lock tells a file being written from one that a killed process left.
            _ = descriptor.tryLock()
            try snapshot.write(header, to: descriptor)
            try descriptor.synchronise()
            guard rename(temporary, file(of: business)) == 0 else { throw FileDescriptor.failure("rename", temporary) }
            try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY).synchronise()
        } catch {
            unlink(temporary)
            throw error
        }
        return header
    }

    /// Loads the business's file when its header is accepted.
    ///
    /// - Returns: `nil` when there is no file or its header was not accepted.
    /// - Throws: `VectorIndexError.corrupt` when it is damaged, another business's or not a file.
    func load(
        _ business: BusinessID, accepting isAccepted: (SnapshotHeader) -> Bool
    ) throws(VectorIndexError) -> FaissIndex? {
        try prepare()
        guard access(file(of: business), F_OK) == 0 || errno != ENOENT else { return nil }
        let descriptor = try FileDescriptor(opening: file(of: business), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        guard let size = descriptor.regularSize else { throw .corrupt("not a regular file") }
        let fixed = try descriptor.read(SnapshotHeader.fixedCount)
        let model = try descriptor.read(SnapshotHeader.modelBytes(of: fixed))
        let header = try SnapshotHeader(fixed: fixed, model: model)
        // Before anything is allocated for what the header claims.
        guard header.fileBytes == size else { throw .corrupt("the file's size differs from its header's") }
        guard header.business == business else { throw .corrupt("the file is another business's") }
        guard isAccepted(header) else { return nil }
        var code = CFAISS_OK
        var error = CFaissError()
        let handle = cfaiss_index_load(
            descriptor.number, fixed + model, fixed.count + model.count, Int32(header.dimension), header.layout, &code,
            &error)
        guard let handle else { throw VectorIndexError(code, error) }
        return FaissIndex(modelID: header.modelID, adopting: handle)
    }

    func remove(_ business: BusinessID) throws(VectorIndexError) {
        guard unlink(file(of: business)) == 0 || errno == ENOENT else {
            throw FileDescriptor.failure("remove", file(of: business))
        }
    }

    /// Makes the folder and clears away what killed writers left in it, once.
    private func prepare() throws(VectorIndexError) {
        let failure: VectorIndexError? = isPrepared.withLock { isPrepared in
            guard !isPrepared else { return nil }
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                removeLeftovers()
                isPrepared = true
                return nil
            } catch {
                return .fileFailed("cannot make the folder \(path): \(error.localizedDescription)")
            }
        }
        if let failure { throw failure }
    }

    private func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasSuffix(".tmp") && name.contains(".faiss.") {
            guard let file = try? FileDescriptor(opening: "\(path)/\(name)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
                file.regularSize != nil, file.tryLock()
            else { continue }
            unlink("\(path)/\(name)")
        }
    }
}
