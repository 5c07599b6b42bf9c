// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// Where a subcommand writes: its output, and its progress and complaints.
package struct Console: Sendable {
  private let output: @Sendable (String) -> Void
  private let errors: @Sendable (String) -> Void

  /// Creates a console from two sinks, each of which takes text as it is.
  package init(
    output: @escaping @Sendable (String) -> Void, errors: @escaping @Sendable (String) -> Void
  ) {
    self.output = output
    self.errors = errors
  }

  /// The process's own standard output and standard error.
  static let standard = Console(
    output: { put($0, STDOUT_FILENO) }, errors: { put($0, STDERR_FILENO) })

  func write(_ line: String) { output(line + "\n") }

  func complain(_ line: String) { errors(line + "\n") }

  private static func put(_ text: String, _ descriptor: CInt) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
