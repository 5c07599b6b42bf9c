// Falsework
// SPDX-License-Identifier: MIT

/// Decompression of a zlib stream, RFC 1950 and RFC 1951, bounded by the caller.
package enum Inflate {
  /// Why bytes are no zlib stream, or none that is wanted.
  package enum Failure: Error, Sendable, Hashable {
    /// The two bytes of the header are not those of a deflate stream without a dictionary.
    case headerWrong
    /// The stream ends early.
    case inputTruncated
    /// A block is of the type that RFC 1951 reserves.
    case blockTypeReserved
    /// A stored block's length and its complement do not agree.
    case storedLengthWrong
    /// A code is announced or used that stands for nothing.
    case codeUndefined
    /// A copy reaches back beyond the first byte.
    case distanceTooFar
    /// There are more bytes than the limit.
    case outputTooLong
    /// The checksum of the bytes is another.
    case checksumWrong
  }

  /// Deflate cannot do better than 1032 bytes for one.
  private static let expansionMax = 1032

  /// Returns the bytes of a zlib stream, which may have more bytes behind it.
  package static func bytes(
    ofZlib stream: [UInt8], limit: Int
  ) throws(Failure) -> [UInt8] {
    guard stream.count >= 2 else { throw .inputTruncated }
    let header = Int(stream[0]) << 8 | Int(stream[1])
    guard header.isMultiple(of: 31), header & 0x0F20 == 0x0800, header >> 12 <= 7 else {
      throw .headerWrong
    }
    let room = min(limit, (stream.count + 1) * expansionMax)
    var output = [UInt8](repeating: 0, count: room)
    let count = try output.withUnsafeMutableBufferPointer { output throws(Failure) in
      try stream.withUnsafeBufferPointer { input throws(Failure) in
        try inflate(input, into: output)
      }
    }
    output.removeSubrange(count...)
    return output
  }

  private static func inflate(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
  ) throws(Failure) -> Int {
    var reader = BitReader(UnsafeBufferPointer(rebasing: input[2...]))
    var writer = InflateOutput(output)
    var isLast = false
    while !isLast {
      isLast = try reader.bits(1) == 1
      switch try reader.bits(2) {
      case 0: try stored(&reader, &writer)
      case 1: try compressed(&reader, &writer, .fixedLiterals, .fixedDistances)
      case 2:
        let codes = try announcedCodes(&reader)
        try compressed(&reader, &writer, codes.literals, codes.distances)
      default: throw .blockTypeReserved
      }
    }
    reader.alignToByte()
    let declared =
      try reader.bits(8) << 24 | reader.bits(8) << 16 | reader.bits(8) << 8
      | reader.bits(8)
    let found = Adler32.checksum(UnsafeBufferPointer(rebasing: output[..<writer.count]))
    guard declared == found else { throw .checksumWrong }
    return writer.count
  }

  private static func stored(
    _ reader: inout BitReader, _ writer: inout InflateOutput
  ) throws(Failure) {
    reader.alignToByte()
    let count = try reader.bits(16)
    guard try reader.bits(16) == count ^ 0xFFFF else { throw .storedLengthWrong }
    for _ in 0..<count { try writer.append(UInt8(truncatingIfNeeded: reader.bits(8))) }
  }

  /// The order in which the lengths of the code length code come, RFC 1951 §3.2.7.
  private static let lengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  private static func announcedCodes(
    _ reader: inout BitReader
  ) throws(Failure) -> (literals: InflateCode, distances: InflateCode) {
    let literalCount = Int(try reader.bits(5)) + 257
    let distanceCount = Int(try reader.bits(5)) + 1
    var lengthLengths = [UInt8](repeating: 0, count: lengthOrder.count)
    for place in 0..<(Int(try reader.bits(4)) + 4) {
      lengthLengths[lengthOrder[place]] = UInt8(try reader.bits(3))
    }
    let code = try InflateCode(lengthLengths)
    var lengths: [UInt8] = []
    while lengths.count < literalCount + distanceCount {
      switch try code.symbol(&reader) {
      case 16:
        guard let last = lengths.last else { throw .codeUndefined }
        lengths += [UInt8](repeating: last, count: try 3 + Int(reader.bits(2)))
      case 17: lengths += [UInt8](repeating: 0, count: try 3 + Int(reader.bits(3)))
      case 18: lengths += [UInt8](repeating: 0, count: try 11 + Int(reader.bits(7)))
      case let length: lengths.append(UInt8(length))
      }
    }
    guard lengths.count == literalCount + distanceCount else { throw .codeUndefined }
    return (
      try InflateCode(Array(lengths[..<literalCount])),
      try InflateCode(Array(lengths[literalCount...]))
    )
  }

  private static func compressed(
    _ reader: inout BitReader, _ writer: inout InflateOutput, _ literals: InflateCode,
    _ distances: InflateCode
  ) throws(Failure) {
    let alphabet = DeflateAlphabet.shared
    while true {
      let symbol = try literals.symbol(&reader)
      if symbol < DeflateAlphabet.endOfBlock {
        try writer.append(UInt8(truncatingIfNeeded: symbol))
        continue
      }
      if symbol == DeflateAlphabet.endOfBlock { return }
      let length = symbol - DeflateAlphabet.endOfBlock - 1
      guard length < alphabet.lengthBases.count else { throw .codeUndefined }
      let lengthBits = try reader.bits(Int(alphabet.lengthExtraBits[length]))
      let distance = try distances.symbol(&reader)
      guard distance < alphabet.distanceBases.count else { throw .codeUndefined }
      let distanceBits = try reader.bits(Int(alphabet.distanceExtraBits[distance]))
      try writer.copy(
        count: Int(alphabet.lengthBases[length]) + Int(lengthBits),
        distance: Int(alphabet.distanceBases[distance]) + Int(distanceBits))
    }
  }
}

/// Where decompressed bytes go: a buffer that is never left.
private struct InflateOutput {
  private let room: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ room: UnsafeMutableBufferPointer<UInt8>) {
    self.room = room
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) throws(Inflate.Failure) {
    guard count < room.count else { throw .outputTooLong }
    room[count] = byte
    count += 1
  }

  /// Appends bytes from `distance` back; they may overlap with what is appended.
  @inline(__always)
  mutating func copy(count length: Int, distance: Int) throws(Inflate.Failure) {
    guard distance <= count else { throw .distanceTooFar }
    guard length <= room.count - count else { throw .outputTooLong }
    for index in count..<count + length { room[index] = room[index - distance] }
    count += length
  }
}
