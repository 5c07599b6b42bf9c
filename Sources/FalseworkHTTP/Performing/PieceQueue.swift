// Falsework
// SPDX-License-Identifier: MIT

/// Parts of a reply that wait to be sent.
struct PieceQueue: Sendable {
  private var pieces: [Piece] = []

  var isEmpty: Bool { pieces.isEmpty }

  mutating func append(_ piece: Piece) {
    if !piece.counted.isEmpty { pieces.append(piece) }
  }

  /// Appends the next bytes of the first piece, the first of them with flipped bits.
  mutating func take(
    atMost count: Int, altering mask: UInt8 = 0, _ out: inout [UInt8]
  ) -> (count: Int, contentBytes: Int) {
    let target = out.count + pieces[0].leadingCount
    let taken = pieces[0].take(atMost: count, &out)
    out[target] ^= mask
    let contentBytes = pieces[0].isContent ? taken : 0
    if pieces[0].isTaken { pieces.removeFirst() }
    return (taken, contentBytes)
  }
}
