// Falsework
// SPDX-License-Identifier: MIT

/// Text of HTML or XML: everything but literals is escaped, so that nothing that a client sent can
/// become a part of the page.
package struct Markup {
  package private(set) var text = ""

  package init() { text.reserveCapacity(1 << 14) }

  /// Writes markup as it stands in our sources.
  package mutating func literal(_ markup: StaticString) {
    text += markup.description
  }

  /// Writes a style sheet or a document that `Markup` made.
  package mutating func markup(_ other: Markup) { text += other.text }

  /// Writes text.
  package mutating func write(_ content: String) { text += Self.escaped(content) }

  /// Writes an element with its content.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ content: (inout Markup) -> Void = { _ in }
  ) {
    open(name, attributes)
    content(&self)
    text += "</\(name)>"
  }

  /// Writes an element that holds text only.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
  ) {
    element(name, attributes) { $0.write(text) }
  }

  /// Returns a whole page: no scripts, nothing from elsewhere, light or dark as the reader likes.
  package static func page(
    title: String, styles: [StaticString], main: (inout Markup) -> Void
  ) -> String {
    var page = Markup()
    page.literal("<!doctype html>\n")
    page.element("html", ["lang": "en"]) { html in
      html.element("head") { head in
        head.literal(
          """
          <meta charset="utf-8">\
          <meta name="viewport" content="width=device-width,initial-scale=1">\
          <meta name="color-scheme" content="light dark">\
          <meta http-equiv="Content-Security-Policy" \
          content="default-src 'none';style-src 'unsafe-inline'">
          """)
        head.element("title", text: "\(title) · Falsework")
        head.element("style") { style in
          for sheet in styles { style.literal(sheet) }
        }
      }
      html.element("body") { $0.element("main", [:], main) }
    }
    page.literal("\n")
    return page.text
  }

  private mutating func open(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>
  ) {
    text += "<\(name)"
    for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
    text += ">"
  }

  /// Text that is safe between tags and in quoted attributes.
  ///
  /// What XML cannot hold, and what turns the direction of text around, becomes U+FFFD.
  package static func escaped(_ content: String) -> String {
    if content.utf8.allSatisfy(isHarmless) { return content }
    var escaped = ""
    for scalar in content.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}", "\u{FFFE}"..."\u{FFFF}":
        escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && !"&<>\"'".utf8.contains(byte)
  }
}
