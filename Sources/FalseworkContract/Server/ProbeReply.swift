// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// What a server answered.
public struct ProbeReply: Sendable, Hashable {
  /// The status.
  public var status: Int
  /// The fields in the order of the wire.
  public var fields: HTTPFields
  /// The content.
  public var body: [UInt8]

  /// Creates a reply.
  public init(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }
}

/// What became of a request.
public enum ProbeOutcome: Sendable, Hashable {
  /// A reply came whole.
  case reply(ProbeReply)
  /// None came, or not the whole of it, for this reason.
  case failed(reason: String)
}
