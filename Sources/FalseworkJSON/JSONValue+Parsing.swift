// Falsework
// SPDX-License-Identifier: MIT

extension JSONValue {
  /// Returns the one value that the bytes spell, or throws where and why they do not.
  public static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, reading: JSONReading = .rfc8259,
    limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxError) -> JSONValue {
    var parser = JSONParser(bytes, reading: reading, limits: limits)
    return try parser.parseDocument()
  }

  /// Returns the one value that the bytes spell, or throws where and why they do not.
  public static func parse(
    _ bytes: [UInt8], reading: JSONReading = .rfc8259, limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
      try parse(buffer, reading: reading, limits: limits)
    }
  }

  /// Returns the one value that the bytes spell; offsets in errors count from the slice's start.
  public static func parse(
    _ bytes: ArraySlice<UInt8>, reading: JSONReading = .rfc8259, limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
      try parse(buffer, reading: reading, limits: limits)
    }
  }

  /// Returns the one value that the text spells, or throws where and why it does not.
  public static func parse(
    _ text: String, reading: JSONReading = .rfc8259, limits: JSONLimits = JSONLimits()
  ) throws(JSONSyntaxError) -> JSONValue {
    try parse(Array(text.utf8), reading: reading, limits: limits)
  }
}
