import CPoppler
import DeskModel

/// A PDF document opened by poppler. Not for use from several threads at once.
final class PopplerDocument {
    private let handle: OpaquePointer

    /// Opens a document; one that opens with an empty user password is not taken for encrypted.
    ///
    /// - Throws: `encrypted` and `damaged`.
    init(_ content: [UInt8]) throws(DocumentFailure) {
        let bytes = content.withUnsafeBytes { g_bytes_new($0.baseAddress, gsize($0.count)) }
        defer { g_bytes_unref(bytes) }
        var error: UnsafeMutablePointer<GError>?
        guard let document = poppler_document_new_from_bytes(bytes, nil, &error) else {
            let isEncrypted =
                error.map {
                    $0.pointee.domain == poppler_error_quark() && $0.pointee.code == POPPLER_ERROR_ENCRYPTED.rawValue
                }
            g_clear_error(&error)
            throw isEncrypted == true ? .encryptedPDF : .damagedPDF
        }
        handle = document
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

    /// As the file claims; pages may still be missing.
    var pageCount: Int { Int(poppler_document_get_n_pages(handle)) }

    /// The title among the document's properties.
    var title: String? { takeString(poppler_document_get_title(handle)) }

    /// The page at an index from 0; `nil` when the file holds none there.
    func page(at index: Int) -> PopplerPage? {
        poppler_document_get_page(handle, Int32(index)).map(PopplerPage.init)
    }

    /// Bookmarks in order of the tree, at most `limit` of them and six levels deep.
    func outline(limit: Int) -> [PDFOutlineEntry] {
        var entries: [PDFOutlineEntry] = []
        if let root = poppler_index_iter_new(handle) { collect(root, level: 1, into: &entries, limit: limit) }
        return entries
    }

    /// Takes over the iterator and frees it.
    private func collect(
        _ iterator: OpaquePointer, level: Int, into entries: inout [PDFOutlineEntry], limit: Int
    ) {
        defer { poppler_index_iter_free(iterator) }
        repeat {
            guard entries.count < limit else { return }
            if let action = poppler_index_iter_get_action(iterator) {
                defer { poppler_action_free(action) }
                if action.pointee.type == POPPLER_ACTION_GOTO_DEST, let entry = entry(action.pointee.goto_dest, level) {
                    entries.append(entry)
                }
            }
            if level < 6, let child = poppler_index_iter_get_child(iterator) {
                collect(child, level: level + 1, into: &entries, limit: limit)
            }
        } while poppler_index_iter_next(iterator) != 0
    }

    private func entry(_ action: PopplerActionGotoDest, _ level: Int) -> PDFOutlineEntry? {
        guard let title = action.title, let destination = action.dest else { return nil }
        let text = BlockText.normalized(String(cString: title))
        guard !text.isEmpty, text.count <= 300 else { return nil }
        var page = Int(destination.pointee.page_num)
        var top = destination.pointee.change_top != 0 ? destination.pointee.top : nil
        if destination.pointee.type == POPPLER_DEST_NAMED {
            guard let name = destination.pointee.named_dest, let found = poppler_document_find_dest(handle, name) else {
                return nil
            }
            defer { poppler_dest_free(found) }
            page = Int(found.pointee.page_num)
            top = found.pointee.change_top != 0 ? found.pointee.top : nil
        }
        return page >= 1 ? PDFOutlineEntry(title: text, level: level, page: page, heightFromBottom: top) : nil
    }
}

/// Copies a string that the library made, and frees it.
func takeString(_ pointer: UnsafeMutablePointer<CChar>?) -> String? {
    guard let pointer else { return nil }
    defer { g_free(pointer) }
    return String(cString: pointer)
}

extension DocumentFailure {
    static var encryptedPDF: DocumentFailure {
        DocumentFailure(
            code: "encrypted",
            message: "The PDF is protected by a password. Save a copy without the password and upload that.")
    }

    static var damagedPDF: DocumentFailure {
        DocumentFailure(
            code: "damaged", message: "The PDF is damaged and cannot be opened. Export it again from its source.")
    }
}
