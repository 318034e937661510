public import DeskModel

/// A form that Twilio posts about a call.
public struct TwilioCallForm: Hashable, Sendable {
    public let callSid: String
    public let accountSid: String?
    public let direction: Call.Direction
    public let from: String
    public let to: String
    public let step: DeliveryStep
    public let form: FormFields

    private static let ranks = ["queued": 0, "initiated": 10, "ringing": 20, "in-progress": 30]
    private static let ends: Set = ["completed", "busy", "failed", "no-answer", "canceled"]

    /// How far a call has come. - Returns: `nil` for a word that Twilio does not document.
    public static func step(_ word: String) -> DeliveryStep? {
        ends.contains(word)
            ? DeliveryStep(word, rank: 40, isTerminal: true) : ranks[word].map { DeliveryStep(word, rank: $0) }
    }

    /// - Returns: `nil` when the form is not one of a call.
    public init?(_ form: FormFields) {
        guard let sid = form.filled("CallSid"), TwilioSid.isValid(sid, "CA") else { return nil }
        callSid = sid
        accountSid = form.filled("AccountSid")
        direction = form["Direction"]?.hasPrefix("outbound") == true ? .outbound : .inbound
        // Callbacks of recordings leave them out.
        from = String((form.filled("From") ?? form.filled("Caller") ?? "").prefix(256))
        to = String((form.filled("To") ?? form.filled("Called") ?? "").prefix(256))
        step = form.filled("CallStatus").flatMap { Self.step($0.lowercased()) } ?? DeliveryStep("queued", rank: -1)
        self.form = form
    }

    /// What the form says of the call itself.
    public var report: CallReport {
        var report = CallReport(
            provider: .twilio, callSid: callSid, direction: direction, from: from, to: to, step: step)
        report.duration = seconds("CallDuration")
        return report
    }

    /// The report of a recording's callbacks.
    ///
    /// - Parameter apiBase: where recordings stand; an address anywhere else is not kept.
    public func recordingReport(apiBase: String) -> CallReport {
        var report = report
        guard let sid = form.filled("RecordingSid"), TwilioSid.isValid(sid, "RE") else { return report }
        report.recordingSid = sid
        report.recordingURL = form.filled("RecordingUrl").flatMap {
            $0.hasPrefix(apiBase + "/") && $0.utf8.count <= 1_000 ? $0 : nil
        }
        report.recordingLength = seconds("RecordingDuration")
        if form["RecordingStatus"] == "completed" { report.isRecordingReady = true }
        return report
    }

    /// Whole seconds, from 0 to a day.
    func seconds(_ name: String) -> Int? {
        form[name].flatMap { Int($0) }.flatMap { (0...86_400).contains($0) ? $0 : nil }
    }

    /// The customer's number, when they can be recognised and texted by it.
    public var customer: String? {
        let address = direction == .inbound ? from : to
        return PhoneAddress.isReachable(address) ? address : nil
    }
}
