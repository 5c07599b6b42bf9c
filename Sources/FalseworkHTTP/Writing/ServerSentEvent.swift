// Falsework
// SPDX-License-Identifier: MIT

/// An event of a `text/event-stream`, by WHATWG HTML §9.2.
public struct ServerSentEvent: Sendable, Equatable {
  /// The type of the event; nil for a plain `message`.
  public var type: String?
  /// The identifier that a client would reconnect with.
  public var identifier: String?
  /// The data, one or more lines of UTF-8 separated by LF.
  public var data: [UInt8]

  /// Creates an event from data that is UTF-8, such as JSON text.
  ///
  /// Line breaks and NUL in `type` and `identifier`, which have no line for them, are left out.
  public init(data: [UInt8], type: String? = nil, identifier: String? = nil) {
    self.type = type
    self.identifier = identifier
    self.data = data
  }

  /// The event on the wire, ended by its empty line.
  ///
  /// Each line of the data, whether it ends in LF, CR or both, becomes a `data` line.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + Self.overheadBytesTypical)
    if let type { Self.append(&bytes, "event: ", type.utf8.filter(Self.isInline)) }
    if let identifier { Self.append(&bytes, "id: ", identifier.utf8.filter(Self.isInline)) }
    for line in Self.lines(data) { Self.append(&bytes, "data: ", line) }
    bytes.append(ASCII.lineFeed)
    return bytes
  }

  /// Returns a comment on the wire, which clients ignore and which keeps a connection in use.
  public static func comment(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    append(&bytes, ": ", text.utf8.filter(isInline))
    bytes.append(ASCII.lineFeed)
    return bytes
  }

  private static let overheadBytesTypical = 16

  private static func isInline(_ byte: UInt8) -> Bool {
    byte != ASCII.lineFeed && byte != ASCII.carriageReturn && byte != 0
  }

  private static func append(
    _ bytes: inout [UInt8], _ label: StaticString, _ value: some Sequence<UInt8>
  ) {
    bytes.append(label)
    bytes.append(contentsOf: value)
    bytes.append(ASCII.lineFeed)
  }

  private static func lines(_ data: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index < data.count {
      defer { index += 1 }
      guard data[index] == ASCII.lineFeed || data[index] == ASCII.carriageReturn else { continue }
      lines.append(data[start..<index])
      let isPair =
        data[index] == ASCII.carriageReturn && data.dropFirst(index + 1).first == ASCII.lineFeed
      if isPair { index += 1 }
      start = index + 1
    }
    lines.append(data[start...])
    return lines
  }
}
