// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// A kind of measuring.
protocol BenchSubcommand: ParsableCommand {
  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict
}

/// How a subcommand ended that could do its work.
enum BenchVerdict {
  case clean
  /// Something is wrong with what was measured; it has been said.
  case faulty
}

/// A reason why nothing could be measured, in one line that names place and fix.
package struct BenchFailure: Error, CustomStringConvertible {
  package let message: String

  package init(_ message: String) {
    self.message = message
  }

  /// The failure of a system call that has just failed.
  init(system doing: String) {
    self.init("cannot \(doing): \(SystemError.text)")
  }

  package var description: String { message }
}
