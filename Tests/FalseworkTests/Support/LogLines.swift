// Falsework
// SPDX-License-Identifier: MIT

import Logging
import Synchronization

/// Collects what is logged.
final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])

  /// Returns the lines since the last call: message and metadata by name.
  func take() -> [String] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }

  var logger: Logger { Logger(label: "tests") { _ in Handler(log: self) } }

  private struct Handler: LogHandler {
    let log: LogLines
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }
      let line = "\(event.message)" + details.map { " \($0.key)=\($0.value)" }.joined()
      log.lines.withLock { $0.append(line) }
    }
  }
}
