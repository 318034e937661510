import Answering
import DeskModel
public import Foundation

/// How near the rules' rewriting of follow-up questions comes to what people wrote for them.
public struct FollowUpEvaluation: Hashable, Codable, Sendable {
    public let set: String
    public let turns: Int
    /// Mean token F1 of the questions as they came to their stand-alone rewriting, 0...1.
    public let raw: Double
    /// The same of the questions as the desk rewrites them.
    public let rewritten: Double
    /// The same of what the desk searches for: the rewriting, and the words carried beside it, which cost token F1 and
    /// find passages.
    public let searched: Double
    /// Turns that the desk changed.
    public let changed: Int
    /// Turns that it changed though they needed no context.
    public let needless: Int

    private struct Row: Decodable {
        struct Turn: Decodable {
            let speaker: String
            let text: String
        }
        let id: String
        let history: [Turn]
        let text: String
        let rewrite: String
        let needsContext: Bool?

        enum CodingKeys: String, CodingKey {
            case id, history, text, rewrite
            case needsContext = "needs_context"
        }

        /// Turns of one conversation are numbered behind its id.
        var conversation: String {
            id.lastIndex { $0 == "-" || $0 == "_" }.map { String(id[..<$0]) } ?? id
        }

        var messages: [Message] {
            history.map { turn in
                Message(
                    id: "", conversation: "", business: BusinessID(0),
                    sender: turn.speaker == "user" ? .user : .assistant, text: turn.text,
                    createdAt: Timestamp(milliseconds: 0))
            }
        }
    }

    /// Whether the folder holds `turns.jsonl`, gzipped or not.
    public static func holdsTurns(_ folder: URL) -> Bool { JSONLines.exists("turns", in: folder) }

    /// Rewrites every turn of the folder's `turns.jsonl`.
    ///
    /// Blocks on the file system: call it off the cooperative pool where that matters.
    /// - Parameter part: turns of one conversation stand in the same half.
    /// - Throws: `EvaluationSetError`.
    public init(_ folder: URL, part: EvaluationPart = .all) throws {
        let rows = try JSONLines.read("turns", Row.self, in: folder).filter {
            part == .all || EvaluationPart(group: $0.conversation) == part
        }
        let pairs = rows.map { row in (row: row, followUp: FollowUp(row.text, history: row.messages)) }
        let changes = pairs.filter { Self.tokens($0.followUp.question) != Self.tokens($0.row.text) }
        set = folder.lastPathComponent
        turns = rows.count
        raw = Metrics.mean(rows.map { Self.tokenF1($0.text, $0.rewrite) }) ?? 0
        rewritten = Metrics.mean(pairs.map { Self.tokenF1($0.followUp.question, $0.row.rewrite) }) ?? 0
        searched = Metrics.mean(pairs.map { Self.tokenF1($0.followUp.searched, $0.row.rewrite) }) ?? 0
        changed = changes.count
        needless = changes.count { $0.row.needsContext == false }
    }

    /// A line for people.
    public var summary: String {
        func figure(_ value: Double) -> String { String(format: "%.3f", value) }
        return "\(set): \(turns) turns, token F1 to the stand-alone rewriting \(figure(raw)) as they came, "
            + "\(figure(rewritten)) rewritten, \(figure(searched)) searched for; \(changed) changed, "
            + "\(needless) of them needlessly"
    }

    private static func tokens(_ text: String) -> [Substring] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "'" }
    }

    private static func tokenF1(_ text: String, _ wanted: String) -> Double {
        let given = tokens(text)
        let wanted = tokens(wanted)
        var left = Dictionary(wanted.map { ($0, 1) }, uniquingKeysWith: +)
        let common = given.count { token in
            guard let count = left[token], count > 0 else { return false }
            left[token] = count - 1
            return true
        }
        return common == 0 ? 0 : 2 * Double(common) / Double(given.count + wanted.count)
    }
}
