// Falsework
// SPDX-License-Identifier: MIT

/// The symbols of one block on their way out: how many literals, which repetition, and so on.
///
/// Literals are not copied: they are read from the input again when the block is written.
struct DeflateBlock: ~Copyable {
  /// The symbols that fill a block; its codes then fit the data of about one strip of an image.
  static let symbolCountMax = 32_768

  /// Literals as they stand in the input, followed by a repetition.
  private struct Step {
    let literalCount: Int32
    /// The length less the shortest one in the upper half, the distance less one in the lower.
    let match: UInt32
  }

  private let steps: UnsafeMutablePointer<Step>
  private let literalCounts: UnsafeMutablePointer<UInt32>
  private let distanceCounts: UnsafeMutablePointer<UInt32>
  private let tally = ByteTally()
  private var symbolCount = 0
  private var stepCount = 0
  /// The literals after the last repetition.
  private var literalTail = 0
  private var extraBitCount = 0
  /// The place in the input where the block begins.
  private(set) var inputStart = 0

  init() {
    steps = .allocate(capacity: Self.symbolCountMax)
    literalCounts = .allocate(capacity: DeflateAlphabet.literalCount)
    distanceCounts = .allocate(capacity: DeflateAlphabet.distanceCount)
    restart(at: 0)
  }

  deinit {
    steps.deallocate()
    literalCounts.deallocate()
    distanceCounts.deallocate()
  }

  /// The symbols for which there is still room.
  var room: Int { Self.symbolCountMax - symbolCount }

  private mutating func restart(at inputStart: Int) {
    self.inputStart = inputStart
    symbolCount = 0
    stepCount = 0
    literalTail = 0
    extraBitCount = 0
    tally.clear()
    literalCounts.initialize(repeating: 0, count: DeflateAlphabet.literalCount)
    distanceCounts.initialize(repeating: 0, count: DeflateAlphabet.distanceCount)
  }

  /// Appends the bytes that follow in the input; there must be room for them.
  mutating func append(literals: Slice<UnsafeBufferPointer<UInt8>>) {
    tally.count(UnsafeBufferPointer(rebasing: literals))
    literalTail += literals.count
    symbolCount += literals.count
  }

  mutating func append(matchLength: Int, distance: Int) {
    let alphabet = DeflateAlphabet.shared
    let offset = matchLength - DeflateAlphabet.matchLengthMin
    steps[stepCount] = Step(
      literalCount: Int32(literalTail), match: UInt32(offset) << 16 | UInt32(distance - 1))
    stepCount += 1
    literalTail = 0
    symbolCount += 1
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
    tally.add(to: literalCounts)
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
      writeSymbols(fixedBits <= dynamicBits ? fixed : codes, input, to: &output)
    }
    restart(at: inputEnd)
  }

  private func writeSymbols(
    _ codes: DeflateCodes, _ input: UnsafeBufferPointer<UInt8>, to output: inout BitWriter
  ) {
    var writer = output
    var place = inputStart
    codes.literals.packedCodes.withUnsafeBufferPointer { literals in
      for step in UnsafeBufferPointer(start: steps, count: stepCount) {
        let end = place + Int(step.literalCount)
        Self.write(literals: input[place..<end], literals, to: &writer)
        Self.write(match: step.match, codes, to: &writer)
        place = end + Int(step.match >> 16) + DeflateAlphabet.matchLengthMin
      }
      Self.write(literals: input[place..<place + literalTail], literals, to: &writer)
      let end = literals[DeflateAlphabet.endOfBlock]
      writer.write(UInt64(end & 0xFFFF), count: UInt64(end >> 16))
    }
    output = writer
  }

  /// Writes two at a time, whose codes have at most thirty bits.
  @inline(__always)
  private static func write(
    literals: Slice<UnsafeBufferPointer<UInt8>>, _ codes: UnsafeBufferPointer<UInt32>,
    to output: inout BitWriter
  ) {
    let bytes = UnsafeBufferPointer(rebasing: literals)
    var index = 0
    while index &+ 1 < bytes.count {
      let first = UInt64(codes[Int(bytes[index])])
      let second = UInt64(codes[Int(bytes[index &+ 1])])
      let bitCount = first &>> 16
      output.write(
        first & 0xFFFF | (second & 0xFFFF) &<< bitCount, count: bitCount &+ second &>> 16)
      index &+= 2
    }
    guard index < bytes.count else { return }
    let code = codes[Int(bytes[index])]
    output.write(UInt64(code & 0xFFFF), count: UInt64(code &>> 16))
  }

  private static func write(
    match: UInt32, _ codes: DeflateCodes, to output: inout BitWriter
  ) {
    let alphabet = DeflateAlphabet.shared
    let lengthOffset = Int(match >> 16)
    let distance = Int(match & 0xFFFF) + 1
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
