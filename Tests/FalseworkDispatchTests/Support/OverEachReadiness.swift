// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import Testing

/// Runs each test of a suite once for each way of learning which sockets are ready.
struct OverEachReadiness: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    for readiness in Readiness.allCases {
      try await IssueHandlingTrait.compactMapIssues { issue in
        var issue = issue
        issue.comments.append("with readiness from \(readiness)")
        return issue
      }.provideScope(for: test, testCase: testCase) {
        try await Readiness.$ofTest.withValue(readiness) { try await function() }
      }
    }
  }
}

extension Trait where Self == OverEachReadiness {
  static var overEachReadiness: Self { OverEachReadiness() }
}

extension Readiness {
  /// The one that servers of the test under way are to use.
  @TaskLocal static var ofTest = Readiness.epoll
}
