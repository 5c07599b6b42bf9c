// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
public import FalseworkProtocol
public import HTTPTypes

/// A whole reply of a scenario's own.
public struct FaultReply: Sendable, Hashable {
  /// The status.
  public var status: HTTPResponse.Status
  /// The fields, `Content-Type` included.
  public var fields: HTTPFields
  /// The content.
  public var bytes: [UInt8]

  /// Creates a reply.
  public init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], bytes: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.bytes = bytes
  }

  /// Creates a reply of fal's as it goes out.
  public init(_ reply: FalReply) {
    self.init(
      reply.status, fields: [.contentType: "application/json"] + reply.fields, bytes: reply.bytes)
  }

  /// The page by which nginx answers for a backend that it cannot reach; observed.
  ///
  /// It has neither `x-fal-request-id` nor JSON, by which `fal_client` 1.0.3 tells it apart.
  public static func nginx(_ status: HTTPResponse.Status) -> FaultReply {
    let title = "\(status.code) \(status.reasonPhrase)"
    let page = """
      <html>\r
      <head><title>\(title)</title></head>\r
      <body>\r
      <center><h1>\(title)</h1></center>\r
      <hr><center>nginx</center>\r
      </body>\r
      </html>\r

      """
    return FaultReply(
      status, fields: [.server: "nginx", .contentType: "text/html"], bytes: Array(page.utf8))
  }

  /// Whether the reply poses as one that fal's gateway never saw, without its common fields.
  public var isForeign: Bool { fields[.server] == "nginx" }
}
