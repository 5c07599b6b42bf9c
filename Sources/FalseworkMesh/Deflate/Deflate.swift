// Falsework
// SPDX-License-Identifier: MIT

/// Compression into a zlib stream, RFC 1950 and RFC 1951.
///
/// Written here rather than linked because the output of zlib depends on its version and vendor,
/// and a mesh's bytes must not.
package enum Deflate {
  /// Returns the zlib stream of the bytes.
  package static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: byteCountMax(inputCount: input.count)) { room, count in
        guard let start = room.baseAddress else { return }
        var output = BitWriter(start: start)
        // The header of zlib's usual level and 32 KiB window, which is also what real files have.
        output.write(0x9C78, count: 16)
        compress(input, to: &output)
        output.alignToByte()
        output.writeBigEndian(Adler32.checksum(input))
        count = output.byteCount
      }
    }
  }

  /// The stored form bounds every block; 8 bytes more let the writer store whole words.
  private static func byteCountMax(inputCount: Int) -> Int {
    inputCount + 6 * (2 * (inputCount / DeflateBlock.symbolCountMax) + 2) + 16
  }

  private static func compress(_ input: UnsafeBufferPointer<UInt8>, to output: inout BitWriter) {
    var finder = MatchFinder(input: input)
    var block = DeflateBlock()
    var position = 0
    while position < input.count {
      let run = finder.nextRun(from: position)
      while position < run.literalEnd {
        if block.room == 0 { flush(&block, &finder, input, to: &output, inputEnd: position) }
        let end = min(run.literalEnd, position + block.room)
        block.append(literals: input[position..<end])
        position = end
      }
      guard run.matchLength > 0 else { continue }
      if block.room == 0 { flush(&block, &finder, input, to: &output, inputEnd: position) }
      block.append(matchLength: run.matchLength, distance: run.distance)
      position += run.matchLength
    }
    block.write(to: &output, input: input, inputEnd: input.count, isLast: true)
  }
  private static func flush(
    _ block: inout DeflateBlock, _ finder: inout MatchFinder,
    _ input: UnsafeBufferPointer<UInt8>, to output: inout BitWriter, inputEnd: Int
  ) {
    finder.adapt(to: input[block.inputStart..<inputEnd])
    block.write(to: &output, input: input, inputEnd: inputEnd, isLast: false)
  }
}
