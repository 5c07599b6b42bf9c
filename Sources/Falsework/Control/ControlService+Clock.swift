// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

extension ControlService {
  private var time: Timekeeper { Timekeeper(clock: clock, store: store) }

  /// `GET /_falsework/clock`: how time passes, what it is, and what is to come.
  func clockReply() throws -> Reply {
    let state = try time.state()
    var speed = JSONValue.null
    if case .running(let value) = state.mode { speed = .number(JSONNumber(value)) }
    return .json(
      .ok,
      [
        "mode": .string(state.mode.name),
        "speed": speed,
        "now": .string(state.now.utcISO),
        "next_event": state.nextEvent.map { .string($0.utcISO) } ?? .null,
        "waiting": .number(JSONNumber(state.waitingCount)),
      ])
  }

  /// `POST /_falsework/clock/advance?by=90s|to=TIME|until=idle[&within=2h]`; answers with the clock
  /// as it is then.
  func advance(_ query: QueryParameters) async throws -> Reply {
    do throws(AdvanceTrouble) {
      let advance = try Advance(query)
      try await perform(advance)
    } catch {
      return error.reply
    }
    return try clockReply()
  }

  private func perform(_ advance: Advance) async throws(AdvanceTrouble) {
    do throws(ClockProblem) {
      switch advance {
      case .by(let duration): try await clock.advance(by: duration)
      case .to(let moment): try await clock.advance(to: moment)
      case .untilIdle(let span): _ = try await time.advanceUntilIdle(within: span)
      }
    } catch {
      throw AdvanceTrouble(error)
    }
  }
}

/// How far time is to be advanced.
private enum Advance {
  case by(Duration)
  case to(Timestamp)
  case untilIdle(Duration)

  init(_ query: QueryParameters) throws(AdvanceTrouble) {
    let given = ["by", "to", "until"].filter(query.names.contains)
    guard given.count == 1 else {
      throw AdvanceTrouble("give one of by=90s, to=2026-01-31T08:00:00Z and until=idle")
    }
    guard given == ["until"] || !query.names.contains("within") else {
      throw AdvanceTrouble("within goes with until=idle only")
    }
    if let text = query["by"] {
      self = .by(try Self.length(text, of: "by"))
    } else if let text = query["to"] {
      guard let moment = Timestamp(utcISO: text) else {
        throw AdvanceTrouble("to must be a moment in UTC such as 2026-01-31T08:00:00Z")
      }
      self = .to(moment)
    } else {
      guard query["until"] == "idle" else { throw AdvanceTrouble("until must be idle") }
      let span = try query["within"].map { text throws(AdvanceTrouble) in
        try Self.length(text, of: "within")
      }
      self = .untilIdle(span ?? MockClock.idleSpan)
    }
  }

  private static func length(
    _ text: String, of name: String
  ) throws(AdvanceTrouble) -> Duration {
    guard let length = Duration(unitText: text) else {
      throw AdvanceTrouble("\(name) must be a length with its unit: 250ms, 90s, 15m, 2h or 7d")
    }
    return length
  }
}

/// Why time is not advanced, for the client.
private struct AdvanceTrouble: Error {
  let reply: Reply

  init(_ detail: String) {
    reply = .problem(.badRequest, detail)
  }

  init(_ problem: ClockProblem) {
    let status: HTTPResponse.Status =
      switch problem {
      case .notManual: .conflict
      case .past, .tooLate: .badRequest
      case .busy: .serviceUnavailable
      }
    reply = .problem(status, problem.description)
  }
}
