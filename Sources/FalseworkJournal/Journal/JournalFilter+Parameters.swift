// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

extension JournalFilter {
  /// Why a parameter says nothing about entries.
  public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The parameter's name.
    public let parameter: String
    /// What is expected instead.
    public let reason: String

    /// The parameter and the reason in a line.
    public var description: String { "\(parameter): \(reason)" }
  }

  /// The names of the parameters that are known.
  public static let parameterNames = [
    "session", "operation", "method", "status", "request", "scenario", "rule", "fault", "since",
    "until", "path",
  ]

  /// Takes over one parameter of a query or an option of a command; returns whether it is one of
  /// `parameterNames`.
  ///
  /// A status is a number such as `404` or a class such as `4xx`, a fault is the state of one, and
  /// moments are in RFC 3339 and UTC.
  @discardableResult
  public mutating func set(_ name: String, to value: String) throws(Problem) -> Bool {
    switch name {
    case "session": session = value
    case "operation": operation = value
    case "method": method = value.uppercased()
    case "status": statuses = try Self.statuses(value)
    case "request": requestID = value
    case "scenario": scenario = value
    case "rule": rule = value
    case "fault": faultState = try Self.faultState(value)
    case "since": since = try Self.moment(value, for: name)
    case "until": until = try Self.moment(value, for: name)
    case "path": pathText = value
    default: return false
    }
    return true
  }

  private static func statuses(_ text: String) throws(Problem) -> ClosedRange<Int> {
    if text.utf8.count == 3, let first = text.first?.wholeNumberValue, (1...9).contains(first) {
      if text.dropFirst().lowercased() == "xx" { return first * 100...first * 100 + 99 }
      if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let status = Int(text) {
        return status...status
      }
    }
    throw Problem(parameter: "status", reason: "give a status such as 404 or a class such as 4xx")
  }

  private static func faultState(_ text: String) throws(Problem) -> JournalFault.State.Kind {
    guard let kind = JournalFault.State.Kind(rawValue: text) else {
      let words = JournalFault.State.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(parameter: "fault", reason: "give one of \(words)")
    }
    return kind
  }

  private static func moment(_ text: String, for name: String) throws(Problem) -> Timestamp {
    guard let moment = Timestamp(utcISO: text) else {
      throw Problem(
        parameter: name, reason: "give a moment in UTC such as 2026-01-31T12:00:00Z")
    }
    return moment
  }
}
