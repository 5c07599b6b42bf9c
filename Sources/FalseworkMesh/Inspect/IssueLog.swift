// Falsework
// SPDX-License-Identifier: MIT

/// The issues found so far; of a kind that a hostile file has many of, the rest is only counted.
///
/// A class, as everything that looks at one file adds to one log; it never leaves that look.
final class IssueLog {
  /// The most issues of a kind that are kept.
  static let countMax = 20

  private(set) var issues: [MeshIssue] = []
  /// The issues that were found when there were enough of their kind.
  private(set) var leftOutCount = 0
  private var counts: [MeshIssue.Code: Int] = [:]

  func add(_ code: MeshIssue.Code, at pointer: String, _ message: String) {
    add(MeshIssue(code: code, message: message, place: .pointer(pointer)))
  }

  func add(_ code: MeshIssue.Code, atByte offset: Int, _ message: String) {
    add(MeshIssue(code: code, message: message, place: .byte(offset)))
  }

  private func add(_ issue: MeshIssue) {
    guard counts[issue.code, default: 0] < Self.countMax else {
      leftOutCount += 1
      return
    }
    counts[issue.code, default: 0] += 1
    issues.append(issue)
  }
}
