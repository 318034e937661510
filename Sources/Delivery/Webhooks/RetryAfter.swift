import DeskModel
import Foundation

/// `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date.
enum RetryAfter {
    /// - Returns: milliseconds from now; `nil` when it says nothing of use.
    static func milliseconds(_ value: String, now: Timestamp) -> Int64? {
        let text = value.filter { $0 != "\u{9}" }.trimmingPrefix(" ")
        if let seconds = Int64(text.prefix { $0.isNumber }), text.drop(while: \.isNumber).allSatisfy({ $0 == " " }) {
            return seconds >= 0 ? min(seconds, 366 * 86_400) * 1000 : nil
        }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard let date = formatter.date(from: String(text)) else { return nil }
        return max(0, Timestamp(date).milliseconds - now.milliseconds)
    }
}
