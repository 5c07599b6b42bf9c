// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// Where a command writes: its output, and its complaints.
public struct Console: Sendable {
  /// Whether a line may be written over, as on a terminal.
  public let style: Style
  /// Whether a complaint may be written over.
  public let errorStyle: Style
  private let output: @Sendable (String) -> Void
  private let errors: @Sendable (String) -> Void

  /// What the output is shown on.
  public enum Style: Sendable, Hashable {
    case terminal
    case plain
  }

  /// Creates a console from two sinks, each of which takes text as it is.
  public init(
    style: Style = .plain, errorStyle: Style = .plain,
    output: @escaping @Sendable (String) -> Void, errors: @escaping @Sendable (String) -> Void
  ) {
    self.style = style
    self.errorStyle = errorStyle
    self.output = output
    self.errors = errors
  }

  /// The process's own standard output and standard error.
  public static let standard = Console(
    style: style(of: STDOUT_FILENO), errorStyle: style(of: STDERR_FILENO),
    output: { Self.put($0, STDOUT_FILENO) }, errors: { Self.put($0, STDERR_FILENO) })

  func write(_ line: String) { output(line + "\n") }

  func complain(_ line: String) { errors(line + "\n") }

  /// Shows a line that the next one writes over, where the output allows it.
  func writeOver(_ line: String) {
    switch style {
    case .terminal: output("\r\u{1B}[K" + line)
    case .plain: write(line)
    }
  }

  /// Ends a line that was being written over.
  func endOver() {
    if style == .terminal { output("\n") }
  }

  /// Tells people at a terminal, beside the output, how far a long task is; the next such line
  /// and an empty one write over it.
  func showProgress(_ line: String) {
    if errorStyle == .terminal { errors("\r\u{1B}[K" + line) }
  }

  private static func style(of descriptor: CInt) -> Style {
    isatty(descriptor) == 1 ? .terminal : .plain
  }

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
