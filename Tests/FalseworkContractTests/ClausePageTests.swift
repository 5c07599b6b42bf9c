// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import Foundation
import Testing

@Suite("The page of clauses") struct ClausePageTests {
  @Test("has every clause as the contract has it")
  func page() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent(
      "Sources/FalseworkContract/FalseworkContract.docc/Clauses.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    #expect(
      page.hasSuffix(Contract.queue.markdown + "\n"),
      "write it anew: its head, and then the output of falsework check --clauses")
  }
}
