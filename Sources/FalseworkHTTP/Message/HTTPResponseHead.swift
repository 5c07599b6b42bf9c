// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// The status and fields of a response.
///
/// In a response to be written `Content-Length`, `Transfer-Encoding` and `Connection` are left to
/// the machine: values given for them are dropped, except that `Connection: close` closes.
public struct HTTPResponseHead: Sendable, Equatable {
  /// The status code with its reason phrase.
  public var status: HTTPResponse.Status
  /// The fields in the order of the wire.
  public var fields: HTTPFields

  /// Creates a head from a status and fields.
  public init(status: HTTPResponse.Status, fields: HTTPFields = [:]) {
    self.status = status
    self.fields = fields
  }
}
