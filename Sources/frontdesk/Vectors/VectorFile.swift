import Channels
import DeskModel
import Foundation

/// A file of protocol vectors: cases of one protocol with what must come of them.
struct VectorFile {
    /// A case, and where it stands in its file.
    struct Case {
        let section: String
        let vector: JSONValue

        /// Under its section's name, unless it is the usual one.
        var check: VectorCheck { VectorCheck(vector, in: section == "cases" ? "" : section) }
    }

    /// The file's name without its ending.
    let name: String
    let content: JSONValue
    /// Why there is nothing in it to run.
    let problem: String?

    /// The files of a folder in order of their names. - Throws: `VectorError`.
    static func read(_ directory: String) throws(VectorError) -> [VectorFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw VectorError("The folder \(directory) cannot be read.")
        }
        let files = names.sorted().filter { $0.hasSuffix(".json") }.map { name in
            let data = FileManager.default.contents(atPath: "\(directory)/\(name)")
            let content = data.flatMap { try? JSONValue(parsing: Array($0)) } ?? .null
            return VectorFile(
                name: String(name.dropLast(5)), content: content,
                problem: content["format"].integer == 1 ? nil : "The file is no vector file of format 1.")
        }
        guard !files.isEmpty else { throw VectorError("There are no vector files in \(directory).") }
        return files
    }

    /// The cases of some sections, of which each may hold one or many.
    func cases(in sections: [String]) -> [Case] {
        sections.flatMap { section -> [Case] in
            let value = content[section]
            if case .object = value { return [Case(section: section, vector: value)] }
            return value.elements.map { Case(section: section, vector: $0) }
        }
    }

    /// A failure for each case in a section that nobody reads.
    func strays(beside sections: [String]) -> [VectorResult] {
        guard case .object(let members) = content else { return [] }
        let others = members.keys.filter { !sections.contains($0) && $0 != "legend" }.sorted()
        return cases(in: others).filter { !$0.vector["id"].isNull }.map { stray in
            var check = stray.check
            check.expect("section", "one that the runner knows", stray.section)
            return check.result
        }
    }
}

/// Why vectors cannot be run.
struct VectorError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// What came of one case.
struct VectorResult {
    /// What was expected and what came instead, for each thing that differs; empty when it passed.
    struct Difference {
        let what: String
        let expected: String
        let got: String
    }

    let id: String
    let differences: [Difference]

    var passed: Bool { differences.isEmpty }

    /// A file that could not be run.
    static func failure(_ sentence: String) -> VectorResult {
        VectorResult(id: "file", differences: [Difference(what: "run", expected: "cases that can be", got: sentence)])
    }
}

/// Collects what differs in a case.
struct VectorCheck {
    /// Names within an expectation that tell people something, and expect nothing.
    static let remarks: Set = ["note", "notes", "comment", "source", "why", "alternative"]

    let id: String
    private(set) var differences: [VectorResult.Difference] = []

    init(_ vector: JSONValue, in section: String = "") {
        let name = vector["id"].string ?? section
        id = section.isEmpty || name == section ? name : "\(section)/\(name)"
    }

    mutating func expect(_ what: String, _ expected: String, _ got: String) {
        if expected != got { differences.append(VectorResult.Difference(what: what, expected: expected, got: got)) }
    }

    mutating func expect(_ what: String, _ expected: JSONValue, _ got: JSONValue) {
        // Numbers that are written as strings are the same numbers.
        if expected == got || expected.integer != nil && expected.integer == got.integer { return }
        if let one = expected.number, let other = got.number, one == other { return }
        expect(what, expected.text, got.text)
    }

    /// Every member of `expected` must be in `got`; more may be. An empty text is met by none.
    mutating func expect(_ what: String, subset expected: JSONValue, of got: JSONValue) {
        switch expected {
        case .object(let members):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                expect("\(what).\(name)", subset: value, of: got[name])
            }
        case .array(let elements):
            expect("\(what).count", String(elements.count), String(got.elements.count))
            for (index, pair) in zip(elements, got.elements).enumerated() {
                expect("\(what)[\(index)]", subset: pair.0, of: pair.1)
            }
        case .string(""): if !got.isNull { expect(what, expected, got) }
        default: expect(what, expected, got)
        }
    }

    /// Fails for an expectation that cannot be looked at: what was not looked at did not pass.
    mutating func misunderstand(_ what: String, _ expected: JSONValue) {
        expect(what, expected.text, "nothing, for the runner does not know this expectation")
    }

    /// Fails for every member of an expectation whose name is not known.
    mutating func understand(_ what: String, _ expectation: JSONValue, _ known: Set<String>) {
        guard case .object(let members) = expectation else {
            if !expectation.isNull { misunderstand(what, expectation) }
            return
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key })
        where !known.contains(name) && !Self.remarks.contains(name) {
            misunderstand("\(what).\(name)", value)
        }
    }

    mutating func fail(_ what: String, _ error: any Error) { expect(what, "no error", String(reflecting: error)) }

    var result: VectorResult { VectorResult(id: id, differences: differences) }
}

extension JSONValue {
    /// The texts of an object's members, such as headers.
    var texts: [String: String] {
        guard case .object(let members) = self else { return [:] }
        return members.compactMapValues(\.string)
    }

    /// The names of an object's members.
    var names: [String] {
        guard case .object(let members) = self else { return [] }
        return members.keys.sorted()
    }

    /// A text or a list of texts.
    var list: [String] { string.map { [$0] } ?? elements.compactMap(\.string) }
}
