import DeskModel

/// How many documents are under way, by what embeds them: a slow embedder fills a lane of its own and holds up nobody
/// else's documents.
struct IngestLanes {
    /// What embeds a business's documents, as far as its row tells.
    struct Lane: Hashable {
        /// The business's own; `nil` for the server's model.
        let endpoint: ModelEndpoint?
        let servedModel: String?

        init(of business: Business) {
            endpoint = business.settings.embedding
            servedModel = business.servedModel
        }
    }

    private let room: Int
    private let endpointRoom: Int
    private var counts: [Lane: Int] = [:]
    /// Where the last document of a business belonged.
    private var lanes: [BusinessID: Lane] = [:]

    /// - Parameters:
    ///   - room: most documents of a lane.
    ///   - endpointRoom: most documents of all lanes to businesses' own endpoints together, which bounds memory.
    init(room: Int, endpointRoom: Int) {
        self.room = room
        self.endpointRoom = endpointRoom
    }

    /// Takes a place for a document of the business; `nil` where there is none, and the business is crowded then.
    mutating func enter(_ business: Business) -> Lane? {
        let lane = Lane(of: business)
        lanes[business.id] = lane
        guard !isFull(lane) else { return nil }
        counts[lane, default: 0] += 1
        return lane
    }

    mutating func leave(_ lane: Lane) {
        let count = counts[lane, default: 0] - 1
        if count > 0 {
            counts[lane] = count
        } else {
            counts[lane] = nil
            lanes = lanes.filter { $0.value != lane }
        }
    }

    /// Businesses of whose documents none has a place now.
    var crowded: Set<BusinessID> { Set(lanes.filter { isFull($0.value) }.keys) }

    private func isFull(_ lane: Lane) -> Bool {
        if counts[lane, default: 0] >= room { return true }
        guard lane.endpoint != nil else { return false }
        return counts.reduce(0) { $0 + ($1.key.endpoint == nil ? 0 : $1.value) } >= endpointRoom
    }
}
