// Falsework
// SPDX-License-Identifier: MIT

/// The judgement of Python's `email.message` on a content type, which FastAPI relies on.
enum MediaType {
  /// What nearly every body is, known at a glance.
  private static let usual = "application/json"

  /// Returns whether the type is `application/json` or `application/*+json`, in any case and with
  /// any parameters.
  static func isJSON(_ contentType: String?) -> Bool {
    if contentType == usual { return true }
    guard let contentType, let (type, subtype) = essence(of: contentType) else { return false }
    return type == "application" && (subtype == "json" || subtype.hasSuffix("+json"))
  }

  /// Returns whether a range of a document, such as `image/*`, holds the type.
  static func range(_ range: String, holds contentType: String) -> Bool {
    if range == usual, contentType == usual { return true }
    guard let wanted = essence(of: range), let given = essence(of: contentType) else {
      return false
    }
    return (wanted.type == given.type || wanted.type == "*")
      && (wanted.subtype == given.subtype || wanted.subtype == "*")
  }

  /// Returns type and subtype in lower case, without parameters.
  private static func essence(of contentType: String) -> (type: String, subtype: String)? {
    let bytes = TrimmedText.bytes(
      of: String(decoding: contentType.utf8.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self))
    let parts = String(decoding: bytes, as: UTF8.self).lowercased()
      .split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return (String(parts[0]), String(parts[1]))
  }
}
