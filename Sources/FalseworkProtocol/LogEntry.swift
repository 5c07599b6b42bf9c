// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// One line of a run's log.
public struct LogEntry: Sendable, Hashable {
  /// When the line was written.
  public var time: Timestamp
  /// The text.
  public var message: String
  /// The level, in fal's upper-case words.
  public var level: Level

  /// The level of a log line.
  public enum Level: String, Sendable, Hashable {
    case info = "INFO"
    case stdout = "STDOUT"
    case stderr = "STDERR"
  }

  /// Creates a log line.
  public init(time: Timestamp, message: String, level: Level) {
    self.time = time
    self.message = message
    self.level = level
  }

  /// The line as a superset of the three generations of shapes, which every client can read:
  /// `level` and `source` beside and inside `labels`; inferred.
  public var json: JSONValue {
    [
      "timestamp": .string(time.pythonISO),
      "message": .string(message),
      "level": .string(level.rawValue),
      "source": "USER",
      "labels": ["level": .string(level.rawValue), "source": "USER"],
    ]
  }
}
