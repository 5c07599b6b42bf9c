// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// The fields of a message in their order, packed as they are on the wire.
///
/// A journal keeps thousands of messages with a dozen fields each: one block of bytes takes a
/// third of the memory, and is let go of at once.
public struct JournalFields: Sendable, Hashable {
  /// Lines of name, colon and value.
  private(set) var bytes: [UInt8]

  /// Creates an empty list.
  public init() { bytes = [] }

  /// Packs fields as they are.
  public init(_ fields: HTTPFields) {
    self.init(reservingFor: fields)
    for field in fields {
      append(field.name) { bytes in
        field.withUnsafeBytesOfValue { bytes.append(contentsOf: $0) }
      }
    }
  }

  /// Creates an empty list with the room that these fields need.
  init(reservingFor fields: HTTPFields) {
    bytes = []
    var count = 0
    for field in fields {
      count += field.name.rawName.utf8.count + 2
      count += field.withUnsafeBytesOfValue { min($0.count, Redaction.fieldBytesMax + 16) }
    }
    bytes.reserveCapacity(count)
  }

  mutating func append(_ name: HTTPField.Name, value write: (inout [UInt8]) -> Void) {
    bytes.append(contentsOf: name.rawName.utf8)
    bytes.append(UInt8(ascii: ":"))
    write(&bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Returns the fields behind one more, whose value is no secret.
  public func led(by name: HTTPField.Name, _ value: String) -> JournalFields {
    var led = JournalFields()
    led.bytes.reserveCapacity(name.rawName.utf8.count + value.utf8.count + 2 + bytes.count)
    led.append(name) { $0.append(contentsOf: value.utf8) }
    led.bytes.append(contentsOf: bytes)
    return led
  }

  /// Whether there is no field.
  public var isEmpty: Bool { bytes.isEmpty }

  /// The bytes of memory that the fields take.
  var capacity: Int { bytes.capacity }

  /// The names and values, in their order; values that are not UTF-8 are repaired.
  public var pairs: [(name: String, value: String)] {
    bytes.split(separator: UInt8(ascii: "\n")).map { line in
      let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
      return (
        String(decoding: line[..<colon], as: UTF8.self),
        String(decoding: line[colon...].dropFirst(), as: UTF8.self)
      )
    }
  }

  /// The fields.
  public var fields: HTTPFields {
    HTTPFields(
      pairs.compactMap { pair in
        HTTPField.Name(pair.name).map { HTTPField(name: $0, value: pair.value) }
      })
  }

  /// The value of a field, joined where it is there several times.
  public subscript(name: HTTPField.Name) -> String? { fields[name] }
}
