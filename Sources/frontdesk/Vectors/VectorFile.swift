import Channels
import DeskModel
import Foundation

/// A file of protocol vectors: cases of one protocol with what must come of them.
struct VectorFile {
    /// The file's name without its ending: says which protocol it is of.
    let name: String
    let content: JSONValue

    /// The files of a folder in order of their names. - Throws: `VectorError`.
    static func read(_ directory: String) throws(VectorError) -> [VectorFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw VectorError("The folder \(directory) cannot be read.")
        }
        var files: [VectorFile] = []
        for name in names.sorted() where name.hasSuffix(".json") {
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)"),
                let content = try? JSONValue(parsing: Array(data)), content["format"].integer == 1
            else { throw VectorError("\(name) is no vector file of format 1.") }
            files.append(VectorFile(name: String(name.dropLast(5)), content: content))
        }
        guard !files.isEmpty else { throw VectorError("There are no vector files in \(directory).") }
        return files
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
}

/// Collects what differs in a case.
struct VectorCheck {
    let id: String
    private(set) var differences: [VectorResult.Difference] = []

    init(_ vector: JSONValue, in section: String = "") {
        id = (section.isEmpty ? "" : section + "/") + (vector["id"].string ?? "?")
    }

    mutating func expect(_ what: String, _ expected: String, _ got: String) {
        if expected != got { differences.append(VectorResult.Difference(what: what, expected: expected, got: got)) }
    }

    mutating func expect(_ what: String, _ expected: JSONValue, _ got: JSONValue) {
        // Numbers that are written as strings are the same numbers.
        if expected == got || expected.integer != nil && expected.integer == got.integer { return }
        expect(what, expected.text, got.text)
    }

    /// Every member of `expected` must be in `got`; more may be.
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
        default: expect(what, expected, got)
        }
    }

    mutating func fail(_ what: String, _ error: any Error) { expect(what, "no error", String(reflecting: error)) }

    var result: VectorResult { VectorResult(id: id, differences: differences) }
}
