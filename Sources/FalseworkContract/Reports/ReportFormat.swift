// Falsework
// SPDX-License-Identifier: MIT

/// A form in which a verdict is written to a file.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  /// XML that CI servers read as the results of tests.
  case junit
  /// All of it, as `openapi/verdict.schema.json` describes it.
  case json
  /// A comment for a pull request.
  case markdown
  /// One page with the timelines of all jobs.
  case html
  /// Static Analysis Results Interchange Format 2.1.0, which code hosts show beside the code.
  case sarif
  /// The Test Anything Protocol, version 14.
  case tap
  /// Workflow commands, which GitHub shows as annotations.
  case github
}
