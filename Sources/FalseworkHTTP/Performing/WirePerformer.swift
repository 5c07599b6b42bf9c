// Falsework
// SPDX-License-Identifier: MIT

// Theory of operation
//
// Bytes go in as pieces: the head, then the content, each piece in its coding; then the mark of
// the end. Instructions say what goes out. What frames a piece has no width: its front goes with
// its first byte, its back with its last, so a count of bytes is a count of content.
//
//     append(head:) ─▶ append(content) … ─▶ finish(mark:)        turn ─▶ bytes, wait, end, complete
//
// `turn` gathers bytes over instructions until one of them is not bytes; it says `starved` when the
// instruction at hand asks for more than has come.

/// Performs a reply: bytes in, bytes and waits out, by the instructions of a plan.
///
/// It does no I/O and knows no time: whoever asks for turns sends and waits.
public struct WirePerformer: Sendable {
  /// What to do next.
  public enum Turn: Sendable, Equatable {
    /// Send bytes, so many of which are content.
    case bytes([UInt8], contentBytes: Int)
    /// Give more of the reply, or say that there is none.
    case starved
    /// Send nothing for so long after everything before was sent.
    case wait(Duration)
    /// Nothing more is sent; the connection ends like this.
    case end(WireEnding)
    /// The reply is performed, and the connection goes on.
    case complete
  }

  /// From so many bytes on, a turn is over.
  private static let turnBytesMax = 64 * 1024

  private let instructions: [WireInstruction]
  /// Where the content has a chunk of its own begin.
  private let seam: Int?
  private var index = 0
  /// The progress within the instruction at hand.
  private var done = 0
  private var pieces = PieceQueue()
  private var contentAppended = 0
  private var mark: [UInt8]?
  /// Whether all of the reply, to the mark of its end, was given out.
  public private(set) var isWhole = false
  /// How many bytes were given out with the last one that is not as it should be.
  ///
  /// It is `nil` before that, and for a plan that spoils none. A lie about the length is told by
  /// the last byte of all.
  public private(set) var bytesToLastSpoilt: Int?
  private var spoiltLeft: Int
  private let liesOfLength: Bool
  private var given = 0
  private var pace: WirePlan.Pace?
  private var paceLeft = 0

  /// Creates the performer of a plan for a reply whose content has this length; `nil` for a stream.
  public init(_ plan: WirePlan, head: [UInt8], contentBytes: Int?) {
    instructions = plan.instructions(headBytes: head.count, contentBytes: contentBytes)
    if case .malformedChunk(let offset) = plan.framing { seam = offset } else { seam = nil }
    switch plan.framing {
    case .length, .none: liesOfLength = true
    case .honest, .malformedChunk: liesOfLength = false
    }
    spoiltLeft = instructions.count(where: \.spoils)
    pieces.append(Piece(head))
  }

  /// Takes the next piece of the content, which `encode` puts into the coding of the reply.
  public mutating func append(_ content: [UInt8], encode: ([UInt8]) -> [UInt8]) {
    defer { contentAppended += content.count }
    guard let seam, case let cut = seam - contentAppended, cut > 0, cut < content.count else {
      return pieces.append(Piece(encode(content), contentBytes: content.count))
    }
    pieces.append(Piece(encode(Array(content[..<cut])), contentBytes: cut))
    pieces.append(Piece(encode(Array(content[cut...])), contentBytes: content.count - cut))
  }

  /// Takes note that the content is complete, and what marks that on the wire.
  public mutating func finish(mark: [UInt8]) {
    self.mark = mark
  }

  /// Returns what to do next; after `end` and `complete` the same again.
  public mutating func turn() -> Turn {
    var out = Output()
    defer { given += out.bytes.count }
    while out.bytes.count < Self.turnBytesMax {
      guard let turn = step(&out) else { continue }
      return out.bytes.isEmpty ? turn : out.turn
    }
    return out.turn
  }
}

