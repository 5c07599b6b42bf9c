// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkProtocol
internal import HTTPTypes

/// A reply that is being changed, and the faults that found nothing to change.
struct ReplyEditing {
  private(set) var reply: Reply
  private(set) var idle: Set<FaultActionKind> = []
  private let now: Timestamp
  private let noteChange: @Sendable (FaultActionKind) -> Void

  /// - Parameter noteChange: called with what has changed a part of a stream, which goes out later.
  init(
    _ reply: Reply, at now: Timestamp,
    noteChange: @escaping @Sendable (FaultActionKind) -> Void = { _ in }
  ) {
    self.reply = reply
    self.now = now
    self.noteChange = noteChange
  }

  /// Changes the reply, in the order that `ReplyEdits` documents.
  mutating func apply(_ edits: ReplyEdits) {
    guard !edits.isEmpty else { return }
    if let replacement = edits.replacement { reply = Reply(replacement, now) }
    if !edits.fields.isEmpty { includeStandingFields() }
    if edits.rangeShift != nil, !reply.fields.contains(.contentRange) { idle.insert(.file) }
    var rest = edits
    rest.replacement = nil
    rest.applyHead(status: &reply.status, fields: &reply.fields, at: now)
    guard !edits.json.isEmpty || edits.cut != nil else { return }
    if case .bytes(let bytes) = reply.content, let changed = rest.content(bytes) {
      reply.content = .bytes(changed)
    } else {
      idle.insert(.json)
    }
    if case .stream(let stream) = reply.content { reply.content = .stream(edited(stream, rest)) }
  }

  private func edited(_ stream: ReplyStream, _ edits: ReplyEdits) -> ReplyStream {
    let source = EditedStream(stream.source, edits) { [noteChange] in noteChange(.json) }
    return ReplyStream(source, bell: stream.bell)
  }

  /// Writes the fields that every reply has among its own, where they can be changed.
  private mutating func includeStandingFields() {
    guard reply.standing == .added else { return }
    let own = Set(reply.fields.map(\.name))
    reply.fields =
      HTTPFields(StandingFields.fields(.fal, now).filter { !own.contains($0.name) }) + reply.fields
    reply.standing = .included
  }
}
