// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

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

  /// Reads the body of an initiation.
  ///
  /// Throws the violations as FastAPI would list them (inferred).
  public init(body: JSONValue?) throws(Refused) {
    guard let object = body?.objectValue else { throw .noBody }
    let details = ["file_name", "content_type"].compactMap { name -> JSONValue? in
      switch object[name] {
      case nil: Self.detail("missing", [name], "Field required", .object(object))
      case .string: nil
      case let other?:
        Self.detail("string_type", [name], "Input should be a valid string", other)
      }
    }
    guard details.isEmpty else { throw Refused(details: details) }
    self.init(
      fileName: object["file_name"]?.stringValue, contentType: object["content_type"]?.stringValue)
  }

  /// What is wrong with the body of an initiation, an entry of `detail` for each.
  public struct Refused: Error, Hashable {
    /// The entries.
    public let details: [JSONValue]

    /// There is no object at all.
    public static let noBody = Refused(
      details: [detail("missing", [], "Field required", .null)])
  }

  private static func detail(
    _ type: String, _ names: [String], _ message: String, _ input: JSONValue
  ) -> JSONValue {
    [
      "type": .string(type), "loc": .array(["body"] + names.map { .string($0) }),
      "msg": .string(message), "input": input,
    ]
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
