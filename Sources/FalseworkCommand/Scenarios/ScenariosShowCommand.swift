// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkContract
internal import FalseworkFaults
internal import FalseworkJSON

/// Lists the scenarios that are shipped, or shows one.
struct ScenariosShowCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "List the scenarios, or show one and how to use it.")

  @Flag(help: "Print one JSON value, for machines.")
  var json = false

  @Argument(
    help: ArgumentHelp(
      "The scenario to show, or a file with one; without it all are listed.", valueName: "name"))
  var name: String?

  func run(_ context: CommandContext) async throws -> ExitStatus {
    do throws(ScenarioFileProblem) {
      let shelf = try ScenarioShelf()
      let text = if let name { try show(shelf.file(name)) } else { try list(shelf.all()) }
      context.console.write(text)
    } catch {
      throw CommandFailure(error)
    }
    return .success
  }

  private func list(_ files: [ScenarioFile]) -> String {
    if json { return JSONValue.array(files.map(\.scenario.summary)).text(.compact) }
    let width = files.map(\.scenario.name.count).max() ?? 0
    return files.map { file in
      file.scenario.name.padded(to: width + 2) + file.scenario.about
    }.joined(separator: "\n")
  }

  private func show(_ file: ScenarioFile) -> String {
    let scenario = file.scenario
    let document = String(decoding: file.bytes, as: UTF8.self)
    if json {
      guard case .object(var summary) = scenario.summary else { return "" }
      summary["document"] = .string(document)
      return JSONValue.object(summary).text(.compact)
    }
    // A file of the user's is chosen by its path, and only a shipped scenario by a key.
    let choice = name ?? scenario.name
    var ways = ["  falsework run --scenario \(choice.shellWord) -- python3 app.py"]
    if choice == scenario.name {
      ways += [
        "  FAL_KEY=\(scenario.name)--anything:secret      in the environment of the client",
        "  x-falsework-scenario: \(scenario.name)      as a field of a request",
        "  https://falsework.test/\(scenario.name)/x.png      as the image of an input",
        "  \(scenario.magicSeed)      as the seed of an input",
      ]
    }
    return """
      \(scenario.name): \(scenario.about)
      A good client: \(scenario.advice)

      Use it:
      \(ways.joined(separator: "\n"))

      \(document.trimmingSuffixNewlines)
      """
  }
}

extension Scenario {
  /// What tells one scenario from another, for machines.
  fileprivate var summary: JSONValue {
    [
      "name": .string(name), "about": .string(about), "advice": .string(advice),
      "rules": .number(JSONNumber(rules.count)),
    ]
  }
}

extension String {
  fileprivate var trimmingSuffixNewlines: Substring {
    var rest = self[...]
    while rest.last?.isNewline == true { rest.removeLast() }
    return rest
  }
}
