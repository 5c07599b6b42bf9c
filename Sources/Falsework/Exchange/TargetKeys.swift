// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal
internal import FalseworkProtocol

/// The path and the query of a request as the journal keeps them, and whether a key stood there.
///
/// A key counts as found by its text, where it is the one that the request carries, or by the name
/// of its parameter. The URL of a webhook may hold a key of its receiver's: there only what has the
/// form of fal's, `id:secret`, counts.
struct TargetKeys: Sendable {
  let path: String
  let query: String?
  let areFound: Bool

  static let note = JournalNote(
    kind: .keyInURL,
    text: "a key stands in the URL, where proxies and logs see it; send it in Authorization")

  init(path: String, query: String?, _ secret: CarriedSecret?) {
    guard path != "/" || query != nil else {
      (self.path, self.query, areFound) = (path, query, false)
      return
    }
    let isInPath = secret?.isIn(PercentEncoding.decoded(path[...])) == true
    self.path = isInPath ? Self.withoutSegments(path) { secret?.isIn($0) == true } : path
    var isInQuery = false
    self.query = query.map { query in
      let parameters = query.split(separator: "&", omittingEmptySubsequences: false)
      let kept = parameters.map { parameter -> Substring in
        guard let kept = Self.withoutKey(parameter, secret) else { return parameter }
        isInQuery = true
        return kept
      }
      return isInQuery ? kept.joined(separator: "&") : query
    }
    areFound = isInPath || isInQuery
  }

  /// The names of parameters that hold a key of fal's, in lower case.
  private static let names: Set = ["key", "fal_key", "fal_key_secret", "api_key", "apikey"]

  private static func withoutSegments(
    _ path: String, where holdsSecret: (String) -> Bool
  ) -> String {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    return segments.map { segment in
      holdsSecret(PercentEncoding.decoded(segment)) ? Redaction.mark[...] : segment
    }.joined(separator: "/")
  }

  /// The parameter with the mark in place of its value; `nil` if it holds no key.
  private static func withoutKey(
    _ parameter: Substring, _ secret: CarriedSecret?
  ) -> Substring? {
    let parts = parameter.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = PercentEncoding.decoded(parts[0])
    let value = PercentEncoding.decoded(parts.count == 2 ? parts[1] : "")
    if secret?.isIn(name) == true { return Redaction.mark[...] }
    let isKey = names.contains(name.lowercased()) && !value.isEmpty
    guard isKey || holdsKey(value, secret) else { return nil }
    return "\(parts[0])=\(Redaction.mark)"
  }

  /// Whether a value, such as the URL of a webhook, holds a key.
  private static func holdsKey(_ value: String, _ secret: CarriedSecret?) -> Bool {
    if let secret, secret.isIn(value) || secret.isIn(PercentEncoding.decoded(value[...])) {
      return true
    }
    guard let mark = value.firstIndex(of: "?") else { return false }
    let query = value[value.index(after: mark)...].prefix { $0 != "#" }
    let parameters = QueryParameters(String(query))
    return parameters.names.contains { name in
      guard names.contains(name.lowercased()), let value = parameters[name] else { return false }
      return name.lowercased().hasPrefix("fal_") || value.contains(":")
    }
  }
}
