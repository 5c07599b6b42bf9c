// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// The option that says what is measured.
struct SubjectOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The falsework program to measure. (default: the one beside this program)",
      valueName: "path"))
  var program: String?

  /// Finds the program, which need not work.
  func findProgram() throws(BenchFailure) -> String {
    let path = program ?? Machine.program(besideOurs: "falsework")
    guard File.isExecutable(path) else {
      throw BenchFailure(
        "there is no program \(path); build it with: swift build -c release --product falsework, "
          + "or name it with --program")
    }
    return path
  }
}
