import DeskModel
import Synchronization

/// Reads the pages of a PDF through the library.
///
/// The library is safe to use from two threads as long as each has a document of its own, so long documents are opened
/// twice and read by two threads that take pages in turn.
struct PDFPageScan {
    let content: [UInt8]
    let limits: PDFLimits

    /// Documents with fewer pages are not worth a second thread.
    private static let pagesForTwo = 24

    private struct State {
        var next = 0
        var done = 0
        var characters = 0
        var isTooLarge = false
        var warnings = PDFWarnings()
        var pages: [PDFPageFragments?]

        /// The next page to read; `nil` when all are taken or the text is too much.
        mutating func take(_ count: Int) -> Int? {
            guard next < count, !isTooLarge else { return nil }
            defer { next += 1 }
            return next
        }
    }

    /// What the two threads share.
    private final class SharedState: Sendable {
        let value: Mutex<State>

        init(_ state: State) { value = Mutex(state) }
    }

    /// Hands the second document over to the helper thread, which alone uses it from then on.
    private struct SecondDocument: @unchecked Sendable {
        let document: PopplerDocument
    }

    /// The pages' fragments in order.
    ///
    /// - Parameter before: what else is to be done with the document: while the other thread, if any, begins to read.
    /// - Throws: `too_large`.
    func pages(
        of document: PopplerDocument, count: Int, before: () -> Void, progress: (_ done: Int, _ total: Int) -> Void
    ) throws(DocumentFailure) -> (pages: [PDFPageFragments], warnings: PDFWarnings) {
        let state = SharedState(State(pages: Array(repeating: nil, count: count)))
        if count >= Self.pagesForTwo, let second = try? PopplerDocument(content) {
            let helper = SecondDocument(document: second)
            PDFConcurrency.beside({ scan(helper.document, count: count, state) { _, _ in } }) {
                before()
                scan(document, count: count, state, progress)
            }
        } else {
            before()
            scan(document, count: count, state, progress)
        }
        let final = state.value.withLock { $0 }
        guard !final.isTooLarge else {
            throw DocumentFailure(
                code: "too_large", message: "The PDF holds too much text to be read. Split it into smaller files.")
        }
        var warnings = final.warnings
        warnings.sort()
        return (final.pages.compactMap { $0 }, warnings)
    }

    private func scan(
        _ document: PopplerDocument, count: Int, _ state: SharedState,
        _ progress: (_ done: Int, _ total: Int) -> Void
    ) {
        while let index = state.value.withLock({ $0.take(count) }) {
            let number = index + 1
            let text = document.page(at: index)?.text(number: number, limit: limits.charactersPerPage)
            let fragments = PDFPageFragments(text ?? PDFPageText(empty: number))
            let done = state.value.withLock { state -> Int in
                state.pages[index] = fragments
                state.characters += text?.characters.count ?? 0
                if state.characters > limits.characters { state.isTooLarge = true }
                if text == nil {
                    state.warnings.missing.append(number)
                } else if fragments.isEmpty {
                    state.warnings.textless.append(number)
                } else if let text, text.characters.count >= limits.charactersPerPage {
                    state.warnings.cut.append(number)
                }
                state.done += 1
                return state.done
            }
            progress(done, count)
        }
    }
}
