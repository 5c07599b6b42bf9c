// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// The rows of a timeline: jobs, requests by operation, faults, webhooks.
struct TimelineLanes {
  let start: Timestamp
  private let entries: [JournalEntry]
  private let jobs: [JobHistory]

  /// The order in which operations stand; others follow by name.
  private static let operations = [
    "connect", "handshake", "token", "storage", "upload", "submit", "run", "status", "stream",
    "result", "cancel", "file",
  ]

  init(entries: [JournalEntry], jobs: [JobHistory]) {
    self.entries = entries
    self.jobs = jobs
    start = Self.moments(entries, jobs).min() ?? Timestamp(microseconds: 0)
  }

  /// Every moment that must find its place.
  static func moments(_ entries: [JournalEntry], _ jobs: [JobHistory]) -> [Timestamp] {
    entries.flatMap { [$0.times.arrived, $0.times.ended] }
      + entries.compactMap(\.times.firstByte) + jobs.flatMap { $0.events.map(\.time) }
  }

  var all: [TimelineLane] {
    jobs.map(lane) + operationLanes + faultLane + webhookLane
  }

  private func at(_ moment: Timestamp) -> String { TimeText.offset(of: moment, from: start) }

  private func took(_ from: Timestamp, _ to: Timestamp) -> String {
    TimeText.length(from.duration(to: to))
  }
}

// MARK: - Jobs

extension TimelineLanes {
  private func lane(_ job: JobHistory) -> TimelineLane {
    var lane = TimelineLane(label: job.name, detail: job.endpoint)
    var since: (time: Timestamp, style: TimelineBar.Style)?
    func close(at end: Timestamp) {
      guard let since else { return }
      let word = since.style == .queue ? "waited" : "ran"
      lane.bars.append(
        TimelineBar(
          from: since.time, to: end, style: since.style,
          title: "\(job.name) \(word) \(took(since.time, end))"))
    }
    for event in job.events {
      switch event.kind {
      case .submitted:
        since = (event.time, .queue)
      case .assigned:
        lane.marks.append(mark(event, .tick, .quiet, "a runner was found"))
      case .started:
        close(at: event.time)
        since = (event.time, .run)
      case .requeued(let reason):
        close(at: event.time)
        since = (event.time, .queue)
        lane.marks.append(mark(event, .square, .bad, "back in the queue: \(reason)"))
      case .ended(let outcome):
        close(at: event.time)
        since = nil
        let isGood = outcome == "OK"
        lane.marks.append(
          mark(event, isGood ? .circle : .square, isGood ? .good : .bad, "ended: \(outcome)"))
      case .cancelled:
        close(at: event.time)
        since = nil
        lane.marks.append(mark(event, .cross, .caution, "cancelled"))
      case .webhook:
        break
      }
    }
    if let last = Self.moments(entries, jobs).max() { close(at: last) }
    return lane
  }

  private func mark(
    _ event: JobEvent, _ shape: TimelineMark.Shape, _ tone: TimelineMark.Tone, _ title: String
  ) -> TimelineMark {
    TimelineMark(time: event.time, shape: shape, tone: tone, title: "\(at(event.time)) \(title)")
  }
}

extension JobHistory {
  /// A short name: the number, or the end of the id.
  var name: String {
    index.map { "Job \($0)" } ?? "Job …\(requestID.suffix(6))"
  }
}

// MARK: - Exchanges

extension TimelineLanes {
  private var operationLanes: [TimelineLane] {
    let groups = Dictionary(grouping: entries) { $0.operation }
    let known = Self.operations.filter { groups[$0] != nil }
    let others = groups.keys.filter { !Self.operations.contains($0) }.sorted()
    return (known + others).map { operation in
      let entries = groups[operation] ?? []
      var lane = TimelineLane(
        label: operation, detail: entries.count == 1 ? "1 exchange" : "\(entries.count) exchanges")
      lane.bars = entries.map(bar)
      lane.marks = entries.map(mark)
      return lane
    }
  }

  private func bar(_ entry: JournalEntry) -> TimelineBar {
    TimelineBar(
      from: entry.times.arrived, to: entry.times.ended, style: .exchange, title: title(entry))
  }

