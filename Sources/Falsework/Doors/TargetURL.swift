// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP

/// An absolute `http` or `https` URL, taken apart as far as routing needs.
struct TargetURL: Sendable {
  let authority: HTTPAuthority
  let path: String
  let query: String?

  static let bytesMax = 16_384

  init?(_ text: String) {
    guard text.utf8.count <= Self.bytesMax,
      let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) })
    else { return nil }
    let rest = text.dropFirst(scheme.count).prefix { $0 != "#" }
    let name = rest.prefix { $0 != "/" && $0 != "?" }
    guard let authority = HTTPAuthority(parsing: String(name)) else { return nil }
    let tail = rest.dropFirst(name.count)
    let path = tail.prefix { $0 != "?" }
    self.authority = authority
    self.path = path.isEmpty ? "/" : String(path)
    query = tail.contains("?") ? String(tail.dropFirst(path.count + 1)) : nil
  }
}
