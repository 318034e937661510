import DeskModel

/// Says which files are fetched next, so that neither a provider that does not answer nor a business that was sent a
/// thousand files holds up the others.
struct MediaSlots: Sendable {
    /// At once.
    static let maximum = 8
    private static let maximumPerProvider = 3
    private static let maximumPerBusiness = 2
    /// Files to choose from: those under way are among them.
    static let window = 64

    private var active: [String: InboundMedia] = [:]

    /// Takes as many files as there are places for, in their order but by turns. - Returns: those to fetch now.
    mutating func fill(from pending: [InboundMedia]) -> [InboundMedia] {
        var taken: [InboundMedia] = []
        for media in pending where hasPlace(for: media) {
            active[media.id] = media
            taken.append(media)
        }
        return taken
    }

    /// Gives the place of a file back, whatever became of it.
    mutating func free(_ id: String) { active[id] = nil }

    private func hasPlace(for media: InboundMedia) -> Bool {
        let rivals = active.values.filter { $0.provider == media.provider }
        return active[media.id] == nil && active.count < Self.maximum && rivals.count < Self.maximumPerProvider
            && rivals.count { $0.business == media.business } < Self.maximumPerBusiness
    }
}
