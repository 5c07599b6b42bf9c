// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol

extension ServerClause {
  static let status = statusCodes + statusMembers + statusEnds

  private static let statusCodes = [
    ServerClause(
      "status.readable", .must, "A question about a job's status is answered with a status.",
      .documented("fal's page on the queue; its OpenAPI documents")
    ) { log in
      let polls = log.exchanges.filter { exchange in
        switch exchange.probe {
        case .poll, .status: exchange.reply != nil
        default: false
        }
      }
      return .of(polls) { exchange in
        StatusSighting(exchange) == nil
          ? "answers \(exchange.said) with \(exchange.excerpt)" : nil
      }
    },
    ServerClause(
      "status.code-202", .must, "A status is answered with 202 as long as the job waits or runs.",
      .observed("polls of several models, 2026; fal.apps goes by the code alone")
    ) { log in
      // As documented there is no code but 200.
      guard log.profile.form == .observed else { return .notExercised }
      return .of(log.sightings.filter(\.isUnderWay)) { sighting in
        sighting.exchange.status == 202
          ? nil : "answers \(sighting.exchange.said) to \(sighting.word ?? "")"
      }
    },
    ServerClause(
      "status.code-200", .must, "A status is answered with 200 when the job has ended.",
      .observed("polls of several models, 2026; fal.apps goes by the code alone")
    ) { log in
      let sightings = log.sightings.filter {
        $0.isCompleted || log.profile.form == .documented && $0.isUnderWay
      }
      return .of(sightings) { sighting in
        sighting.exchange.status == 200
          ? nil : "answers \(sighting.exchange.said) to \(sighting.word ?? "")"
      }
    },
    ServerClause(
      "status.words", .must,
      "The words are IN_QUEUE, IN_PROGRESS and COMPLETED; failed and cancelled jobs are COMPLETED.",
      .observed("every capture; fal's page on the queue")
    ) { log in
      let words = log.accepted.filter { $0.json?["status"] != nil }.map { ($0, $0.json?["status"]) }
      let seen = words + log.sightings.map { ($0.exchange, $0.body["status"]) }
      return .of(seen, at: \.0) { _, word in
        StatusSighting.words.contains(word?.stringValue ?? "")
          ? nil : "the status is \(word?.text(.compact) ?? "missing")"
      }
    },
  ]

