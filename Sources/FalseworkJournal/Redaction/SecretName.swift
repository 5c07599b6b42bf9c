// Falsework
// SPDX-License-Identifier: MIT

/// The names of parameters and members that hold secrets.
enum SecretName {
  /// The most bytes of a name that are looked at, percent-encoding included.
  static let bytesMax = 96

  /// The names by their lengths.
  private static let names: [[[UInt8]]] = {
    let names = [
      "token", "fal_jwt_token", "access_token", "refresh_token", "id_token", "auth_token",
      "api_key", "apikey", "fal_key", "fal_key_secret", "secret", "client_secret", "password",
      "passwd", "authorization", "sig", "signature", "x-amz-signature", "x-amz-credential",
      "x-amz-security-token", "x-goog-signature", "x-goog-credential",
    ].map { Array($0.utf8) }
    return (0...(names.map(\.count).max() ?? 0)).map { count in names.filter { $0.count == count } }
  }()

  /// Returns whether a name is one of a secret, in any case and however it is encoded.
  ///
  /// Where an encoded ampersand stands before the name, its digits are still part of it: `\u0026`
  /// in JSON, `%26` and `%3F` in a URL inside of a URL.
  static func matches(_ name: UnsafeBufferPointer<UInt8>, afterBackslash: Bool) -> Bool {
    if afterBackslash, name.starts(with: "u0026".utf8) {
      return contains(UnsafeBufferPointer(rebasing: name[5...]))
    }
    guard name.contains(UInt8(ascii: "%")) else { return contains(name) }
    let decoded = percentDecoded(name)
    let last = decoded.lastIndex { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "?") }
    return decoded[(last.map { $0 + 1 } ?? 0)...].withUnsafeBufferPointer(contains)
  }

  private static func contains(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard name.count < names.count else { return false }
    return names[name.count].contains { known in
      for index in known.indices where known[index] != lowercase(name[index]) { return false }
      return true
    }
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }

  private static func percentDecoded(_ name: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = name[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(\.isHexadecimal),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        decoded.append(value)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return decoded
  }
}
