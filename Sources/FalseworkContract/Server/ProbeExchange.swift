// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import HTTPTypes

/// One request to a server, and what became of it.
public struct ProbeExchange: Sendable, Hashable {
  /// Its number, from 1.
  public let number: Int
  /// What it was to find out.
  public let probe: Probe
  /// What was sent.
  public let request: ProbeRequest
  /// What became of it.
  public let outcome: ProbeOutcome
  /// When it was sent, since the beginning.
  public let began: Duration
  /// How long it took until the end of the reply.
  public let duration: Duration

  /// The reply, where one came whole.
  public var reply: ProbeReply? {
    if case .reply(let reply) = outcome { reply } else { nil }
  }

  /// The reply's status.
  var status: Int? { reply?.status }

  /// Whether the reply says that all went well.
  var isAccepted: Bool {
    guard let status else { return false }
    return status >= 200 && status < 300
  }

  /// The reply's content as JSON.
  var json: JSONValue? {
    guard let reply else { return nil }
    return try? JSONValue.parse(reply.body)
  }

  /// The value of a field of the reply.
  func field(_ name: HTTPField.Name) -> String? { reply?.fields[name] }
}
