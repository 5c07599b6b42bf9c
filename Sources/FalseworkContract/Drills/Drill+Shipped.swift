// Falsework
// SPDX-License-Identifier: MIT

extension Drill {
  /// Every drill that is shipped, in the order in which reports have them.
  public static let shipped: [Drill] =
    plain + submissions + polls + results + downloads + webhooks

  /// The drill by which it is known whether a client succeeds where nothing fails.
  public static let soundName = "sound"

  private static let quick: Set<Suite> = [.quick, .standard]
  private static let standard: Set<Suite> = [.standard]

  private static let plain = [
    Drill(soundName, scenario: nil, suites: quick, [.success("result.delivers-mesh")]),
    same("slow-job", quick, .success("result.delivers-mesh")),
    Drill(
      "interrupted", scenario: "stuck-in-queue", suites: quick, timeout: timeoutOfTheStuck,
      intervention: .interruptAfterFirstPoll),
  ]

  private static let submissions = [
    same("lost-submit-reply", quick),
    same("submit-reply-nginx-502"),
    same("submit-reply-cut-in-id"),
    stuck("submit-reply-hangs", standard, "polling.reply-timeout"),
    same("submit-503-thrice", standard, .success("submit.retries-refusals")),
    same("submit-retry-after", quick, .success("submit.retries-refusals")),
    same("submit-without-urls", standard, .success("polling.tolerates-missing-fields")),
    same("in-progress-at-submit", standard, .success("polling.tolerates-missing-fields")),
    same("account-locked", standard, .failure("result.completed-is-not-success")),
    same("key-revoked-midway", standard, .failure("result.completed-is-not-success")),
  ]

  private static let polls = [
    same("status-retry-after", standard, .success("polling.retries-transient")),
    same("status-504-every-third", quick, .success("polling.retries-transient")),
    same("nginx-502-while-polling", standard, .success("polling.retries-transient")),
    same("malformed-json", standard, .success("polling.retries-transient")),
    same("connect-reset", standard, .success("polling.retries-transient")),
    stuck("half-open", standard, "polling.reply-timeout"),
    same("status-flaps", standard, .success("polling.tolerates-flapping")),
    same("runner-requeues", standard, .success("polling.tolerates-flapping")),
    same("status-unknown-word", standard, .success("polling.tolerates-unknown-status")),
    same("logs-null", quick, .success("polling.tolerates-null-logs")),
    same("logs-garbage", standard, .success("polling.tolerates-odd-logs")),
    same("extra-fields", quick, .success("polling.tolerates-unknown-fields")),
    same("missing-fields", standard, .success("polling.tolerates-missing-fields")),
    stuck("stuck-in-queue", quick, "polling.deadline"),
    stuck("stuck-in-progress", standard, "polling.deadline"),
  ]

  private static let results = [
    same("rejected-input", quick, .failure("result.completed-is-not-success")),
    same("completed-with-error", quick, .failure("result.completed-is-not-success")),
    same("model-crashes", standard, .failure("result.completed-is-not-success")),
    same("result-lags", standard, .success("result.waits-for-lagging")),
    same("result-bad-chunk", standard, .success("polling.retries-transient")),
  ]

  private static let downloads = [
    fetching("mesh-cut", quick, .soundMesh("artefact.detects-truncation")),
    fetching("mesh-cut-at-chunk", standard, .soundMesh("artefact.detects-truncation")),
    fetching("mesh-length-lie", standard, .soundMesh("artefact.detects-truncation")),
    fetching("mesh-is-html", quick, .failure("artefact.checks-content")),
    fetching("mesh-expired", quick, .failure("artefact.checks-status")),
    fetching("mesh-bit-flipped", standard, .soundMesh("artefact.detects-corruption")),
    fetching("mesh-wrong-type", standard, .success("artefact.tolerates-type")),
    fetching("mesh-redirected", standard, .success("artefact.follows-redirects")),
    resuming("mesh-cut-bad-range"),
    resuming("mesh-cut-range-ignored"),
    resuming("mesh-cut-etag-changes"),
  ]

  private static let webhooks = [
    Drill(
      "webhook-sound", scenario: nil, suites: [.webhook], need: .webhook,
      [.webhookTaken("webhook.accepts-genuine")]),
    told("webhook-tampered", .webhookRefused("webhook.verifies-signature")),
    told("webhook-wrong-key", .webhookRefused("webhook.verifies-signature")),
    told("webhook-bad-signature", .webhookRefused("webhook.verifies-signature")),
    told("webhook-unsigned", .webhookRefused("webhook.verifies-signature")),
    told("webhook-stale", .webhookRefused("webhook.timestamp-window")),
    told("webhook-key-rotated", .webhookTaken("webhook.key-rotation")),
    told("webhook-repeated-soon", .oneDownload("webhook.idempotent")),
    told("webhook-replayed-soon", .oneDownload("webhook.idempotent")),
    Drill(
      "webhook-error", scenario: "rejected-input", suites: [.webhook], need: .webhook,
      [.webhookTaken("webhook.error-payload"), .failure("webhook.error-payload")]),
    told("webhook-never", .success("webhook.does-not-rely")),
  ]

  /// A drill that is named like its scenario.
  private static func same(
    _ name: String, _ suites: Set<Suite> = [.standard], _ expectations: Expectation...
  ) -> Drill {
    Drill(name, scenario: name, suites: suites, expectations)
  }

  /// A drill of the same name that does not end unless the client ends it.
  private static func stuck(
    _ name: String, _ suites: Set<Suite>, _ clause: ClauseID
  ) -> Drill {
    Drill(
      name, scenario: name, suites: suites, timeout: timeoutOfTheStuck, [.ending(clause)])
  }

  /// A drill for clients that download what they are told of.
  private static func fetching(
    _ name: String, _ suites: Set<Suite>, _ expectation: Expectation
  ) -> Drill {
    Drill(name, scenario: name, suites: suites, need: .download, [expectation])
  }

  private static func resuming(_ name: String) -> Drill {
    Drill(name, scenario: name, need: .range, [.soundMesh("artefact.resumes-correctly")])
  }

  private static func told(_ name: String, _ expectations: Expectation...) -> Drill {
    Drill(name, scenario: name, suites: [.webhook], need: .webhook, expectations)
  }
}
