// Falsework
// SPDX-License-Identifier: MIT

/// A small, bounded zlib decoder, written apart from the compressor so as to judge it.
struct Inflate {
  enum Failure: Error, Equatable {
    case headerWrong
    case inputTruncated
    case blockTypeReserved
    case storedLengthWrong
    case codeUndefined
    case distanceTooFar
    case outputTooLong
    case checksumWrong
  }

  private let input: [UInt8]
  private let limit: Int
  private var bitPosition = 0
  private var output: [UInt8] = []

  /// Returns the bytes of a zlib stream, checksum verified.
  static func bytes(ofZlib stream: [UInt8], limit: Int) throws -> [UInt8] {
    var inflate = Inflate(input: stream, limit: limit)
    return try inflate.run()
  }

  private init(input: [UInt8], limit: Int) {
    self.input = input
    self.limit = limit
  }

  private mutating func run() throws -> [UInt8] {
    let header = try bits(8) << 8 | bits(8)
    guard header % 31 == 0, header >> 8 == 0x78 else { throw Failure.headerWrong }
    var isLast = false
    while !isLast {
      isLast = try bits(1) == 1
      try block(type: bits(2))
    }
    bitPosition = (bitPosition + 7) / 8 * 8
    var (low, high) = (1, 0)
    for byte in output {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    let declared = try (0..<4).reduce(0) { sum, _ in try sum << 8 | bits(8) }
    guard declared == high << 16 | low else { throw Failure.checksumWrong }
    return output
  }

  private mutating func bits(_ count: Int) throws -> Int {
    guard bitPosition + count <= input.count * 8 else { throw Failure.inputTruncated }
    var value = 0
    for index in 0..<count {
      let position = bitPosition + index
      value |= (Int(input[position >> 3]) >> (position & 7) & 1) << index
    }
    bitPosition += count
    return value
  }

  private mutating func block(type: Int) throws {
    switch type {
    case 0: try stored()
    case 1:
      let lengths = (0..<288).map { $0 < 144 ? 8 : ($0 < 256 ? 9 : ($0 < 280 ? 7 : 8)) }
      try compressed(Code(lengths), Code([Int](repeating: 5, count: 30)))
    case 2: try announced()
    default: throw Failure.blockTypeReserved
    }
  }

  private mutating func stored() throws {
    bitPosition = (bitPosition + 7) / 8 * 8
    let count = try bits(16)
    guard try bits(16) == count ^ 0xFFFF else { throw Failure.storedLengthWrong }
    for _ in 0..<count { try emit(UInt8(bits(8))) }
  }

  private mutating func announced() throws {
    let literalCount = try bits(5) + 257
    let distanceCount = try bits(5) + 1
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var lengthLengths = [Int](repeating: 0, count: 19)
    for place in 0..<(try bits(4) + 4) { lengthLengths[order[place]] = try bits(3) }
    let code = Code(lengthLengths)
    var lengths: [Int] = []
    while lengths.count < literalCount + distanceCount {
      switch try symbol(code) {
      case 16:
        guard let last = lengths.last else { throw Failure.codeUndefined }
        lengths += [Int](repeating: last, count: try 3 + bits(2))
      case 17: lengths += [Int](repeating: 0, count: try 3 + bits(3))
      case 18: lengths += [Int](repeating: 0, count: try 11 + bits(7))
      case let length: lengths.append(length)
      }
    }
    guard lengths.count == literalCount + distanceCount else { throw Failure.codeUndefined }
    try compressed(
      Code(Array(lengths[..<literalCount])), Code(Array(lengths[literalCount...])))
  }

  private mutating func compressed(_ literals: Code, _ distances: Code) throws {
    while true {
      let next = try symbol(literals)
      if next == 256 { return }
      if next < 256 {
        try emit(UInt8(next))
        continue
      }
      let length = try extended(next - 257, bases: Self.lengthBases, extra: Self.lengthExtra)
      let distance = try extended(
        symbol(distances), bases: Self.distanceBases, extra: Self.distanceExtra)
      guard distance <= output.count else { throw Failure.distanceTooFar }
      for _ in 0..<length { try emit(output[output.count - distance]) }
    }
  }

  private mutating func extended(_ symbol: Int, bases: [Int], extra: [Int]) throws -> Int {
    guard bases.indices.contains(symbol) else { throw Failure.codeUndefined }
    return try bases[symbol] + bits(extra[symbol])
  }

  private mutating func emit(_ byte: UInt8) throws {
    guard output.count < limit else { throw Failure.outputTooLong }
    output.append(byte)
  }

  /// Reads a code bit by bit, counting through the codes of each length.
  private mutating func symbol(_ code: Code) throws -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      value |= try bits(1)
      let count = code.countOfLength[length]
      if value - first < count { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw Failure.codeUndefined
  }

  private struct Code {
    var countOfLength = [Int](repeating: 0, count: 16)
    let symbols: [Int]

    init(_ lengths: [Int]) {
      for length in lengths where length > 0 { countOfLength[length] += 1 }
      symbols = lengths.indices.filter { lengths[$0] > 0 }
        .sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    }
  }

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
    131, 163, 195, 227, 258,
  ]
  private static let lengthExtra = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
    2049, 3073, 4097, 6145, 8193, 12_289, 16_385, 24_577,
  ]
  private static let distanceExtra = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12,
    13, 13,
  ]
}
