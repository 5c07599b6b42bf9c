// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal

extension Clause {
  /// What is asked of whoever takes webhooks.
  static let webhook: [Clause] = [
    Clause(
      "webhook.accepts-genuine", .must, "A good webhook is answered with 2xx.",
      why: "Anything else counts as failed, and it is sent again.",
      .documented("fal's webhook page: retries"), .expectation),
    Clause(
      "webhook.verifies-signature", .must, "2xx is answered to what was verified only.",
      why: "Whoever knows the URL can send results otherwise.",
      .documented("fal's webhook page: Ed25519 over four lines"), .expectation),
    Clause(
      "webhook.timestamp-window", .must, "Old webhooks are refused, however well signed.",
      why: "Whoever has seen one can send it again for ever otherwise.",
      .documented("fal's webhook page: five minutes"), .expectation),
    Clause(
      "webhook.key-rotation", .should, "When no key fits, the keys are fetched again.",
      why: "Keys change, and good webhooks are lost until the next start otherwise.",
      .documented("fal's webhook page: keys are kept for a day at most"), .expectation),
    Clause(
      "webhook.idempotent", .must, "A webhook that comes twice is acted on once.",
      why: "Webhooks are delivered at least once.", .documented("fal's webhook page: retries"),
      .expectation),
    Clause(
      "webhook.answers-in-time", .must, "Webhooks are answered within 15 seconds.",
      why: "Later answers count as none.", .documented("fal's webhook page: timeout"),
      .conduct { talk in
        let tries = talk.jobs.flatMap(\.webhookTries)
        guard !tries.isEmpty else { return .notExercised }
        return .kept(
          unless: tries.compactMap { attempt in
            attempt.isTooLate
              ? Evidence("try \(attempt.number) of a webhook was \(attempt.words)") : nil
          })
      }),
    Clause(
      "webhook.error-payload", .must, "A webhook that tells of a failure is taken, and told.",
      why: "Failures come by webhook as results do, with explicit nulls.",
      .observed("status ERROR with error and payload"), .expectation),
    Clause(
      "webhook.does-not-rely", .should, "Who hears nothing for a while asks.",
      why: "Webhooks get lost.", .inferred("tries end, and receivers are down at times"),
      .expectation),
  ]
}
