// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// A request to a server, as a value.
///
/// The key is no part of it, so that no log or report of requests can hold one.
public struct ProbeRequest: Sendable, Hashable {
  /// What a request shows of a key.
  public enum Credential: Sendable, Hashable {
    /// Nothing.
    case none
    /// The scheme `Key` and no key.
    case malformed
    /// The key.
    case key
  }

  /// The method.
  public var method: HTTPRequest.Method
  /// The whole URL.
  public var url: String
  /// What it shows of a key.
  public var credential: Credential
  /// The other fields.
  public var fields: HTTPFields
  /// The content; `nil` for none.
  public var body: String?

  /// Creates a request; every one says where it comes from, as a page in a browser does.
  public init(
    _ method: HTTPRequest.Method, _ url: String, _ credential: Credential = .key,
    fields: HTTPFields = [:], body: String? = nil
  ) {
    self.method = method
    self.url = url
    self.credential = credential
    self.fields = fields
    self.fields[.origin] = Self.origin
    self.body = body
    if body != nil { self.fields[.contentType] = "application/json" }
  }

  /// A page that nobody serves.
  static let origin = "https://falsework.test"

  /// The request as a command line; the key is the variable of its name.
  public func curl(keyVariable: String) -> String {
    var words = ["curl", "-i"]
    if method != .get { words += ["-X", method.rawValue] }
    switch credential {
    case .none: break
    case .malformed: words += ["-H", "'Authorization: \(Self.malformedKey)'"]
    case .key: words += ["-H", "\"Authorization: Key $\(keyVariable)\""]
    }
    for field in fields { words += ["-H", "\(field.name): \(field.value)".shellWord] }
    if let body { words += ["-d", body.shellWord] }
    return (words + [url.shellWord]).joined(separator: " ")
  }

  /// What stands for a key that is none.
  public static let malformedKey = "Key not-a-pair"
}
