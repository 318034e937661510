/// Finds the reading order of a page: bands from top to bottom, in each its columns, in each column its bands again.
///
/// A recursive cut at white space after Nagy and Seth's XY-cut (1984), with bands chosen so that a gutter stays open as
/// long as possible.
enum PDFLayout {
    /// More fragments than this on a page are left in the library's order: no text is set so.
    private static let maximumFragments = 20_000
    /// Nesting of columns within columns.
    private static let maximumDepth = 8

    /// - Parameter fragments: in the library's order, which is kept where the page is set sideways.
    static func regions(of fragments: [PDFFragment]) -> [PDFRegion] {
        let upright = fragments.filter { !$0.isRotated }
        let rotated = fragments.filter(\.isRotated)
        guard !upright.isEmpty, upright.count <= maximumFragments, rotated.count <= upright.count else {
            return fragments.isEmpty ? [] : [.column(fragments)]
        }
        let rightToLeft = upright.count(where: \.isRightToLeft) * 2 > upright.count
        let size = median(upright.map(\.size))
        let joined = PDFLineJoiner.join(upright, rightToLeft: rightToLeft)
        let splitter = Splitter(minimumGutter: size * 0.6, rightToLeft: rightToLeft)
        var regions = splitter.regions(
            of: joined.sorted { ($0.box.top, $0.box.left) < ($1.box.top, $1.box.left) }, depth: 0)
        if !rotated.isEmpty { regions.append(.column(rotated)) }
        return regions
    }

    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        return values.sorted()[values.count / 2]
    }

    private struct Splitter {
        let minimumGutter: Double
        let rightToLeft: Bool

        /// - Parameter fragments: ordered by their upper edges.
        func regions(of fragments: [PDFFragment], depth: Int) -> [PDFRegion] {
            bands(of: fragments).flatMap { band -> [PDFRegion] in
                let gutters = gutters(of: band).interior
                guard !gutters.isEmpty, depth < maximumDepth else {
                    return [.column(PDFLineJoiner.rows(of: band, rightToLeft: rightToLeft))]
                }
                var columns = PDFColumns(band, gutters: gutters)
                if columns.isTable {
                    return PDFTable.regions(of: columns.refined(minimumGutter: minimumGutter), rightToLeft: rightToLeft)
                }
                if rightToLeft { columns.columns.reverse() }
                return columns.columns.flatMap { regions(of: $0, depth: depth + 1) }
            }
        }

        private func gutters(of fragments: [PDFFragment]) -> PDFGutters {
            PDFGutters(minimum: minimumGutter).covering(fragments.map(\.box))
        }

        /// Cuts where a gutter opens or closes.
        private func bands(of fragments: [PDFFragment]) -> [[PDFFragment]] {
            let neighbours = neighbours(of: fragments)
            var bands: [[PDFFragment]] = []
            var band: [PDFFragment] = []
            var gutters = PDFGutters(minimum: minimumGutter)
            for (index, fragment) in fragments.enumerated() {
                let hadInterior = gutters.hasInterior
                // What stands alone on its row opens nothing.
                var opens = false
                if !neighbours[index].isEmpty {
                    let row = neighbours[index].map { fragments[$0].box } + [fragment.box]
                    opens =
                        !gutters.covering(row).hasInterior
                        && PDFGutters(minimum: minimumGutter).covering(row).hasInterior
                }
                gutters.cover(fragment.box)
                let closes = hadInterior && !gutters.hasInterior
                if !band.isEmpty, opens || closes {
                    let carried = trailing(of: &band, before: fragment)
                    if !band.isEmpty { bands.append(band) }
                    band = carried
                    gutters = PDFGutters(minimum: minimumGutter).covering(carried.map(\.box) + [fragment.box])
                }
                band.append(fragment)
            }
            if !band.isEmpty { bands.append(band) }
            return bands
        }

        /// Takes lines off the end of a band that stand below all of its columns and nearer to what follows, such as
        /// the heading of the next section.
        private func trailing(of band: inout [PDFFragment], before next: PDFFragment) -> [PDFFragment] {
            guard gutters(of: band).hasInterior else { return [] }
            var carried: [PDFFragment] = []
            var lower = next.box
            while let last = band.last, band.count > 1, carried.count < 3 {
                let above = band.dropLast().map(\.box.bottom).max() ?? last.box.top
                guard last.box.top >= above, last.box.top - above > lower.top - last.box.bottom else { break }
                carried.insert(last, at: 0)
                lower = last.box
                band.removeLast()
            }
            return carried
        }

        /// For each fragment those that stand beside it, by index.
        private func neighbours(of fragments: [PDFFragment]) -> [[Int]] {
            var neighbours = [[Int]](repeating: [], count: fragments.count)
            for index in fragments.indices {
                let box = fragments[index].box
                for other in fragments.indices[(index + 1)...] {
                    let candidate = fragments[other].box
                    if candidate.top >= box.bottom { break }
                    guard neighbours[index].count < 64 else { break }
                    let overlap = min(box.bottom, candidate.bottom) - max(box.top, candidate.top)
                    let isBeside = candidate.left >= box.right || candidate.right <= box.left
                    if isBeside, overlap > 0.3 * min(box.height, candidate.height) {
                        neighbours[index].append(other)
                        neighbours[other].append(index)
                    }
                }
            }
            return neighbours
        }
    }
}
