// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import Foundation

/// The journal of one session without what no two schedules have in common.
enum JournalSketch {
  /// Left out, as they number the exchanges of all sessions in the order of their arrival, or
  /// measure real time: `id` and `position`, the connection, `real_seconds`, the number of a
  /// firing and the field `x-falsework-exchange`.
  ///
  /// Left out as well are the moments at which a reply was handed over and at which it was taken
  /// by the system: they come after the handler's own, and time may have been moved meanwhile.
  private static let unshared = [
    "id", "position", "connection", "real_seconds", "first_byte", "ended",
  ]

  /// The lines of a session's entries in the order of their arrival.
  static func lines(_ entries: [JSONValue], since start: Timestamp, port: Int) -> [String] {
    var names: [Substring: String] = [:]
    let entries = entries.sorted { number($0) < number($1) }
    return entries.map { line($0, start, port, &names) }
  }

  private static func number(_ entry: JSONValue) -> Int {
    entry["id"]?.numberValue?.intValue ?? 0
  }

  private static func line(
    _ entry: JSONValue, _ start: Timestamp, _ port: Int, _ names: inout [Substring: String]
  ) -> String {
    guard var object = entry.objectValue else { return "" }
    for name in unshared { object[name] = nil }
    // Each server begins at the moment at which it was started.
    if let arrived = entry["arrived"]?.stringValue.flatMap({ Timestamp(utcISO: $0) }) {
      object["arrived"] = .number(JSONNumber(Int(start.duration(to: arrived).microseconds)))
    }
    object["faults"] = .array(
      (entry["faults"]?.arrayValue ?? []).map { fault in
        var fault = fault.objectValue ?? [:]
        fault["firing"] = nil
        return .object(fault)
      })
    object["response"] = response(of: entry)
    // The ids of requests hold the moment of their making, and so the names of files come of it;
    // they are called by the order in which the session meets them, so it matters where each is.
    return JSONValue.object(object).text()
      .replacing("127.0.0.1:\(port)", with: "HOST")
      .replacing(/[0-9a-f]{8}\/[-_0-9A-Za-z]{21}_model\.glb/) { match in
        if names[match.0] == nil { names[match.0] = "file-\(names.count + 1)" }
        return names[match.0] ?? ""
      }
      .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/) { match in
        if names[match.0] == nil { names[match.0] = "id-\(names.count + 1)" }
        return names[match.0] ?? ""
      }
  }

  /// The response without the moment of its making and the exchange's number, which has more
  /// digits in one place than in another.
  private static func response(of entry: JSONValue) -> JSONValue {
    var response = entry["response"]?.objectValue ?? [:]
    let fields = response["fields"]?.arrayValue ?? []
    func name(_ field: JSONValue) -> String {
      field[0]?.stringValue?.lowercased() ?? ""
    }
    let isNumbered = fields.contains { name($0) == "x-falsework-exchange" }
    response["fields"] = .array(
      fields.filter { !["date", "x-falsework-exchange"].contains(name($0)) })
    let bytes = response["wire_bytes"]?.numberValue?.intValue ?? 0
    if isNumbered, bytes > 0 {
      response["wire_bytes"] = .number(JSONNumber(bytes - String(number(entry)).utf8.count))
    }
    return .object(response)
  }
}
