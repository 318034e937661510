import DeskModel

/// How entries of a kind are sent: how many at once, in what order, and what a failure means. A pure value.
public struct DeliveryPolicy: Hashable, Sendable {
    public var schedule: RetrySchedule
    /// Whether a failed entry holds up those after it in its lane. Otherwise it steps aside, and only the lane as a whole
    /// is left in peace for a moment.
    public var isOrdered: Bool
    /// Sent at once over all lanes. At most half of them go to lanes whose last attempt failed, so that however many
    /// targets are slow or dead, the others have the other half.
    public var maximumConcurrent: Int
    /// Milliseconds for which a lane is left in peace after its first failure; doubled with each more, up to the cap.
    public var lanePause: Int64 = 5_000
    public var maximumLanePause: Int64 = 300_000
    /// Milliseconds of nothing but failures after which the target gets nothing more; `nil` never.
    public var abandonsTargetAfter: Int64?

    public init(
        schedule: RetrySchedule, isOrdered: Bool = false, maximumConcurrent: Int, abandonsTargetAfter: Int64? = nil
    ) {
        self.schedule = schedule
        self.isOrdered = isOrdered
        self.maximumConcurrent = maximumConcurrent
        self.abandonsTargetAfter = abandonsTargetAfter
    }

    /// Sent to lanes whose last attempt failed, at once.
    var maximumFailing: Int { max(1, maximumConcurrent / 2) }

    /// What a result means for its entry and its target.
    struct Verdict: Hashable {
        let settlement: OutboxSettlement
        /// Why the target gets nothing more.
        let abandonment: String?
    }

    /// - Returns: `nil` when the attempt does not count.
    func verdict(
        on result: DeliveryResult, of claim: OutboxClaim, now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> Verdict? {
        switch result.outcome {
        case .interrupted: return nil
        case .postponed:
            let pause = min(max(1, result.retryAfter ?? 1_000), 86_400_000)
            return Verdict(settlement: OutboxSettlement(.postponed, lanePause: pause), abandonment: nil)
        case .delivered:
            return Verdict(
                settlement: OutboxSettlement(.delivered, erasesPayload: result.isConfidential), abandonment: nil)
        case .refused, .targetGone:
            return Verdict(
                settlement: OutboxSettlement(.dead, erasesPayload: result.isConfidential),
                abandonment: result.outcome == .targetGone ? result.error : nil)
        case .failed:
            let minimum = result.retryAfter ?? 0
            let delay = schedule.delay(after: claim.entry.attempts, atLeast: minimum, using: &generator)
            return Verdict(
                settlement: settlement(delay, minimum, failures: claim.laneFailures, result), abandonment: nil
            ).abandoning(after: abandonsTargetAfter, claim, now: now)
        }
    }

    private func settlement(
        _ delay: Int64?, _ minimum: Int64, failures: Int, _ result: DeliveryResult
    ) -> OutboxSettlement {
        let pause = max(
            min(minimum, 86_400_000),
            RetrySchedule.pause(base: lanePause, cap: maximumLanePause, failures: failures))
        guard let delay else {
            return OutboxSettlement(.dead, lanePause: isOrdered ? 0 : pause, erasesPayload: result.isConfidential)
        }
        return isOrdered
            ? OutboxSettlement(.retry(after: 0), lanePause: delay)
            : OutboxSettlement(.retry(after: delay), lanePause: pause)
    }
}

extension DeliveryPolicy.Verdict {
    fileprivate func abandoning(after limit: Int64?, _ claim: OutboxClaim, now: Timestamp) -> Self {
        guard let limit, let since = claim.failingSince, now.milliseconds - since.milliseconds >= limit else {
            return self
        }
        let days = limit / 86_400_000
        return Self(
            settlement: settlement,
            abandonment: days > 0 ? "Every attempt failed for \(days) days." : "Every attempt failed for too long.")
    }
}
