// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkJSON

/// A kind of measuring.
protocol BenchSubcommand: ParsableCommand {
  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict
}

extension BenchSubcommand {
  /// Refuses rounds that are too many, or too short or long to tell anything.
  static func check(rounds: Int, seconds: Double) throws {
    guard (1...100).contains(rounds) else {
      throw ValidationError("--rounds must be between 1 and 100, not \(rounds)")
    }
    guard (0.05...600).contains(seconds) else {
      throw ValidationError("--seconds must be between 0.05 and 600, not \(seconds)")
    }
  }

  /// Returns the load of the machine before anything is measured, and warns when there is some.
  static func loadBefore(_ console: Console) -> Double {
    let load = Machine.load
    if load > 0.5 {
      console.complain(
        "the machine is busy (load \(Unit.significant(load))): do not trust what comes out")
    }
    return load
  }

  /// What the figures depend on besides what is measured.
  static func circumstances(
    peer: String? = nil, load: Double, rounds: Int, of seconds: Double
  ) -> [(name: String, value: String)] {
    circumstances(peer: peer, load: load)
      + [("rounds", "\(rounds) of \(Unit.seconds.text(seconds))")]
  }

  /// What the figures depend on where rounds have no length of their own.
  static func circumstances(
    peer: String? = nil, load: Double
  ) -> [(name: String, value: String)] {
    [("processors", "\(Machine.processorCount)"), ("kernel", Machine.kernel)]
      + (peer.map { [("peer", $0)] } ?? []) + [("load before", Unit.fixed(load, decimals: 2))]
  }

  /// Shows a report, and writes the values of every round to a file that was asked for.
  static func publish(
    _ report: BenchReport, _ console: Console, file: String?
  ) throws(BenchFailure) {
    if !report.readings.isEmpty { console.write(report.table) }
    if let file { try File.write(Array((report.json.text(.compact) + "\n").utf8), to: file) }
  }
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
