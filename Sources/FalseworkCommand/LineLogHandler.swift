// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkJSON
internal import FalseworkProtocol
internal import Logging

/// How log lines look.
enum LogFormat: String, CaseIterable {
  /// For people.
  case text
  /// One JSON object a line, for machines.
  case json
}

/// Writes each log event as one line to the console's errors.
struct LineLogHandler: LogHandler {
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  private let format: LogFormat
  private let console: Console
  private let clock = MockClock(.running(speed: 1))

  init(_ format: LogFormat, _ console: Console) {
    self.format = format
    self.console = console
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let details = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
      .map { ($0.key, "\($0.value)") }
    switch format {
    case .text:
      let tail = details.map { " \($0)=\($1)" }.joined()
      console.complain("\(clock.now.pythonISO)Z \(event.level) \(event.message)\(tail)")
    case .json:
      var line: JSONObject = [
        "time": .string(clock.now.pythonISO + "Z"),
        "level": .string(event.level.rawValue),
        "message": .string("\(event.message)"),
      ]
      for (key, value) in details { line[key] = .string(value) }
      console.complain(JSONValue.object(line).text(.compact))
    }
  }
}
