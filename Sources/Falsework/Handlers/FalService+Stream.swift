// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import HTTPTypes

extension FalService {
  /// `GET …/status/stream`: the status as events, until the request is completed.
  func statusStream(of record: RequestRecord, _ visit: FalVisit) -> Reply {
    let bell = StreamBell()
    let shift = clock.beginShift()
    let wake: @Sendable () -> Void = {
      shift?.resume()
      bell.ring()
    }
    let source = StatusStream(
      fal: self, id: record.id, door: visit.door, showsLogs: LogsParameter.isOn(in: visit.query),
      listener: listeners.listen(to: record.id, wake), vigil: shift.map { ($0, wake) })
    return Reply(
      .ok,
      fields: [
        .contentType: "text/event-stream", .cacheControl: "no-store",
        .falRequestID: record.id.description, .connection: "close",
      ],
      content: .stream(ReplyStream(source, bell: bell)))
  }
}

/// The events of a status stream.
///
/// One comes at once, one at each change of the state, one when there are new log lines and the
/// client wants them, and one when nothing has changed for a while (observed); a comment comes
/// between them every 15 seconds. The last says `COMPLETED`.
///
/// The record is read anew each time, as its plan may have changed meanwhile.
private struct StatusStream: ReplySource {
  /// The times between events that say nothing new, and between comments, by the mock's clock;
  /// about what was observed.
  private static let repetition = Duration.seconds(1)
  private static let commenting = Duration.seconds(15)
  private static let comment = ServerSentEvent.comment("ping")

  let fal: FalService
  let id: RequestID
  let door: Door
  let showsLogs: Bool
  /// Kept as long as the stream is.
  let listener: RequestListeners.Listener
  /// What counts as work as long as the stream does not wait, and what wakes it, where time does
  /// not just run: there the stream waits by appointments, else among the deadlines of its loop,
  /// which is cheaper.
  let vigil: (shift: Shift, wake: @Sendable () -> Void)?
  private var appointments: [Appointment] = []
  /// What was read off the event loop for the next event.
  private var read: (record: RequestRecord, position: Int)?
  private var sent: (state: QueueStatusBody.State, logCount: Int)?
  private var nextRepetition: Timestamp
  private var nextComment: Timestamp

  init(
    fal: FalService, id: RequestID, door: Door, showsLogs: Bool,
    listener: RequestListeners.Listener, vigil: (shift: Shift, wake: @Sendable () -> Void)?
  ) {
    self.fal = fal
    self.id = id
    self.door = door
    self.showsLogs = showsLogs
    self.listener = listener
    self.vigil = vigil
    nextRepetition = fal.clock.now
    nextComment = fal.clock.next(after: Self.commenting)
  }

  mutating func next() -> ReplyStep {
    vigil?.shift.resume()
    if case .completed = sent?.state { return .end }
    let now = fal.clock.now
    guard let (record, position) = known(at: now) else { return .work(reread) }
    read = nil
    let view = StatusView(of: record, at: now, position: position, withLogs: showsLogs)
    let hasNews = sent?.state != view.state || sent?.logCount != view.logs.count
    if hasNews || nextRepetition <= now {
      nextRepetition = fal.clock.next(after: Self.repetition)
      return .piece(event(view, of: record))
    }
    if nextComment <= now {
      nextComment = fal.clock.next(after: Self.commenting)
      return .piece(Self.comment)
    }
    return wait(for: view.nextChange, or: min(nextRepetition, nextComment))
  }

  /// Waits for a change, or until something is to be said without one.
  private mutating func wait(for change: Timestamp?, or routine: Timestamp) -> ReplyStep {
    let clock = fal.clock
    if let (shift, wake) = vigil {
      appointments =
        [clock.appointment(at: routine, as: .routine, wake)]
        + [change].compactMap(\.self).map { clock.appointment(at: $0, wake) }
      shift.pause()
    }
    return .wait(clock.hands.realTime(until: min(change ?? routine, routine)))
  }

  /// An event; each log entry is in one of them.
  private mutating func event(_ view: StatusView, of record: RequestRecord) -> [UInt8] {
    // A plan that was made anew may have fewer lines behind it than were shown.
    let logs = showsLogs ? Array(view.logs.dropFirst(sent?.logCount ?? 0)) : nil
    sent = (view.state, view.logs.count)
    let body = fal.statusBody(of: record, view.state, door, logs: logs)
    return ServerSentEvent(data: body.bytes).bytes
  }

  /// The record and its position, if they are at hand.
  private func known(at now: Timestamp) -> (record: RequestRecord, position: Int)? {
    if let read { return read }
    guard let record = fal.store.recall(id) else { return nil }
    let mayWaitForOthers =
      fal.policy.pool(of: record.entry.job.traits) != nil
      && record.phase(at: now) == .inQueue
    return mayWaitForOthers ? nil : (record, 0)
  }

  /// Reads what is not at hand, which has to wait for the database.
  private func reread() async -> any ReplySource {
    var stream = self
    do {
      guard let record = try await fal.store.settledRequest(id) else { return BrokenStream() }
      let position = try fal.queuePosition(of: record, at: fal.clock.now)
      stream.read = (record, position)
      return stream
    } catch {
      return BrokenStream()
    }
  }
}

/// A stream that cannot go on, because its record cannot be read.
private struct BrokenStream: ReplySource {
  mutating func next() -> ReplyStep { .failed }
}

/// What a stream shows of a request at a moment; only here does it look at the request's plan.
private struct StatusView {
  let state: QueueStatusBody.State
  let logs: [LogEntry]
  /// When there is something new to show, as far as the plan tells.
  let nextChange: Timestamp?

  init(of record: RequestRecord, at now: Timestamp, position: Int, withLogs: Bool) {
    state = QueueStatusBody.State(of: record, at: now, position: position)
    logs = withLogs ? record.logs(at: now) : []
    let timeline = record.entry.timeline
    let lines = withLogs ? record.logs(at: timeline.ended).map(\.time).filter { $0 > now } : []
    nextChange = (lines + [timeline.nextChange(after: now)].compactMap(\.self)).min()
  }
}

extension MockClock {
  /// However fast the clock runs, events that say nothing new leave so much real time between them.
  private static let spacingMin = Duration.milliseconds(100)

  /// The moment that lies so much ahead of now, or a little more where the clock runs fast.
  fileprivate func next(after duration: Duration) -> Timestamp {
    now.advanced(by: max(duration, Self.spacingMin * hands.rate))
  }
}
