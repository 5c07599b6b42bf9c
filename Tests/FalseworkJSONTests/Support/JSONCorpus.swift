// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Foundation
import Testing

/// One case of the corpus: a document, and what each reading makes of it.
struct JSONCase: Sendable, CustomTestStringConvertible {
  let title: String
  let bytes: [UInt8]
  let answers: [JSONReading: String]

  var testDescription: String { title }

  /// The answer of the parser in the words of the corpus.
  static func answer(_ bytes: [UInt8], _ reading: JSONReading) -> String {
    do {
      return "= " + (try JSONValue.parse(bytes, reading: reading)).text()
    } catch {
      return "! \(error.pythonMessage) \(error.byteOffset)"
    }
  }

  /// The bytes, and what is left of them when they are cut at each point; of long documents only
  /// some points.
  var cuts: [[UInt8]] {
    stride(from: 0, through: bytes.count, by: 1 + bytes.count / 500).map { Array(bytes.prefix($0)) }
  }
}

/// The literate documents under Fixtures/json, whose README describes their form.
enum JSONCorpus {
  /// A mistake in the corpus itself.
  struct Mistake: Error {
    let place: String
  }

  static let accept = (try? read("accept")) ?? []
  static let reject = (try? read("reject")) ?? []
  static let either = (try? read("either")) ?? []
  static let all = accept + reject + either

  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/json")

  static func read(_ name: String) throws -> [JSONCase] {
    let text = try String(contentsOf: folder.appending(path: "\(name).md"), encoding: .utf8)
    return try text.split(separator: "\n## ").dropFirst().map(jsonCase)
  }

  private static func jsonCase(_ section: Substring) throws -> JSONCase {
    let parts = section.split(separator: "\n```", omittingEmptySubsequences: false)
    let lead = parts[0].split(separator: "\n", maxSplits: 1)
    guard lead.count == 2, parts.count % 2 == 1 else { throw Mistake(place: "\(lead[0])") }
    var bytes: [UInt8]?
    var answers: [JSONReading: String] = [:]
    for index in stride(from: 1, to: parts.count, by: 2) {
      let block = parts[index].split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      let content = block.count == 2 ? String(block[1]) : ""
      switch block[0] {
      case "json": bytes = Array(content.utf8)
      case "hex": bytes = try hexadecimal(content)
      case "repeat": bytes = try repeated(content)
      case "both": answers = [.rfc8259: content, .python: content]
      case "rfc8259": answers[.rfc8259] = content
      case "python": answers[.python] = content
      default: throw Mistake(place: "\(lead[0]): \(block[0])")
      }
    }
    guard let bytes, answers.count == 2 else { throw Mistake(place: "\(lead[0])") }
    let document = String(decoding: bytes, as: UTF8.self)
    return JSONCase(
      title: String(lead[0]), bytes: bytes,
      answers: answers.mapValues { $0 == "= @" ? "= \(document)" : $0 })
  }

  private static func hexadecimal(_ content: String) throws -> [UInt8] {
    try content.split { $0 == " " || $0 == "\n" }.map {
      guard let byte = UInt8($0, radix: 16) else { throw Mistake(place: "\($0)") }
      return byte
    }
  }

  private static func repeated(_ content: String) throws -> [UInt8] {
    try content.split(separator: "\n").flatMap { line in
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let count = Int(words[0]) else { throw Mistake(place: "\(line)") }
      return Array(String(repeating: String(words[1]), count: count).utf8)
    }
  }
}
