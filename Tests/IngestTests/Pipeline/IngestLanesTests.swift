import DeskModel
import Testing

@testable import Ingest

@Suite("Lanes of documents under way")
struct IngestLanesTests {
    private func business(_ id: Int64, endpoint: String? = nil) -> Business {
        var settings = BusinessSettings()
        settings.embedding = endpoint.map { ModelEndpoint(baseURL: $0, model: "m") }
        return Business(id: BusinessID(id), name: "Shop", settings: settings, createdAt: .now())
    }

    @Test("businesses of one model share its room, and get it back")
    func shared() throws {
        var lanes = IngestLanes(room: 2, endpointRoom: 9)
        let entered = (1...3).map { lanes.enter(business($0)) }
        let lane = try #require(entered[0])
        #expect(entered == [lane, lane, nil])
        #expect(lanes.crowded == [BusinessID(1), BusinessID(2), BusinessID(3)])
        lanes.leave(lane)
        #expect(lanes.crowded.isEmpty)
        let again = lanes.enter(business(3))
        #expect(again == lane)
    }

    @Test("an endpoint that is full crowds its own businesses alone")
    func apart() {
        var lanes = IngestLanes(room: 1, endpointRoom: 9)
        let entered = [1, 1, 2].map { lanes.enter(business($0, endpoint: "https://\($0).example")) != nil }
        #expect(entered == [true, false, true])
        #expect(lanes.crowded == [BusinessID(1), BusinessID(2)])
        let server = lanes.enter(business(3))
        #expect(server != nil)
    }

    @Test("all endpoints together have a bound, which the server's own model does not count for")
    func bound() throws {
        var lanes = IngestLanes(room: 2, endpointRoom: 2)
        let entered = [1, 2, 3].map { lanes.enter(business($0, endpoint: "https://\($0).example")) }
        #expect(entered.map { $0 != nil } == [true, true, false])
        let server = lanes.enter(business(4))
        #expect(server != nil)
        lanes.leave(try #require(entered[0]))
        let third = lanes.enter(business(3, endpoint: "https://3.example"))
        #expect(third != nil)
    }
}
