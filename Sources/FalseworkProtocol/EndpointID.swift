// Falsework
// SPDX-License-Identifier: MIT

/// The name of a model endpoint: `owner/alias`, perhaps under a namespace, perhaps with a sub-path.
///
/// `workflows` and `comfy` are namespaces: in `comfy/owner/alias/path` the application is
/// `comfy/owner/alias` (observed in the Python and JavaScript clients).
public struct EndpointID: Sendable, Hashable, CustomStringConvertible {
  /// The largest number of bytes in an endpoint id.
  public static let bytesMax = 512
  /// About the number of bytes of a URL's path around a request's id.
  static let bytesTypical = 64

  /// The namespace, when there is one.
  public let namespace: String?
  /// The owner, such as `fal-ai`.
  public let owner: String
  /// The application's name, such as `trellis`.
  public let alias: String
  /// What follows the application, without a leading slash, such as `multi`.
  public let subpath: String?

  private static let namespaces = ["workflows", "comfy"]

  /// Creates an endpoint id from path segments; `nil` when owner or alias is missing, or when
  /// its text would be longer than `bytesMax`.
  public init?(segments: some Collection<Substring>) {
    let segments = Array(segments)
    let applicationCount = Self.applicationCount(in: segments)
    guard segments.count >= applicationCount, Self.areUsable(segments) else { return nil }
    let subpath = segments[applicationCount...]
    self.init(
      application: segments, applicationCount,
      subpath: subpath.isEmpty ? nil : subpath.joined(separator: "/"))
  }

  /// Creates an endpoint id whose application is named by the first of usable segments.
  init(application segments: [Substring], _ applicationCount: Int, subpath: String? = nil) {
    namespace = applicationCount > 2 ? String(segments[0]) : nil
    owner = String(segments[applicationCount - 2])
    alias = String(segments[applicationCount - 1])
    self.subpath = subpath
  }

  /// Creates an endpoint id from its text.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.bytesMax else { return nil }
    self.init(segments: text.slashSeparated)
  }

  /// How many of the segments name the application.
  static func applicationCount(in segments: [Substring]) -> Int {
    segments.first.map { first in namespaces.contains { $0 == first } ? 3 : 2 } ?? 2
  }

  /// Whether no segment is empty and all together are not too long.
  static func areUsable(_ segments: [Substring]) -> Bool {
    var byteCount = segments.count - 1
    for segment in segments {
      if segment.isEmpty { return false }
      byteCount += segment.utf8.count
    }
    return byteCount <= bytesMax
  }

  /// The application, which is what status, result and cancel are addressed to.
  public var application: EndpointID {
    if subpath == nil { return self }
    return EndpointID(namespace: namespace, owner: owner, alias: alias, subpath: nil)
  }

  /// The id as it stands in URLs.
  public var description: String {
    var text = namespace.map { $0 + "/" } ?? ""
    text += owner
    text += "/"
    text += alias
    if let subpath {
      text += "/"
      text += subpath
    }
    return text
  }

  private init(namespace: String?, owner: String, alias: String, subpath: String?) {
    self.namespace = namespace
    self.owner = owner
    self.alias = alias
    self.subpath = subpath
  }
}

extension String {
  /// The parts between slashes, empty ones included.
  var slashSeparated: [Substring] {
    // By bytes: by characters it takes ten times as long, and every poll does it.
    var parts: [Substring] = []
    parts.reserveCapacity(Self.partCountTypical)
    var start = startIndex
    var text = self
    text.withUTF8 { bytes in
      for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
        let slash = utf8.index(startIndex, offsetBy: index)
        parts.append(self[start..<slash])
        start = utf8.index(after: slash)
      }
    }
    parts.append(self[start...])
    return parts
  }

  private static let partCountTypical = 8
}
