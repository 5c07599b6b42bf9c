// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
public import HTTPTypes

/// A JSON reply of fal's: status, body, the body's spacing, and its own fields.
public struct FalReply: Sendable, Equatable {
  /// The status.
  public var status: HTTPResponse.Status
  /// The body.
  public var body: JSONValue
  /// Who wrote the body, which decides its spacing.
  public var author: Author
  /// The fields that belong to this reply, besides those that every reply has.
  public var fields: HTTPFields

  /// The part of fal that writes a body.
  public enum Author: Sendable, Hashable {
    /// The gateway, whose JSON is Python's `json.dumps` default; observed.
    case gateway
    /// The runner, whose JSON is compact as Starlette writes it; observed.
    case runner
  }

  /// Creates a reply.
  public init(
    _ status: HTTPResponse.Status, _ body: JSONValue, by author: Author = .gateway,
    fields: HTTPFields = [:]
  ) {
    self.status = status
    self.body = body
    self.author = author
    self.fields = fields
  }

  /// The body's bytes.
  public var bytes: [UInt8] {
    switch author {
    case .gateway: body.serialized(.python)
    case .runner: body.serialized(.compact)
    }
  }
}
