// Falsework
// SPDX-License-Identifier: MIT

/// The path of an output file on the CDN: `/files/b/<8 hex>/<21 characters>_<name>`; observed.
public struct CDNPath: Sendable, Hashable, CustomStringConvertible {
  /// The path, with its leading slash.
  public let description: String

  /// Creates the path that two draws of 64 bits and a file name give.
  public init(bits: (UInt64, UInt64), fileName: String) {
    let hex = String(bits.0 & 0xffff, radix: 16)
    let folder = Self.canary + String(repeating: "0", count: 4 - hex.utf8.count) + hex
    description = "/files/b/\(folder)/\(Self.nanoID(bits))_\(fileName)"
  }

  /// How the folders begin that this program gives out: who finds such a URL knows its origin.
  private static let canary = "fa15"

  /// Whether a path looks as if this program had given it out, perhaps in another run.
  public static func isOurs(_ path: String) -> Bool { path.hasPrefix("/files/b/\(canary)") }

  private static let alphabet = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-")

  /// Ten characters of each draw and one of both, six bits each.
  private static func nanoID(_ bits: (UInt64, UInt64)) -> String {
    let tenEach = [bits.0, bits.1].flatMap { word in
      (0..<10).map { alphabet[Int((word >> UInt64($0 * 6)) & 63)] }
    }
    return String(tenEach + [alphabet[Int(((bits.0 >> 60) << 2 | bits.1 >> 62) & 63)]])
  }
}
