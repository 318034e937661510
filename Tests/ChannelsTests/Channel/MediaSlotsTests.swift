import DeskModel
import Testing

@testable import Channels

@Suite("Which files are fetched next")
struct MediaSlotsTests {
    private func file(_ id: String, of business: Int64, by provider: ChannelProvider) -> InboundMedia {
        InboundMedia(
            id: id, business: BusinessID(business), conversation: "c", message: "m", provider: provider, reference: id,
            contentType: nil, filename: nil, attempts: 0)
    }

    @Test("W21: a provider that does not answer leaves places for the others, and so does a business with many files")
    func places() {
        var slots = MediaSlots()
        let flood = (0..<20).map { file("a\($0)", of: 1, by: .whatsapp) }
        #expect(slots.fill(from: flood).map(\.id) == ["a0", "a1"])
        let others = [
            file("b0", of: 2, by: .whatsapp), file("c0", of: 3, by: .whatsapp), file("t0", of: 3, by: .telegram),
        ]
        #expect(slots.fill(from: flood + others).map(\.id) == ["b0", "t0"])
        // None is fetched twice at once; a place is taken as soon as one is free.
        #expect(slots.fill(from: flood + others).isEmpty)
        slots.free("a0")
        #expect(slots.fill(from: Array(flood.dropFirst(1)) + others).map(\.id) == ["a2"])
        slots.free("b0")
        #expect(slots.fill(from: Array(flood.dropFirst(1)) + others.dropFirst()).map(\.id) == ["c0"])
    }

    @Test("W21: so many are under way at once over all, and no more")
    func bound() {
        var slots = MediaSlots()
        let files = ChannelProvider.allCases.flatMap { provider in
            (1...9).map { file("\(provider.rawValue)\($0)", of: Int64($0), by: provider) }
        }
        #expect(slots.fill(from: files).count == MediaSlots.maximum)
    }
}
