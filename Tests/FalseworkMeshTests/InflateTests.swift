// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Foundation
import Testing

/// Streams made by zlib 1.2.13 through Python, with the checksum of what they hold.
enum ZlibStream: CaseIterable {
  case fixedCodes, stored, announcedCodes

  var bytes: [UInt8] { [UInt8](Data(base64Encoded: text) ?? Data()) }

  private var text: String {
    switch self {
    case .fixedCodes: "eNpLS8wpTi3PL8pWSMNk6UCYCiA2AFMDD+U="
    case .stored:
      "eAEBPADD/3lCvfIhBvCEd2Lw88tNdk3HByBRFZoPifLG2srjRLsxEkX9b4TfmtfFs9B2rA6PU6c1bIiRPyD29y2w"
        + "IrpRHy8="
    case .announcedCodes:
      "eNodkFmSxDAIQyXA2En3/Mz9D9sPUxUXsYUWLNVSKN2f+DedzLf8tB1TJ5zyGzEPnPw6U8qHC1McpUirmAXq5UXT"
        + "FmyQq6LoSwPe0umvz1auhPJi1Lm7McFYeIfRZyRKtQtuOHRVpt51iQKUryw2yjVWMDZXvPd2I6jKrkQnRl9qkmnl"
        + "OkMNMDfDl72GE8aXBFm4CLC5J/toKw/cCxoNCit/5F6o5nI+mMh8hohYjfsZw+f1gqUzO01167iK9SH/THxfc8EC"
        + "tCd8/ADHfwON"
    }
  }

  var byteCount: Int {
    switch self {
    case .fixedCodes: 41
    case .stored: 60
    case .announcedCodes: 400
    }
  }

  var digest: UInt32 {
    switch self {
    case .fixedCodes: 1_480_522_135
    case .stored: 2_908_706_148
    case .announcedCodes: 22_233_599
    }
  }
}

@Suite("Inflate") struct InflateTests {
  @Test("streams made by zlib come back", arguments: ZlibStream.allCases)
  func foreignStream(stream: ZlibStream) throws {
    let bytes = try Inflate.bytes(ofZlib: stream.bytes, limit: stream.byteCount)
    #expect(bytes.count == stream.byteCount)
    #expect(bytes.withUnsafeBufferPointer { CRC32.checksum($0) } == stream.digest)
  }

  @Test("a stream cut anywhere is refused", arguments: ZlibStream.allCases)
  func truncated(stream: ZlibStream) {
    for count in 0..<stream.bytes.count {
      #expect(throws: Inflate.Failure.self) {
        try Inflate.bytes(ofZlib: Array(stream.bytes[..<count]), limit: stream.byteCount)
      }
    }
  }

  @Test(
    "a stream with any bit flipped is refused or holds the same", arguments: ZlibStream.allCases)
  func flipped(stream: ZlibStream) throws {
    let original = try Inflate.bytes(ofZlib: stream.bytes, limit: stream.byteCount)
    for place in 0..<stream.bytes.count * 8 {
      var changed = stream.bytes
      changed[place / 8] ^= 1 << UInt8(place % 8)
      // Bits that fill a byte before stored lengths and the checksum say nothing.
      let bytes = try? Inflate.bytes(ofZlib: changed, limit: stream.byteCount)
      #expect(bytes == nil || bytes == original)
    }
  }

  @Test("bytes behind the checksum do not matter")
  func trailing() throws {
    let stream = ZlibStream.fixedCodes.bytes
    #expect(try Inflate.bytes(ofZlib: stream + [1, 2, 3], limit: 100).count == 41)
  }

  @Test("the limit is exact")
  func limit() throws {
    let stream = Deflate.zlib([UInt8](repeating: 7, count: 1000))
    #expect(try Inflate.bytes(ofZlib: stream, limit: 1000).count == 1000)
    #expect(throws: Inflate.Failure.outputTooLong) {
      try Inflate.bytes(ofZlib: stream, limit: 999)
    }
    #expect(throws: Inflate.Failure.outputTooLong) {
      try Inflate.bytes(ofZlib: ZlibStream.stored.bytes, limit: 0)
    }
  }

  @Test(
    "the faults of a stream are told apart",
    arguments: [
      ([], .inputTruncated),
      ([0x78], .inputTruncated),
      ([0x78, 0x9D], .headerWrong),
      ([0x79, 0x9B], .headerWrong),
      ([0x78, 0xBB], .headerWrong),
      ([0x78, 0x9C, 0x07], .blockTypeReserved),
      ([0x78, 0x9C, 0x01, 1, 0, 0, 0], .storedLengthWrong),
      // A copy of length 3 and distance 1 with fixed codes before any byte.
      ([0x78, 0x9C, 0x03, 0x02], .distanceTooFar),
      // Nineteen code lengths of one bit each.
      ([0x78, 0x9C, 0xFD, 0xFF] + [UInt8](repeating: 0x49, count: 8), .codeUndefined),
      ([0x78, 0x9C, 0x03, 0x00, 0, 0, 0, 2], .checksumWrong),
    ] as [([UInt8], Inflate.Failure)])
  func faults(stream: [UInt8], failure: Inflate.Failure) {
    #expect(throws: failure) { try Inflate.bytes(ofZlib: stream, limit: 100) }
  }

  @Test("no seeded noise behind a header crashes or goes beyond the limit")
  func noise() {
    var generator = SeededGenerator(seed: 23)
    for _ in 0..<3000 {
      let count = generator.nextIndex(below: 120)
      let stream = (0..<count).map { _ in UInt8(generator.nextIndex(below: 256)) }
      let bytes = try? Inflate.bytes(ofZlib: [0x78, 0x9C] + stream, limit: 5000)
      #expect((bytes?.count ?? 0) <= 5000)
    }
  }
}
