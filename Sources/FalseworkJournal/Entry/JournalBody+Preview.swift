// Falsework
// SPDX-License-Identifier: MIT

extension JournalBody {
  /// Creates what is kept of a body, or of the beginning of one of `byteCount` bytes.
  ///
  /// Text is kept where the content type says that it is some; the bytes must be UTF-8. Secrets
  /// are taken out as `Redaction.text(_:)` does it.
  public init(
    of bytes: [UInt8], byteCount: Int? = nil, contentType: String?, digest: String? = nil,
    previewBytesMax: Int = JournalBody.previewBytesMax
  ) {
    let byteCount = byteCount ?? bytes.count
    var preview = Preview.none
    if !bytes.isEmpty, let contentType, Self.isText(contentType) {
      let isWhole = bytes.count == byteCount && byteCount <= previewBytesMax
      // A beginning may end inside of a character; what is whole may not.
      let bytesMax = isWhole ? bytes.count : min(previewBytesMax, bytes.count - 1)
      let text = bytes.withUnsafeBufferPointer { Self.text($0, bytesMax: bytesMax) }
      if let text { preview = isWhole ? .whole(text) : .beginning(text) }
    }
    self.init(byteCount: byteCount, digest: digest, preview: preview)
  }

  /// The beginning of text without its secrets; `nil` if it is not UTF-8.
  private static func text(_ bytes: UnsafeBufferPointer<UInt8>, bytesMax: Int) -> String? {
    let kept = UnsafeBufferPointer(rebasing: bytes[..<Redaction.cut(bytes, at: bytesMax)])
    guard let text = String(validating: kept, as: UTF8.self) else { return nil }
    return Redaction.redactedText(kept, bytesMax: kept.count) ?? text
  }

  /// Whether a content type is one of text (RFC 9110 §8.3): any `text/`, JSON, XML, forms and
  /// JavaScript.
  static func isText(_ contentType: String) -> Bool {
    if contentType.utf8.elementsEqual("application/json".utf8) { return true }
    let media = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    return media.hasPrefix("text/") || media.hasSuffix("+json") || media.hasSuffix("+xml")
      || textMedia.contains(media)
  }

  private static let textMedia: Set = [
    "application/json", "application/x-www-form-urlencoded", "application/xml",
    "application/javascript", "application/x-ndjson", "application/problem+json",
    "application/yaml",
  ]
}
