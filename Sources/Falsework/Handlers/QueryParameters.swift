// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP

/// The parameters of a URL's query, of which the last of a name counts.
struct QueryParameters {
  private let pairs: [(name: Substring, value: Substring)]

  init(_ query: String?) {
    let parameters = query?.split(separator: "&") ?? []
    pairs = parameters.compactMap { parameter in
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
  }

  /// The names of the parameters.
  var names: Set<String> { Set(pairs.map { String($0.name) }) }

  /// The values of a parameter that may be repeated.
  func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map { PercentEncoding.decoded($0.value) }
  }

  /// The value of a parameter, its escapes resolved; `nil` when there is none.
  subscript(name: String) -> String? {
    pairs.last { $0.name == name }.map { PercentEncoding.decoded($0.value) }
  }
}

/// The percent-encoding of URLs (RFC 3986 §2.1).
enum PercentEncoding {
  /// Returns the text with every valid escape resolved; the others stay as they are.
  static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16),
        rest.first != UInt8(ascii: "+")
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
