import CPoppler

/// A page of a `PopplerDocument`.
final class PopplerPage {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

    /// The page's text with its geometry. The page is interpreted once; the calls below share the result.
    ///
    /// - Parameter limit: most characters; the rest of the page is left out.
    func text(number: Int, limit: Int) -> PDFPageText {
        var width = 0.0
        var height = 0.0
        poppler_page_get_size(handle, &width, &height)
        var area = PopplerRectangle(x1: 0, y1: 0, x2: width, y2: height)
        var characters = characters(in: &area)
        if characters.contains(where: Script.isRightToLeft) {
            // On a page read from right to left a selection begins at the right, and from left to right it loses words.
            var reversed = PopplerRectangle(x1: width, y1: 0, x2: 0, y2: height)
            let others = self.characters(in: &reversed)
            if others.count > characters.count { (characters, area) = (others, reversed) }
        }
        if characters.count > limit { characters.removeLast(characters.count - limit) }
        return PDFPageText(
            number: number, width: width, height: height, characters: characters,
            boxes: characters.isEmpty ? [] : boxes(in: &area, count: characters.count, limit: limit),
            styles: characters.isEmpty ? [] : styles(in: &area, count: characters.count), fields: fields(height: height)
        )
    }

    private func characters(in area: inout PopplerRectangle) -> [Unicode.Scalar] {
        guard let text = poppler_page_get_text_for_area(handle, &area) else { return [] }
        defer { g_free(text) }
        var characters: [Unicode.Scalar] = []
        characters.reserveCapacity(strlen(text))
        // Marks of embedding and override are not in the layout, and words are put in order later.
        for scalar in String(cString: text).unicodeScalars where !(0x202A...0x202E).contains(scalar.value) {
            characters.append(scalar)
        }
        return characters
    }

    private func boxes(in area: inout PopplerRectangle, count: Int, limit: Int) -> [PDFBox] {
        var rectangles: UnsafeMutablePointer<PopplerRectangle>?
        var found: guint = 0
        guard poppler_page_get_text_layout_for_area(handle, &area, &rectangles, &found) != 0, let rectangles else {
            return []
        }
        defer { g_free(rectangles) }
        guard count == min(Int(found), limit) else { return [] }
        return UnsafeBufferPointer(start: rectangles, count: count).map { rectangle in
            PDFBox(left: rectangle.x1, top: rectangle.y1, right: rectangle.x2, bottom: rectangle.y2)
        }
    }

    private func styles(in area: inout PopplerRectangle, count: Int) -> [PDFPageText.Style] {
        let list = poppler_page_get_text_attributes_for_area(handle, &area)
        defer { poppler_page_free_text_attributes(list) }
        var styles: [PDFPageText.Style] = []
        for item in items(of: list, as: PopplerTextAttributes.self) {
            let start = Int(item.pointee.start_index)
            // The library's end is the last character's own index.
            let end = min(Int(item.pointee.end_index) + 1, count)
            guard start >= 0, start < end else { continue }
            let name = item.pointee.font_name
            styles.append(
                PDFPageText.Style(
                    range: start..<end, size: item.pointee.font_size, isBold: name.map { Self.isBold($0) } ?? false))
        }
        return styles
    }

    private static func isBold(_ fontName: UnsafePointer<CChar>) -> Bool {
        ["Bold", "bold", "BOLD", "Black", "Heavy", "Demi", "CMBX", "-Bd"].contains { (mark: String) in
            strstr(fontName, mark) != nil
        }
    }

    /// Text fields, choices and free text notes: the interpreter of page content does not see them.
    private func fields(height: Double) -> [PDFPageText.Field] {
        var fields: [PDFPageText.Field] = []
        func add(_ text: String?, _ area: PopplerRectangle) {
            guard let text = text.map(BlockText.normalized), !text.isEmpty, text.utf8.count < 100_000 else { return }
            let box = PDFBox(left: area.x1, top: height - area.y2, right: area.x2, bottom: height - area.y1)
            fields.append(PDFPageText.Field(text: text, box: box))
        }
        let forms = poppler_page_get_form_field_mapping(handle)
        for item in items(of: forms, as: PopplerFormFieldMapping.self) {
            guard let field = item.pointee.field else { continue }
            switch poppler_form_field_get_field_type(field) {
            case POPPLER_FORM_FIELD_TEXT where poppler_form_field_text_is_password(field) == 0:
                add(takeString(poppler_form_field_text_get_text(field)), item.pointee.area)
            case POPPLER_FORM_FIELD_CHOICE:
                add(takeString(poppler_form_field_choice_get_text(field)), item.pointee.area)
            default: break
            }
        }
        poppler_page_free_form_field_mapping(forms)
        let notes = poppler_page_get_annot_mapping(handle)
        for item in items(of: notes, as: PopplerAnnotMapping.self) {
            guard let note = item.pointee.annot, poppler_annot_get_annot_type(note) == POPPLER_ANNOT_FREE_TEXT,
                poppler_annot_get_flags(note).rawValue & POPPLER_ANNOT_FLAG_HIDDEN.rawValue == 0
            else { continue }
            add(takeString(poppler_annot_get_contents(note)), item.pointee.area)
        }
        poppler_page_free_annot_mapping(notes)
        return fields.sorted { ($0.box.top, $0.box.left) < ($1.box.top, $1.box.left) }
    }

    private func items<Item>(of list: UnsafeMutablePointer<GList>?, as type: Item.Type) -> some Sequence<
        UnsafeMutablePointer<Item>
    > {
        sequence(first: list) { $0?.pointee.next }.lazy.prefix { $0 != nil }
            .compactMap { $0?.pointee.data.map { $0.assumingMemoryBound(to: type) } }
    }
}
