// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// Fields that many responses share, put into bytes once.
public struct HTTPFieldBlock: Sendable, Equatable {
  /// No fields.
  public static let empty = HTTPFieldBlock([:])

  /// The fields.
  public let fields: HTTPFields
  /// The field lines, each with its line ending.
  let bytes: [UInt8]

  /// Creates a block.
  ///
  /// Fields that frame a message or keep its connection are the machine's to write: they are a
  /// programmer's error here.
  public init(_ fields: HTTPFields) {
    self.fields = fields
    var bytes: [UInt8] = []
    for field in fields {
      switch FieldRole(field.name) {
      case .host, .expect, .other: bytes.append(field)
      case .contentLength, .transferEncoding, .connection:
        preconditionFailure("\(field.name) differs from response to response")
      }
    }
    self.bytes = bytes
  }
}
