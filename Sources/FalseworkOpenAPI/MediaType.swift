// Falsework
// SPDX-License-Identifier: MIT

/// The judgement of Python's `email.message` on a content type, which FastAPI relies on.
enum MediaType {
  /// Returns whether the type is `application/json` or `application/*+json`, in any case and with
  /// any parameters.
  static func isJSON(_ contentType: String?) -> Bool {
    guard let contentType else { return false }
    let essence = TrimmedText.bytes(
      of: String(decoding: contentType.utf8.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self))
    let parts = String(decoding: essence, as: UTF8.self).lowercased()
      .split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "application" else { return false }
    return parts[1] == "json" || parts[1].hasSuffix("+json")
  }
}
