public import DeskModel

/// How far a message sent through Twilio has come.
public enum TwilioMessageStatus {
    private static let ranks = [
        "accepted": 0, "scheduled": 0, "queued": 1, "sending": 2, "sent": 3, "delivered": 4,
        "partially_delivered": 4, "read": 5,
    ]

    /// - Returns: `nil` for a word that Twilio does not document.
    public static func step(_ word: String) -> DeliveryStep? {
        switch word {
        // Between `sent` and `delivered`: what has arrived cannot fail any more.
        case "undelivered", "failed", "canceled": DeliveryStep(word, rank: 35, isTerminal: true)
        default: ranks[word].map { DeliveryStep(word, rank: 10 * $0) }
        }
    }

    static func delivery(_ word: String) -> Message.Delivery {
        switch word {
        case "sent": .sent
        case "delivered", "partially_delivered": .delivered
        case "read": .read
        case "undelivered", "failed", "canceled": .failed
        default: .queued
        }
    }

    /// A status callback. - Returns: `nil` when the form is none.
    public static func report(_ form: FormFields) -> DeliveryReport? {
        guard let sid = form.filled("MessageSid") ?? form.filled("SmsSid"), TwilioSid.isValid(sid, "SM", "MM"),
            let word = (form.filled("MessageStatus") ?? form.filled("SmsStatus"))?.lowercased(),
            let step = step(word)
        else { return nil }
        return DeliveryReport(
            messageID: sid, step: step, delivery: delivery(word),
            errorCode: form.filled("ErrorCode").flatMap { $0 == "0" ? nil : $0 })
    }
}
