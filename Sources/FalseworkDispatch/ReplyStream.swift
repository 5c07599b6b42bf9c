// Falsework
// SPDX-License-Identifier: MIT

/// The content of a reply that comes over time.
///
/// It goes out in the chunked coding, or, to a client of HTTP/1.0, as it is until the connection
/// closes. The source is asked for more only while there is room for it, on the event loop of its
/// connection, and is let go of when the client has gone. A stream that waits holds no task and no
/// timer of its own: its moment lies among the other deadlines of the loop.
///
/// A reply whose field `Connection` says `close` closes the connection at the end of the stream.
public struct ReplyStream: Sendable {
  /// What the content comes from.
  public let source: any ReplySource
  /// What asks a source that waits again before its time.
  public let bell: StreamBell?

  /// Creates the content that a source gives.
  public init(_ source: any ReplySource, bell: StreamBell? = nil) {
    self.source = source
    self.bell = bell
  }

  /// Creates the content that a producer gives piece by piece, until it gives `nil`.
  ///
  /// It is called again once there is room for more, each time in a task that is cancelled when
  /// the client has gone. Such a stream costs a task as long as it waits.
  public init(pieces produce: @escaping @Sendable () async -> [UInt8]?) {
    self.init(ProducedPieces(produce: produce))
  }
}

/// What the content of a streamed reply comes from: a value that changes as it is asked.
public protocol ReplySource: Sendable {
  /// Returns what comes next.
  ///
  /// Called on an event loop, so it must not wait; not called again after `end` and `failed`.
  mutating func next() -> ReplyStep
}

/// What comes next of a streamed reply.
public enum ReplyStep: Sendable {
  /// Content, which is never empty.
  case piece([UInt8])
  /// Nothing for so long, or up to 4 milliseconds longer; then the source is asked again.
  case wait(Duration)
  /// It has to be worked out off the event loop; the source that is returned is asked instead.
  ///
  /// The task is cancelled when the client has gone.
  case work(@Sendable () async -> any ReplySource)
  /// The content is complete.
  case end
  /// The content cannot be completed: the connection is cut, which tells the client so.
  case failed
}

/// Pieces that come from calls which take their time.
private struct ProducedPieces: ReplySource {
  let produce: @Sendable () async -> [UInt8]?
  var steps: [ReplyStep] = []

  mutating func next() -> ReplyStep {
    if let step = steps.popLast() { return step }
    return .work { [produce] in
      let piece = await produce()
      let steps = piece.map { $0.isEmpty ? [] : [ReplyStep.piece($0)] }
      return ProducedPieces(produce: produce, steps: steps ?? [.end])
    }
  }
}
