// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol

extension ServerClause {
  static let submit = [
    ServerClause(
      "submit.accepted", .must, "A submission is answered with 200 and a JSON object.",
      .observed("raw captures of submissions, 2024 to 2026")
    ) { log in
      .of(log.submissions(of: [.sound, .cancelled, .subpath])) { exchange in
        if exchange.status != 200 { return "answers \(exchange.said) to a submission" }
        return exchange.json?.objectValue == nil ? "answers \(exchange.excerpt)" : nil
      }
    },
    ServerClause(
      "submit.takes-invalid-input", .must,
      "A submission with an invalid input is accepted; the refusal is the result.",
      .observed("several reports, 2026")
    ) { log in
      .of(log.submissions(of: [.rejected])) { exchange in
        exchange.status == 200 ? nil : "answers \(exchange.said) to an invalid input"
      }
    },
    ServerClause(
      "submit.links", .must,
      "The reply to a submission has `request_id`, `response_url`, `status_url` and `cancel_url`.",
      .documented("fal's page on the queue; every capture has them")
    ) { log in
      .of(log.accepted) { exchange in
        let missing = KnownJob.members.filter { exchange.json?[$0]?.stringValue?.isEmpty ?? true }
        return missing.isEmpty
          ? nil : "the reply to a submission has no \(missing.joined(separator: ", "))"
      }
    },
    ServerClause(
      "submit.urls-at-door", .must,
      "URLs in replies lead to the authority that the client asked.",
      .inferred("clients send their key where the URLs lead")
    ) { log in
      .of(log.accepted.filter { $0.links.count == 3 }) { exchange in
        let door = log.profile.door
        let astray = exchange.links.first { !door.isBefore($0) }
        return astray.map { "\($0) does not lead to \(door.origin + door.queueMount)" }
      }
    },
    ServerClause(
      "submit.no-sub-path", .must,
      "The URLs have owner and alias and no sub-path, and follow the rule that clients know.",
      .observed("submissions to endpoints with sub-paths, 2026")
    ) { log in
      .of(log.accepted.filter { $0.leadsToDoor(log.profile.door) }) { exchange in
        guard let job = exchange.probe.job, let known = log.known(job) else { return nil }
        let pairs = [
          (known.links.response, known.expected.response),
          (known.links.status, known.expected.status),
          (known.links.cancel, known.expected.cancel),
        ]
        // An alias of the result that prose and some clients know.
        let odd = pairs.first { $0.0 != $0.1 && $0.0 != $0.1 + "/response" }
        return odd.map { "gives \($0.0) instead of \($0.1)" }
      }
    },
    ServerClause(
      "submit.whole-status", .should,
      "The reply to a submission is a whole status, with `queue_position` while it waits.",
      .observed("raw captures of submissions, 2024 to 2026")
    ) { log in
      .of(log.accepted) { exchange in
        var names = ["status", "metrics"]
        if log.profile.form == .observed { names.append("logs") }
        if exchange.json?["status"] == "IN_QUEUE" { names.append("queue_position") }
        let missing = names.filter { exchange.json?[$0] == nil }
        return missing.isEmpty
          ? nil : "the reply to a submission has no \(missing.joined(separator: ", "))"
      }
    },
    ServerClause(
      "submit.members-in-order", .should,
      "Its members stand in the order of the wire, and there are no others.",
      .observed("raw captures of submissions, 2024 to 2026")
    ) { log in
      guard log.profile.form == .observed else { return .notExercised }
      return .of(log.accepted) { $0.json?.objectValue?.complaintAboutOrder }
    },
  ]
}

extension KnownJob {
  static let members = ["request_id", "response_url", "status_url", "cancel_url"]
}

extension JSONObject {
  /// The members of a status in the order of the wire.
  private static let statusMembers =
    ["status"] + KnownJob.members + ["logs", "metrics", "queue_position", "error", "error_type"]

  /// What is to be said of the order of a status's members; `nil` for nothing.
  var complaintAboutOrder: String? {
    let strangers = keys.filter { !Self.statusMembers.contains($0) }
    guard strangers.isEmpty else {
      return "there are members that no status has: \(strangers.joined(separator: ", "))"
    }
    let expected = Self.statusMembers.filter { keys.contains($0) }
    guard keys != expected else { return nil }
    return "the members stand as \(keys.joined(separator: ", "))"
  }
}

extension ProbeLog {
  /// The submissions of some jobs that were answered.
  ///
  /// An application without the sub-path is no fault of the server's.
  func submissions(of jobs: [ProbeJob]) -> [ProbeExchange] {
    jobs.compactMap { job in
      self[.submit(job)].flatMap { exchange in
        exchange.reply == nil || (job == .subpath && exchange.status == 404) ? nil : exchange
      }
    }
  }

  /// The submissions that were accepted with a JSON object.
  var accepted: [ProbeExchange] {
    submissions(of: ProbeJob.allCases).filter {
      $0.isAccepted && $0.json?.objectValue != nil
    }
  }
}

extension ProbeExchange {
  /// The three URLs of the reply, as far as they are there.
  var links: [String] { KnownJob.members.dropFirst().compactMap { json?[$0]?.stringValue } }

  func leadsToDoor(_ door: ServerDoor) -> Bool {
    links.count == 3 && links.allSatisfy(door.isBefore)
  }
}
