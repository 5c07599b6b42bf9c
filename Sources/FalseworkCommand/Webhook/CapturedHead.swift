// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The headers of a message that somebody has captured, in one of the forms that people have.
///
/// Lines may be those of a raw head, of `curl -i`, or of `curl -v` with its `>` and `<`; what is no
/// header is passed over. JSON may be an object of texts or of lists of texts, or a list of pairs.
/// Names are compared as CGI has them too: `HTTP_X_FAL_WEBHOOK_TIMESTAMP`.
struct CapturedHead {
  /// The largest file that is read, in bytes.
  static let bytesMax = 1024 * 1024

  private var values: [String: [String]] = [:]

  init(_ bytes: [UInt8], from file: String) throws(CommandFailure) {
    guard bytes.count <= Self.bytesMax else {
      throw CommandFailure(
        "\(file) has more than \(Self.bytesMax) bytes; give the headers only", status: .usage)
    }
    let isJSON = bytes.first { !$0.isSpace }.map { "{[".utf8.contains($0) } ?? false
    if isJSON {
      try read(json: bytes, from: file)
    } else {
      read(lines: String(decoding: bytes, as: UTF8.self))
    }
    guard !values.isEmpty else {
      throw CommandFailure(
        "\(file) holds no headers; give a raw HTTP head, the output of curl -i or -v, or a JSON "
          + "object", status: .usage)
    }
  }

  /// The values of a header, each once.
  func values(of name: String) -> [String] {
    values[Self.canonical(name)] ?? []
  }

  private mutating func add(_ name: some StringProtocol, _ value: some StringProtocol) {
    let (name, value) = (Self.canonical(String(name)), String(value))
    if values[name]?.contains(value) != true { values[name, default: []].append(value) }
  }

  private static func canonical(_ name: String) -> String {
    let name = String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    return name.hasPrefix("http-x-") ? String(name.dropFirst("http-".count)) : name
  }

  private mutating func read(lines text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.hasPrefix("> ") || line.hasPrefix("< ") ? line.dropFirst(2) : line
      guard let colon = line.firstIndex(of: ":") else { continue }
      let name = line[..<colon]
      guard !name.isEmpty, name.utf8.allSatisfy(\.isOfHeaderName) else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      let end = value.lastIndex { $0 != " " && $0 != "\t" }
      add(name, value[..<(end.map(value.index(after:)) ?? value.startIndex)])
    }
  }

  private mutating func read(json bytes: [UInt8], from file: String) throws(CommandFailure) {
    let json: JSONValue
    do {
      json = try JSONValue.parse(bytes)
    } catch {
      throw CommandFailure("\(file) begins like JSON, but is none: \(error)", status: .usage)
    }
    for member in json.objectValue?.members ?? [] {
      for value in member.value.arrayValue ?? [member.value] { add(member.name, json: value) }
    }
    for entry in json.arrayValue ?? [] {
      if let name = (entry["name"] ?? entry[0])?.stringValue, let value = entry["value"] ?? entry[1]
      {
        add(name, json: value)
      }
    }
  }

  private mutating func add(_ name: String, json value: JSONValue) {
    switch value {
    case .string(let text): add(name, text)
    case .number(let number): add(name, number.literal)
    case .null, .bool, .array, .object: break
    }
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  /// Whether the byte is one of a header's name, as they are in use.
  fileprivate var isOfHeaderName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default:
      false
    }
  }
}
