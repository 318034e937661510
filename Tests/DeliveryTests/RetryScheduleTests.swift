import DeskModel
import Testing

@testable import Delivery

/// Random numbers that are all the same.
struct Constant: RandomNumberGenerator {
    let value: UInt64

    static let lowest = Constant(value: 0)
    static let highest = Constant(value: .max)

    mutating func next() -> UInt64 { value }
}

@Suite("When a failed sending is tried again")
struct RetryScheduleTests {
    private func delays(_ schedule: RetrySchedule, _ random: Constant) -> [Int64] {
        var generator = random
        return (1...40).compactMap { schedule.delay(after: $0, using: &generator) }
    }

    @Test("webhooks follow the times of the specification, a tenth about, and end after three days")
    func webhooks() {
        let seconds: [Int64] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
        for (random, factor) in [(Constant.lowest, 0.9), (.highest, 1.1)] {
            let delays = delays(.webhook, random)
            #expect(delays.count == 9)
            for (delay, second) in zip(delays, seconds) {
                #expect(abs(Double(delay) - Double(second) * 1000 * factor) <= 1, "\(delay) for \(second) s")
            }
        }
    }

    @Test("full jitter takes any time from nothing to the doubled delay, and the cap holds")
    func fullJitter() {
        let schedule = RetrySchedule.exponential(base: 100, cap: 1000, retries: 70)
        #expect(schedule.delays.prefix(5) == [100, 200, 400, 800, 1000])
        #expect(schedule.delays.allSatisfy { $0 <= 1000 })
        #expect(delays(schedule, .lowest).allSatisfy { $0 == 1 })
        #expect(delays(schedule, .highest).prefix(4).elementsEqual([100, 200, 400, 800]) { abs($0 - $1) <= 1 })
        var generator = SystemRandomNumberGenerator()
        let drawn = Set((0..<50).compactMap { _ in schedule.delay(after: 5, using: &generator) })
        #expect(drawn.count > 10)
    }

    @Test("what the target asked for is waited for, but for no more than a day")
    func retryAfter() {
        var generator = Constant.lowest
        #expect(RetrySchedule.webhook.delay(after: 1, atLeast: 120_000, using: &generator) == 120_000)
        #expect(RetrySchedule.webhook.delay(after: 1, atLeast: .max, using: &generator) == 86_400_000)
        #expect(RetrySchedule.webhook.delay(after: 2, atLeast: 1, using: &generator) == 270_000)
    }

    @Test(
        "there is no delay after the last attempt, nor for attempts that never were", arguments: [0, -1, 10, 11, .max])
    func end(attempt: Int) {
        var generator = Constant.lowest
        #expect(RetrySchedule.webhook.delay(after: attempt, atLeast: 5, using: &generator) == nil)
    }

    @Test(
        "Retry-After is read as seconds or as a date",
        arguments: [
            ("120", 120_000), (" 7 ", 7_000), ("0", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 37_000),
            ("Sun, 06 Nov 1994 08:48:00 GMT", 0), ("soon", nil), ("", nil), ("-5", nil), ("12 minutes", nil),
            ("99999999999999999999", nil),
        ] as [(String, Int64?)])
    func retryAfter(value: String, milliseconds: Int64?) {
        // 08:49:00
        let now = Timestamp(milliseconds: 784_111_740_000)
        #expect(RetryAfter.milliseconds(value, now: now) == milliseconds)
    }
}