  private func mark(_ entry: JournalEntry) -> TimelineMark {
    let (shape, tone) = entry.look
    return TimelineMark(
      time: entry.times.ended, shape: shape, tone: tone, title: title(entry),
      isOrdinary: tone == .good && entry.faults.isEmpty)
  }

  private func title(_ entry: JournalEntry) -> String {
    let length = took(entry.times.arrived, entry.times.ended)
    return "#\(entry.id) \(at(entry.times.arrived)) \(entry.operation): \(entry.outcome), \(length)"
  }
}

extension JournalEntry {
  /// How the exchange looks on a timeline.
  var look: (shape: TimelineMark.Shape, tone: TimelineMark.Tone) {
    guard delivery == .delivered, let status = response.status else { return (.cross, .lost) }
    return switch status {
    case 200..<300: (.circle, .good)
    case 400..<500: (.triangle, .caution)
    case 500...: (.square, .bad)
    default: (.ring, .good)
    }
  }

  /// What the client got, in words.
  package var outcome: String {
    let status = response.status.map(String.init)
    return switch delivery {
    case .delivered: status ?? "no reply"
    case .clientGone: "the client left" + (status.map { " before \($0) was whole" } ?? "")
    case .cutShort: "broken off" + (status.map { " within \($0)" } ?? "")
    case .ended(.close): "closed" + after
    case .ended(.reset): "reset" + after
    case .ended(.stall): "silence" + after
    }
  }

  private var after: String {
    let bytes = response.wireBytes
    if bytes == 0 { return response.status.map { " instead of \($0)" } ?? " without a reply" }
    return " after \(bytes) bytes" + (response.status.map { " of \($0)" } ?? "")
  }
}

// MARK: - Faults and webhooks

extension TimelineLanes {
  private var faultLane: [TimelineLane] {
    let marks = entries.flatMap { entry in
      entry.faults.map { fault in
        let (shape, tone) = fault.look
        let time = entry.times.firstByte ?? entry.times.ended
        let reason = fault.state.reason.map { ": \($0)" } ?? ""
        return TimelineMark(
          time: time, shape: shape, tone: tone,
          title: "\(at(time)) \(fault.name) \(fault.state.kind.rawValue)\(reason) (#\(entry.id))",
          label: fault.actions.isEmpty ? fault.rule : fault.actions.joined(separator: " + "))
      }
    }
    if marks.isEmpty { return [] }
    let sorted = marks.sorted { $0.time < $1.time }
    let detail = marks.count == 1 ? "1 fired" : "\(marks.count) fired"
    return [TimelineLane(label: "faults", detail: detail, marks: sorted, isLabelled: true)]
  }

  private var webhookLane: [TimelineLane] {
    let marks = jobs.flatMap { job in
      job.events.compactMap { event -> TimelineMark? in
        guard case .webhook(let hook) = event.kind else { return nil }
        let (outcome, isAccepted) = hook.words
        return TimelineMark(
          time: event.time, shape: isAccepted ? .arrow : .hollowArrow,
          tone: isAccepted ? .webhook : .bad,
          title: "\(at(event.time)) webhook of \(job.name), try \(hook.number): \(outcome)",
          label: outcome)
      }
    }
    if marks.isEmpty { return [] }
    let sorted = marks.sorted { $0.time < $1.time }
    let detail = marks.count == 1 ? "1 try" : "\(marks.count) tries"
    return [TimelineLane(label: "webhooks", detail: detail, marks: sorted, isLabelled: true)]
  }
}

extension JournalFault {
  /// The scenario and the rule.
  var name: String { "\(scenario) › \(rule)" }

  var look: (shape: TimelineMark.Shape, tone: TimelineMark.Tone) {
    switch state {
    case .delivered: (.diamond, .fault)
    case .armed, .fired: (.hollowDiamond, .fault)
    case .missed: (.star, .missed)
    }
  }
}

extension JobEvent.WebhookTry {
  /// What became of it, and whether the client accepted it.
  var words: (outcome: String, isAccepted: Bool) {
    switch outcome {
    case .answered(let status): (String(status), (200..<300).contains(status))
    case .failed(let reason): (reason, false)
    }
  }
}
