// Falsework
// SPDX-License-Identifier: MIT

/// The tokens of one block on their way out: literals and matches with their counts.
struct DeflateBlock: ~Copyable {
  /// The tokens that fill a block; its codes then fit the data of about one strip of an image.
  static let tokenCountMax = 32_768

  private static let matchFlag: UInt32 = 1 << 31

  private let tokens: UnsafeMutablePointer<UInt32>
  private let literalCounts: UnsafeMutablePointer<UInt32>
  private let distanceCounts: UnsafeMutablePointer<UInt32>
  private(set) var tokenCount = 0
  private var extraBitCount = 0
  /// The place in the input where the block begins.
  private(set) var inputStart = 0

  init() {
    tokens = .allocate(capacity: Self.tokenCountMax)
    literalCounts = .allocate(capacity: DeflateAlphabet.literalCount)
    distanceCounts = .allocate(capacity: DeflateAlphabet.distanceCount)
    restart(at: 0)
  }

  deinit {
    tokens.deallocate()
    literalCounts.deallocate()
    distanceCounts.deallocate()
  }

  var isFull: Bool { tokenCount == Self.tokenCountMax }

  mutating func restart(at inputStart: Int) {
    self.inputStart = inputStart
    tokenCount = 0
    extraBitCount = 0
    literalCounts.initialize(repeating: 0, count: DeflateAlphabet.literalCount)
    distanceCounts.initialize(repeating: 0, count: DeflateAlphabet.distanceCount)
  }

  @inline(__always)
  mutating func append(literal: UInt8) {
    tokens[tokenCount] = UInt32(literal)
    tokenCount &+= 1
    literalCounts[Int(literal)] &+= 1
  }

  mutating func append(matchLength: Int, distance: Int) {
    let alphabet = DeflateAlphabet.shared
    let offset = matchLength - DeflateAlphabet.matchLengthMin
    tokens[tokenCount] = Self.matchFlag | UInt32(offset) << 16 | UInt32(distance - 1)
    tokenCount += 1
    let lengthSymbol = Int(alphabet.lengthSymbols[offset])
    let distanceSymbol = alphabet.distanceSymbol(distance)
    literalCounts[lengthSymbol] += 1
    distanceCounts[distanceSymbol] += 1
    extraBitCount += Int(alphabet.lengthExtraBits[lengthSymbol - 257])
    extraBitCount += Int(alphabet.distanceExtraBits[distanceSymbol])
  }

  /// Writes the block in the shortest of the three forms, RFC 1951 §3.2.3.
  mutating func write(
    to output: inout BitWriter, input: UnsafeBufferPointer<UInt8>, inputEnd: Int, isLast: Bool
  ) {
    literalCounts[DeflateAlphabet.endOfBlock] += 1
    let literals = Array(
      UnsafeBufferPointer(start: literalCounts, count: DeflateAlphabet.literalCount))
    let distances = Array(
      UnsafeBufferPointer(start: distanceCounts, count: DeflateAlphabet.distanceCount))
    let codes = DeflateCodes(literalCounts: literals, distanceCounts: distances)
    let fixed = DeflateCodes.fixed
    let dynamicBits = codes.headerBitCount + codes.bitCount(literals, distances) + extraBitCount
    let fixedBits = fixed.bitCount(literals, distances) + extraBitCount
    let storedBits = StoredBlock.bitCountMax(byteCount: inputEnd - inputStart)
    if storedBits <= min(dynamicBits, fixedBits) {
      StoredBlock.write(input, from: inputStart, to: inputEnd, isLast: isLast, &output)
    } else {
      output.write(isLast ? 1 : 0, count: 1)
      output.write(fixedBits <= dynamicBits ? 1 : 2, count: 2)
      if fixedBits > dynamicBits { codes.writeHeader(to: &output) }
      writeTokens(fixedBits <= dynamicBits ? fixed : codes, to: &output)
    }
    restart(at: inputEnd)
  }

  private func writeTokens(_ codes: DeflateCodes, to output: inout BitWriter) {
    var writer = output
    codes.literals.packedCodes.withUnsafeBufferPointer { literals in
      for index in 0..<tokenCount {
        let token = tokens[index]
        if token & Self.matchFlag == 0 {
          let code = literals[Int(token)]
          writer.write(UInt64(code & 0xFFFF), count: UInt64(code &>> 16))
        } else {
          Self.write(match: token, codes, to: &writer)
        }
      }
      let end = literals[DeflateAlphabet.endOfBlock]
      writer.write(UInt64(end & 0xFFFF), count: UInt64(end >> 16))
    }
    output = writer
  }

  private static func write(
    match token: UInt32, _ codes: DeflateCodes, to output: inout BitWriter
  ) {
    let alphabet = DeflateAlphabet.shared
    let lengthOffset = Int((token >> 16) & 0xFF)
    let distance = Int(token & 0x7FFF) + 1
    let lengthSymbol = Int(alphabet.lengthSymbols[lengthOffset])
    let distanceSymbol = alphabet.distanceSymbol(distance)
    let lengthCode = codes.literals.packedCodes[lengthSymbol]
    output.write(UInt64(lengthCode & 0xFFFF), count: UInt64(lengthCode >> 16))
    let lengthRest =
      lengthOffset + DeflateAlphabet.matchLengthMin
      - Int(alphabet.lengthBases[lengthSymbol - 257])
    output.write(UInt64(lengthRest), count: UInt64(alphabet.lengthExtraBits[lengthSymbol - 257]))
    let distanceCode = codes.distances.packedCodes[distanceSymbol]
    output.write(UInt64(distanceCode & 0xFFFF), count: UInt64(distanceCode >> 16))
    let distanceRest = distance - Int(alphabet.distanceBases[distanceSymbol])
    output.write(UInt64(distanceRest), count: UInt64(alphabet.distanceExtraBits[distanceSymbol]))
  }
}

/// Input copied as it stands, in pieces of at most 65,535 bytes, RFC 1951 §3.2.4.
enum StoredBlock {
  private static let byteCountMax = 65_535

  /// Returns the bits needed when up to seven bits of padding come first.
  static func bitCountMax(byteCount: Int) -> Int {
    byteCount * 8 + max(1, (byteCount + byteCountMax - 1) / byteCountMax) * 42
  }

  static func write(
    _ input: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, isLast: Bool,
    _ output: inout BitWriter
  ) {
    var position = start
    repeat {
      let count = min(byteCountMax, end - position)
      let endsStream = isLast && position + count == end
      output.write(endsStream ? 1 : 0, count: 3)
      output.alignToByte()
      output.write(UInt64(count) | UInt64(count ^ 0xFFFF) << 16, count: 32)
      output.alignToByte()
      if let base = input.baseAddress { output.write(base + position, byteCount: count) }
      position += count
    } while position < end
  }
}