  private static let statusMembers = [
    ServerClause(
      "status.members", .must, "A status has the id, the three URLs, `logs` and `metrics`.",
      .observed("raw captures; fal_client fails without logs")
    ) { log in
      .of(log.sightings) { sighting in
        let own = log.profile.form == .observed ? ["logs", "metrics"] : []
        let missing = (KnownJob.members + own).filter { sighting.body[$0] == nil }
        return missing.isEmpty ? nil : "a status has no \(missing.joined(separator: ", "))"
      }
    },
    ServerClause(
      "status.links", .must, "The id and the URLs are those that the submission was given.",
      .observed("raw captures")
    ) { log in
      .of(log.sightings) { sighting in
        // URLs that lead away are another matter.
        let submission = log[.submit(sighting.job)]?.json
        let other = KnownJob.members.first { name in
          guard let here = sighting.body[name], let there = submission?[name]?.stringValue else {
            return false
          }
          let isJudged = name == "request_id" || log.profile.door.isBefore(there)
          return isJudged && here.stringValue != there
        }
        return other.map { "\($0) is not the one of the submission" }
      }
    },
    ServerClause(
      "status.members-in-order", .should,
      "The members stand in the order of the wire, and there are no others.",
      .observed("raw captures")
    ) { log in
      guard log.profile.form == .observed else { return .notExercised }
      return .of(log.sightings) { $0.body.complaintAboutOrder }
    },
    ServerClause(
      "status.queue-position", .must,
      "`queue_position` is a number from 0, while the job waits, and only then.",
      .observed("raw captures")
    ) { log in
      .of(log.sightings.filter { $0.word != nil }) { sighting in
        let position = sighting.body["queue_position"]
        guard sighting.word == "IN_QUEUE" else {
          return position == nil ? nil : "\(sighting.word ?? "") has a queue_position"
        }
        if (position?.numberValue?.intValue).map({ $0 >= 0 }) == true { return nil }
        return "IN_QUEUE has the queue_position \(position?.text(.compact) ?? "that is missing")"
      }
    },
    ServerClause(
      "status.logs-null", .must, "`logs` is null where nobody asked for the log.",
      .observed("raw captures")
    ) { log in
      guard log.profile.form == .observed else { return .notExercised }
      return .of(log.sightings.filter { !$0.asksForLogs && $0.body["logs"] != nil }) { sighting in
        sighting.body["logs"] == .null ? nil : "logs is not null without logs=1"
      }
    },
    ServerClause(
      "status.logs-list", .must,
      "With `logs=1`, `logs` is a list of entries with `message` and `timestamp`.",
      .observed("raw captures; fal's page on the queue")
    ) { log in
      guard log.profile.form == .observed else { return .notExercised }
      return .of(log.sightings.filter { $0.asksForLogs && $0.body["logs"] != nil }) { sighting in
        guard let entries = sighting.body["logs"]?.arrayValue else {
          return "logs is no list with logs=1"
        }
        let isOdd = entries.contains { entry in
          entry["message"]?.stringValue == nil || entry["timestamp"]?.stringValue == nil
        }
        return isOdd ? "an entry of logs has no text for message and timestamp" : nil
      }
    },
    ServerClause(
      "status.metrics", .should,
      "`metrics` is an object, with `inference_time` in seconds at the end.",
      .observed("raw captures")
    ) { log in
      .of(log.sightings.filter { $0.body["metrics"] != nil }) { sighting in
        guard let metrics = sighting.body["metrics"]?.objectValue else {
          return "metrics is no object"
        }
        guard let time = metrics["inference_time"], time != .null else { return nil }
        if sighting.isUnderWay { return "there is an inference_time before the end" }
        return time.numberValue == nil ? "inference_time is no number" : nil
      }
    },
    ServerClause(
      "status.document", .should, "A status fits the endpoint's OpenAPI document.",
      .documented("fal's OpenAPI documents")
    ) { log in
      guard log.profile.form == .documented else { return .notExercised }
      return log.judgeStatusesByDocument()
    },
  ]

  private static let statusEnds = [
    ServerClause(
      "status.ends", .must, "A job ends.", .documented("fal's page on the queue")
    ) { log in
      let last = ProbeJob.allCases.compactMap { log.sightings(of: $0).last }
      return .of(last) { sighting in
        log.unfinished.contains(sighting.job)
          ? "the \(sighting.job.rawValue) job is \(sighting.word ?? "") after "
            + log.patience.inWords : nil
      }
    },
    ServerClause(
      "status.stays-completed", .must, "A job that was COMPLETED remains so.",
      .inferred("clients stop asking then")
    ) { log in
      let pairs = ProbeJob.allCases.flatMap { job in
        let sightings = log.sightings(of: job)
        return Array(zip(sightings, sightings.dropFirst())).filter { $0.0.isCompleted }
      }
      return .of(pairs, at: \.1.exchange) { _, after in
        after.isUnderWay ? "\(after.word ?? "") comes after COMPLETED" : nil
      }
    },
    ServerClause(
      "status.clean-after-model-error", .should,
      "A job whose input the model refuses ends in a status without `error`.",
      .observed("three reports, 2026; fal's prose says otherwise")
    ) { log in
      .of(log.sightings(of: .rejected).filter(\.isCompleted)) { sighting in
        sighting.body["error"] == nil && sighting.body["error_type"] == nil
          ? nil : "the status of a refused input has error or error_type"
      }
    },
  ]
}
