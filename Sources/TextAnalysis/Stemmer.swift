import CStemmer
import Synchronization

/// Snowball stemmers (libstemmer), one per language for the whole process.
///
/// A libstemmer handle keeps its result in a buffer of its own, so each is used by one thread at a time.
enum Stemmer {
    private static let handles = Mutex<[String: Optional<SharedHandle>]>([:])

    /// The stemmer of a language, `nil` where Snowball has none.
    static func shared(for language: String) -> SharedHandle? {
        guard (2...3).contains(language.utf8.count) else { return nil }
        return handles.withLock { handles in
            if let index = handles.index(forKey: language) { return handles.values[index] }
            let made: SharedHandle? = if let handle = Handle(language: language) { SharedHandle(handle) } else { nil }
            handles[language] = .some(made)
            return made
        }
    }

    /// A stemmer that many threads share by taking turns.
    final class SharedHandle: Sendable {
        private let handle: Mutex<Handle>

        fileprivate init(_ handle: consuming sending Handle) { self.handle = Mutex(handle) }

        /// Replaces each word by its stem where `isStemmable` says so.
        func stem(_ words: inout [String], where isStemmable: (String) -> Bool) {
            handle.withLock { handle in
                for index in words.indices where isStemmable(words[index]) {
                    words[index] = handle.stem(words[index])
                }
            }
        }
    }

    /// Owns one libstemmer handle.
    fileprivate struct Handle: ~Copyable {
        private let stemmer: OpaquePointer

        init?(language: String) {
            guard let stemmer = sb_stemmer_new(language, "UTF_8") else { return nil }
            self.stemmer = stemmer
        }

        deinit { sb_stemmer_delete(stemmer) }

        borrowing func stem(_ word: String) -> String {
            var word = word
            return word.withUTF8 { bytes in
                guard let result = sb_stemmer_stem(stemmer, bytes.baseAddress, Int32(bytes.count)) else {
                    return String(decoding: bytes, as: UTF8.self)
                }
                let length = Int(sb_stemmer_length(stemmer))
                return String(decoding: UnsafeBufferPointer(start: result, count: length), as: UTF8.self)
            }
        }
    }
}
