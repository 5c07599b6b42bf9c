// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh

/// A decoder of what the encoder writes: 8-bit RGB without interlace.
struct PNGDecoder {
  enum Failure: Error {
    case signatureWrong
    case chunkTruncated
    case checkWrong
    case headerUnexpected
    case filterUnknown
  }

  /// The chunk names in their order.
  let chunkNames: [String]
  let width: Int
  let height: Int
  let texels: [UInt8]
  /// The filter number of each row.
  let filters: [UInt8]

  init(_ file: [UInt8]) throws {
    guard file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      throw Failure.signatureWrong
    }
    let chunks = try Self.chunks(file)
    guard let header = chunks.first?.payload, header.count == 13,
      Array(header.suffix(5)) == [8, 2, 0, 0, 0]
    else { throw Failure.headerUnexpected }
    chunkNames = chunks.map(\.name)
    width = Self.word(header, 0)
    height = Self.word(header, 4)
    let stream = chunks.filter { $0.name == "IDAT" }.flatMap(\.payload)
    let rows = try Inflate.bytes(ofZlib: stream, limit: (width * 3 + 1) * height)
    (texels, filters) = try Self.unfiltered(rows, rowCount: width * 3)
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> Int {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func chunks(_ file: [UInt8]) throws -> [(name: String, payload: [UInt8])] {
    var chunks: [(String, [UInt8])] = []
    var offset = 8
    while chunks.last?.0 != "IEND" {
      guard offset + 12 <= file.count else { throw Failure.chunkTruncated }
      let end = offset + 8 + word(file, offset)
      guard end + 4 <= file.count else { throw Failure.chunkTruncated }
      let check = Array(file[offset + 4..<end]).withUnsafeBufferPointer { CRC32.checksum($0) }
      guard Int(check) == word(file, end) else { throw Failure.checkWrong }
      let name = String(decoding: file[offset + 4..<offset + 8], as: UTF8.self)
      chunks.append((name, Array(file[offset + 8..<end])))
      offset = end + 4
    }
    return chunks
  }

  private static func unfiltered(
    _ rows: [UInt8], rowCount: Int
  ) throws -> (texels: [UInt8], filters: [UInt8]) {
    var texels: [UInt8] = []
    var filters: [UInt8] = []
    for start in stride(from: 0, to: rows.count, by: rowCount + 1) {
      filters.append(rows[start])
      for column in 0..<rowCount {
        let place = texels.count
        let left = column < 3 ? 0 : Int(texels[place - 3])
        let up = start == 0 ? 0 : Int(texels[place - rowCount])
        let corner = start == 0 || column < 3 ? 0 : Int(texels[place - rowCount - 3])
        let prediction = try predicted(rows[start], left, up, corner)
        texels.append(rows[start + 1 + column] &+ UInt8(prediction))
      }
    }
    return (texels, filters)
  }

  private static func predicted(
    _ filter: UInt8, _ left: Int, _ up: Int, _ corner: Int
  ) throws -> Int {
    switch filter {
    case 0: return 0
    case 1: return left
    case 2: return up
    case 3: return (left + up) / 2
    case 4:
      let guess = left + up - corner
      let nearest = min(abs(guess - left), abs(guess - up), abs(guess - corner))
      if abs(guess - left) == nearest { return left }
      return abs(guess - up) == nearest ? up : corner
    default: throw Failure.filterUnknown
    }
  }
}
