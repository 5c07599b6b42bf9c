// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal

extension Clause {
  /// What is asked of whoever waits for a job.
  static let polling: [Clause] = pace + tolerance + recovery

  /// How often, how long and where.
  private static let pace: [Clause] = [
    Clause(
      "polling.follows-urls", .must,
      "Jobs are asked about where the reply to the submission says: at owner and alias.",
      why: "With the sub-path of the endpoint the same question is answered 405.",
      .observed("GET fal-ai/nano-banana-2/edit/requests/... gives 405"),
      .conduct { talk in
        let ids = Set(talk.jobs.map(\.requestID))
        let elsewhere = FaultOperation.questions.union([.file, .upload])
        let lost = talk.calls.filter { call in
          !elsewhere.contains(call.operation)
            && call.entry.request.path.split(separator: "/").contains { ids.contains(String($0)) }
        }
        let isExercised = talk.jobs.contains { !$0.questions.isEmpty } || !lost.isEmpty
        guard isExercised else { return .notExercised }
        return .kept(
          unless: evidence(of: lost) { call in
            "\(call.title) leads nowhere: \(call.entry.response.status ?? 0)"
          })
      }),
    Clause(
      "polling.interval", .should, "A job is asked about ten times a second at most.",
      why: "More tells nothing new, and runs into limits.",
      .documented("fal's clients poll every 0.1 to 1 s"), .conduct(judgeInterval)),
    Clause(
      "polling.backs-off", .may, "Who waits for long asks less and less often.",
      why: "Queues of minutes and hours occur.", .observed("queue positions of thousands"),
      .conduct(judgeBackOff)),
    Clause(
      "polling.jitter", .may, "Pauses between tries have some chance in them.",
      why: "Clients that were refused together come back together otherwise.",
      .inferred("fal's own clients vary their pauses by 25 to 50 %"), .conduct(judgeJitter)),
    Clause(
      "polling.stops-at-completed", .must,
      "Once it was told COMPLETED, a client asks for the status once more at most.",
      why: "COMPLETED is the end of every job; whoever waits for another word waits for ever.",
      .documented("fal's queue page: three statuses"), .conduct(judgeStop)),
    Clause(
      "polling.deadline", .must, "The whole wait has a deadline.",
      why: "Jobs get stuck, and a program that waits for ever is stuck with them.",
      .observed("requests that stay IN_QUEUE at position 0"), .expectation),
    Clause(
      "polling.reply-timeout", .must, "A reply that does not come is given up after a while.",
      why: "A connection can be dead without anybody saying so.",
      .inferred("half-open connections"), .expectation),
    Clause(
      "polling.cancels-when-giving-up", .should,
      "A job that a client no longer waits for is cancelled.",
      why: "It runs and is paid for otherwise.", .documented("fal's queue page: cancel"),
      .conduct(judgeAbandoned)),
  ]

  /// What else may stand in a reply.
  private static let tolerance: [Clause] = [
    Clause(
      "polling.accepts-202", .must, "A status of 202 is an answer like 200.",
      why: "fal answers 202 until a job has completed.", .observed("202 IN_QUEUE, 200 COMPLETED"),
      .conduct(judgeAccepted)),
    Clause(
      "polling.tolerates-null-logs", .must, "Logs may be null.",
      why: "They are unless they were asked for, and sometimes even then.",
      .observed("logs: null in status replies"), .expectation),
    Clause(
      "polling.tolerates-unknown-fields", .must, "Members that nobody knows are ignored.",
      why: "fal adds members without notice.", .observed("metrics and logs came that way"),
      .expectation),
    Clause(
      "polling.tolerates-odd-logs", .should, "Log entries of another form fail no job.",
      why: "Three forms were seen so far.", .observed("three generations of log entries"),
      .expectation),
    Clause(
      "polling.tolerates-missing-fields", .should, "What is missing counts as empty.",
      why: "The document requires no more than the status and the request id.",
      .documented("QueueStatus.required in the OpenAPI document"), .expectation),
    Clause(
      "polling.tolerates-unknown-status", .should, "An unknown status is not an end.",
      why: "Only COMPLETED is one.", .inferred("open vocabularies grow"), .expectation),
    Clause(
      "polling.tolerates-flapping", .should, "A status may go backwards.",
      why: "A runner that dies gives its job back to the queue.",
      .documented("fal's page on retries"), .expectation),
  ]

  /// What to do about failures.
  private static let recovery: [Clause] = [
    Clause(
      "polling.retries-transient", .should,
      "A question that failed for the moment is asked again.",
      why: "A failed poll says nothing about the job, which goes on and is paid for.",
      .observed("502, 503 and 504 of gateways; connections that are reset"), .expectation),
    Clause(
      "polling.honours-retry-after", .should, "Who is told when to come back does not come sooner.",
      why: "Earlier tries are refused, too, and may be counted against the client.",
      .documented("RFC 9110 §10.2.3"), .conduct(judgeRetryAfter)),
    Clause(
      "polling.no-retry-of-refusals", .must, "What was refused for good is not asked again.",
      why: "400, 401, 403, 404, 405 and 422 do not go away by themselves.",
      .documented("RFC 9110 §15.5"), .conduct(judgeRefusals)),
  ]
}
