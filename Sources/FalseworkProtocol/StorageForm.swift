// Falsework
// SPDX-License-Identifier: MIT

/// What a client tells of a file before it uploads it: `{"file_name": …, "content_type": …}`.
public struct StorageForm: Sendable, Hashable {
  /// The file's name, without anything that a path could take for a folder.
  public let fileName: String
  /// The media type.
  public let contentType: String

  /// The longest name that is kept, in bytes; more is cut off.
  public static let fileNameBytesMax = 128
  /// What is taken for a media type that is missing or cannot be a field's value.
  public static let unknownType = "application/octet-stream"

  /// Creates a form from what a client said, which may be anything.
  public init(fileName: String?, contentType: String?) {
    self.fileName = Self.cleaned(fileName ?? "")
    let type = contentType ?? ""
    let isUsable = (1...255).contains(type.utf8.count) && type.utf8.allSatisfy(Self.isPrintable)
    self.contentType = isUsable ? type : Self.unknownType
  }

  private static func cleaned(_ name: String) -> String {
    let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
    let safe = last.unicodeScalars.map { scalar in
      isPlain(scalar) ? Character(scalar) : "_"
    }
    let cut = String(safe.suffix(fileNameBytesMax))
    return cut.allSatisfy { $0 == "." || $0 == "_" } ? "file" : cut
  }

  /// What needs no escape in a URL's path (RFC 3986 §2.3).
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", "~": true
    default: false
    }
  }

  private static func isPrintable(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }
}