extension WirePerformer {
  /// The bytes of a turn.
  private struct Output {
    var bytes: [UInt8] = []
    var contentBytes = 0

    var room: Int { max(0, WirePerformer.turnBytesMax - bytes.count) }
    var turn: Turn { .bytes(bytes, contentBytes: contentBytes) }
  }

  /// Follows the instruction at hand as far as it goes; returns the turn that is due before any
  /// more bytes, which comes again if it is not taken.
  private mutating func step(_ out: inout Output) -> Turn? {
    guard index < instructions.count else {
      tellLength(out)
      return .complete
    }
    switch instructions[index] {
    case .pace(let pace):
      self.pace = pace
      paceLeft = pace.bytes
      next()
    case .send(let count): return send(atMost: count - done, &out)
    case .sendContent, .sendRest: return send(atMost: .max, &out)
    case .alter(let mask): return alter(mask, &out)
    case .insert(let bytes): return insert(bytes, &out)
    case .wait(let duration):
      // The wait is over once the next turn is asked for.
      guard out.bytes.isEmpty else { return .wait(duration) }
      next()
      return .wait(duration)
    case .end(let ending):
      tellLength(out)
      return .end(ending)
    }
    return nil
  }

  private mutating func next() {
    index += 1
    done = 0
  }

  private mutating func passSpoilt(_ out: Output) {
    next()
    spoiltLeft -= 1
    if spoiltLeft == 0, !liesOfLength { bytesToLastSpoilt = given + out.bytes.count }
  }

  private mutating func tellLength(_ out: Output) {
    if liesOfLength, bytesToLastSpoilt == nil { bytesToLastSpoilt = given + out.bytes.count }
  }

  private mutating func send(atMost count: Int, _ out: inout Output) -> Turn? {
    if count == 0 {
      next()
      return nil
    }
    guard !pieces.isEmpty else { return goOnWithoutPieces(&out) }
    if let rest = rest(&out) { return rest }
    let taken = pieces.take(atMost: min(count, out.room, allowance), &out.bytes)
    out.contentBytes += taken.contentBytes
    spend(taken.count)
    if case .send = instructions[index] { done += taken.count }
    return nil
  }

  private mutating func alter(_ mask: UInt8, _ out: inout Output) -> Turn? {
    guard !pieces.isEmpty else { return goOnWithoutPieces(&out) }
    if let rest = rest(&out) { return rest }
    let taken = pieces.take(atMost: 1, altering: mask, &out.bytes)
    out.contentBytes += taken.contentBytes
    spend(1)
    passSpoilt(out)
    return nil
  }

  private mutating func insert(_ bytes: [UInt8], _ out: inout Output) -> Turn? {
    guard done < bytes.count else {
      passSpoilt(out)
      return nil
    }
    if let rest = rest(&out) { return rest }
    let count = min(bytes.count - done, out.room, allowance)
    out.bytes += bytes[done..<done + count]
    done += count
    spend(count)
    return nil
  }

  /// Says what is done where the instruction at hand asks for bytes and there are none.
  private mutating func goOnWithoutPieces(_ out: inout Output) -> Turn? {
    guard let mark else { return .starved }
    if case .sendRest = instructions[index] {
      out.bytes += mark
      self.mark = []
      isWhole = true
    }
    next()
    return nil
  }

  /// The bytes that may leave before the pace asks for a wait.
  private var allowance: Int { pace == nil ? .max : paceLeft }

  private mutating func spend(_ count: Int) {
    if pace != nil { paceLeft -= count }
  }

  /// The wait that the pace asks for before the next byte, if any.
  private mutating func rest(_ out: inout Output) -> Turn? {
    guard let pace, paceLeft == 0 else { return nil }
    if out.bytes.isEmpty { paceLeft = pace.bytes }
    return pace.every > .zero || !out.bytes.isEmpty ? .wait(pace.every) : nil
  }
}
