// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP

/// A stream of events whose data is changed, each as if it were a reply of its own.
///
/// Comments go through as they are, and so does what the edits find no place in.
struct EditedStream: ReplySource {
  private var source: any ReplySource
  private let edits: ReplyEdits
  /// Called with every event that was changed.
  private let noteChange: @Sendable () -> Void

  init(
    _ source: any ReplySource, _ edits: ReplyEdits, noteChange: @escaping @Sendable () -> Void
  ) {
    self.source = source
    self.edits = edits
    self.noteChange = noteChange
  }

  mutating func next() -> ReplyStep {
    switch source.next() {
    case .piece(let bytes):
      return .piece(changed(bytes))
    case .work(let work):
      return .work { [edits, noteChange] in
        EditedStream(await work(), edits, noteChange: noteChange)
      }
    case .wait(let duration): return .wait(duration)
    case .end: return .end
    case .failed: return .failed
    }
  }

  private static let label = Array("data: ".utf8)
  private static let end = Array("\n\n".utf8)

  private func changed(_ event: [UInt8]) -> [UInt8] {
    guard event.starts(with: Self.label), event.suffix(Self.end.count).elementsEqual(Self.end),
      let data = edits.content(Array(event.dropFirst(Self.label.count).dropLast(Self.end.count)))
    else { return event }
    noteChange()
    return ServerSentEvent(data: data).bytes
  }
}
