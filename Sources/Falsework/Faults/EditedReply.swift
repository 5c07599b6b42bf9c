// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import HTTPTypes

/// A reply as rules have changed it; the same holds for the same reply within a second, as far as
/// which `Date` goes.
struct EditedReply {
  let reply: Reply
  /// The faults that found nothing to change.
  let idle: Set<FaultActionKind>
  private let original: ReplyImprint?
  private let edits: ReplyEdits
  private let second: Int64

  /// Returns the reply with its edits, which is made anew only where the last one was another.
  ///
  /// - Parameter noteChange: called with what has changed a part of a stream, which goes out later.
  static func of(
    _ reply: Reply, _ edits: ReplyEdits, at now: Timestamp, _ memory: PollMemory?,
    noteChange: @escaping @Sendable (FaultActionKind) -> Void
  ) -> EditedReply {
    if let known = memory?.edited, let original = reply.imprint, known.original === original,
      known.second == now.second, known.edits == edits
    {
      return known
    }
    let edited = EditedReply(reply, edits, now, noteChange)
    if reply.imprint != nil { memory?.edited = edited }
    return edited
  }

  private init(
    _ reply: Reply, _ edits: ReplyEdits, _ now: Timestamp,
    _ noteChange: @escaping @Sendable (FaultActionKind) -> Void
  ) {
    var editing = ReplyEditing(reply, at: now, noteChange: noteChange)
    editing.apply(edits)
    (idle, original, second) = (editing.idle, reply.imprint, now.second)
    self.edits = edits
    var edited = editing.reply
    edited.imprint = nil
    // Only what is sent again pays for being put into bytes.
    if original != nil {
      edited.imprint = ReplyImprint()
      if edited.standing == .included, !edited.fields.mayFrame {
        edited.standing = .written(HTTPFieldBlock(edited.fields))
      }
    }
    self.reply = edited
  }
}

extension Timestamp {
  fileprivate var second: Int64 { microseconds / 1_000_000 }
}

extension HTTPFields {
  /// Whether a field is among them that frames the message or keeps its connection, which is left
  /// to the connection.
  fileprivate var mayFrame: Bool {
    contains(.contentLength) || contains(.transferEncoding) || contains(.connection)
  }
}
