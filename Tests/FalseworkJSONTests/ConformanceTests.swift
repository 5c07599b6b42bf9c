// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Foundation
import Testing

@Suite("The JSON corpus") struct ConformanceTests {
  @Test("can be read, each case with its reason, bytes and answers")
  func readable() throws {
    #expect(try JSONCorpus.read("accept").count >= 30)
    #expect(try JSONCorpus.read("reject").count >= 70)
    #expect(try JSONCorpus.read("either").count >= 12)
  }

  @Test("gives the answers that the case lists", arguments: JSONCorpus.all)
  func answers(_ jsonCase: JSONCase) {
    for reading in [JSONReading.rfc8259, .python] {
      #expect(JSONCase.answer(jsonCase.bytes, reading) == jsonCase.answers[reading])
    }
  }

  @Test("keeps to its files: taken, refused, or not the same to both readings")
  func files() {
    #expect(JSONCorpus.accept.allSatisfy { $0.answers.values.allSatisfy { $0.hasPrefix("= ") } })
    #expect(JSONCorpus.reject.allSatisfy { $0.answers.values.allSatisfy { $0.hasPrefix("! ") } })
  }

  @Test("is refused by RFC 8259, where Python refuses it, when cut", arguments: JSONCorpus.all)
  func cuts(_ jsonCase: JSONCase) {
    for bytes in jsonCase.cuts where JSONCase.answer(bytes, .python).hasPrefix("! ") {
      let answer = JSONCase.answer(bytes, .rfc8259)
      let isLongInteger = bytes.allSatisfy { $0 == UInt8(ascii: "1") }
      #expect(answer.hasPrefix("! ") || isLongInteger, "cut at \(bytes.count): \(answer)")
    }
  }

  static let python = ProcessInfo.processInfo.environment["FALSEWORK_TEST_PYTHON"]

  @Test(
    "gives CPython's own answers, whole and cut at each point",
    .enabled(if: python != nil, "bash Tests/run.sh installs the Python"))
  func cpython() throws {
    let documents = JSONCorpus.all.flatMap(\.cuts)
    let verdicts = try CPython.verdicts(on: documents, by: try #require(Self.python))
    var deviationCount = 0
    try #require(verdicts.count == documents.count)
    for (bytes, verdict) in zip(documents, verdicts) {
      let ours = Self.verdict(bytes)
      if ours == verdict { continue }
      deviationCount += 1
      #expect(Self.isDeviation(bytes), "\(bytes): \(ours), CPython: \(verdict)")
    }
    print("\(documents.count) JSON documents judged as CPython does, \(deviationCount) deviations")
  }

  private static func verdict(_ bytes: [UInt8]) -> String {
    do {
      _ = try JSONValue.parse(bytes, reading: .python)
      return "ok"
    } catch {
      return switch error.reason {
      case .invalidUTF8: "error UnicodeDecodeError"
      case .integerTooLong: "error ValueError"
      default: "\(error.characterOffset) \(error.pythonMessage)"
      }
    }
  }

  /// The deviations that `JSONReading.python` names: surrogates in UTF-8, UTF-16, and the depth.
  private static func isDeviation(_ bytes: [UInt8]) -> Bool {
    zip(bytes, bytes.dropFirst()).contains { $0 == 0xED && $1 >= 0xA0 }
      || bytes.prefix(2).contains(0) || bytes.starts(with: [0xFF, 0xFE])
      || bytes.count { $0 == UInt8(ascii: "[") } > 512
  }
}
