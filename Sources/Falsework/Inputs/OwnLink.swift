// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import FalseworkProtocol

/// URLs of the mock's own CDN.
enum OwnLink {
  /// Returns the path on the CDN of a URL that looks like one of the mock's own, by whatever door.
  static func path(of url: String) -> String? {
    guard let url = try? HTTPURL(url) else { return nil }
    if FalHost(url.authority.host)?.role == .cdn { return url.path }
    let segments = url.path.split(separator: "/", maxSplits: 1)
    guard segments.count == 2, FalHost(segments[0])?.role == .cdn else { return nil }
    return "/" + segments[1]
  }
}
