// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// `pydantic_core` and `jsonschema`, which a script of the repository measures.
struct PythonJudges {
  /// What the script prints for each of them, in bodies a second.
  struct Rates {
    let pydantic: Double
    let jsonschema: Double
  }

  private let command: [String]
  private let script: String

  private static let scriptName = "Tests/differential/speed.py"
  private static let venvPython = ".build/venv/bin/python"

  /// Finds Python and the script where they are not given.
  init(python: String?, script: String?) throws(BenchFailure) {
    let repository = Self.repository
    guard let script = script ?? repository.map({ "\($0)/\(Self.scriptName)" }) else {
      throw BenchFailure("\(Self.scriptName) is not found; name it with --script")
    }
    self.script = script
    let usual = repository.map { "\($0)/\(Self.venvPython)" }.flatMap {
      File.isExecutable($0) ? $0 : nil
    }
    let told = python ?? getenv("FALSEWORK_TEST_PYTHON").map { String(cString: $0) }
    command = (told ?? usual).map { [$0] } ?? ["/usr/bin/env", "python3"]
  }

  /// The Python, for people.
  var name: String { command.joined(separator: " ") }

  /// The folder with the script in it, above this program or where we are.
  private static var repository: String? {
    let program = Machine.program(besideOurs: "")
    let here = getcwd(nil, 0).map { text in
      defer { free(text) }
      return String(cString: text)
    }
    return [program, here].compactMap(\.self).flatMap(foldersAbove).first {
      access("\($0)/\(scriptName)", R_OK) == 0
    }
  }

  private static func foldersAbove(_ path: String) -> [String] {
    let parts = path.split(separator: "/")
    return (0...parts.count).reversed().map { "/" + parts[..<$0].joined(separator: "/") }
  }

  /// Looks whether the packages are there.
  func check() throws(BenchFailure) {
    _ = try output(["-c", "import pydantic, jsonschema"])
  }

  /// Lets each judge the body for a duration.
  func rates(_ subject: JudgingSubject, duration: Duration) throws(BenchFailure) -> Rates {
    let body = String(decoding: subject.body, as: UTF8.self)
    let text = try output(["-B", script, subject.documentPath, body, "\(duration.inSeconds)"])
    guard let rates = Rates(text) else {
      throw BenchFailure("\(script) printed no rates of pydantic_core and jsonschema: \(text)")
    }
    return rates
  }

  private func output(_ arguments: [String]) throws(BenchFailure) -> String {
    let all = command + arguments
    return try TemporaryFolder.with { folder throws(BenchFailure) in
      try ChildProcess.output(of: all[0], Array(all.dropFirst()), in: folder)
    }
  }
}

extension PythonJudges.Rates {
  /// Reads lines of a name and a number.
  init?(_ text: String) {
    var rates: [Substring: Double] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2 { rates[words[0]] = Double(words[1]) }
    }
    guard let pydantic = rates["pydantic_core"], let jsonschema = rates["jsonschema"],
      pydantic > 0, jsonschema > 0
    else { return nil }
    self.init(pydantic: pydantic, jsonschema: jsonschema)
  }
}
