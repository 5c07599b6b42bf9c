// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// The head of a request that was read and found valid.
///
/// It never changes and is handed from room to room, so it is an object: a copy costs one count.
public final class HTTPRequestHead: Sendable {
  /// The method, which is any token; methods are case-sensitive.
  public let method: HTTPRequest.Method
  /// The target in the form it was sent.
  public let target: RequestTarget
  /// The version that the request is understood as.
  public let version: HTTPVersion
  /// The fields in the order received, those about framing and the connection included.
  public let fields: HTTPFields
  /// The framing of the content.
  public let body: HTTPBodyFraming
  /// Whether the client wants to send more requests on this connection.
  public let keepsAlive: Bool
  /// Whether the client waits for `100 Continue` before it sends the content.
  public let expectsContinue: Bool
  /// The host that the client asks; from the target where that names one, else from `Host`.
  ///
  /// Nil only for an HTTP/1.0 request that names no host.
  public let authority: HTTPAuthority?

  /// Creates a head, for tests and for requests that did not come over a wire.
  package init(
    method: HTTPRequest.Method, target: RequestTarget, version: HTTPVersion = .http11,
    fields: HTTPFields = [:], body: HTTPBodyFraming = .none, keepsAlive: Bool = true,
    expectsContinue: Bool = false, authority: HTTPAuthority? = nil
  ) {
    self.method = method
    self.target = target
    self.version = version
    self.fields = fields
    self.body = body
    self.keepsAlive = keepsAlive
    self.expectsContinue = expectsContinue
    self.authority = authority
  }
}

extension HTTPRequestHead {
  /// The same head with other fields; what was understood of the framing stays.
  package func with(fields: HTTPFields) -> HTTPRequestHead {
    HTTPRequestHead(
      method: method, target: target, version: version, fields: fields, body: body,
      keepsAlive: keepsAlive, expectsContinue: expectsContinue, authority: authority)
  }
}

extension HTTPRequestHead: Equatable {
  /// Returns whether two heads say the same.
  public static func == (left: HTTPRequestHead, right: HTTPRequestHead) -> Bool {
    left === right
      || left.method == right.method && left.target == right.target
        && left.version == right.version && left.fields == right.fields
        && left.body == right.body && left.keepsAlive == right.keepsAlive
        && left.expectsContinue == right.expectsContinue && left.authority == right.authority
  }
}
