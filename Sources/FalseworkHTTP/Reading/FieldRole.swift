// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// The part that a field plays in framing a message and keeping its connection.
enum FieldRole: Sendable {
  case host
  case contentLength
  case transferEncoding
  case connection
  case expect
  case other

  init(_ name: HTTPField.Name) {
    // The lengths sort out nearly every name before text is compared.
    let name = name.canonicalName
    switch name.utf8.count {
    case 4 where name == "host": self = .host
    case 6 where name == "expect": self = .expect
    case 10 where name == "connection": self = .connection
    case 14 where name == "content-length": self = .contentLength
    case 17 where name == "transfer-encoding": self = .transferEncoding
    default: self = .other
    }
  }
}

extension HTTPFields {
  /// Whether a `Connection` field to be written says `close` and nothing else.
  var asksToClose: Bool {
    contains { FieldRole($0.name) == .connection && $0.value.lowercased() == "close" }
  }
}
