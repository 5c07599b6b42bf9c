// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh

extension PNGDecoder {
  /// The chunk names in their order.
  var chunkNames: [String] { chunks.map(\.name) }

  /// The red, green and blue of each pixel.
  var texels: [UInt8] {
    picture.pixels.indices.filter { $0 % 4 != 3 }.map { picture.pixels[$0] }
  }

  /// The filter number of each row of an 8-bit RGB file without interlace.
  static func filters(of file: [UInt8]) throws -> [UInt8] {
    let image = try PNGDecoder(file)
    let stream = image.chunks.filter { $0.name == "IDAT" }.flatMap { file[$0.range] }
    let rowByteCount = image.width * 3 + 1
    let rows = try Inflate.bytes(ofZlib: stream, limit: rowByteCount * image.height)
    return stride(from: 0, to: rows.count, by: rowByteCount).map { rows[$0] }
  }
}
