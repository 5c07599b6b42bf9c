// Falsework
// SPDX-License-Identifier: MIT

/// A verdict in all forms that others read.
///
/// Everything that a client sent or wrote is escaped as the form asks for.
public struct VerdictReports: Sendable {
  let source: ReportSource

  /// Takes a verdict.
  ///
  /// - Parameters:
  ///   - baseline: The findings that are known, which fail nothing.
  ///   - level: The least level whose breach is a failure.
  ///   - version: The version of the program, for whoever reads the reports.
  ///   - about: What a drill does to the client, in a sentence.
  public init(
    _ verdict: Verdict, baseline: Baseline = .empty, failingAt level: ClauseLevel = .must,
    version: String = "", about: (Drill) -> String?
  ) {
    source = ReportSource(
      verdict, baseline: baseline, failingAt: level, version: version, about: about)
  }

  /// Returns the verdict in a form, in UTF-8.
  public func bytes(_ format: ReportFormat) -> [UInt8] {
    switch format {
    case .junit: Array(JUnitReport(source).text.utf8)
    case .json: JSONReport(source).bytes
    case .markdown: Array(MarkdownReport(source).text.utf8)
    case .html: Array(HTMLReport(source).text.utf8)
    case .sarif: SARIFReport(source).bytes
    case .tap: Array(TAPReport(source).text.utf8)
    case .github: Array(AnnotationReport(source).text.utf8)
    }
  }

  /// Returns a verdict without a baseline in a form, in UTF-8.
  public static func bytes(
    _ format: ReportFormat, _ verdict: Verdict, about: (Drill) -> String?
  ) -> [UInt8] {
    VerdictReports(verdict, about: about).bytes(format)
  }

  /// Returns the verdict as a terminal shows it, wrapped after `width` characters.
  public func terminal(_ style: TerminalReport.Style, width: Int) -> String {
    TerminalReport(source, style, width: width).text
  }
}
