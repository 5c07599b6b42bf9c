// Falsework
// SPDX-License-Identifier: MIT

/// The name of a model endpoint: `owner/alias`, perhaps under a namespace, perhaps with a sub-path.
///
/// `workflows` and `comfy` are namespaces: in `comfy/owner/alias/path` the application is
/// `comfy/owner/alias` (observed in the Python and JavaScript clients).
public struct EndpointID: Sendable, Hashable, CustomStringConvertible {
  /// The largest number of bytes in an endpoint id.
  public static let bytesMax = 512

  /// The namespace, when there is one.
  public let namespace: String?
  /// The owner, such as `fal-ai`.
  public let owner: String
  /// The application's name, such as `trellis`.
  public let alias: String
  /// What follows the application, without a leading slash, such as `multi`.
  public let subpath: String?

  private static let namespaces: Set<String> = ["workflows", "comfy"]

  /// Creates an endpoint id from path segments; `nil` when owner or alias is missing, or when
  /// its text would be longer than `bytesMax`.
  public init?(segments: some Collection<String>) {
    var rest = Array(segments)
    let byteCount = rest.reduce(rest.count - 1) { $0 + $1.utf8.count }
    guard byteCount <= Self.bytesMax, rest.allSatisfy({ !$0.isEmpty }) else { return nil }
    let namespace = rest.first.flatMap { Self.namespaces.contains($0) ? $0 : nil }
    if namespace != nil { rest.removeFirst() }
    guard rest.count >= 2 else { return nil }
    self.namespace = namespace
    owner = rest[0]
    alias = rest[1]
    subpath = rest.count > 2 ? rest[2...].joined(separator: "/") : nil
  }

  /// Creates an endpoint id from its text.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.bytesMax else { return nil }
    let segments = text.split(separator: "/", omittingEmptySubsequences: false)
    self.init(segments: segments.map(String.init))
  }

  /// The application, which is what status, result and cancel are addressed to.
  public var application: EndpointID {
    EndpointID(namespace: namespace, owner: owner, alias: alias, subpath: nil)
  }

  /// The id as it stands in URLs.
  public var description: String {
    [namespace, owner, alias, subpath].compactMap(\.self).joined(separator: "/")
  }

  private init(namespace: String?, owner: String, alias: String, subpath: String?) {
    self.namespace = namespace
    self.owner = owner
    self.alias = alias
    self.subpath = subpath
  }
}
