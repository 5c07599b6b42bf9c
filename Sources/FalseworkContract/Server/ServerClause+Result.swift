// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

extension ServerClause {
  static let result = [
    ServerClause(
      "result.too-early", .must,
      "The result of a job that goes on is 400 with `Request is still in progress`.",
      .observed("a capture, and ports that poll on it")
    ) { log in
      // Where the job had ended already, nothing was too early.
      guard let early = log[.early(.sound)], early.status != 200 || early.json?.isStatus == true,
        log.wasUnderWay(after: early)
      else { return .notExercised }
      return .of(early) { exchange in
        exchange.status == 400 && exchange.detail == "Request is still in progress"
          ? nil : "answers \(exchange.said) with \(exchange.excerpt)"
      }
    },
    ServerClause(
      "result.too-early-links", .may, "That refusal has the id and the three URLs too.",
      .observed("a capture")
    ) { log in
      guard log[.early(.sound)]?.detail == "Request is still in progress" else {
        return .notExercised
      }
      return .of(log[.early(.sound)]) { exchange in
        let missing = KnownJob.members.filter { exchange.json?[$0] == nil }
        return missing.isEmpty ? nil : "it has no \(missing.joined(separator: ", "))"
      }
    },
    ServerClause(
      "result.code-200", .must, "The result of a job that went well is 200 and JSON.",
      .observed("captures of results")
    ) { log in
      .of(log[.result(.sound)]) { exchange in
        guard exchange.status == 200 else {
          return "answers \(exchange.said) with \(exchange.excerpt)"
        }
        return exchange.json == nil ? "answers \(exchange.excerpt)" : nil
      }
    },
    ServerClause(
      "result.bare", .must, "The result is the model's output, in no envelope.",
      .observed("captures of results; the documentation of 2024 had an envelope")
    ) { log in
      .of(log.soundResult) { exchange in
        guard let value = exchange.json, value.isEnvelope else { return nil }
        let names = value.objectValue?.keys.joined(separator: ", ") ?? ""
        return "the output stands within an object of \(names)"
      }
    },
    ServerClause(
      "result.schema", .must, "The result fits the output of the endpoint's OpenAPI document.",
      .documented("fal's OpenAPI documents")
    ) { $0.judgeResultByDocument() },
    ServerClause(
      "result.refusal-422", .must, "The result of an invalid input is 422.",
      .observed("several reports, 2026")
    ) { log in
      .of(log[.result(.rejected)]) { exchange in
        exchange.status == 422 ? nil : "answers \(exchange.said) with \(exchange.excerpt)"
      }
    },
    ServerClause(
      "result.refusal-detail", .must,
      "The 422 has a list `detail`, whose entries have `loc` from `body`, `msg` and `type`.",
      .observed("a 422 of fal-ai/trellis, 2026")
    ) { log in
      guard log[.result(.rejected)]?.status == 422 else { return .notExercised }
      return .of(log[.result(.rejected)]) { exchange in
        guard let entries = exchange.json?["detail"]?.arrayValue, !entries.isEmpty else {
          return "detail is no list: \(exchange.excerpt)"
        }
        return entries.allSatisfy(\.isErrorEntry) ? nil : "an entry is odd: \(exchange.excerpt)"
      }
    },
    ServerClause(
      "result.refusal-units", .should, "The 422 costs nothing: `x-fal-billable-units: 0`.",
      .observed("captures of refusals, 2026")
    ) { log in
      guard log[.result(.rejected)]?.status == 422 else { return .notExercised }
      return .of(log[.result(.rejected)]) { exchange in
        exchange.field(.falBillableUnits) == "0"
          ? nil : "x-fal-billable-units is \(exchange.field(.falBillableUnits) ?? "missing")"
      }
    },
  ]

  static let cancel = [
    ServerClause(
      "cancel.accepted", .must,
      "The cancellation of a job that goes on is 202 with `CANCELLATION_REQUESTED`.",
      .documented("fal's page on the queue; its newest text has 200 and OK too")
    ) { log in
      guard let exchange = log[.cancel(.cancelled)],
        exchange.json?["status"] != "ALREADY_COMPLETED"
      else { return .notExercised }
      return .of(exchange) { exchange in
        let isGood =
          switch log.profile.form {
          case .observed:
            exchange.status == 202 && exchange.json == ["status": "CANCELLATION_REQUESTED"]
              || exchange.status == 200 && exchange.json == ["status": "OK"]
          case .documented: exchange.status == 200 && exchange.json?["success"]?.boolValue != nil
          }
        return isGood ? nil : "answers \(exchange.said) with \(exchange.excerpt)"
      }
    },
    ServerClause(
      "cancel.too-late", .must,
      "The cancellation of a job that has ended is 400 with `ALREADY_COMPLETED`.",
      .documented("fal's page on the queue")
    ) { log in
      .of(log[.lateCancel(.sound)]) { exchange in
        let isGood =
          switch log.profile.form {
          case .observed:
            exchange.status == 400 && exchange.json == ["status": "ALREADY_COMPLETED"]
          case .documented: exchange.status == 200 && exchange.json == ["success": false]
          }
        return isGood ? nil : "answers \(exchange.said) with \(exchange.excerpt)"
      }
    },
  ]
}

extension ProbeLog {
  /// Whether a job went on after an exchange about it.
  func wasUnderWay(after exchange: ProbeExchange) -> Bool {
    guard let job = exchange.probe.job else { return false }
    return sightings(of: job).contains { $0.exchange.number > exchange.number && $0.isUnderWay }
  }
}

extension JSONValue {
  /// Whether it looks like a status instead of an output.
  var isStatus: Bool { self["status"]?.stringValue != nil && self["request_id"] != nil }

  /// Whether it is an entry as FastAPI writes it.
  var isErrorEntry: Bool {
    self["loc"]?[0] == "body" && self["msg"]?.stringValue != nil
      && self["type"]?.stringValue != nil
  }
}
