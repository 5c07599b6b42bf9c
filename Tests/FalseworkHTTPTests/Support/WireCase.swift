// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// A mistake in the corpus itself.
enum WireCaseError: Error {
  case badEscape
  case badBlock(String)
  case noReason(String)
}

/// One case of the corpus: bytes, how they come, and the events they give.
struct WireCase: Sendable, CustomTestStringConvertible {
  enum Role: Sendable, Equatable {
    /// The bytes of a client, for the server machine.
    case request
    /// The bytes of a server that answers a request with this method, for the client machine.
    case response(method: String)
  }

  let title: String
  let role: Role
  let bytes: [UInt8]
  let endsStream: Bool
  let events: [String]

  var testDescription: String { title }
}

/// The literate documents under Fixtures/wire.
///
/// A case is a `##` heading, prose that says why it exists, a block with bytes (`request` or
/// `response`) and a block `events`. In a block of bytes every line ends in CRLF, the last one
/// too, unless it ends in a backslash; `\r \n \t \\ \xHH` stand for single bytes. The word
/// `eof` behind the block's name ends the stream, `method=M` names the request answered.
enum WireCorpus {
  static let folders = ["requests", "malformed", "responses"]
  static let requests = (try? read("requests")) ?? []
  static let malformed = (try? read("malformed")) ?? []
  static let responses = (try? read("responses")) ?? []
  static let all = requests + malformed + responses

  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/wire")

  static func read(_ name: String) throws -> [WireCase] {
    let directory = folder.appending(path: name)
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    return try files.filter { $0.hasSuffix(".md") }.flatMap { file in
      let text = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
      return try cases(text, file: "\(name)/\(file)")
    }
  }

  private static func cases(_ text: String, file: String) throws -> [WireCase] {
    try text.split(separator: "\n## ").dropFirst().map { section in
      try wireCase(section.split(separator: "\n", omittingEmptySubsequences: false), file: file)
    }
  }

  private static func wireCase(_ lines: [Substring], file: String) throws -> WireCase {
    let title = "\(file): \(lines[0])"
    let fences = lines.indices.filter { lines[$0].hasPrefix("```") }
    guard fences.count == 4, lines[fences[2]] == "```events" else {
      throw WireCaseError.badBlock(title)
    }
    guard lines[1..<fences[0]].joined().count > 10 else { throw WireCaseError.noReason(title) }
    let words = lines[fences[0]].dropFirst(3).split(separator: " ")
    let method = words.first { $0.hasPrefix("method=") }.map { String($0.dropFirst(7)) }
    let role: WireCase.Role =
      switch words.first {
      case "request": .request
      case "response": .response(method: method ?? "GET")
      default: throw WireCaseError.badBlock(title)
      }
    return WireCase(
      title: title, role: role,
      bytes: try WireText.bytes(Array(lines[(fences[0] + 1)..<fences[1]])),
      endsStream: words.contains("eof"),
      events: lines[(fences[2] + 1)..<fences[3]].map(String.init))
  }
}
