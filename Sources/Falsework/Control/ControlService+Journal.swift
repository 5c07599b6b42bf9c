// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

extension ControlService {
  /// The longest that a question for the journal waits for something new, in seconds.
  static let journalWaitMax = 60.0

  /// What `GET /_falsework/journal` knows.
  static let journalParameters = Set(
    JournalFilter.parameterNames + ["key", "after", "limit", "wait", "format"])

  /// `GET /_falsework/journal`: the exchanges that a filter takes, after a position; with `wait`
  /// it waits so many seconds of real time for the first.
  func journal(_ query: QueryParameters) async throws -> Reply {
    let filter = try journalFilter(query)
    let after = try number(query, "after", in: 0...Int.max) ?? 0
    let limit =
      try number(query, "limit", in: 1...Journal.pageEntriesMax) ?? Journal.pageEntriesMax
    var journal = log.journal
    var page = journal.entries(since: after, matching: filter, limit: limit)
    if let seconds = query["wait"] {
      guard let seconds = Double(seconds), (0...Self.journalWaitMax).contains(seconds) else {
        throw ControlProblem(
          .badRequest, "wait must be between 0 and \(Self.journalWaitMax) seconds")
      }
      let end = MockClock.real.now.advanced(by: .microseconds(Int64(seconds * 1_000_000)))
      while page.entries.isEmpty, MockClock.real.now < end, !Task.isCancelled {
        let alarm = Alarm()
        let listener = log.listen { alarm.ring() }
        if log.journal.lastPosition == journal.lastPosition {
          await MockClock.real.wait(until: end, or: alarm)
        }
        withExtendedLifetime(listener) {}
        journal = log.journal
        page = journal.entries(since: after, matching: filter, limit: limit)
      }
    }
    return try reply(page, of: journal, as: query["format"] ?? "json")
  }

  private func reply(_ page: JournalPage, of journal: Journal, as format: String) throws -> Reply {
    switch format {
    case "json":
      return .json(
        .ok,
        [
          "entries": .array(page.entries.map(\.json)), "next": .number(JSONNumber(page.next)),
          "is_last": .bool(page.isLast), "evicted": .number(JSONNumber(journal.evictedCount)),
        ])
    case "jsonl":
      return Reply(
        .ok, fields: [.contentType: "application/x-ndjson"],
        content: .bytes(page.entries.flatMap(\.jsonLine)))
    case "har":
      let archive = HARArchive(entries: page.entries, version: Version.current)
      return .json(.ok, archive.json)
    default:
      throw ControlProblem(.badRequest, "format must be json, jsonl or har, not \(format)")
    }
  }

  /// `GET /_falsework/report`: one page that shows what happened, and whether faults reached the
  /// client.
  func report(_ query: QueryParameters) throws -> Reply {
    let page = try Rehearsals(log: log, desk: desk, store: store).page(journalFilter(query))
    return Reply(
      .ok,
      fields: [
        .contentType: "text/html; charset=utf-8",
        // Nothing on the page needs a script, and what clients sent shall not become one.
        .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
      ],
      content: .bytes(Array(page.html.utf8)))
  }

  /// `GET /_falsework/aftermath`: what all clients left behind; exchanges under way are waited for,
  /// but not for long.
  func aftermath() async throws -> Reply {
    let settling = Task { await log.settle() }
    let end = MockClock.real.now.advanced(by: Self.settlingMax)
    let limit = Task {
      await MockClock.real.wait(until: end)
      settling.cancel()
    }
    await settling.value
    limit.cancel()
    return .json(.ok, try Rehearsals(log: log, desk: desk, store: store).aftermath().json)
  }

  /// How long exchanges under way are waited for, by the real clock.
  private static let settlingMax = Duration.seconds(1)

  /// `GET /_falsework/timeline`: the life of each job on one axis of time.
  func timeline(_ query: QueryParameters) throws -> Reply {
    let svg = try Rehearsals(log: log, desk: desk, store: store).timeline(journalFilter(query))
    return Reply(
      .ok, fields: [.contentType: "image/svg+xml"], content: .bytes(Array(svg.utf8)))
  }

  /// `GET /_falsework/metrics`: counts for Prometheus.
  var metrics: Reply {
    Reply(
      .ok, fields: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      content: .bytes(Array(log.metricsText.utf8)))
  }

  /// `GET /_falsework/events`: exchanges as they are recorded, from now on or after a position, as
  /// events named `exchange` whose id is the position.
  func events(_ query: QueryParameters) throws -> Reply {
    let after = try number(query, "after", in: 0...Int.max) ?? log.journal.lastPosition
    let bell = StreamBell()
    let source = EventSource(
      log: log, listener: log.listen { bell.ring() }, filter: try journalFilter(query),
      position: after)
    return Reply(
      .ok, fields: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      content: .stream(ReplyStream(source, bell: bell)))
  }

  /// `GET /_falsework/journal/{id}`: one exchange.
  func journalEntry(_ text: String) throws -> Reply {
    .json(.ok, try entry(text).json)
  }

  /// The exchange of a number, or of the text of `x-falsework-exchange`.
  func entry(_ text: String) throws -> JournalEntry {
    guard let id = Int(text), let entry = log.journal.entry(id: id) else {
      throw ControlProblem(
        .notFound, "the journal has no exchange \(text); it may be too old, or not have ended yet")
    }
    return entry
  }

  private func journalFilter(_ query: QueryParameters) throws -> JournalFilter {
    var filter = JournalFilter()
    for name in query.names {
      guard let value = query[name] else { continue }
      do {
        try filter.set(name, to: value)
      } catch {
        throw ControlProblem(.badRequest, "\(error)")
      }
    }
    if let session = session(query) { filter.session = session.description }
    return filter
  }

  /// A whole number among the parameters; `nil` where there is none.
  func number(
    _ query: QueryParameters, _ name: String, in range: ClosedRange<Int>
  ) throws(ControlProblem) -> Int? {
    guard let text = query[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      let bounds =
        range.upperBound == .max
        ? "from \(range.lowerBound) on" : "between \(range.lowerBound) and \(range.upperBound)"
      throw ControlProblem(.badRequest, "\(name) must be a whole number \(bounds)")
    }
    return number
  }
}

/// The exchanges as they are recorded.
private struct EventSource: ReplySource {
  /// How long nothing is sent at most, so that who has gone is noticed.
  private static let silence = Duration.seconds(15)
  private static let comment = ServerSentEvent.comment("ping")

  let log: ExchangeLog
  /// Kept as long as the stream is.
  let listener: ExchangeLog.Listener
  let filter: JournalFilter
  var position: Int
  private var hasWaited = false

  init(
    log: ExchangeLog, listener: ExchangeLog.Listener, filter: JournalFilter, position: Int
  ) {
    self.log = log
    self.listener = listener
    self.filter = filter
    self.position = position
  }

  mutating func next() -> ReplyStep {
    let page = log.journal.entries(since: position, matching: filter, limit: 1)
    position = page.next
    guard let entry = page.entries.first else {
      defer { hasWaited.toggle() }
      return hasWaited ? .piece(Self.comment) : .wait(Self.silence)
    }
    hasWaited = false
    return .piece(
      ServerSentEvent(
        data: entry.json.serialized(), type: "exchange", identifier: "\(position)"
      ).bytes)
  }
}
