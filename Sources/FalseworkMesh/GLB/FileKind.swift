// Falsework
// SPDX-License-Identifier: MIT

/// What a file that is no binary glTF probably is, by its first bytes.
public enum FileKind: String, Sendable, Hashable, CaseIterable {
  case png
  case jpeg
  case webp
  case gzip
  case zip
  case html
  case json
  case xml
  case text

  /// The bytes that are looked at.
  static let byteCountMax = 64

  /// Recognises a file; nil for one that is none of these.
  public init?(of file: [UInt8]) {
    let start = file.prefix(Self.byteCountMax)
    if let magic = Self.magics.first(where: { start.starts(with: $0.bytes) }) {
      self = magic.kind
    } else if start.starts(with: "RIFF".utf8), start.dropFirst(8).starts(with: "WEBP".utf8) {
      self = .webp
    } else if let kind = Self.textual(start, isWhole: start.count == file.count) {
      self = kind
    } else {
      return nil
    }
  }

  private static let magics: [(kind: FileKind, bytes: [UInt8])] = [
    (.png, [0x89, 0x50, 0x4E, 0x47]), (.jpeg, [0xFF, 0xD8, 0xFF]), (.gzip, [0x1F, 0x8B]),
    (.zip, [0x50, 0x4B, 0x03, 0x04]),
  ]

  private static func textual(_ start: ArraySlice<UInt8>, isWhole: Bool) -> FileKind? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = start.starts(with: mark) ? start.dropFirst(mark.count) : start
    guard isText(text, isWhole: isWhole) else { return nil }
    let content = text.drop { isSpace($0) }
    let word = String(decoding: content.prefix(16), as: UTF8.self).lowercased()
    switch word.first {
    case "{", "[": return .json
    case "<" where ["<!doctype html", "<html", "<head"].contains { word.hasPrefix($0) }:
      return .html
    case "<": return .xml
    default: return .text
    }
  }

  /// Whether bytes are UTF-8 without control characters; the last character may be cut off.
  private static func isText(_ bytes: ArraySlice<UInt8>, isWhole: Bool) -> Bool {
    guard !bytes.isEmpty, !bytes.contains(where: { ($0 < 0x20 && !isSpace($0)) || $0 == 0x7F })
    else { return false }
    let cuts = isWhole ? 0...0 : 0...3
    return cuts.contains { cut in
      String(validating: bytes.dropLast(cut), as: UTF8.self) != nil
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x0A, 0x0D].contains(byte)
  }
}

extension FileKind: CustomStringConvertible {
  /// The kind with its article, as in "it is probably …".
  public var description: String {
    switch self {
    case .png: "a PNG picture"
    case .jpeg: "a JPEG picture"
    case .webp: "a WebP picture"
    case .gzip: "a gzip archive"
    case .zip: "a zip archive"
    case .html: "an HTML page"
    case .json: "a JSON text"
    case .xml: "an XML text"
    case .text: "a text"
    }
  }
}
