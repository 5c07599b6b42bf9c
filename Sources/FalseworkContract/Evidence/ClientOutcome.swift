// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal

/// How a client ended, and what it left behind.
public struct ClientOutcome: Sendable, Hashable {
  /// The most bytes of a client's output that are kept, from its end: 16 KiB.
  public static let outputBytesMax = 16 << 10

  /// How its process ended.
  public var ending: Ending
  /// How long it ran, by the real clock.
  public var duration: Duration
  /// How long it was given.
  public var timeout: Duration
  /// The end of what it wrote to its output and its error output, without secrets.
  public var output: String
  /// Whether the secret of its key stood in what it wrote.
  public var hasWrittenKey: Bool
  /// What it says of itself in the file that it may leave; `nil` for no file.
  public var report: Report?
  /// The mesh that it left where it was told to; `nil` for none.
  public var artefact: Artefact?

  /// How a process ends.
  public enum Ending: Sendable, Hashable {
    /// By itself, with a status; 0 says that all went well.
    case exited(status: Int)
    /// By a signal that nobody here sent.
    case signalled(number: Int)
    /// It did not end, so it was ended when its time was over.
    case outOfTime
    /// It was interrupted as part of the drill, and ended.
    case interrupted
  }

  /// What a client says of itself, which counts for more than the status of its process.
  public enum Report: Sendable, Hashable {
    /// It has what was asked for.
    case succeeded
    /// It has not, in its own words.
    case failed(reason: String)
    /// Its file cannot be read, for this reason.
    case unreadable(reason: String)
  }

  /// A file that a client left.
  public struct Artefact: Sendable, Hashable {
    /// Its length in bytes.
    public var byteCount: Int
    /// Its SHA-256 in lower-case hexadecimal.
    public var digest: String

    /// Creates a description of a file.
    public init(byteCount: Int, digest: String) {
      self.byteCount = byteCount
      self.digest = digest
    }
  }

  /// Creates an outcome; the output is cut and redacted.
  public init(
    ending: Ending, duration: Duration, timeout: Duration, output: String = "",
    hasWrittenKey: Bool = false, report: Report? = nil, artefact: Artefact? = nil
  ) {
    self.ending = ending
    self.duration = duration
    self.timeout = timeout
    let tail = String(decoding: output.utf8.suffix(Self.outputBytesMax), as: UTF8.self)
    // The redaction itself keeps the beginning of long texts, so it goes line by line.
    self.output = tail.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Redaction.text(String($0)) }.joined(separator: "\n")
    self.hasWrittenKey = hasWrittenKey
    self.report = report
    self.artefact = artefact
  }

  /// Whether the client says that it succeeded.
  public var hasSucceeded: Bool {
    switch (ending, report) {
    case (.exited, .succeeded?): true
    case (.exited, .failed?): false
    case (.exited(let status), .unreadable?), (.exited(let status), nil): status == 0
    case (.signalled, _), (.outOfTime, _), (.interrupted, _): false
    }
  }

  /// What the client says of its failure itself.
  var reason: String {
    if case .failed(let reason)? = report { "\n" + reason } else { "" }
  }

  /// The ending in a few words.
  public var words: String {
    if case .exited = ending {
      switch report {
      case .succeeded?: return "succeeded"
      case .failed(let reason)?: return "says that it failed: \(reason)"
      case .unreadable?, nil: break
      }
    }
    return switch ending {
    case .exited(let status): status == 0 ? "succeeded" : "failed with status \(status)"
    case .signalled(let number): "was ended by signal \(number)"
    case .outOfTime: "was still running after \(timeout.inWords)"
    case .interrupted: "was interrupted"
    }
  }
}
