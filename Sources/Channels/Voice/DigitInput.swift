public import DeskModel

/// What the keys of a telephone mean at the moment.
public enum DigitInput: Hashable, Sendable {
    /// Single keys: 0 asks for a person, the others are noted.
    case menu
    /// Digits up to `#` or a pause are what is said.
    case number
    /// A key for each choice, from 1.
    case choice(Int)
    /// 1 is yes, 2 is no.
    case yesNo

    /// What a form asks for; the menu without one.
    public init(after prompt: FormPrompt?) {
        guard let prompt, prompt.status == .open else {
            self = .menu
            return
        }
        switch prompt.type {
        case .number, .phone: self = .number
        case .yesNo: self = .yesNo
        case .choice:
            let count = prompt.choices?.count ?? 0
            self = (1...9).contains(count) ? .choice(count) : .number
        case .text, .longText, .date, .email, .address, nil: self = .menu
        }
    }

    /// What may stand in an address.
    var name: String {
        switch self {
        case .menu: "menu"
        case .number: "number"
        case .choice(let count): "choice\(count)"
        case .yesNo: "yesno"
        }
    }

    init(name: String?) {
        switch name {
        case "number": self = .number
        case "yesno": self = .yesNo
        case let name?:
            self = [1, 2, 3, 4, 5, 6, 7, 8, 9].first { name == "choice\($0)" }.map { .choice($0) } ?? .menu
        case nil: self = .menu
        }
    }

    /// Whether one key says it all.
    var isOneKey: Bool { self != .number }

    /// What somebody who pressed these says; `nil` where it says nothing here.
    func text(of digits: String) -> String? {
        switch self {
        case .menu: return nil
        case .number: return digits.contains(where: \.isNumber) ? digits : nil
        case .choice(let count): return Int(digits).flatMap { (1...count).contains($0) ? String($0) : nil }
        case .yesNo: return digits == "1" ? "yes" : digits == "2" ? "no" : nil
        }
    }
}
