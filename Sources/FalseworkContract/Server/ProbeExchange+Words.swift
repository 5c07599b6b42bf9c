// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ProbeExchange {
  /// The status as a report says it.
  var said: String { status.map(String.init) ?? "nothing" }

  /// The member `detail` where it is a text.
  var detail: String? { json?["detail"]?.stringValue }

  /// The beginning of the content, for a report.
  var excerpt: String {
    guard let body = reply?.body, !body.isEmpty else { return "nothing" }
    let text = String(decoding: body.prefix(Self.excerptBytesMax), as: UTF8.self)
    let line = String(text.map { $0.isASCII && $0.asciiValue ?? 0 < 0x20 ? " " : $0 })
    return line + (body.count > Self.excerptBytesMax ? "..." : "")
  }

  /// The most bytes of a reply that a report quotes in a sentence.
  private static let excerptBytesMax = 160
}
