// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import Glibc

/// The secret of the credential that a request carries, looked for where it must not be.
struct CarriedSecret: Sendable {
  /// Shorter text is found everywhere by chance, in bytes.
  static let bytesMin = 8

  private let bytes: [UInt8]

  /// Takes the secret of a credential: that of a key or, where it is too short to be told from
  /// other text, the whole key; `nil` where that is too short as well.
  init?(of credential: Credential) {
    switch credential {
    case .key(let id, let secret):
      let secret = Array(secret.utf8)
      bytes = secret.count < Self.bytesMin ? Array("\(id):".utf8) + secret : secret
    case .bearer(let token):
      bytes = Array(token.utf8)
    }
    guard bytes.count >= Self.bytesMin else { return nil }
  }

  /// Whether the secret stands somewhere in a text.
  func isIn(_ text: String) -> Bool { isIn(Array(text.utf8)) }

  /// Whether the secret stands somewhere in these bytes.
  func isIn(_ content: [UInt8]) -> Bool {
    guard let first = bytes.first, content.count >= bytes.count else { return false }
    return content.withUnsafeBytes { content in
      var start = 0
      let end = content.count - bytes.count + 1
      while start < end, let base = content.baseAddress,
        let found = memchr(base + start, Int32(first), end - start)
      {
        let place = found - UnsafeMutableRawPointer(mutating: base)
        if content[place..<(place + bytes.count)].elementsEqual(bytes) { return true }
        start = place + 1
      }
      return false
    }
  }
}
