// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkJSON
internal import FalseworkMesh

/// Judges a mesh file.
struct InspectCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what a GLB file holds and what is wrong with it.",
    discussion: """
      Names and severities are those of Khronos's glTF-Validator. FALSEWORK_
      begins what that does not look for: pixels, winding, holes, coordinates,
      size. The status is 1 if there is an error, or with --strict a warning.

      For example:
        falsework inspect model.glb
        falsework inspect model.glb --strict    holes and the like fail as well
        falsework inspect model.glb --json | jq '.issues[].code'
      """)

  @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
  var file: String

  @Flag(help: "Write the report as JSON.")
  var json = false

  @Flag(help: "Let warnings fail as errors do; isSound in JSON is about errors.")
  var strict = false

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let limits = GLBInspector.Limits()
    let limit = InputFile.Limit(
      bytes: limits.container.fileBytesMax, remedy: "the most that is inspected")
    let input = InputFile(file, limit)
    let report = GLBInspector(limits: limits).inspect(try input.bytes())
    if json {
      context.console.write(report.json.indented)
    } else {
      for line in lines(report, name: input.name) { context.console.write(line) }
    }
    return report.isSound && !failsByWarnings(report) ? .success : .failure
  }

  private func failsByWarnings(_ report: MeshReport) -> Bool {
    strict && !report.issues(.warning).isEmpty
  }

  private func lines(_ report: MeshReport, name: String) -> [String] {
    let counts = MeshIssue.Severity.allCases.compactMap { severity -> String? in
      let count = report.issues(severity).count
      guard count > 0 else { return nil }
      let plural = severity == .information || count == 1 ? "" : "s"
      return "\(count) \(severity.name)\(plural)"
    }
    let verdict =
      !report.isSound
      ? "not sound" : failsByWarnings(report) ? "not sound by --strict" : "sound"
    let width = report.facts.map(\.name.count).max() ?? 0
    let facts = report.facts.map { fact in
      "  " + fact.name + String(repeating: " ", count: width - fact.name.count + 2) + fact.value
    }
    let rest = report.leftOutCount
    return ["\(name): " + ([verdict] + counts).joined(separator: ", ")] + facts + issues(report)
      + (rest > 0 ? ["and \(rest) more of these kinds"] : [])
  }

  /// The issues, each with how often its words are said of other places too.
  private func issues(_ report: MeshReport) -> [String] {
    var lines: [(issue: MeshIssue, repeats: Int)] = []
    for issue in report.issues {
      let known = lines.firstIndex { line in
        line.issue.code == issue.code && line.issue.message == issue.message
      }
      if let known {
        lines[known].repeats += 1
      } else {
        lines.append((issue, 0))
      }
    }
    return lines.map { line in
      "\(line.issue.severity.name) \(line.issue)"
        + (line.repeats > 0 ? " (and \(line.repeats) more)" : "")
    }
  }
}
