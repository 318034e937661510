import DeskModel
import Testing

@testable import Delivery

@Suite("What a failure means for an entry and its target")
struct DeliveryPolicyTests {
    private let now = Timestamp(milliseconds: 1_000_000_000_000)

    private func claim(attempts: Int, failures: Int = 0, failingFor: Int64? = nil) -> OutboxClaim {
        let entry = OutboxEntry(
            id: UUIDv7.next(), business: BusinessID(1), kind: .webhook, lane: "l", payload: "{}", attempts: attempts,
            state: .pending, dueAt: nil, expiresAt: nil, lastError: nil, createdAt: now, updatedAt: now)
        return OutboxClaim(
            token: "t", entry: entry, laneFailures: failures,
            failingSince: failingFor.map { now.advanced(byMilliseconds: -$0) })
    }

    private func verdict(_ policy: DeliveryPolicy, _ result: DeliveryResult, _ claim: OutboxClaim)
        -> DeliveryPolicy.Verdict?
    {
        var generator = Constant.highest
        return policy.verdict(on: result, of: claim, now: now, using: &generator)
    }

    @Test("a failed entry steps aside and its target is left in peace, longer with each failure")
    func unordered() {
        let first = verdict(.webhooks, DeliveryResult(.failed), claim(attempts: 1))
        #expect(first?.settlement == OutboxSettlement(.retry(after: 5_500), lanePause: 5_000))
        let later = verdict(.webhooks, DeliveryResult(.failed), claim(attempts: 1, failures: 3))
        #expect(later?.settlement.lanePause == 40_000)
        let dead = verdict(.webhooks, DeliveryResult(.failed), claim(attempts: 1, failures: 1000))
        #expect(dead?.settlement.lanePause == 300_000)
    }

    @Test("where order counts, the lane waits with the failed entry")
    func ordered() {
        let policy = DeliveryPolicy(schedule: .webhook, isOrdered: true, maximumConcurrent: 1)
        let failed = verdict(policy, DeliveryResult(.failed), claim(attempts: 2))
        #expect(failed?.settlement == OutboxSettlement(.retry(after: 0), lanePause: 330_000))
        // Given up, it is out of the way of those behind it.
        #expect(verdict(policy, DeliveryResult(.failed), claim(attempts: 10))?.settlement == OutboxSettlement(.dead))
    }

    @Test("a target that asks for peace gets it as a whole")
    func retryAfter() {
        let result = DeliveryResult(.failed, status: 429, retryAfter: 3_600_000)
        let verdict = verdict(.webhooks, result, claim(attempts: 1))
        #expect(verdict?.settlement == OutboxSettlement(.retry(after: 3_600_000), lanePause: 3_600_000))
    }

    @Test("C10: a target is given up after five days of nothing but failures, or when it says that it is gone")
    func abandonment() {
        let day: Int64 = 86_400_000
        let failed = DeliveryResult(.failed)
        #expect(verdict(.webhooks, failed, claim(attempts: 3, failingFor: 5 * day - 1))?.abandonment == nil)
        #expect(verdict(.webhooks, failed, claim(attempts: 3, failingFor: 5 * day))?.abandonment != nil)
        // A clock that was set back has not failed for days.
        #expect(verdict(.webhooks, failed, claim(attempts: 3, failingFor: -9 * day))?.abandonment == nil)
        let gone = verdict(.webhooks, DeliveryResult(.targetGone, status: 410, error: "gone"), claim(attempts: 1))
        #expect(gone?.abandonment == "gone" && gone?.settlement.outcome == .dead)
        #expect(verdict(.email, failed, claim(attempts: 3, failingFor: 50 * day))?.abandonment == nil)
    }

    @Test(
        "what was refused is given up at once; what we stopped ourselves does not count; secrets are erased at the end")
    func ends() {
        let refused = verdict(.email, DeliveryResult(.refused, isConfidential: true), claim(attempts: 1))
        #expect(refused?.settlement == OutboxSettlement(.dead, erasesPayload: true))
        #expect(verdict(.email, DeliveryResult(.interrupted), claim(attempts: 1)) == nil)
        let failed = verdict(.email, DeliveryResult(.failed, isConfidential: true), claim(attempts: 1))
        #expect(failed?.settlement.erasesPayload == false)
        let exhausted = verdict(.email, DeliveryResult(.failed, isConfidential: true), claim(attempts: 31))
        #expect(exhausted?.settlement.outcome == .dead && exhausted?.settlement.erasesPayload == true)
    }
}
